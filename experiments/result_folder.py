"""A folder that holds one whole result, or none.

Files are written into a hidden folder inside it. When all are there, the earlier result goes, its
manifest first, and the new files are renamed into place, their manifest last. So at any moment,
killed or not, no file is half written, files of two runs never lie side by side, and a folder with
a manifest is complete.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType

from experiments.interruption import postponed
from scenarios import BadInput
from scenarios.problems import Problem

MANIFEST = "manifest.json"
_UNFINISHED = ".unfinished-"


class ResultFolder:
    """Receives a result; use it in a ``with`` block, write with :meth:`file`, then publish.

    Entering makes the folder and raises :class:`scenarios.BadInput` when it cannot be written.
    Leaving removes what was not published, and the folder itself if it was made for nothing.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._made: list[Path] = []
        self._unfinished = path / f"{_UNFINISHED}none"
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
        self._remove_abandoned()
        prefix = f"{_UNFINISHED}{os.getpid()}-"
        self._unfinished = Path(tempfile.mkdtemp(prefix=prefix, dir=self.path))

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        with postponed():
            shutil.rmtree(self._unfinished, ignore_errors=True)
            self._remove_made()

    @contextmanager
    def file(self, name: str) -> Iterator[Path]:
        """Where to write the file ``name`` for now; it is on the disk when the block ends."""
        path = self._unfinished / name
        path.parent.mkdir(parents=True, exist_ok=True)
        yield path
        _flush(path)
        self._names.append(name)

    def write(self, name: str, text: str) -> None:
        """A whole text file."""
        with self.file(name) as path:
            path.write_text(text, encoding="utf-8", newline="\n")

    def written(self) -> list[tuple[str, Path]]:
        """The files written so far, by name, and where they are for now."""
        return [(name, self._unfinished / name) for name in self._names]

    def publish(self, earlier: Sequence[str]) -> list[str]:
        """Put every file written in place of the earlier result's; returns their names.

        ``earlier`` are the names any result may have; only these are ever removed.
        """
        names = sorted(self._names, key=lambda name: name == MANIFEST)
        with postponed(), _locked(self.path):
            (self.path / MANIFEST).unlink(missing_ok=True)
            _flush(self.path)
            for name in earlier:
                (self.path / name).unlink(missing_ok=True)
            for folder in {(self.path / name).parent for name in earlier} - {self.path}:
                with suppress(OSError):  # it is not there, or holds something of the user's
                    folder.rmdir()
            for name in names:
                target = self.path / name
                target.parent.mkdir(exist_ok=True)
                if name == MANIFEST:
                    _flush(self.path)
                os.replace(self._unfinished / name, target)
            _flush(self.path)
        return names

    def add(self) -> list[str]:
        """Put every file written beside what is there, in place of what has its name."""
        with postponed(), _locked(self.path):
            for name in self._names:
                os.replace(self._unfinished / name, self.path / name)
            _flush(self.path)
        return self._names

    def _remove_abandoned(self) -> None:
        """What killed runs left behind; those of running processes stay."""
        for folder in self.path.glob(f"{_UNFINISHED}*"):
            process = folder.name.removeprefix(_UNFINISHED).partition("-")[0]
            if process.isdigit() and not _is_running(int(process)):
                shutil.rmtree(folder, ignore_errors=True)

    def _remove_made(self) -> None:
        for folder in reversed(self._made):
            try:
                folder.rmdir()
            except OSError:  # it holds something
                return


def _is_running(process: int) -> bool:
    if process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _flush(path: Path) -> None:
    """Wait until a file or a folder's names are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError:  # some file systems cannot flush a folder
        if not path.is_dir():
            raise
    finally:
        os.close(handle)


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
