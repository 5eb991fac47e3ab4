"""Runs that were lived once are not lived again: their answers are kept on the disk by blocks.

A block's name is a hash of all its answers depend on: the model's sources, the scenario, the
place's data, parameters, seeds, scale and what is taken of a run. Blocks appear by atomic rename,
so that whatever ends a process loses only the blocks that were not done.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from experiments.interruption import check, postponed
from experiments.manifest import data_hash, digest
from experiments.source_hashes import model_hash
from scenarios import BadInput
from scenarios.problems import Problem
from scenarios.whole_files import appearing, remove_abandoned
from sim.ensemble import BLOCK, Ensemble, Run, one_by_one
from sim.figures import Figures
from sim.inputs import Place, Scenario

#: What is taken of a run: arrays by name.
Answer = dict[str, np.ndarray]
Collect = Callable[[Figures], Answer]
DEFAULT_FOLDER = Path("results") / "runs"


class KeptRuns:
    """Answers runs of one sample, from the disk where they were lived before.

    ``collect`` is a function at a module's top level. ``folder`` is where blocks are kept;
    ``None`` keeps nothing. With one worker everything is lived in this process.
    """

    def __init__(
        self,
        scale: float,
        collect: Collect,
        workers: int | None = None,
        folder: Path | None = DEFAULT_FOLDER,
        on_run: Callable[[], None] = lambda: None,
    ) -> None:
        self.scale = scale
        self.collect = collect
        self.workers = workers or os.cpu_count() or 1
        self.folder = folder
        self.on_run = on_run

    def answers(self, runs: Sequence[Run], apart: int | None = None) -> list[Answer]:
        """The answer of every run, in order. The same for any number of workers.

        Every ``apart`` runs a new block begins, so that another question that shares only those
        runs finds them.
        """
        size = apart or max(len(runs), 1)
        blocks = [
            list(runs[first : min(first + BLOCK, start + size)])
            for start in range(0, len(runs), size)
            for first in range(start, min(start + size, len(runs)), BLOCK)
        ]
        kept = [self._kept(block) for block in blocks]
        for answers in kept:
            for _ in answers or ():
                self.on_run()
        self._fill_in(blocks, kept)
        return [one for answers in kept for one in answers or ()]

    def _fill_in(self, blocks: list[list[Run]], kept: list[list[Answer] | None]) -> None:
        """Live the blocks that are not kept, and keep them as soon as they are done."""
        if self.folder is not None:
            remove_abandoned(self.folder, "*/")
        groups = _alike_together(blocks, [k for k, held in enumerate(kept) if held is None])
        runs = [
            blocks[k][j] for group in groups for j in range(len(blocks[group[0]])) for k in group
        ]
        with closing(self._lived(runs)) as stream:
            for group in groups:
                lived: dict[int, list[Answer]] = {k: [] for k in group}
                for _ in blocks[group[0]]:
                    for answers in lived.values():
                        answers.append(next(stream))
                        self._tick()
                for k, answers in lived.items():
                    self._keep(blocks[k], answers)
                    kept[k] = answers

    def _lived(self, runs: list[Run]) -> Generator[Answer, None, None]:
        """The answer of each run, in order, as soon as it is there."""
        if self.workers == 1:
            for figures in one_by_one(runs, self.scale):
                yield self.collect(figures)
        elif runs:
            with Ensemble(self.scale, self.collect, self.workers) as ensemble:
                yield from ensemble.answers(runs)

    def _tick(self) -> None:
        check()
        self.on_run()

    def _path(self, block: Sequence[Run]) -> Path | None:
        if self.folder is None:
            return None
        hashes = {id(run.scenario): _scenario_hash(run.scenario) for run in block}
        asked = [
            [hashes[id(run.scenario)], run.seed, sorted(run.parameters.items())] for run in block
        ]
        taken = f"{self.collect.__module__}.{self.collect.__qualname__}"
        name = digest([model_hash(), taken, self.scale, asked])
        return self.folder / name[:2] / f"{name}.npz"

    def _kept(self, block: Sequence[Run]) -> list[Answer] | None:
        """The answers of a block that is on the disk, whole and readable."""
        path = self._path(block)
        if path is None or not path.is_file():
            return None
        try:
            with np.load(path, allow_pickle=False) as file:
                arrays = {name: file[name] for name in file.files}
        except (OSError, ValueError, EOFError, BadZipFile):  # not ours, or cut short by the disk
            return None
        return [{name: values[k] for name, values in arrays.items()} for k in range(len(block))]

    def _keep(self, block: Sequence[Run], answers: Sequence[Answer]) -> None:
        path = self._path(block)
        if path is None:
            return
        arrays = stacked(answers)
        with postponed(), _refused_politely(path.parent):
            path.parent.mkdir(parents=True, exist_ok=True)
            with appearing(path) as unfinished:
                np.savez(unfinished, **arrays)  # type: ignore[arg-type]


class _refused_politely:  # noqa: N801  (reads as a verb in a with statement)
    """A folder that cannot be written is the user's to choose otherwise."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, traceback: object) -> None:
        if isinstance(error, (PermissionError, NotADirectoryError, FileExistsError)):
            reason = f"runs cannot be kept here: {error.strerror}; name another folder with --out"
            raise BadInput([Problem(str(self.folder), None, "", reason)]) from None


def _alike_together(blocks: list[list[Run]], numbers: list[int]) -> list[list[int]]:
    """The numbers of some blocks, those together whose runs have the same seeds and parameters.

    Lived side by side such runs share their beginning: see :func:`sim.ensemble.one_by_one`.
    """
    groups: list[list[int]] = []
    positions: dict[tuple[int, ...], list[list[int]]] = {}
    for number in numbers:
        block = blocks[number]
        candidates = positions.setdefault(tuple(run.seed for run in block), [])
        for group in candidates:
            pairs = zip(block, blocks[group[0]], strict=True)
            if all(one.parameters == other.parameters for one, other in pairs):
                group.append(number)
                break
        else:
            candidates.append([number])
            groups.append(candidates[-1])
    return groups


def stacked(answers: Sequence[Answer]) -> Answer:
    """Every array with the runs along its first axis; a list of villages that is shorter in some
    runs is filled up with zeros there."""
    return {name: _stack([answer[name] for answer in answers]) for name in answers[0]}


def _stack(arrays: list[np.ndarray]) -> np.ndarray:
    longest = max(array.shape[:1] for array in arrays)
    if all(array.shape[:1] == longest for array in arrays):
        return np.stack(arrays)
    return np.stack([np.pad(array, (0, longest[0] - array.size)) for array in arrays])


def _scenario_hash(scenario: Scenario) -> str:
    """Names a scenario with its place's data and stored parameters."""
    return digest([scenario.hash(), _place_hash(scenario.place)])


def _place_hash(place: Place) -> str:
    """Names a place; worked out once for each, as many scenarios share it."""
    known = _places.get(id(place))
    if known is None or known[0] is not place:
        held = digest([data_hash(place), sorted(place.parameters.items())])
        known = _places[id(place)] = (place, held)
    return known[1]


_places: dict[int, tuple[Place, str]] = {}
