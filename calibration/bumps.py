"""A layer of the emulator for what no polynomial follows: kinks that few parameters make.

Terms are a trend in all parameters and Gaussian bumps around some of the runs, as wide along a
parameter as the simulator is smooth along it: Gaussian process regression on inducing points
(Rasmussen and Williams 2006, chapters 5 and 8). The widths are those of the largest marginal
likelihood for the combinations of outputs in which the emulator errs most. The layer knows
parameters only: it is fitted to runs with every lever as documented, and cancels in the effect of
a lever.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_factor, cho_solve, solve_triangular
from scipy.optimize import minimize

#: Bumps, and runs that choose their widths.
BUMPS, LEARNT_FROM = 512, 400
#: Combinations of outputs that choose the widths, those with the largest error first.
COMBINATIONS = 3
#: Share of a bump's variance that the trend has in every parameter.
TREND = 0.05
#: Widths are looked for inside these bounds, as logs of their inverses, from this start.
STEEPNESS, START = (-5.0, 1.0), np.log(0.3)
SEARCHED = 20
#: What keeps a correlation of bumps positive definite.
NUGGET = 1e-8


@dataclass(frozen=True)
class Bumps:
    """Terms in the parameters' scores, the levers' intensities left out.

    ``centre`` [parameters] and ``turn`` [parameters, parameters] make the trend's coordinates;
    ``steepness`` [parameters] is one over the bumps' widths, ``tops`` [bumps, parameters] where
    they are, and ``root`` [bumps, bumps] makes them independent under the prior.
    """

    centre: np.ndarray
    turn: np.ndarray
    steepness: np.ndarray
    tops: np.ndarray
    root: np.ndarray

    @classmethod
    def at(
        cls, tops: np.ndarray, steepness: np.ndarray, centre: np.ndarray, turn: np.ndarray
    ) -> Bumps:
        """Bumps of some widths around ``tops``."""
        alike = _correlation(tops * steepness, tops * steepness) + NUGGET * np.eye(len(tops))
        root = solve_triangular(np.linalg.cholesky(alike), np.eye(len(tops)), lower=True).T
        return cls(centre, turn, steepness, tops, root)

    def __call__(self, inputs: np.ndarray) -> np.ndarray:
        """Terms of many points, the constant left out; shape [points, parameters + bumps]."""
        scores = inputs[:, : len(self.centre)]
        trend = np.sqrt(TREND) * (scores - self.centre) @ self.turn
        near = _correlation(scores * self.steepness, self.tops * self.steepness)
        return np.concatenate([trend, near @ self.root], axis=1)


def widths_learnt(
    scores: np.ndarray, residuals: np.ndarray, noise: np.ndarray, turn: np.ndarray
) -> np.ndarray:
    """The steepness [parameters] under which ``residuals`` [runs, combinations] are most likely.

    ``noise`` [combinations] is the variance of the chance in each. Every combination has a
    variance of its own, all have the same widths.
    """
    runs, parameters = scores.shape
    centred = (scores - scores.mean(axis=0)) @ turn
    trend = 1.0 + centred @ centred.T

    def cost(point: np.ndarray) -> tuple[float, np.ndarray]:
        logs, steepness = point[: len(noise)], np.exp(point[len(noise) :])
        moved = scores * steepness
        alike = _correlation(moved, moved)
        total, slope = 0.0, np.zeros_like(point)
        pull = np.zeros((runs, runs))
        for k, chance in enumerate(noise):
            signal = np.exp(2.0 * logs[k])
            smooth = signal * (alike + TREND * trend)
            factor = cho_factor(smooth + chance * np.eye(runs), lower=True)
            solved = cho_solve(factor, residuals[:, k])
            gradient = cho_solve(factor, np.eye(runs)) - np.outer(solved, solved)
            total += 0.5 * residuals[:, k] @ solved + np.log(np.diag(factor[0])).sum()
            slope[k] = np.sum(gradient * smooth)
            pull += signal * gradient * alike
        along = (moved**2 * pull.sum(axis=1)[:, None] - moved * (pull @ moved)).sum(axis=0)
        slope[len(noise) :] = -along
        return float(total), slope

    sizes = np.maximum(residuals.var(axis=0) - noise, 0.1 * noise)
    start = np.concatenate([0.5 * np.log(sizes), np.full(parameters, START)])
    bounds = [(None, None)] * len(noise) + [STEEPNESS] * parameters
    found = minimize(
        cost, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": SEARCHED}
    )
    return np.asarray(np.exp(found.x[len(noise) :]))


def _correlation(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Of points in units of the widths, [n, parameters] and [m, parameters] → [n, m]."""
    apart = (one**2).sum(axis=1)[:, None] + (other**2).sum(axis=1) - 2.0 * one @ other.T
    return np.asarray(np.exp(-0.5 * np.maximum(apart, 0.0)))
