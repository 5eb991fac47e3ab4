"""The blocks of households of a run, wherever they are: who settles, lives and counts them.

A block is a village or a town ward with its households. Here they are all in the world of the run;
:mod:`sim.partitions` has them in several worlds, each with the households of some counties.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np

from sim.agents.households import COLUMNS, NATIVE, Households
from sim.agents.villages import VI
from sim.inputs import Place
from sim.layout import Layout
from sim.population import people
from sim.schedule import Chunks, live_after_the_market, live_before_the_market
from sim.world import World


@dataclass(frozen=True)
class Beginning:
    """What the households of the base year follow from. It can be sent to another machine."""

    place: Place
    scale: float
    seed: int
    parameters: np.ndarray
    external: np.ndarray
    keeps_accounts: bool = False


class Part(NamedTuple):
    """A range of counties and all villages and wards in them."""

    counties: range
    villages: range
    wards: range


class Census(NamedTuple):
    """Persons counted before the burn-in, int64; censuses of several parts add up."""

    natives: np.ndarray  # [4] of towns: children, young, middle-aged, old
    workers: np.ndarray  # [4, counties] of villages: farm, local, self-employed, away


class Blocks(Protocol):
    """Whoever has the blocks of a world ``w``. All but rows of households is in ``w`` afterwards.

    ``p`` is the vector of parameters, ``year`` the calendar year that keys the draws; see
    :func:`sim.schedule.live_a_year` for when each half of a year is lived.
    """

    def settle(self, w: World) -> Census:
        """Fill every block with the households of the base year, and count them."""

    def live_before_the_market(
        self, w: World, p: np.ndarray, seed: int, year: int, is_living: bool
    ) -> None:
        """Live the first half of the year of every village."""

    def live_after_the_market(
        self, w: World, p: np.ndarray, seed: int, year: int, is_living: bool, accounts: int
    ) -> None:
        """Live the second half of the year of every village, and the year of every ward."""

    def incomes_by_class(self, w: World) -> np.ndarray:
        """Rural residents by class of county and bin of income, [classes, BINS], in whole numbers.

        Incomes as households have them, nominal yuan a head, in the last year whose accounts were
        counted; villages that count as urban are left out.
        """

    def households(self, w: World, low: int, high: int) -> Households:
        """The columns of the places ``low`` … ``high − 1`` of all households."""


class BlocksHere:
    """A part of the blocks, or all of them, in the world itself."""

    def __init__(self, beginning: Beginning, layout: Layout, part: Part, chunks: Chunks) -> None:
        self._beginning = beginning
        self._layout = layout
        self._part = part
        self._chunks = chunks

    def settle(self, w: World) -> Census:
        begin, part = self._beginning, self._part
        people(
            w, begin.place, self._layout, begin.seed, begin.parameters,
            part.villages, part.wards, self._chunks,
        )  # fmt: skip
        return _census(w, part)

    def live_before_the_market(
        self, w: World, p: np.ndarray, seed: int, year: int, is_living: bool
    ) -> None:
        live_before_the_market(w, p, self._part.villages, self._chunks, seed, year, is_living)

    def live_after_the_market(
        self, w: World, p: np.ndarray, seed: int, year: int, is_living: bool, accounts: int
    ) -> None:
        part = self._part
        live_after_the_market(
            w, p, part.villages, part.wards, self._chunks, seed, year, is_living, accounts
        )

    def incomes_by_class(self, w: World) -> np.ndarray:
        return w.class_bins.sum(axis=0)

    def households(self, w: World, low: int, high: int) -> Households:
        return Households(*(column[low:high] for column in w.households))


def whole(layout: Layout) -> Part:
    """All counties of a layout."""
    return Part(
        range(layout.wards.size),
        range(layout.rows_of_village.size),
        range(layout.natives_of_ward.size),
    )


def _census(w: World, part: Part) -> Census:
    """Whole numbers, so that they are the same in any order and for any parts."""
    h = w.households
    villages = w.villages.shape[1]
    first, last = (w.first_row[villages + ward] for ward in (part.wards.start, part.wards.stop))
    natives = h.kind[first:last] == NATIVE
    starts = w.first_row[part.villages.start : part.villages.stop + 1]
    county = w.village_codes[VI.county, part.villages.start : part.villages.stop]
    workers = np.zeros((4, w.counties.shape[1]), np.int64)
    for row, column in zip(workers, (h.farm, h.local, h.self_employed, h.away), strict=True):
        rows = column[starts[0] : starts[-1]]
        np.add.at(row, county, np.add.reduceat(rows, starts[:-1] - starts[0], dtype=np.int64))
    return Census(
        np.array(
            [
                column[first:last][natives].sum(dtype=np.int64)
                for column in (h.children, h.young, h.middle, h.old)
            ]
        ),
        workers,
    )


def no_households() -> Households:
    """Columns without a row."""
    return Households(**{name: np.zeros(0, column.kind) for name, column in COLUMNS.items()})
