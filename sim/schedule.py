"""The year, in the order in which it is lived.

Compiled loops over villages and wards run in one piece, or in chunks where several threads are
given; the result is the same for any number.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from queue import Empty, SimpleQueue

import numpy as np

from sim.kernels.after_the_market import after_the_market
from sim.kernels.allocation import allot_to_villages
from sim.kernels.before_the_market import before_the_market
from sim.kernels.books import close_the_books
from sim.kernels.demography import plan_population, send_settlers
from sim.kernels.diffusion import imitate_and_adopt
from sim.kernels.entitlements import settle_entitlements
from sim.kernels.jobs import count_jobs
from sim.kernels.labour_market import clear_the_labour_market
from sim.kernels.memory import carry_last_year, note_population
from sim.kernels.prices_and_trends import read_the_drivers
from sim.kernels.public_works import build_and_maintain
from sim.kernels.reclassification import reclassify
from sim.kernels.tallies import add_up
from sim.kernels.town_year import town_year
from sim.parameters import P
from sim.plan import Plan
from sim.world import CHUNKS, World


class Chunks:
    """Visits blocks all at once on one thread, in a fixed number of chunks on several.

    ``chunks(call, count)`` calls ``call(low, high, chunk)`` for each chunk of ``count`` blocks.
    Whoever calls is one of the threads.
    """

    def __init__(self, threads: int = 1, reverse: bool = False) -> None:
        self.threads = threads
        self.reverse = reverse
        self._others = ThreadPoolExecutor(threads - 1) if threads > 1 else None

    def __call__(self, call: Callable[[int, int, int], object], count: int) -> None:
        number = 1 if self._others is None else CHUNKS
        pieces = [
            (chunk * count // number, (chunk + 1) * count // number, chunk)
            for chunk in range(number)
        ]
        pieces = [piece for piece in pieces if piece[0] < piece[1]]
        if self.reverse:
            pieces.reverse()
        if self._others is None:
            for piece in pieces:
                call(*piece)
            return
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


def live_a_year(
    w: World,
    p: np.ndarray,
    plan: Plan,
    external: np.ndarray,
    index: int,
    year: int,
    seed: int,
    chunks: Chunks,
    schooling: dict[int, float],
    is_living: bool = True,
) -> float:
    """Live the year ``year``, the ``index``-th after the base year; returns the largest imbalance.

    With ``is_living`` false (burn-in) people neither age nor move to town, nothing is built and no
    lever acts. ``schooling`` holds school years bought, by the year in which they take effect.
    """
    streams = plan.year(index)
    w.instruments[:] = plan.instruments[index]

    read_the_drivers(w, p, external, index)
    carry_last_year(w, p, schooling.get(index, 0.0))
    allot_to_villages(w, p, streams, is_living)
    school_money = build_and_maintain(w, p, streams, is_living)
    schooling[index + int(p[P.school_lag])] = school_money / p[P.school_cost]
    imitate_and_adopt(w, p, streams, seed, year, is_living)
    count_jobs(w, p)
    if is_living:
        plan_population(w, p, external, index)
    w.bins[:] = 0
    villages = w.villages.shape[1]
    chunks(lambda low, high, _: before_the_market(w, p, low, high, seed, year, is_living), villages)
    send_settlers(w)
    clear_the_labour_market(w, p, is_living)
    if is_living:
        reclassify(w)  # before the surveys go out: a village counts as urban from this year on
    chunks(
        lambda low, high, chunk: after_the_market(w, p, low, high, seed, year, is_living, chunk),
        villages,
    )
    chunks(
        lambda low, high, chunk: town_year(w, p, low, high, seed, year, is_living, chunk),
        w.ward_tallies.shape[0],
    )
    add_up(w)
    if is_living:
        settle_entitlements(w, p, streams)
    imbalance: float = close_the_books(w, p, streams, plan.closure)
    note_population(w)
    return imbalance
