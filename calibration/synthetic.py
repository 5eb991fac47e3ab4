"""Calibrating records whose truth is known, all of them at once.

Truths are drawn, records made from them with walks and errors, and the posterior of each is
sampled on the emulator, all chains of all records in the same arrays.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy.stats import kstest

from calibration.laplace import STEP
from calibration.log_posterior import LogPosterior
from calibration.measurement import INFERRED, Measurement, inferred_values
from calibration.sampler import sample

GAUSS_NEWTON_STEPS = 6
CHAINS, WARM_UP, STEPS, KEEP_EVERY = 12, 500, 1000, 20


@dataclass(frozen=True)
class Truths:
    """``scores`` [records, parameters], ``inferred`` [records, 6], ``data`` [records, targets]."""

    scores: np.ndarray
    inferred: np.ndarray
    data: np.ndarray

    def __len__(self) -> int:
        return len(self.scores)


def records_of(
    modelled: np.ndarray, scores: np.ndarray, measurement: Measurement, seed: int
) -> Truths:
    """Records that could have been published of ``modelled`` targets [records, targets].

    The errors of measurement and the walks have sizes drawn from their priors. The chance of a run
    is whatever ``modelled`` has of it.
    """
    random = np.random.default_rng(seed)
    inferred = random.standard_normal((len(scores), len(INFERRED)))
    bare = Measurement.without_simulation_errors(measurement.observations)
    data = np.empty_like(modelled)
    for k, sizes in enumerate(inferred_values(inferred)):
        root = np.linalg.cholesky(bare.covariance(sizes))
        data[k] = modelled[k] + root @ random.standard_normal(modelled.shape[1])
    return Truths(scores, inferred, data)


def posteriors_of(
    truths: Truths, density: LogPosterior, measurement: Measurement, seed: int
) -> np.ndarray:
    """Draws of every record's posterior, [records, draws, parameters + 6]."""
    many = replace(density, values=truths.data)
    means, covariances = _gaussians(truths, density, measurement)
    random = np.random.default_rng(seed)
    roots = np.linalg.cholesky(covariances)
    noise = random.standard_normal((len(truths), CHAINS, density.size))
    starts = means[:, None] + np.einsum("sij,scj->sci", roots, noise)
    chains = sample(many, starts, WARM_UP, STEPS, KEEP_EVERY, seed + 1, shape=(means, covariances))
    return chains.draws.reshape(len(truths), -1, density.size)


def _gaussians(
    truths: Truths, density: LogPosterior, measurement: Measurement
) -> tuple[np.ndarray, np.ndarray]:
    """A Gaussian near every record's posterior, by Gauss–Newton at the errors' prior middle."""
    records, size = truths.scores.shape
    root = np.linalg.cholesky(measurement.covariance(inferred_values(np.zeros(len(INFERRED)))))
    whiten = np.linalg.inv(root).T
    centre = np.zeros(size) if density.centre is None else density.centre
    scores = np.repeat(centre[None], records, axis=0)

    def residuals(points: np.ndarray) -> np.ndarray:
        """[records, points, parameters] → [records, points, residuals]."""
        flat = points.reshape(-1, size)
        expected = density.predictions(flat).reshape(*points.shape[:2], -1)
        gaps = (expected - truths.data[:, None]) @ whiten
        return np.concatenate([gaps, density.prior_residuals(points)], axis=2)

    steps = STEP * np.eye(size)
    precision = np.empty((records, size, size))
    for _ in range(GAUSS_NEWTON_STEPS):
        here = residuals(scores[:, None])[:, 0]
        both = residuals(scores[:, None] + np.concatenate([steps, -steps]))
        slopes = (both[:, :size] - both[:, size:]) / (2.0 * STEP)
        precision = np.einsum("rik,rjk->rij", slopes, slopes)
        gradient = np.einsum("rik,rk->ri", slopes, here)
        scores = np.clip(scores - np.linalg.solve(precision, gradient[..., None])[..., 0], -5, 5)
    means = np.concatenate([scores, np.zeros((records, len(INFERRED)))], axis=1)
    covariances = np.tile(np.eye(density.size), (records, 1, 1))
    covariances[:, :size, :size] = np.linalg.inv(precision)
    return means, covariances


@dataclass(frozen=True)
class Coverage:
    """How often intervals hold the truth, and whether ranks are even, by quantity."""

    names: tuple[str, ...]
    ranks: np.ndarray
    adjusted: np.ndarray

    @property
    def covered_90(self) -> np.ndarray:
        return np.asarray(((self.ranks > 0.05) & (self.ranks < 0.95)).mean(axis=0))

    def uneven(self, level: float = 0.05) -> list[str]:
        """Quantities whose ranks leave the band, all quantities looked at together."""
        return [name for name, p in zip(self.names, self.adjusted, strict=True) if p < level]


def coverage_of(
    names: tuple[str, ...], truths: np.ndarray, draws: Callable[[int], np.ndarray]
) -> Coverage:
    """Ranks of ``truths`` [records, quantities] among ``draws(record)`` [draws, quantities].

    The band around the cumulative ranks is Kolmogorov's; Holm's method adjusts for many quantities.
    """
    ranks = np.array([(draws(k) < truth).mean(axis=0) for k, truth in enumerate(truths)])
    raw = np.array([kstest(column, "uniform").pvalue for column in ranks.T])
    order = np.argsort(raw)
    steps = (len(raw) - np.arange(len(raw))) * raw[order]
    adjusted = np.empty_like(raw)
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1.0)
    return Coverage(names, ranks, adjusted)
