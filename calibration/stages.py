"""Results of a long computation, kept as files so that a killed one goes on where it was.

A stage is named by what it depends on. Its arrays appear by atomic rename or not at all.
"""

from __future__ import annotations

import hashlib
import json
import time
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from scenarios.whole_files import appearing, remove_abandoned, write_whole

Arrays = dict[str, np.ndarray]
CLOCK_FILE = "seconds"


class Clock:
    """How many seconds have been worked in a folder, over all sittings.

    It is noted whenever a stage is finished, so a killed sitting loses what it did after that.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / CLOCK_FILE
        self.began = time.perf_counter()
        try:
            self.before = float(self.path.read_text(encoding="ascii"))
        except (OSError, ValueError):
            self.before = 0.0

    def seconds(self) -> float:
        """Of earlier sittings and of this one."""
        return self.before + time.perf_counter() - self.began

    def note(self) -> None:
        """Keep what has been worked so far; appears by atomic rename."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(self.path, f"{self.seconds():.1f}\n")


class Stages:
    """A folder of finished stages; what a killed process left half written there goes.

    ``clock``, if there is one, is noted with every stage.
    """

    def __init__(self, folder: Path, clock: Clock | None = None) -> None:
        self.folder = folder
        self.clock = clock
        remove_abandoned(folder)

    def path(self, name: str, key: str) -> Path:
        """Where a stage lies, or will."""
        return self.folder / f"{name}-{key}.npz"

    def read(self, name: str, key: str) -> Arrays | None:
        """The arrays of a finished stage, or ``None``; a damaged file counts as none."""
        try:
            with np.load(self.path(name, key), allow_pickle=False) as held:
                return {item: held[item] for item in held.files}
        except (OSError, ValueError, EOFError, zipfile.BadZipFile):
            return None

    def keep(self, name: str, key: str, arrays: Mapping[str, np.ndarray]) -> None:
        """Store a stage's arrays."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with appearing(self.path(name, key)) as unfinished:
            np.savez(unfinished, **arrays)  # type: ignore[arg-type]
        if self.clock is not None:
            self.clock.note()

    def result(self, name: str, key: str, make: Callable[[], Arrays]) -> Arrays:
        """A stage's arrays: read where it is finished, made and kept where it is not."""
        found = self.read(name, key)
        if found is None:
            self.keep(name, key, make())
            found = self.read(name, key)
        assert found is not None
        return found


def key_of(*parts: Any) -> str:
    """Sixteen hexadecimal digits that name plain data and arrays."""
    found = hashlib.sha256()
    for part in parts:
        if isinstance(part, np.ndarray):
            found.update(str((part.dtype.str, part.shape)).encode())
            found.update(np.ascontiguousarray(part).tobytes())
        else:
            found.update(json.dumps(part, sort_keys=True, ensure_ascii=False).encode())
        found.update(b"|")
    return found.hexdigest()[:16]
