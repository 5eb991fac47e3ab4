"""The most probable parameters: the emulator's optimum, polished on the simulator.

Both searches are :func:`scipy.optimize.least_squares` on residuals whitened by the covariance of
the measurement model, with the prior's scores as residuals of their own. On the simulator every run
uses the same seeds, so that the objective is smooth, and derivatives are central differences with a
half-step of a fifth of a prior standard deviation, since a finer step sees nothing but the
simulator's roughness.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.linalg import solve_triangular
from scipy.optimize import least_squares, minimize

from calibration.log_posterior import LogPosterior
from calibration.measurement import INFERRED, INFERRED_NAMES, Measurement, inferred_values
from calibration.priors import LARGEST_SCORE

HALF_STEP = 0.2
#: The half-step on the emulator, which has no noise.
FINE_STEP = 1e-3
#: The search moves no further from the prior's middle, in prior standard deviations.
FURTHEST = 4.0
#: Starts of the emulator's search, the best of so many points of the prior.
STARTS, LOOKED_AT = 8, 4096
#: Rounds of parameters and inferred errors in turn.
ROUNDS = 4
#: The last polishing is done again, with derivatives of its own, while a turn gains so much of the
#: cost, and so many times at most. What gains less than so much in all has followed the chance of
#: the seeds and is not worth moving for.
LEAST_GAIN, TURNS, WORTH_MOVING = 0.1, 6, 0.5
#: The walk's scores while a single path is polished: a twentieth of the prior's median a year.
QUIET = -6.0
DRIFTS = ("drift_rural", "drift_urban")

#: Targets of many vectors of scores on the simulator: [points, parameters] → [points, targets].
Predict = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class MapEstimate:
    """``scores`` [parameters], ``inferred`` [6] (scores of the measurement model's numbers).

    ``cost`` is the sum of squared whitened residuals, the prior's among them.
    """

    scores: np.ndarray
    inferred: np.ndarray
    cost: float

    @property
    def point(self) -> np.ndarray:
        """As a point of :class:`calibration.log_posterior.LogPosterior`."""
        return np.concatenate([self.scores, self.inferred])


def on_the_emulator(density: LogPosterior, measurement: Measurement, seed: int) -> MapEstimate:
    """The best of several searches on the emulator, parameters and errors in turn."""
    random = np.random.default_rng(seed)
    inferred = np.zeros(len(INFERRED))
    looked_at = random.standard_normal((LOOKED_AT, density.parameters))
    points = np.concatenate([looked_at, np.zeros((LOOKED_AT, len(inferred)))], axis=1)
    logs = density.log_likelihood(points) + density.log_prior(points)
    starts = [np.zeros(density.parameters), *looked_at[np.argsort(-logs)[: STARTS - 1]]]
    best = MapEstimate(starts[0], inferred, np.inf)
    for _ in range(ROUNDS):
        residuals = _whitening(measurement, inferred, density.predictions)
        for start in starts:
            found = _descended(residuals, start)
            if 2.0 * found.cost < best.cost:
                best = MapEstimate(found.x, inferred, 2.0 * float(found.cost))
        inferred = _best_errors(density, best.scores, inferred)
        starts, best = [best.scores], MapEstimate(best.scores, inferred, np.inf)
    residuals = _whitening(measurement, inferred, density.predictions)
    cost = float((residuals(best.scores[None])[0] ** 2).sum())
    return MapEstimate(best.scores, inferred, cost)


def _descended(residuals: Predict, start: np.ndarray) -> Any:
    """What least squares find from a start, with fine differences: a polynomial has no noise."""
    return least_squares(
        lambda z: residuals(z[None])[0],
        np.clip(start, -0.99 * FURTHEST, 0.99 * FURTHEST),
        jac=lambda z: central_differences(residuals, z, FINE_STEP),
        bounds=(-FURTHEST, FURTHEST),
        max_nfev=40,
    )


def without_a_walk(
    predictions: Predict, measurement: Measurement, start: MapEstimate
) -> MapEstimate:
    """The most probable scores where the walk is held near zero (:data:`QUIET`).

    A run of one draw shows no walk, so its path has to follow the record itself, while the
    posterior's draws and bands have the walk as it was inferred. The search goes from ``start`` on
    ``predictions``, the emulator's, with the errors as they are.
    """
    residuals = _whitening(measurement, without_walk(start.inferred), predictions)
    found = _descended(residuals, start.scores)
    return MapEstimate(found.x, start.inferred, 2.0 * float(found.cost))


def on_the_simulator(
    predict: Predict, measurement: Measurement, start: MapEstimate, steps: int
) -> MapEstimate:
    """The start polished on ``predict`` in at most ``steps`` steps; the errors stay as they are.

    ``measurement`` has no emulator's error here, and the walk is held near zero, as
    :func:`without_a_walk` has it, whose answer is the start to give.

    Derivatives are worked out once, at the start, and used for every step: near the optimum they
    hardly change, and each time would take two runs a parameter and seed.
    """
    residuals = _whitening(measurement, without_walk(start.inferred), predict)
    best = MapEstimate(start.scores, start.inferred, np.inf)
    slopes: list[np.ndarray] = []

    def derivatives(z: np.ndarray) -> np.ndarray:
        if not slopes:
            slopes.append(central_differences(residuals, z, HALF_STEP))
        return slopes[0]

    def noted(z: np.ndarray) -> np.ndarray:
        nonlocal best
        found = residuals(z[None])[0]
        cost = float(found @ found)
        if cost < best.cost:
            best = MapEstimate(z.copy(), start.inferred, cost)
        return found

    least_squares(
        noted,
        np.clip(start.scores, -0.99 * FURTHEST, 0.99 * FURTHEST),
        jac=derivatives,
        bounds=(-FURTHEST, FURTHEST),
        max_nfev=steps,
        xtol=1e-3,
        ftol=1e-3,
    )
    return best


def polished_to_the_end(
    predict: Predict, measurement: Measurement, start: MapEstimate, steps: int
) -> MapEstimate:
    """:func:`on_the_simulator` again and again, until it gains nothing that matters.

    A few steps with one set of derivatives may stop short by several units of cost, and where they
    stop hangs on how the processor rounds. The start stays where nothing is gained that matters.
    """
    best = start
    for _ in range(TURNS):
        before, best = best, on_the_simulator(predict, measurement, best, steps)
        if before.cost - best.cost < LEAST_GAIN:
            break
    return best if start.cost - best.cost > WORTH_MOVING else start


def without_walk(inferred: np.ndarray) -> np.ndarray:
    """The inferred numbers' scores [6] with the walk held near zero."""
    quiet = inferred.copy()
    quiet[[INFERRED_NAMES.index(name) for name in DRIFTS]] = QUIET
    return quiet


def central_differences(
    residuals: Callable[[np.ndarray], np.ndarray], z: np.ndarray, half_step: float
) -> np.ndarray:
    """Derivatives of residuals at ``z`` [size], [residuals, size].

    ``residuals`` takes [points, size] to [points, residuals]; all points are asked for at once.
    """
    steps = half_step * np.eye(z.size)
    found = residuals(np.concatenate([z + steps, z - steps]))
    return np.asarray((found[: z.size] - found[z.size :]).T / (2.0 * half_step))


def _whitening(
    measurement: Measurement, inferred: np.ndarray, predict: Predict
) -> Callable[[np.ndarray], np.ndarray]:
    """Residuals of many points at once, [points, targets + parameters]."""
    root = np.linalg.cholesky(measurement.covariance(inferred_values(inferred)))
    values = measurement.observations.values

    def residuals(scores: np.ndarray) -> np.ndarray:
        gaps = (predict(scores) - values).T
        return np.concatenate([solve_triangular(root, gaps, lower=True).T, scores], axis=1)

    return residuals


def _best_errors(density: LogPosterior, scores: np.ndarray, start: np.ndarray) -> np.ndarray:
    """The most probable inferred numbers at fixed parameters."""

    def cost(inferred: np.ndarray) -> float:
        held = np.clip(inferred, -LARGEST_SCORE, LARGEST_SCORE)
        point = np.concatenate([scores, held])[None]
        return -float((density.log_likelihood(point) + density.log_prior(point))[0])

    bounds = [(-3.0, 3.0)] * start.size
    return np.asarray(minimize(cost, start, method="L-BFGS-B", bounds=bounds).x)
