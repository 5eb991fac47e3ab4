"""Putting a page on the disk: whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from experiments.interruption import postponed
from scenarios import BadInput
from scenarios.problems import Problem
from scenarios.whole_files import remove_abandoned, write_whole


def require_writable(path: Path) -> None:
    """Raise :class:`scenarios.BadInput` before anything runs when a page cannot stand here."""
    folder = path.parent
    if not folder.is_dir():
        raise _refused(path, f"no such folder: {folder}")
    if not os.access(folder, os.W_OK):
        raise _refused(path, "this folder cannot be written; name another one with --out")
    if path.is_dir():
        raise _refused(path, "is a folder; name a file with --out")


def write_page(text: str, path: Path) -> None:
    """Write the page by atomic rename."""
    with postponed():
        remove_abandoned(path.parent)
        try:
            write_whole(path, text)
        except OSError as problem:
            raise _refused(path, problem.strerror or str(problem)) from None


def _refused(path: Path, message: str) -> BadInput:
    return BadInput([Problem(str(path), None, "", message)])
