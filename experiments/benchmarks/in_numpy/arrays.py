"""What the year in numpy is made of: equations over arrays, households there are, sums by block."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import FunctionType
from typing import Any

import numpy as np

from sim.agents.households import ACCOUNTS, FREE
from sim.random import decision_key
from sim.world import BINS, BINS_PER_E, FIRST_BIN, LANES, World

f32 = np.float32

#: How an equation's words are said over arrays.
_ARRAY_FORMS = {
    "exp": np.exp,
    "log": np.log,
    "whole": np.floor,
    "clip": np.clip,
    "min": np.minimum,
    "max": np.maximum,
}


def over_arrays(equation: Callable[..., float]) -> Callable[..., Any]:
    """The equation for arrays. One that holds an ``if`` cannot be had so."""
    assert isinstance(equation, FunctionType)
    names = {**equation.__globals__, **_ARRAY_FORMS}
    for name in equation.__code__.co_names:
        item = names.get(name)
        if isinstance(item, FunctionType) and item.__module__.startswith("sim.processes"):
            names[name] = over_arrays(item)
    return FunctionType(equation.__code__, names, equation.__name__, equation.__defaults__)


def happens(count: np.ndarray, chance: Any, draw: np.ndarray) -> np.ndarray:
    """True where one of ``count`` persons meets an event of yearly ``chance`` each."""
    return np.asarray(draw < count * chance)


def moves_on(count: np.ndarray, width: Any, draw: np.ndarray) -> np.ndarray:
    """True where one of ``count`` persons leaves an age group of ``width`` years."""
    return np.asarray(draw * width < count)


class Luck:
    """Numpy's Philox, keyed by seed, decision and year and by the first block that is lived."""

    def __init__(self, seed: int, decision: str, year: int, block: int) -> None:
        counter = [0, block, year, decision_key(decision)]
        self._random = np.random.Generator(np.random.Philox(key=seed, counter=counter))

    def draw(self, count: int, of: int) -> np.ndarray:
        """``count`` columns of ``of`` numbers each, float32 in [0, 1)."""
        return self._random.random((count, of), dtype=np.float32)


@dataclass(frozen=True)
class Living:
    """The households of some neighbouring blocks, sorted by block.

    ``block`` counts from the first of those blocks; ``starts`` is where each block's households
    begin among ``rows``.
    """

    rows: np.ndarray
    block: np.ndarray
    starts: np.ndarray
    counts: np.ndarray

    @property
    def number(self) -> int:
        return self.rows.size

    def sums(self, values: np.ndarray) -> np.ndarray:
        """Sums by block, float64."""
        if not values.size:
            return np.zeros(self.counts.size)
        found = np.add.reduceat(values, np.minimum(self.starts, values.size - 1), dtype=np.float64)
        return np.where(self.counts > 0, found, 0.0)


def _picked(w: World, low: int, high: int, is_picked: np.ndarray) -> Living:
    first = w.first_row[low]
    counts = np.add.reduceat(is_picked, w.first_row[low:high] - first, dtype=np.int64)
    rows = np.flatnonzero(is_picked) + first
    starts = np.cumsum(counts) - counts
    return Living(rows, np.repeat(np.arange(high - low), counts), starts, counts)


def living(w: World, low: int, high: int) -> Living:
    """The households of the blocks ``low`` … ``high − 1``."""
    h: Any = w.households
    kind = h.kind[w.first_row[low] : w.first_row[high]]
    return _picked(w, low, high, kind != FREE)


def free_places(w: World, low: int, high: int) -> Living:
    """The places of the same blocks that nobody has."""
    h: Any = w.households
    kind = h.kind[w.first_row[low] : w.first_row[high]]
    return _picked(w, low, high, kind == FREE)


def take_places(w: World, low: int, free: Living, block: np.ndarray) -> tuple[np.ndarray, Any]:
    """The first free places for newcomers in ``block``, which ascends; who of them gets none.

    Returns the rows taken, in the newcomers' order, and a mask of the newcomers who have one.
    """
    rank = np.arange(block.size) - np.searchsorted(block, block)
    has_place = rank < free.counts[block]
    placed = block[has_place]
    rows = free.rows[free.starts[placed] + rank[has_place]]
    places = rows - w.first_row[low + placed] + 1
    np.maximum.at(w.rows_in_use, low + placed, -(-places // LANES) * LANES)
    return rows, has_place


def vacate(w: World, rows: np.ndarray) -> None:
    """Make rows free places."""
    h: Any = w.households
    for name, column in h._asdict().items():
        if name not in ACCOUNTS:
            column[rows] = 0


def enter_bins(w: World, chunk: int, group: int, per_head: np.ndarray, persons: np.ndarray) -> None:
    """Enter persons of an income per head into the distribution of their group."""
    place = (np.log(np.maximum(per_head, 1.0)) - FIRST_BIN) * BINS_PER_E
    place = np.clip(place, 0, BINS - 1).astype(np.int64)
    counted = np.bincount(place, weights=persons, minlength=BINS)
    w.bins[chunk, group] += counted.astype(np.int64)
