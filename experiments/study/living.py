"""Living the runs of a study that are missing, whatever happens to their workers."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterator

import numpy as np

from experiments import interruption
from experiments.interruption import postponed
from experiments.progress import Progress
from experiments.study.engines import Block, Engine, EngineLostError
from experiments.study.recipe import Lived
from experiments.study.run_files import RunFiles
from sim.declare import Label
from sim.ensemble import BLOCK

#: Runs up to this scale are lived in blocks; larger ones gain nothing and lose more when killed.
SMALL = 0.01
#: A run whose worker dies so often, while living nothing else, is what kills it.
MOST_DEATHS = 2
#: So many deaths without one run that came back, and it is not the runs.
DEATHS_IN_A_ROW = 10
TITLE = Label("{name}, scale {scale:g}", "{name}，规模{scale:g}")
WAITING = Label(
    "waiting for the runs under way; Ctrl-C again leaves them",
    "正在等待进行中的运行；再按 Ctrl-C 则放弃它们",
)


def live_missing(
    files: RunFiles, engine: Engine, quiet: bool = False, language: str = "en"
) -> None:
    """Live every run that is missing and keep each as it comes.

    A Ctrl-C waits for the blocks under way and keeps them, a second one does not wait; both raise
    ``KeyboardInterrupt``. Raises :class:`EngineLostError` when no worker is left, and ``OSError``
    when a run cannot be kept.
    """
    missing = files.missing()
    study = files.study
    title = TITLE[language].format(name=study.name, scale=study.scale)
    with Progress(title, study.runs, "run", quiet, study.runs - len(missing), language) as bar:
        living = _Living(files, engine, bar)
        try:
            living.go_on(_blocks(files, missing, engine.slots))
        except KeyboardInterrupt:
            living.end(quiet, language)
            raise
        except BaseException:
            engine.close(at_once=True)
            raise
        engine.close()


def _blocks(files: RunFiles, missing: np.ndarray, slots: int) -> Iterator[Block]:
    """Missing runs in blocks; smaller ones where there are too few to keep every worker busy."""
    size = BLOCK if files.study.scale <= SMALL else 1
    size = min(size, max(1, len(missing) // (2 * slots)))
    for first in range(0, len(missing), size):
        yield tuple(files.study.task(run) for run in missing[first : first + size].tolist())


class _Living:
    """Blocks handed out and taken back."""

    def __init__(self, files: RunFiles, engine: Engine, bar: Progress) -> None:
        self._files = files
        self._engine = engine
        self._bar = bar
        self._again: deque[Block] = deque()
        self._deaths: dict[int, int] = {}
        self._deaths_in_a_row = 0

    def go_on(self, blocks: Iterator[Block]) -> None:
        """Until nothing is left."""
        while True:
            while self._engine.under_way < self._engine.slots:
                block = self._again.popleft() if self._again else next(blocks, None)
                if block is None:
                    break
                with postponed():
                    self._engine.start(block)
            if not self._engine.under_way:
                return
            self._engine.wait()
            for _ in range(self._take()):
                self._bar.step()

    def end(self, quiet: bool, language: str = "en") -> None:
        """Keep what is under way; leave it, if Ctrl-C is pressed again."""
        try:
            interruption.watch()
            if not quiet and self._engine.under_way:
                print(f"\n{WAITING[language]}", file=sys.stderr, flush=True)
            while self._engine.under_way:
                self._engine.wait()
                self._take()
        except (KeyboardInterrupt, EngineLostError):
            self._engine.close(at_once=True)
        else:
            self._engine.close()

    def _take(self) -> int:
        """Keep what has come; returns how many runs that is. Ctrl-C waits meanwhile."""
        kept = 0
        with postponed():
            for came in self._engine.take():
                answers = self._buried(came.block) if came.answers is None else came.answers
                for lived in answers:
                    self._files.store(lived)
                if came.answers is not None:
                    self._deaths_in_a_row = 0
                kept += len(answers)
        return kept

    def _buried(self, block: Block) -> list[Lived]:
        """A worker died: its runs are tried again, each alone, until it is clear which it was."""
        self._deaths_in_a_row += 1
        if self._deaths_in_a_row >= DEATHS_IN_A_ROW:
            raise EngineLostError(f"{DEATHS_IN_A_ROW} workers in a row died without an answer")
        lost = []
        for task in block:
            deaths = self._deaths.get(task.run, 0) + (len(block) == 1)
            self._deaths[task.run] = deaths
            if deaths >= MOST_DEATHS:
                reason = f"its worker died, {deaths} times with this run alone"
                lost.append(Lived(task.run, None, reason))
            else:
                self._again.append((task,))
        return lost
