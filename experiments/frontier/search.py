"""The best mix for a budget and the cheapest for a goal, by SciPy's SLSQP on a response surface."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.optimize import minimize

from experiments.frontier.defaults import MOST_INTENSITY
from experiments.frontier.surface import Surface

#: The search starts from this many of the tried mixes, the best of them first.
STARTS = 6
#: How far a constraint may be missed, as a share of what is asked.
TOLERANCE = 1e-6


class Unreachable(Exception):  # noqa: N818  (it is an answer, not a slip of the program)
    """No mix does it; ``nearest`` comes nearest and gives ``value``."""

    def __init__(self, nearest: np.ndarray, value: float) -> None:
        super().__init__(f"the nearest is {value:g}")
        self.nearest = nearest
        self.value = value


def best_for_budget(
    outcome: Surface, cost: Surface, is_less_better: bool, budget: float, tried: np.ndarray
) -> np.ndarray:
    """The mix with the best outcome that costs at most ``budget``.

    Raises :class:`Unreachable` with the cheapest mix when even that costs more.
    """
    cheapest = _searched(lambda mix: _one(cost, mix), [], tried)
    if _one(cost, cheapest) > budget * (1.0 + TOLERANCE):
        raise Unreachable(cheapest, _one(cost, cheapest))
    sign = 1.0 if is_less_better else -1.0
    scale = abs(budget) or 1.0
    return _searched(
        lambda mix: sign * _one(outcome, mix),
        [lambda mix: (budget - _one(cost, mix)) / scale],
        np.vstack([cheapest, tried]),
    )


def cheapest_for_goal(
    outcome: Surface, cost: Surface, is_less_better: bool, goal: float, tried: np.ndarray
) -> np.ndarray:
    """The cheapest mix whose outcome is at least as good as ``goal``.

    Raises :class:`Unreachable` with the best mix when even that falls short.
    """
    sign = 1.0 if is_less_better else -1.0
    furthest = _searched(lambda mix: sign * _one(outcome, mix), [], tried)
    if sign * _one(outcome, furthest) > sign * goal + TOLERANCE * abs(goal):
        raise Unreachable(furthest, _one(outcome, furthest))
    scale = abs(goal) or 1.0
    return _searched(
        lambda mix: _one(cost, mix),
        [lambda mix: sign * (goal - _one(outcome, mix)) / scale],
        np.vstack([furthest, tried]),
    )


def _one(surface: Surface, mix: np.ndarray) -> float:
    return float(surface.at(mix)[0])


def _searched(
    aim: Callable[[np.ndarray], float],
    constraints: list[Callable[[np.ndarray], float]],
    tried: np.ndarray,
) -> np.ndarray:
    """The mix with the least ``aim`` among those that keep every constraint at 0 or above.

    Started from the best tried mixes; at least one of them has to keep the constraints.
    """

    def keeps(mix: np.ndarray) -> bool:
        return all(constraint(mix) >= -TOLERANCE for constraint in constraints)

    allowed = [mix for mix in tried if keeps(mix)]
    starts = sorted(allowed, key=aim)[:STARTS]
    size = max(abs(aim(mix)) for mix in starts) or 1.0
    found = list(starts)
    for start in starts:
        result = minimize(
            lambda mix: aim(mix) / size,
            start,
            method="SLSQP",
            bounds=[(0.0, MOST_INTENSITY)] * tried.shape[1],
            constraints=[{"type": "ineq", "fun": constraint} for constraint in constraints],
        )
        mix = np.clip(result.x, 0.0, MOST_INTENSITY)
        if np.isfinite(mix).all() and keeps(mix):
            found.append(mix)
    return min(found, key=aim)
