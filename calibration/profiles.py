"""Profile of the posterior: how much worse the best fit gets as one parameter is moved."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from calibration.calibrated import Calibrated
from calibration.laplace import Residuals, descended, residuals_of

#: Scores a parameter is held at, in prior standard deviations.
GRID = np.linspace(-2.5, 2.5, 11)


@dataclass(frozen=True)
class Profile:
    """Best fits with one ``parameter`` held: the others pay their prior, the one held does not.

    So a parameter of which the record says nothing has a flat profile. The errors of measurement
    stay at their most probable.
    """

    residuals: Residuals
    targets: int
    parameter: int

    @classmethod
    def of(cls, found: Calibrated, parameter: int) -> Profile:
        residuals = residuals_of(found.density, found.measurement, found.best.inferred)
        return cls(residuals, len(found.measurement.observations), parameter)

    def cost(self, scores: np.ndarray) -> float:
        """Minus two log densities of scores [parameters] without the parameter's own prior."""
        left = self.residuals(scores[None])[0]
        left[self.targets + self.parameter] = 0.0
        return float(left @ left)

    def followed(self, start: np.ndarray) -> np.ndarray:
        """The scores that fit best with the parameter where ``start`` [parameters] has it."""
        others = np.arange(len(start)) != self.parameter

        def along(free: np.ndarray) -> np.ndarray:
            whole = np.repeat(start[None], len(free), axis=0)
            whole[:, others] = free
            return self.residuals(whole)

        ended = start.copy()
        ended[others] = descended(along, start[others]).x
        return ended


def profile(found: Calibrated, parameter: int, grid: np.ndarray = GRID) -> np.ndarray:
    """Largest log likelihood on a grid of one score, the others free near their priors; [grid]."""
    held = Profile.of(found, parameter)
    result = np.empty(len(grid))
    nearest = int(np.abs(grid - found.best.scores[parameter]).argmin())
    first = near = found.best.scores
    for k in [*range(nearest, len(grid)), *range(nearest - 1, -1, -1)]:
        if k == nearest - 1:
            near = first
        start = near.copy()
        start[parameter] = grid[k]
        near = held.followed(start)
        if k == nearest:
            first = near
        result[k] = -0.5 * held.cost(near)
    return result - result.max()
