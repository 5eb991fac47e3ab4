"""One process at a time at work in a folder, where two would undo each other's work."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from scenarios import BadInput
from scenarios.problems import Problem

if TYPE_CHECKING:
    from filelock import BaseFileLock

LOCK = ".lock"


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Work in a folder, made where it is missing, while no other process does.

    Raises :class:`scenarios.BadInput` when another one is at work in it or it cannot be written.
    The system lets go of a dead process' lock. The lock's file stays, unless the folder was made
    for nothing: then both go.
    """
    new = [part for part in (folder, *folder.parents) if not part.exists()]
    lock = _locked(folder, new)
    try:
        yield
    finally:
        if new and os.listdir(folder) == [LOCK]:
            with suppress(OSError):  # some systems keep a file that is open
                (folder / LOCK).unlink()
        with suppress(OSError):  # its file system went away
            lock.release()
        _remove_empty(new)


def _locked(folder: Path, new: list[Path]) -> BaseFileLock:
    from filelock import FileLock, Timeout

    lock = FileLock(folder / LOCK, blocking=False)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        message = "another shanhai is at work in this folder; wait for it"
        raise BadInput([Problem(str(folder), None, "", message)]) from None
    except (OSError, ValueError) as problem:
        _remove_empty(new)
        reason = getattr(problem, "strerror", None) or str(problem)
        message = f"results cannot be written here: {reason}; name another folder with --out"
        raise BadInput([Problem(str(folder), None, "", message)]) from None
    return lock


def _remove_empty(folders: list[Path]) -> None:
    for folder in folders:
        with suppress(OSError):  # it holds something
            folder.rmdir()
