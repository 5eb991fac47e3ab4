"""Files that are whole or not there, and what a killed writer left of one.

What is being written has a hidden name that says who writes it. A writer that is killed leaves it
behind; whoever begins to work in that folder next takes away what no living process writes.
"""

from __future__ import annotations

import os
import platform
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

UNFINISHED = ".unfinished-"
#: Names this process gave itself. One with its number that is not here is of a dead namesake, as
#: containers number their processes from 1.
_given: set[str] = set()


@contextmanager
def appearing(path: Path) -> Iterator[Path]:
    """Where to write the file ``path`` for now; it is in its place when the block has ended well.

    What was there before stays until then. Raises ``OSError`` when it cannot be put there.
    """
    unfinished = path.with_name(unfinished_name(path.name))
    try:
        yield unfinished
        flush(unfinished)
        os.replace(unfinished, path)
    except BaseException:
        with suppress(OSError):  # it was never made, or its folder is gone
            unfinished.unlink()
        raise


def write_whole(path: Path, text: str) -> None:
    """A whole text file."""
    with appearing(path) as unfinished:
        unfinished.write_text(text, encoding="utf-8", newline="\n")


def unfinished_name(ending: str = "") -> str:
    """A hidden name no other writer uses, which tells process and machine."""
    name = f"{UNFINISHED}{os.getpid()}-{_machine()}-{secrets.token_hex(4)}-{ending}"
    _given.add(name)
    return name


def remove_abandoned(folder: Path, pattern: str = "") -> None:
    """Take away what killed writers left in ``folder``; what living processes write stays.

    ``pattern`` looks into folders below, as in ``*/``. A process of another machine that shares
    the folder counts as living.
    """
    for path in folder.glob(f"{pattern}{UNFINISHED}*"):
        if _is_abandoned(path.name):
            with suppress(OSError):  # someone else was quicker, or the folder may not be written
                shutil.rmtree(path) if path.is_dir() else path.unlink()


def flush(path: Path) -> None:
    """Wait until a file or a folder's names are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError:  # some file systems cannot flush a folder
        if not path.is_dir():
            raise
    finally:
        os.close(handle)


def _machine() -> str:
    """This machine's name, as far as a file's name takes it."""
    return re.sub(r"\W", "_", platform.node())[:30] or "nameless"


def _is_abandoned(name: str) -> bool:
    """Whether the process of this machine that gave a name is dead."""
    process, machine = [*name.removeprefix(UNFINISHED).split("-"), ""][:2]
    if not process.isdigit() or machine != _machine():
        return False
    if int(process) == os.getpid():
        return name not in _given
    return not _is_running(int(process))


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # another user's
        return True
    return True
