"""The posterior's summit and its curvature on the emulator, for many questions in little time.

At fixed errors of measurement the posterior of the scores is nearly Gaussian: Gauss–Newton finds
its summit, and the curvature there gives the log evidence by Laplace's method, up to a constant
that is the same for every question asked of the same data.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy.linalg import solve_triangular
from scipy.optimize import least_squares

from calibration.calibrated import Calibrated
from calibration.log_posterior import LogPosterior
from calibration.map_estimate import FINE_STEP, FURTHEST, central_differences
from calibration.measurement import Measurement, inferred_values
from calibration.polynomial import at_strengths

#: Whitened residuals of targets and then of the prior: [points, parameters] → [points, residuals].
Residuals = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Summit:
    """The most probable ``scores`` [parameters], their ``covariance``, and how good they are.

    ``log_posterior`` and ``log_evidence`` lack the same constant for every question of one record.
    """

    scores: np.ndarray
    covariance: np.ndarray
    log_posterior: float
    log_evidence: float

    def draws(self, count: int, seed: int) -> np.ndarray:
        """Scores from the Gaussian, [count, parameters]."""
        random = np.random.default_rng(seed)
        noise = random.standard_normal((count, len(self.scores)))
        return self.scores + noise @ np.linalg.cholesky(self.covariance).T


def density_at(found: Calibrated, strengths: np.ndarray) -> LogPosterior:
    """The density of a calibration with the levers at other strengths [levers]."""
    matrix = found.measurement.observations.matrix(found.outputs.items)
    polynomial = at_strengths(found.emulator.combined(matrix), len(found.priors.names), strengths)
    return replace(found.density, predictions=polynomial)


def summit(
    density: LogPosterior, measurement: Measurement, inferred: np.ndarray, starts: np.ndarray
) -> Summit:
    """The best of the summits found from ``starts`` [starts, parameters].

    ``inferred`` [6] are scores of the measurement model's numbers and stay as they are.
    """
    residuals = residuals_of(density, measurement, inferred)
    best = None
    for start in starts:
        found = descended(residuals, start)
        if best is None or found.cost < best.cost:
            best = found
    assert best is not None
    slopes = central_differences(residuals, best.x, FINE_STEP)
    precision = slopes.T @ slopes
    log_posterior = -float(best.cost)
    widths = density.whiten
    log_prior_volume = 0.0 if widths is None else float(np.log(np.abs(np.linalg.det(widths))))
    log_evidence = log_posterior + log_prior_volume - 0.5 * float(np.linalg.slogdet(precision)[1])
    return Summit(best.x, np.linalg.inv(precision), log_posterior, log_evidence)


def residuals_of(
    density: LogPosterior, measurement: Measurement, inferred: np.ndarray
) -> Residuals:
    """The residuals a search makes small, the prior's last."""
    root = np.linalg.cholesky(measurement.covariance(inferred_values(inferred)))
    values = measurement.observations.values

    def residuals(scores: np.ndarray) -> np.ndarray:
        gaps = (density.predictions(scores) - values).T
        whitened = solve_triangular(root, gaps, lower=True).T
        return np.concatenate([whitened, density.prior_residuals(scores)], axis=1)

    return residuals


def descended(residuals: Residuals, start: np.ndarray):  # type: ignore[no-untyped-def]
    """What :func:`scipy.optimize.least_squares` finds from a start."""
    return least_squares(
        lambda z: residuals(z[None])[0],
        np.clip(start, -0.99 * FURTHEST, 0.99 * FURTHEST),
        jac=lambda z: central_differences(residuals, z, FINE_STEP),
        bounds=(-FURTHEST, FURTHEST),
        max_nfev=30,
    )


def starts_of(found: Calibrated) -> np.ndarray:
    """Where searches start: the most probable parameters, the posterior's mean, the prior's."""
    return np.array([found.best.scores, found.posterior.mean(), np.zeros(len(found.priors.names))])


def documented_summit(found: Calibrated) -> Summit:
    """The summit with every lever as documented, the errors at their most probable."""
    return summit(found.density, found.measurement, found.best.inferred, starts_of(found))


def summit_at(found: Calibrated, strengths: np.ndarray, starts: np.ndarray) -> Summit:
    """The summit with the levers at other ``strengths`` [levers] and the same errors."""
    density = density_at(found, strengths)
    return summit(density, found.measurement, found.best.inferred, starts)
