"""Draws from the emulator's posterior, weighed by what the simulator says of them.

Pareto-smoothed importance sampling after Vehtari, Simpson, Gelman, Yao and Gabry (2024), Journal of
Machine Learning Research 25(72); the tail's shape is estimated as Zhang and Stephens (2009),
Technometrics 51(3), propose.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import softmax

from calibration.log_posterior import LogPosterior
from calibration.measurement import Measurement

LARGEST_K = 0.7
SMALLEST_ESS = 200.0
#: Fewer large weights than these say nothing of a tail.
SHORTEST_TAIL = 5


@dataclass(frozen=True)
class Weights:
    """Normalised weights [draws], the shape ``k`` of their tail, their effective sample size."""

    values: np.ndarray
    k: float
    ess: float

    @property
    def can_be_trusted(self) -> bool:
        return self.k < LARGEST_K and self.ess >= min(SMALLEST_ESS, 0.4 * len(self.values))

    def counting(self, times: np.ndarray) -> Weights:
        """The same where a draw counts so many ``times`` [draws]."""
        values = self.values * times
        values /= values.sum()
        return Weights(values, self.k, _effective_size(values))


def what_is_known(
    emulated: np.ndarray, means: np.ndarray, own: np.ndarray, noise: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The simulator's expectation at some draws, given the emulator and means of a few runs.

    ``emulated`` and ``means`` are [draws, targets]; ``own`` and ``noise`` [targets, targets] are
    the covariances of the emulator's error and of the means' chance. Returns the expectation
    [draws, targets] and the covariance of what is left unknown. Both errors are Gaussian and
    independent, so this is Bayes' rule, and the likelihood of what is known here over that of the
    emulator alone is 1 on average: the means' chance does not make weights uneven.
    """
    gain = own @ np.linalg.pinv(own + noise, hermitian=True)
    left = own - gain @ own
    return emulated + (means - emulated) @ gain.T, (left + left.T) / 2.0


def weighed(
    points: np.ndarray,
    means: np.ndarray,
    seeds: int,
    measurement: Measurement,
    density: LogPosterior,
) -> Weights:
    """What draws of the emulator's posterior weigh, given the simulator's means of ``seeds`` runs.

    ``points`` [draws, size] and ``means`` [draws, targets]; ``measurement`` and ``density`` are the
    emulator's.
    """
    scores, inferred = points[:, : density.parameters], points[:, density.parameters :]
    expected, left = what_is_known(
        density.predictions(scores), means, measurement.emulator, measurement.chance / seeds
    )
    knowing = replace(measurement, emulator=left).likelihood()
    return smoothed(knowing(expected, inferred) - density.log_likelihood(points))


def smoothed(log_weights: np.ndarray) -> Weights:
    """Weights of ``log_weights`` [draws], the largest replaced by quantiles of a Pareto tail.

    The tail is fitted to them; with too few draws to have one, ``k`` is infinite.
    """
    logs = log_weights - log_weights.max()
    count = len(logs)
    length = int(min(0.2 * count, 3.0 * np.sqrt(count)))
    k = np.inf
    if length >= SHORTEST_TAIL:
        order = np.argsort(logs)
        tail = order[-length:]
        threshold = np.exp(logs[order[-length - 1]])
        beyond = np.exp(logs[tail]) - threshold
        if beyond[-1] <= 1e-12:  # all weights are equal
            k = -np.inf
        else:
            k, scale = pareto_tail(beyond)
            probabilities = (np.arange(length) + 0.5) / length
            smooth = np.log(threshold + _pareto_quantiles(probabilities, k, scale))
            logs = logs.copy()
            logs[tail] = np.minimum(smooth, 0.0)
    weights = np.exp(logs - logs.max())
    weights /= weights.sum()
    return Weights(weights, float(k), _effective_size(weights))


def _effective_size(weights: np.ndarray) -> float:
    """That of weights which sum to one, after Kish."""
    return float(1.0 / (weights**2).sum())


def pareto_tail(beyond: np.ndarray) -> tuple[float, float]:
    """Shape and scale of the generalised Pareto distribution of ascending positive numbers.

    The shape is drawn a little towards one half, as if ten further points said so.
    """
    count = len(beyond)
    quartile = beyond[int(count / 4 + 0.5) - 1]
    grid = 30 + int(np.sqrt(count))
    theta = 1.0 / beyond[-1] + (1.0 - np.sqrt(grid / (np.arange(grid) + 0.5))) / (3.0 * quartile)
    shape = np.log1p(-theta[:, None] * beyond).mean(axis=1)
    likelihood = count * (np.log(-theta / shape) - shape - 1.0)
    best = float(theta @ softmax(likelihood))
    k = float(np.log1p(-best * beyond).mean())
    scale = -k / best
    return (count * k + 10.0 * 0.5) / (count + 10.0), scale


def _pareto_quantiles(probabilities: np.ndarray, k: float, scale: float) -> np.ndarray:
    if abs(k) < 1e-12:
        return np.asarray(-scale * np.log1p(-probabilities))
    return np.asarray(scale * np.expm1(-k * np.log1p(-probabilities)) / k)
