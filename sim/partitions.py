"""One run whose households are in several worlds, each of which may be on another machine.

A partition is a range of counties: a world as any other in which only the blocks of these counties
have places. What is above the village is lived once, in a world where no block has any. Twice a
year tables go out and come back (:mod:`sim.exchange`). Draws are keyed by block and row, whole
numbers alone are added up over partitions, and sums of blocks are taken above the village in the
order of the blocks, so that every bit is that of a run in one piece.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple, Protocol

import numpy as np

from sim import exchange
from sim.agents.households import Households
from sim.blocks import Beginning, BlocksHere, Census, Part, no_households
from sim.exchange import Step, Tables
from sim.layout import Layout, edges_of, lay_out
from sim.schedule import Chunks
from sim.world import World, empty_world


class Workers(Protocol):
    """Whoever keeps partitions, each somewhere, and hands on what is asked of them."""

    #: How many partitions there are to be.
    partitions: int

    def begin(self, beginning: Beginning, parts: list[Part]) -> None:
        """Make a :class:`Partition` for each part."""

    def ask(self, method: str, arguments: Iterable[tuple[Any, ...]]) -> list[Any]:
        """Call the method on every partition with its own arguments; answers in order."""


def divided(layout: Layout, partitions: int) -> list[Part]:
    """Ranges of counties with about the same number of places for households each.

    Raises ``ValueError`` for fewer partitions than one or more than counties.
    """
    counties = layout.wards.size
    if not 1 <= partitions <= counties:
        raise ValueError(f"{counties} counties make 1 to {counties} partitions, not {partitions}")
    villages, wards = (edges_of(counts).tolist() for counts in (layout.size.villages, layout.wards))
    first_row = layout.first_row
    of_villages = np.diff(first_row[villages])
    of_wards = np.diff(first_row[[villages[-1] + ward for ward in wards]])
    upto = np.cumsum(of_villages + of_wards)
    edges = [0]
    for number in range(1, partitions):
        near = int(np.searchsorted(upto, upto[-1] * number / partitions, side="right"))
        edges.append(min(max(near, edges[-1] + 1), counties - partitions + number))
    edges.append(counties)
    return [
        Part(range(a, b), range(villages[a], villages[b]), range(wards[a], wards[b]))
        for a, b in pairwise(edges)
    ]


class Partition:
    """The households of one part and a world around them; lives their part of every year.

    ``threads`` visit its blocks. It draws its own households: nobody else ever has them.
    """

    def __init__(self, beginning: Beginning, part: Part, threads: int = 1) -> None:
        layout = lay_out(beginning.place, beginning.scale, beginning.external, beginning.parameters)
        self._p = beginning.parameters
        self._part = part
        self._blocks = BlocksHere(beginning, layout, part, Chunks(threads))
        first_row = _own_rows(layout, part)
        self._world = empty_world(
            int(first_row[-1]), layout.rows_of_village.size, layout.natives_of_ward.size,
            layout.wards.size, streams=0, keeps_accounts=beginning.keeps_accounts,
        )  # fmt: skip
        self._world.first_row[:] = first_row
        self._world.ward_county[:] = np.repeat(np.arange(layout.wards.size), layout.wards)

    def settle(self, tables: Tables) -> tuple[Tables, Census]:
        """The households of the base year; given and taken is what ``SETTLE`` says."""
        exchange.write(self._world, self._part, tables)
        census = self._blocks.settle(self._world)
        return self._share(exchange.SETTLE), census

    def live_before_the_market(
        self, tables: Tables, seed: int, year: int, is_living: bool
    ) -> Tables:
        """The first half of the year."""
        exchange.write(self._world, self._part, tables)
        self._blocks.live_before_the_market(self._world, self._p, seed, year, is_living)
        return self._share(exchange.BEFORE_THE_MARKET)

    def live_after_the_market(
        self, tables: Tables, seed: int, year: int, is_living: bool, accounts: int
    ) -> tuple[Tables, np.ndarray]:
        """The second half of the year; returns the persons in bins of incomes too."""
        exchange.write(self._world, self._part, tables)
        self._world.bins[:] = 0
        self._blocks.live_after_the_market(self._world, self._p, seed, year, is_living, accounts)
        return self._share(exchange.AFTER_THE_MARKET), self._world.bins.sum(axis=0)

    def incomes_by_class(self) -> np.ndarray:
        """What the part adds to incomes by class of county."""
        return self._blocks.incomes_by_class(self._world)

    def households(self, low: int, high: int) -> Households:
        """The columns of the part's own places ``low`` … ``high − 1``."""
        return self._blocks.households(self._world, low, high)

    def _share(self, step: Step) -> Tables:
        return exchange.share(self._world, self._part, step.taken)


