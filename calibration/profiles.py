"""Profile of the posterior: how much worse the best fit gets as one parameter is moved."""

from __future__ import annotations

import numpy as np
from scipy.linalg import solve_triangular
from scipy.optimize import least_squares

from calibration.fisher import STEP, covariance_at_best
from calibration.map_estimate import FURTHEST, central_differences
from calibration.pipeline import Calibrated

#: Scores a parameter is held at, in prior standard deviations.
GRID = np.linspace(-2.5, 2.5, 11)


def profile(found: Calibrated, parameter: int, grid: np.ndarray = GRID) -> np.ndarray:
    """Largest log likelihood on a grid of one score, the others free near their priors; [grid].

    The others pay their prior, the one held does not, so a parameter of which the record says
    nothing has a flat profile. The errors of measurement stay at their most probable.
    """
    root = np.linalg.cholesky(covariance_at_best(found.measurement, found.best.inferred))
    values = found.measurement.observations.values
    others = np.arange(len(found.priors.names)) != parameter
    result = np.empty(len(grid))
    nearest = int(np.abs(grid - found.best.scores[parameter]).argmin())
    order = [*range(nearest, len(grid)), *range(nearest - 1, -1, -1)]
    start = found.best.scores[others]
    near = start
    for k in order:
        if k == nearest - 1:
            near = start

        def residuals(free: np.ndarray, held: float = float(grid[k])) -> np.ndarray:
            scores = np.empty((len(free), len(others)))
            scores[:, others], scores[:, parameter] = free, held
            gaps = (found.density.predictions(scores) - values).T
            return np.concatenate([solve_triangular(root, gaps, lower=True).T, free], axis=1)

        solved = least_squares(
            lambda free, of=residuals: of(free[None])[0],
            np.clip(near, -0.99 * FURTHEST, 0.99 * FURTHEST),
            jac=lambda free, of=residuals: central_differences(of, free, STEP),
            bounds=(-FURTHEST, FURTHEST),
            max_nfev=15,
        )
        near = solved.x
        if k == nearest:
            start = near
        result[k] = -float(solved.cost)
    return result - result.max()


def rises_on_both_sides(log_profile: np.ndarray, by: float = 2.0) -> bool:
    """Whether a profile falls by at least ``by`` to the left and to the right of its top."""
    top = int(log_profile.argmax())
    return bool(log_profile[: top + 1].min() <= -by and log_profile[top:].min() <= -by)
