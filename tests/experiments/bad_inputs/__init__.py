"""What users get wrong: command lines, scenario files, places, stored results. Cases by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


def nothing(folder: Path) -> None:
    """Prepares nothing."""


@dataclass(frozen=True)
class Case:
    """A command line, the files it meets, and what has to be said.

    ``says`` are words of the messages; ``messages`` is how many mistakes there are; ``lines`` are
    numbers of lines that have to be named, where there are lines.
    """

    arguments: tuple[str, ...]
    says: tuple[str, ...]
    messages: int | None = 1
    prepare: Callable[[Path], object] = nothing
    lines: tuple[int, ...] = ()


def scenario(
    text: str | bytes, *says: str, messages: int | None = 1, lines: tuple[int, ...] = ()
) -> Case:
    """A scenario file with a mistake, as ``shanhai validate`` meets it."""

    def prepare(folder: Path) -> None:
        raw = text if isinstance(text, bytes) else text.encode()
        (folder / "mine.yaml").write_bytes(raw)

    return Case(("validate", "mine.yaml"), says, messages, prepare, lines)