def _own_rows(layout: Layout, part: Part) -> np.ndarray:
    """Where blocks begin in a partition: those of others have no places."""
    villages = layout.rows_of_village.size
    is_own = np.zeros(layout.places.size, bool)
    is_own[part.villages.start : part.villages.stop] = True
    is_own[villages + part.wards.start : villages + part.wards.stop] = True
    return np.concatenate([[0], np.cumsum(np.where(is_own, layout.places, 0))])


class Span(NamedTuple):
    """Places of a run that lie one after the other in a partition, from ``own`` on."""

    low: int
    high: int
    partition: int
    own: int


class Partitions:
    """The blocks of a run in partitions; see :class:`sim.blocks.Blocks` for what it answers."""

    def __init__(self, beginning: Beginning, layout: Layout, workers: Workers) -> None:
        self._parts = divided(layout, workers.partitions)
        self._spans = list(_spans(layout, self._parts))
        self._workers = workers
        workers.begin(beginning, self._parts)

    def settle(self, w: World) -> Census:
        answers = self._ask(w, "settle", exchange.SETTLE)
        for part, (tables, _) in zip(self._parts, answers, strict=True):
            exchange.write(w, part, tables)
        return Census(*(np.sum(counts, axis=0) for counts in zip(*(c for _, c in answers))))

    def live_before_the_market(
        self, w: World, p: np.ndarray, seed: int, year: int, is_living: bool
    ) -> None:
        step = exchange.BEFORE_THE_MARKET
        answers = self._ask(w, "live_before_the_market", step, seed, year, is_living)
        for part, tables in zip(self._parts, answers, strict=True):
            exchange.write(w, part, tables)

    def live_after_the_market(
        self, w: World, p: np.ndarray, seed: int, year: int, is_living: bool, accounts: int
    ) -> None:
        step = exchange.AFTER_THE_MARKET
        answers = self._ask(w, "live_after_the_market", step, seed, year, is_living, accounts)
        for part, (tables, bins) in zip(self._parts, answers, strict=True):
            exchange.write(w, part, tables)
            w.bins[0] += bins

    def _ask(self, w: World, method: str, step: Step, *more: Any) -> list[Any]:
        """Shares are made one by one as they are sent, so that they never lie all together."""
        return self._workers.ask(
            method, ((exchange.share(w, part, step.given), *more) for part in self._parts)
        )

    def incomes_by_class(self, w: World) -> np.ndarray:
        return np.sum(self._workers.ask("incomes_by_class", [()] * len(self._parts)), axis=0)

    def households(self, w: World, low: int, high: int) -> Households:
        pieces = [no_households()]
        for span in self._spans:
            begin, end = max(low, span.low), min(high, span.high)
            if begin < end:
                rows = [(0, 0)] * len(self._parts)
                rows[span.partition] = (begin - span.low + span.own, end - span.low + span.own)
                pieces.append(self._workers.ask("households", rows)[span.partition])
        return Households(*map(np.concatenate, zip(*pieces)))


def _spans(layout: Layout, parts: list[Part]) -> Iterator[Span]:
    """Villages of all partitions first, then wards: the order in which a run has its blocks."""
    first_row, villages = layout.first_row, layout.rows_of_village.size
    of_villages = 0
    for number, part in enumerate(parts):
        low, high = first_row[part.villages.start], first_row[part.villages.stop]
        yield Span(int(low), int(high), number, 0)
    for number, part in enumerate(parts):
        low, high = (first_row[villages + ward] for ward in (part.wards.start, part.wards.stop))
        of_villages = int(first_row[part.villages.stop] - first_row[part.villages.start])
        yield Span(int(low), int(high), number, of_villages)


class InThisProcess:
    """Partitions one beside the other in this process, asked in turn.

    It needs no cluster and saves nothing; results are those of any other workers.
    """

    def __init__(
        self, partitions: int, make: Callable[[Beginning, Part], Partition] = Partition
    ) -> None:
        self.partitions = partitions
        self._make = make
        self._made: list[Partition] = []

    def begin(self, beginning: Beginning, parts: list[Part]) -> None:
        self._made = [self._make(beginning, part) for part in parts]

    def ask(self, method: str, arguments: Iterable[tuple[Any, ...]]) -> list[Any]:
        pairs = zip(self._made, arguments, strict=True)
        return [getattr(partition, method)(*given) for partition, given in pairs]
