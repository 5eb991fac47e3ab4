"""Which points a study visits: a grid, a Sobol or Morris design, or a table of the user's own."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from experiments.study.factors import Factor

LEVELS = 4  # of a Morris design; SALib's default


@dataclass(frozen=True)
class Design:
    """Points, one a row, in an order that never changes.

    ``cells`` is float64 [points, factors]. ``shape`` are the lengths of a grid's sides, the last
    factor running fastest; ``ranges`` are those of a sensitivity design.
    """

    kind: str
    factors: tuple[Factor, ...]
    cells: np.ndarray
    shape: tuple[int, ...] | None = None
    ranges: tuple[tuple[float, float], ...] | None = None
    second_order: bool = False
    levels: int = LEVELS

    @property
    def points(self) -> int:
        return len(self.cells)

    def values(self, point: int) -> dict[str, Any]:
        """What the factors are at a point, by name."""
        row = self.cells[point].tolist()
        return {factor.name: factor.value(cell) for factor, cell in zip(self.factors, row)}

    def plain(self, point: int) -> dict[str, Any]:
        """The same as written in a table."""
        row = self.cells[point].tolist()
        return {factor.name: factor.plain(cell) for factor, cell in zip(self.factors, row)}

    def problem(self) -> dict[str, Any]:
        """What SALib calls the problem."""
        assert self.ranges is not None
        return {
            "num_vars": len(self.factors),
            "names": [factor.name for factor in self.factors],
            "bounds": [list(pair) for pair in self.ranges],
        }


def grid(values: Mapping[str, Sequence[Any]]) -> Design:
    """Every combination of the values of each factor."""
    factors = []
    sides = []
    for name, every in values.items():
        are_numbers = all(isinstance(value, (int, float)) for value in every)
        factors.append(Factor(name, None if are_numbers else tuple(every)))
        sides.append(np.array(every, float) if are_numbers else np.arange(len(every), dtype=float))
    cells = np.stack([side.ravel() for side in np.meshgrid(*sides, indexing="ij")], axis=1)
    return Design("grid", tuple(factors), cells, tuple(len(side) for side in sides))


def sobol(
    ranges: Mapping[str, tuple[float, float]], n: int, second_order: bool, seed: int
) -> Design:
    """Saltelli's design: ``n`` · (factors + 2) points, or ``n`` · (2 · factors + 2)."""
    from SALib.sample import sobol as sampling

    empty = _over(ranges, "sobol", second_order=second_order)
    problem = empty.problem()
    cells = sampling.sample(problem, n, calc_second_order=second_order, seed=seed)
    return _over(ranges, "sobol", cells, second_order=second_order)


def morris(ranges: Mapping[str, tuple[float, float]], n: int, levels: int, seed: int) -> Design:
    """``n`` trajectories of (factors + 1) points, one factor moving at a time."""
    from SALib.sample import morris as sampling

    problem = _over(ranges, "morris").problem()
    cells = sampling.sample(problem, n, num_levels=levels, seed=seed)
    return _over(ranges, "morris", cells, levels=levels)


def _over(
    ranges: Mapping[str, tuple[float, float]],
    kind: str,
    cells: np.ndarray | None = None,
    second_order: bool = False,
    levels: int = LEVELS,
) -> Design:
    factors = tuple(Factor(name) for name in ranges)
    rows = np.empty((0, len(factors))) if cells is None else np.asarray(cells, float)
    pairs = tuple((float(low), float(high)) for low, high in ranges.values())
    return Design(kind, factors, rows, None, pairs, second_order, levels)


def block_of(design: Design) -> int:
    """How many points in a row a sensitivity design needs together."""
    count = len(design.factors)
    if design.kind == "morris":
        return count + 1
    return 2 * count + 2 if design.second_order else count + 2


def is_power_of_two(n: int) -> bool:
    return n > 0 and math.log2(n).is_integer()
