"""The year, in the order in which it is lived.

Compiled loops over villages and wards run in one piece, or in chunks where several threads are
given; the result is the same for any number.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

import numpy as np

from sim.agents.households import FORGOTTEN
from sim.kernels.after_the_market import after_the_market
from sim.kernels.before_the_market import before_the_market
from sim.kernels.town_year import town_year
from sim.kernels.year import close_the_year, meet_in_the_market, prepare_the_year
from sim.plan import Plan
from sim.world import CHUNKS, World

if TYPE_CHECKING:
    from sim.blocks import Blocks


class Chunks:
    """Visits blocks all at once on one thread, in a fixed number of chunks on several.

    ``chunks(call, blocks)`` calls ``call(low, high, chunk)`` for each chunk of the blocks.
    Whoever calls is one of the threads.
    """

    def __init__(self, threads: int = 1, reverse: bool = False) -> None:
        self.threads = threads
        self.reverse = reverse
        self._others = ThreadPoolExecutor(threads - 1) if threads > 1 else None

    def __call__(self, call: Callable[[int, int, int], object], blocks: range) -> None:
        if self._others is None:
            call(blocks.start, blocks.stop, 0)
            return
        count = len(blocks)
        edges = [blocks.start + chunk * count // CHUNKS for chunk in range(CHUNKS + 1)]
        pieces = [(edges[chunk], edges[chunk + 1], chunk) for chunk in range(CHUNKS)]
        pieces = [piece for piece in pieces if piece[0] < piece[1]]
        if self.reverse:
            pieces.reverse()
        waiting = SimpleQueue[tuple[int, int, int]]()
        for piece in pieces:
            waiting.put(piece)

        def visit() -> None:
            with suppress(Empty):
                while True:
                    call(*waiting.get_nowait())

        helping = [self._others.submit(visit) for _ in range(self.threads - 1)]
        try:
            visit()
        finally:
            wait(helping)
        for help_ in helping:
            help_.result()

    def close(self) -> None:
        if self._others is not None:
            self._others.shutdown()


def live_before_the_market(
    w: World, p: np.ndarray, villages: range, chunks: Chunks, seed: int, year: int, is_living: bool
) -> None:
    """The first half of the year of some villages."""
    chunks(lambda low, high, _: before_the_market(w, p, low, high, seed, year, is_living), villages)


def live_after_the_market(
    w: World,
    p: np.ndarray,
    villages: range,
    wards: range,
    chunks: Chunks,
    seed: int,
    year: int,
    is_living: bool,
    accounts: int,
) -> None:
    """The second half of the year of some villages, and the year of some town wards."""
    chunks(
        lambda low, high, chunk: after_the_market(
            w, p, low, high, seed, year, is_living, accounts, chunk
        ),
        villages,
    )
    chunks(
        lambda low, high, chunk: town_year(w, p, low, high, seed, year, is_living, accounts, chunk),
        wards,
    )


def live_a_year(
    w: World,
    p: np.ndarray,
    plan: Plan,
    external: np.ndarray,
    index: int,
    year: int,
    seed: int,
    blocks: Blocks,
    schooling: np.ndarray,
    is_living: bool = True,
    accounts: int = FORGOTTEN,
) -> float:
    """Live the year ``year``, the ``index``-th after the base year; returns the largest imbalance.

    With ``is_living`` false (burn-in) people neither age nor move to town, nothing is built and no
    lever acts. ``schooling`` holds school years bought, by the year in which they take effect.
    ``accounts`` says what becomes of households' (see :mod:`sim.agents.households`). What
    ``blocks`` live is lived where households are, in this process or in others; everything
    else is above the village, stands in :mod:`sim.kernels.year` and is lived here.
    """
    streams = plan.year(index)
    w.instruments[:] = plan.instruments[index]

    prepare_the_year(w, p, streams, external, schooling, index, seed, year, is_living)
    blocks.live_before_the_market(w, p, seed, year, is_living)
    meet_in_the_market(w, p, is_living)
    blocks.live_after_the_market(w, p, seed, year, is_living, accounts)
    imbalance: float = close_the_year(w, p, streams, plan.closure, is_living)
    return imbalance
