"""A Gaussian near the posterior of every one of many records, parameters and errors together.

Gauss–Newton finds the parameters at fixed errors, Newton the errors at fixed parameters, in turn;
the curvature of the whole log density there, by differences, gives the covariance.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from calibration.log_posterior import LogPosterior
from calibration.map_estimate import FINE_STEP
from calibration.measurement import Measurement, inferred_values

#: Turns of parameters and errors, and steps of Gauss–Newton in each.
ROUNDS, STEPS = 4, 3
#: Half-step of differences of the log density, in sd of the Gaussian so far; of the errors' scores.
WHITE_STEP, ERROR_STEP = 0.3, 0.1
#: No direction has a curvature below this share of what was expected of it.
FLATTEST = 0.2
#: No error's score is moved further at once, or ends further from its prior's middle.
LARGEST_MOVE, FURTHEST_ERROR = 0.7, 2.5
FURTHEST = 5.0

#: Log densities [records, points] of points [records, points, size].
Densities = Callable[[np.ndarray], np.ndarray]


def gaussians_near(
    density: LogPosterior,
    measurement: Measurement,
    data: np.ndarray,
    starts: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Means [records, size] and covariances [records, size, size] for ``data`` [records, targets].

    ``density`` holds the same data. The search begins at ``starts`` [records, size], or in the
    middle of the prior.
    """
    records, size = len(data), density.parameters
    points = np.zeros((records, density.size)) if starts is None else starts.copy()
    if starts is None and density.centre is not None:
        points[:, :size] = density.centre
    covariances = np.tile(np.eye(density.size), (records, 1, 1))
    for _ in range(ROUNDS):
        scores, covariance = _descended(density, measurement, data, points)
        points[:, :size] = scores
        points[:, size:] = _better_errors(density, points, size)
        covariances[:, :size, :size] = covariance
    roots = np.linalg.cholesky(covariances)
    curvature = -_second_differences(density, points, roots, WHITE_STEP)
    values, vectors = np.linalg.eigh(curvature)
    turned = roots @ (vectors / np.sqrt(np.maximum(values, FLATTEST))[:, None, :])
    return points, turned @ turned.transpose(0, 2, 1)


def gaussian_near_one(
    density: LogPosterior, measurement: Measurement, start: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The same for the record itself, from its most probable point ``start`` [size].

    Means [1, size] and covariances [1, size, size].
    """
    return gaussians_near(density, measurement, measurement.observations.values[None], start[None])


def _descended(
    density: LogPosterior, measurement: Measurement, data: np.ndarray, points: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Scores [records, parameters] a few Gauss–Newton steps on, and their covariances."""
    size = density.parameters
    scores = points[:, :size].copy()
    whiten = np.array(
        [
            np.linalg.inv(np.linalg.cholesky(measurement.covariance(inferred_values(one)))).T
            for one in points[:, size:]
        ]
    )

    def residuals(asked: np.ndarray) -> np.ndarray:
        """[records, points, parameters] → [records, points, residuals]."""
        expected = density.predictions(asked.reshape(-1, size)).reshape(*asked.shape[:2], -1)
        gaps = (expected - data[:, None]) @ whiten
        return np.concatenate([gaps, density.prior_residuals(asked)], axis=2)

    steps = FINE_STEP * np.eye(size)
    precision = np.empty((len(data), size, size))
    for _ in range(STEPS):
        here = residuals(scores[:, None])[:, 0]
        both = residuals(scores[:, None] + np.concatenate([steps, -steps]))
        slopes = (both[:, :size] - both[:, size:]) / (2.0 * FINE_STEP)
        precision = slopes @ slopes.transpose(0, 2, 1)
        gradient = np.einsum("rik,rk->ri", slopes, here)
        moved = np.linalg.solve(precision, gradient[..., None])[..., 0]
        scores = np.clip(scores - moved, -FURTHEST, FURTHEST)
    return scores, np.linalg.inv(precision)


def _better_errors(density: LogPosterior, points: np.ndarray, size: int) -> np.ndarray:
    """The errors' scores [records, 6] a Newton step on, at fixed parameters."""
    records, count = len(points), points.shape[1] - size
    roots = np.zeros((records, points.shape[1], count))
    roots[:, size:] = np.eye(count)
    steps = ERROR_STEP * np.eye(count)
    asked = np.concatenate([steps, -steps])
    found = density(points[:, None] + np.einsum("rij,pj->rpi", roots, asked))
    gradient = (found[:, :count] - found[:, count:]) / (2.0 * ERROR_STEP)
    values, vectors = np.linalg.eigh(-_second_differences(density, points, roots, ERROR_STEP))
    along = np.einsum("rji,rj->ri", vectors, gradient) / np.maximum(values, FLATTEST)
    move = np.clip(np.einsum("rij,rj->ri", vectors, along), -LARGEST_MOVE, LARGEST_MOVE)
    return np.clip(points[:, size:] + move, -FURTHEST_ERROR, FURTHEST_ERROR)


def _second_differences(
    density: Densities, points: np.ndarray, roots: np.ndarray, step: float
) -> np.ndarray:
    """Second derivatives [records, k, k] along the columns of ``roots`` [records, size, k]."""
    records, _, count = roots.shape
    rows, columns = np.triu_indices(count, 1)
    single = step * np.eye(count)
    moves = np.concatenate(
        [
            np.zeros((1, count)),
            single,
            -single,
            single[rows] + single[columns],
            -single[rows] - single[columns],
        ]
    )
    found = density(points[:, None] + np.einsum("rij,pj->rpi", roots, moves))
    middle, up, down = found[:, :1], found[:, 1 : count + 1], found[:, count + 1 : 2 * count + 1]
    both = found[:, 2 * count + 1 :].reshape(records, 2, -1).sum(axis=1)
    own = up + down - 2.0 * middle
    result = np.empty((records, count, count))
    result[:, np.arange(count), np.arange(count)] = own / step**2
    mixed = (both - 2.0 * middle - own[:, rows] - own[:, columns]) / (2.0 * step**2)
    result[:, rows, columns] = result[:, columns, rows] = mixed
    return result
