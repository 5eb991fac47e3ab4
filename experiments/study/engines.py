"""Who lives the runs: this process, or worker processes of this machine.

An engine takes blocks of tasks and hands back what came of them. A block whose worker died comes
back without an answer; the worker is replaced, and the caller decides what becomes of the block.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.process import BaseProcess
from typing import NamedTuple, Protocol

from experiments.study.recipe import Lived, Recipe, Task, live_block

#: Seconds after which waiting looks around, so that Ctrl-C is answered.
GLANCE = 0.5

Block = tuple[Task, ...]


class Came(NamedTuple):
    """What came of a block: answers, or ``None`` when its worker died."""

    block: Block
    answers: list[Lived] | None


class EngineLostError(Exception):
    """The workers are gone and cannot be replaced. Its text says which and why."""


class Engine(Protocol):
    """Workers. ``slots`` is how many blocks are worth having under way."""

    slots: int

    @property
    def under_way(self) -> int:
        """Blocks handed out and not yet taken back."""

    def start(self, block: Block) -> None:
        """Hand out a block."""

    def wait(self) -> None:
        """Wait a moment for a block to come to an end."""

    def take(self) -> list[Came]:
        """Take back what has come to an end; never waits. Raises :class:`EngineLostError`."""

    def close(self, at_once: bool = False) -> None:
        """End the workers; ``at_once`` does not wait for what they are living."""


class InThisProcess:
    """No workers: a block is lived while it is waited for."""

    slots = 1

    def __init__(self, recipe: Recipe) -> None:
        self._recipe = recipe
        self._block: Block | None = None
        self._came: list[Came] = []

    @property
    def under_way(self) -> int:
        return len(self._came) + (self._block is not None)

    def start(self, block: Block) -> None:
        self._block = block

    def wait(self) -> None:
        block, self._block = self._block, None
        if block is not None:
            self._came.append(Came(block, live_block(self._recipe, block)))

    def take(self) -> list[Came]:
        came, self._came = self._came, []
        return came

    def close(self, at_once: bool = False) -> None:
        self._block = None


class Processes:
    """Worker processes, each an executor of its own, so that it is known whose worker died."""

    def __init__(self, recipe: Recipe, workers: int) -> None:
        self._recipe = recipe
        self.slots = workers
        self._idle = [self._worker() for _ in range(workers)]
        self._busy: dict[Future[list[Lived]], tuple[ProcessPoolExecutor, Block]] = {}
        self._processes: dict[ProcessPoolExecutor, list[BaseProcess]] = {}

    def _worker(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            1, multiprocessing.get_context("spawn"), _prepare, (self._recipe,)
        )

    @property
    def under_way(self) -> int:
        return len(self._busy)

    def start(self, block: Block) -> None:
        worker = self._idle.pop()
        others = multiprocessing.active_children()
        self._busy[worker.submit(_live, block)] = (worker, block)
        if worker not in self._processes:
            started = [one for one in multiprocessing.active_children() if one not in others]
            self._processes[worker] = started

    def wait(self) -> None:
        wait(self._busy, GLANCE, FIRST_COMPLETED)

    def take(self) -> list[Came]:
        came = []
        for future in [future for future in self._busy if future.done()]:
            worker, block = self._busy.pop(future)
            try:
                came.append(Came(block, future.result()))
                self._idle.append(worker)
            except BrokenProcessPool:
                came.append(Came(block, None))
                self._processes.pop(worker, None)
                worker.shutdown(wait=False)
                self._idle.append(self._worker())
            except RuntimeError as error:  # not the same model, which no other try will mend
                raise EngineLostError(str(error)) from None
        return came

    def close(self, at_once: bool = False) -> None:
        self._shut_down(at_once)
        # Queues of a broken pool lie in cycles, and this process ends without taking itself apart:
        # their semaphores would be told as leaked.
        gc.collect()

    def _shut_down(self, at_once: bool) -> None:
        workers = [*self._idle, *(worker for worker, _ in self._busy.values())]
        if at_once:
            for started in self._processes.values():
                for process in started:
                    process.kill()
        for worker in workers:
            worker.shutdown(cancel_futures=True)
        self._idle.clear()
        self._busy.clear()
        self._processes.clear()


_recipe: Recipe | None = None


def _prepare(recipe: Recipe) -> None:
    """A worker keeps the recipe, leaves Ctrl-C to its parent and ends with it."""
    global _recipe
    _recipe = recipe
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _live(block: Sequence[Task]) -> list[Lived]:
    assert _recipe is not None
    return live_block(_recipe, block)
