"""What a study has found so far: a folder with one small file a run.

A file appears whole or not at all, and is never touched again, so whatever ends a study leaves
every finished run behind. The folder belongs to one study: ``study.json`` says to which, and
another one is refused.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import numpy as np

from experiments.folder_lock import alone_in
from experiments.study.questions import Study
from experiments.study.recipe import Lived
from scenarios import BadInput
from scenarios.problems import Problem
from scenarios.whole_files import UNFINISHED, write_whole

STUDY_JSON = "study.json"
STUDY_YAML = "study.yaml"
RUNS = "runs"
PER_FOLDER = 1000

MISSING, DONE, FAILED = 0, 1, 2


class RunFiles:
    """The runs of a study in a folder; use it in a ``with`` block.

    Entering makes the folder, or finds what is there; leaving without a run removes what was made.
    While inside, ``state`` says of each run whether it is missing, done or failed, uint8 [runs].
    Raises :class:`scenarios.BadInput` when the folder cannot be written, holds another study, or
    another process is at work in it.
    """

    def __init__(self, study: Study, path: Path) -> None:
        self.study = study
        self.path = path
        self.key = study.key()
        self.state = np.zeros(study.runs, np.uint8)
        self._made: set[Path] = set()
        self._lock = ExitStack()
        self._is_new = False

    def __enter__(self) -> RunFiles:
        is_new = not self.path.exists()
        if self.path.is_dir():
            self._is_owned()  # a folder that is refused does not even get a lock
        self._lock.enter_context(alone_in(self.path))
        self._is_new = is_new
        try:
            if not self._is_owned():
                self._own()
            self._find()
            return self
        except OSError as problem:
            self._leave()
            reason = problem.strerror or str(problem)
            raise _refused(
                self.path, f"results cannot be written here: {reason}; name another with --out"
            ) from None
        except BaseException:
            self._leave()
            raise

    def __exit__(self, *ended: object) -> None:
        self._leave()

    def _leave(self) -> None:
        """Let go of the folder; one that was made for nothing goes."""
        if self._is_new and not self.state.any():
            for name in (STUDY_JSON, STUDY_YAML):
                with suppress(OSError):  # it was never there
                    (self.path / name).unlink()
            for folder in (*(self.path / RUNS).glob("*"), self.path / RUNS):
                with suppress(OSError):  # it was never there
                    folder.rmdir()
        self._lock.close()

    def _own(self) -> None:
        """Say in the folder which study it belongs to."""
        content = {"study": self.study.name, "parts": self.study.parts()}
        write_whole(self.path / STUDY_YAML, self.study.text)
        write_whole(self.path / STUDY_JSON, json.dumps(content, indent=1) + "\n")

    def _is_owned(self) -> bool:
        """Whether the folder is this study's already; another one's is refused."""
        parts = self.study.parts()
        try:
            known = json.loads((self.path / STUDY_JSON).read_text(encoding="utf-8"))["parts"]
        except FileNotFoundError:
            if any(path.is_file() for path in (self.path / RUNS).rglob("*")):
                message = "holds runs, but not what study they belong to; name another with --out"
                raise _refused(self.path, message) from None
            return False
        except (ValueError, KeyError, TypeError):
            message = f"{STUDY_JSON} cannot be read, so nobody knows what study this folder holds"
            raise _refused(self.path, f"{message}; name another with --out") from None
        changed = [name for name, value in parts.items() if known.get(name) != value]
        if changed:
            raise _refused(
                self.path,
                f"holds runs of another study: {_and(changed)} changed since. Nothing was run; "
                "name another folder with --out, or undo the change to go on here",
            )
        return True

    def _find(self) -> None:
        """Note which runs are there; what a killed process left half written goes."""
        for folder in sorted((self.path / RUNS).glob("*")):
            for entry in os.scandir(folder):
                if entry.name.startswith(UNFINISHED):
                    os.unlink(entry.path)
                    continue
                number = entry.name.removesuffix(".json")
                if number.isdigit() and int(number) < self.study.runs:
                    self.state[int(number)] = self._state_of(Path(entry.path))
        for leftover in self.path.glob(f"{UNFINISHED}*"):  # a file, or a folder of tables
            shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()

    def _state_of(self, path: Path) -> int:
        content = self._content(path)
        if content is None:
            return MISSING
        return FAILED if content["outcomes"] is None else DONE

    def _content(self, path: Path) -> dict[str, Any] | None:
        """What a run's file holds; ``None`` when it is not this study's or not whole."""
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        wanted = {"study", "run", "outcomes", "reason"}
        is_ours = isinstance(content, dict) and wanted <= set(content)
        return content if is_ours and content["study"] == self.key else None

    def missing(self) -> np.ndarray:
        """Runs that have yet to be lived, those that failed before included, in order; int64."""
        order = self.study.order()
        return order[self.state[order] != DONE]

    def store(self, lived: Lived) -> None:
        """Keep what a run gave. Raises ``OSError`` when it cannot be kept."""
        path = self._file(lived.run)
        if path.parent not in self._made:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(path.parent)
        content = {
            "study": self.key,
            **self.study.plain(lived.run),
            "outcomes": lived.outcomes,
            "reason": lived.reason,
        }
        write_whole(path, json.dumps(content, ensure_ascii=False) + "\n")
        self.state[lived.run] = FAILED if lived.outcomes is None else DONE

    def _file(self, run: int) -> Path:
        return self.path / RUNS / f"{run // PER_FOLDER:04d}" / f"{run:07d}.json"

    def results(self) -> Iterator[Lived]:
        """Every run that is there, by number, one at a time."""
        for run in np.flatnonzero(self.state).tolist():
            content = self._content(self._file(run))
            if content is not None:
                yield Lived(run, content["outcomes"], content["reason"])

    def failed(self) -> list[dict[str, Any]]:
        """The runs that failed, with their reasons."""
        numbers = np.flatnonzero(self.state == FAILED).tolist()
        contents = ((run, self._content(self._file(run))) for run in numbers)
        return [{"run": run, "reason": content["reason"]} for run, content in contents if content]

    def result_hash(self) -> str:
        """Names what was found: outcomes and reasons, by run number, and nothing else."""
        digest = hashlib.sha256()
        for lived in self.results():
            found = [lived.run, lived.outcomes, lived.reason]
            digest.update(json.dumps(found, sort_keys=True).encode())
        return digest.hexdigest()[:16]


def _refused(path: Path, message: str) -> BadInput:
    return BadInput([Problem(str(path), None, "", message)])


def _and(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
