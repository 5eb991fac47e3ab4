"""A folder that holds one whole result, or none.

Files are written into a hidden folder inside it. When all are there, that folder is renamed: from
then on the result is finished. The earlier one goes, its manifest first, and the new files are
renamed into place, their manifest last. So at any moment, killed or not, no file is half written,
files of two runs never lie side by side, and a folder with a manifest is complete. A finished
result whose files were not all in place yet is put there by whoever opens the folder next.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from experiments.interruption import postponed
from scenarios import BadInput
from scenarios.problems import Problem
from scenarios.whole_files import UNFINISHED, flush, remove_abandoned, unfinished_name

MANIFEST = "manifest.json"
_FINISHED = ".finished-"
#: In a finished result's hidden folder: the names it has, and those an earlier one may have.
_NAMES = ".names.json"


class ResultFolder:
    """Receives a result; use it in a ``with`` block, write with :meth:`file`, then publish.

    Entering makes the folder and raises :class:`scenarios.BadInput` when it cannot be written.
    Leaving removes what was not published, and the folder itself if it was made for nothing.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._made: list[Path] = []
        self._unfinished = path / unfinished_name()
        self._names: list[str] = []

    def __enter__(self) -> ResultFolder:
        try:
            with postponed():
                self._open()
        except BaseException as problem:
            shutil.rmtree(self._unfinished, ignore_errors=True)
            self._remove_made()
            if not isinstance(problem, (OSError, ValueError)):
                raise
            reason = getattr(problem, "strerror", None) or str(problem)
            message = f"results cannot be written here: {reason}; name another folder with --out"
            raise BadInput([Problem(str(self.path), None, "", message)]) from None
        return self

    def _open(self) -> None:
        """Make the folder where it is missing, and a hidden one in it."""
        for folder in (*reversed(self.path.parents), self.path):
            if not folder.exists():
                folder.mkdir(exist_ok=True)
                self._made.append(folder)
        complete(self.path)
        remove_abandoned(self.path)
        self._unfinished.mkdir()

    def __exit__(self, *error: object) -> None:
        with postponed():
            shutil.rmtree(self._unfinished, ignore_errors=True)
            self._remove_made()

    @contextmanager
    def file(self, name: str) -> Iterator[Path]:
        """Where to write the file ``name`` for now; it is on the disk when the block ends."""
        path = self._unfinished / name
        path.parent.mkdir(parents=True, exist_ok=True)
        yield path
        flush(path)
        self._names.append(name)

    def write(self, name: str, text: str) -> None:
        """A whole text file."""
        with self.file(name) as path:
            path.write_text(text, encoding="utf-8", newline="\n")

    def written(self) -> list[tuple[str, Path]]:
        """The files written so far, by name, and where they are for now."""
        return [(name, self._unfinished / name) for name in self._names]

    def hashes(self) -> dict[str, str]:
        """The SHA-256 of every file written so far, by name."""
        return {name: sha256(path) for name, path in self.written()}

    def publish(self, earlier: Sequence[str]) -> list[str]:
        """Put every file written in place of the earlier result's; returns their names.

        ``earlier`` are the names any result may have; only these are ever removed.
        """
        names = sorted(self._names, key=lambda name: name == MANIFEST)
        listed = self._unfinished / _NAMES
        listed.write_text(json.dumps({"names": names, "earlier": list(earlier)}), encoding="utf-8")
        flush(listed)
        finished = self.path / self._unfinished.name.replace(UNFINISHED, _FINISHED, 1)
        with postponed(), _locked(self.path):
            _put_in_place(self.path)  # what another process finished and did not live to put there
            os.rename(self._unfinished, finished)
            flush(self.path)
            _put_in_place(self.path)
        return names

    def add(self) -> list[str]:
        """Put every file written beside what is there, in place of what has its name."""
        with postponed(), _locked(self.path):
            for name in self._names:
                os.replace(self._unfinished / name, self.path / name)
            flush(self.path)
        return self._names

    def _remove_made(self) -> None:
        for folder in reversed(self._made):
            try:
                folder.rmdir()
            except OSError:  # it holds something
                return


def sha256(path: Path) -> str:
    """The SHA-256 of a file, as manifests name it."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def complete(path: Path) -> None:
    """Put a finished result in place whose process was killed while it did so.

    Raises ``OSError`` where the folder cannot be written.
    """
    if any(path.glob(f"{_FINISHED}*")):
        with postponed(), _locked(path):
            _put_in_place(path)


def _put_in_place(path: Path) -> None:
    """Replace the earlier result of a folder by finished ones; done again it goes on.

    Hold the folder's lock.
    """
    for finished in sorted(path.glob(f"{_FINISHED}*")):
        if (finished / _NAMES).exists():
            held = json.loads((finished / _NAMES).read_text(encoding="utf-8"))
            waiting = [name for name in held["names"] if (finished / name).exists()]
            _remove_earlier(path, held["earlier"], set(held["names"]) - set(waiting))
            for name in waiting:
                target = path / name
                target.parent.mkdir(exist_ok=True)
                if name == MANIFEST:
                    flush(path)
                os.replace(finished / name, target)
            flush(path)
        shutil.rmtree(finished, ignore_errors=True)


def _remove_earlier(path: Path, names: Sequence[str], placed: set[str]) -> None:
    """Remove an earlier result, its manifest first, but not what is in place already."""
    if MANIFEST not in placed:
        (path / MANIFEST).unlink(missing_ok=True)
        flush(path)
    for name in names:
        if name not in placed:
            (path / name).unlink(missing_ok=True)
    for folder in {(path / name).parent for name in names} - {path}:
        with suppress(OSError):  # it is not there, or holds something
            folder.rmdir()


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """One process at a time puts files into a folder, where the system knows locks."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some file systems know no locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
