"""Many runs of one sample: blocks of them on workers, answers in the order asked.

A run's figures depend on what it asks for alone: not on the block it is in, on the other runs of
the block, on how many workers there are or on who lived it.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import pairwise
from multiprocessing.connection import wait
from typing import Generic, TypeVar

from sim.beginnings import Beginnings
from sim.figures import Figures
from sim.inputs import Scenario
from sim.records import figures_of
from sim.simulation import Simulation

#: Runs in a block; fixed, so that neither results nor files depend on the number of workers.
BLOCK = 16

#: Up to so many workers are threads. Three quarters of a run are compiled code that holds no
#: interpreter lock; with more workers than this the last quarter would be waited for in turn.
MOST_THREADS = 4

#: For so many runs at once workers are processes in any case: two of them live a fifth more runs a
#: second than two threads, but are there only after a second or two.
MANY_RUNS = 300

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Run:
    """One run that is asked for; ``parameters`` replace the scenario's and its place's."""

    scenario: Scenario
    seed: int = 1
    parameters: Mapping[str, float] = field(default_factory=dict)


def run_block(runs: Sequence[Run], scale: float, last_year: int | None = None) -> list[Figures]:
    """Live some runs on one thread; the figures of each, in order.

    Bit-equal to living them one by one. Raises ``ValueError`` like :class:`Simulation`.
    """
    return list(one_by_one(runs, scale, last_year))


def one_by_one(
    runs: Sequence[Run], scale: float, last_year: int | None = None
) -> Iterator[Figures]:
    """The figures of each run as it ends, on one thread.

    Neighbours that differ in policy alone share their beginning; put such runs side by side.
    """
    beginnings = Beginnings()
    for run, shares in zip(runs, _share_a_beginning(runs), strict=True):
        simulation = Simulation(
            run.scenario, scale, run.seed, 1, last_year, parameters=run.parameters,
            beginnings=beginnings if shares else None,
        )  # fmt: skip
        simulation.live_to_the_end()
        yield figures_of(simulation)


def _share_a_beginning(runs: Sequence[Run]) -> list[bool]:
    """For each run whether one beside it has its seed and parameters."""
    alike = [
        one.seed == other.seed and one.parameters == other.parameters
        for one, other in pairwise(runs)
    ]
    return [before or after for before, after in zip([False, *alike], [*alike, False], strict=True)]


def _serve_a_parent() -> None:
    """Make this process a worker: Ctrl-C is its parent's to answer, and it ends with its parent.

    A worker waits at a pipe that it holds both ends of, so that without the second a parent that
    is killed would leave it waiting for ever.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def _answer_block(
    runs: Sequence[Run], scale: float, last_year: int | None, collect: Callable[[Figures], Answer]
) -> list[Answer]:
    return [collect(figures) for figures in run_block(runs, scale, last_year)]


class Ensemble(Generic[Answer]):
    """Workers that live runs and hand back what ``collect`` takes of each run's figures.

    ``workers`` defaults to the number of processors. Up to :data:`MOST_THREADS` of them are
    threads, which are there at once and share what runs have in common; more are processes, as are
    those who are asked for :data:`MANY_RUNS` at once; ``in_processes`` says otherwise. ``collect``
    is a function at a module's top level, so that either can call it. Use an ensemble in a ``with``
    block.
    """

    def __init__(
        self, scale: float, collect: Callable[[Figures], Answer], workers: int | None = None,
        last_year: int | None = None, in_processes: bool | None = None,
    ) -> None:  # fmt: skip
        self.scale = scale
        self.collect = collect
        self.last_year = last_year
        self.workers = workers or os.cpu_count() or 1
        self.in_processes = in_processes
        self._pools: dict[bool, Executor] = {}

    def answers(self, runs: Sequence[Run]) -> Iterator[Answer]:
        """The answer of every run, in order, each as soon as its block and those before are done.

        Raises what a run raised.
        """
        pool = self._pool_for(len(runs))
        futures = [
            pool.submit(
                _answer_block, runs[first : first + BLOCK], self.scale, self.last_year, self.collect
            )
            for first in range(0, len(runs), BLOCK)
        ]
        try:
            for future in futures:
                yield from future.result()
        finally:
            _cancel(futures)

    def lives_in_processes(self, runs: int) -> bool:
        """Whether so many runs, asked for at once, are lived in processes of their own."""
        if self.in_processes is not None:
            return self.in_processes
        return self.workers > MOST_THREADS or (self.workers > 1 and runs >= MANY_RUNS)

    def _pool_for(self, runs: int) -> Executor:
        """The workers for so many runs, started when they are first needed."""
        in_processes = self.lives_in_processes(runs)
        if in_processes not in self._pools:
            self._pools[in_processes] = (
                ProcessPoolExecutor(
                    self.workers,
                    mp_context=multiprocessing.get_context("spawn"),
                    initializer=_serve_a_parent,
                )
                if in_processes
                else ThreadPoolExecutor(self.workers)
            )
        return self._pools[in_processes]

    def close(self) -> None:
        for pool in self._pools.values():
            pool.shutdown(cancel_futures=True)

    def __enter__(self) -> Ensemble[Answer]:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def _cancel(futures: Sequence[Future[list[Answer]]]) -> None:
    for future in futures:
        future.cancel()
