"""What can be wrong with a user's file, said in one line: where, what, and what is allowed."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sim.declare import Label

LONGEST_VALUE = 60
LONGEST_PATH = 200
MOST_MESSAGES = 20
MOST_NAMES = 12
SHORTEST_BEGINNING = 3
WARNING = Label("warning", "警告")
MORE = Label("and {rest} more", "另有{rest}条")


class InputWarning(UserWarning):
    """Something in a file is legal but hardly meant, or was missing and has been assumed."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake (or, with ``is_warning``, one oddity) and the place where it stands.

    ``line`` counts from 1 and is ``None`` where a line means nothing; ``where`` is the key inside
    the file, such as ``levers.infrastucture``, or the column of a table. Oddities are told in
    Chinese too.
    """

    file: str
    line: int | None
    where: str
    message: str
    is_warning: bool = False
    message_zh: str = ""

    def __str__(self) -> str:
        return self.said("en")

    def said(self, language: str) -> str:
        """The line in English (``en``), or in Chinese (``zh``) where it is known."""
        message = self.message_zh if language == "zh" and self.message_zh else self.message
        file = shortened(one_line(self.file))
        place = file if self.line is None else f"{file}:{self.line}"
        kind = WARNING[language] if self.is_warning else ""
        parts = [place, kind, self.where, one_line(message)]
        return ": ".join(part for part in parts if part)


class BadInput(Exception):  # noqa: N818  (it is a verdict, not a slip of the program)
    """One or more mistakes in the user's files. Its text has one line per mistake.

    At most twenty are spelled out and the rest counted; ``problems`` holds them all.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return self.said("en")

    def said(self, language: str) -> str:
        """The text in English (``en``), or in Chinese (``zh``) as far as it is known."""
        lines = [problem.said(language) for problem in self.problems[:MOST_MESSAGES]]
        rest = len(self.problems) - len(lines)
        return "\n".join([*lines, MORE[language].format(rest=rest)] if rest else lines)


class Findings:
    """Mistakes and warnings gathered while files are read, in the order they stand."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def mistake(self, file: str, line: int | None, where: Iterable[object], message: str) -> None:
        """Note something that stops the file from being used."""
        self._found.append(Problem(file, line, dotted(where), message))

    def warn(self, file: str, line: int | None, where: Iterable[object], message: Label) -> None:
        """Note something odd, or something assumed, that does not stop the file."""
        self._found.append(Problem(file, line, dotted(where), message.en, True, message.zh))

    def extend(self, problems: Iterable[Problem]) -> None:
        self._found.extend(problems)

    def __iter__(self) -> Iterator[Problem]:
        """Every problem, files in the order they were read, lines from first to last."""
        files = {problem.file: None for problem in self._found}
        order = {file: number for number, file in enumerate(files)}
        return iter(sorted(self._found, key=lambda item: (order[item.file], item.line or 0)))

    @property
    def mistakes(self) -> list[Problem]:
        return [problem for problem in self if not problem.is_warning]

    @property
    def warnings(self) -> list[Problem]:
        return [problem for problem in self if problem.is_warning]

    def raise_mistakes(self) -> None:
        """Raise :class:`BadInput` with every mistake, if there is one."""
        if self.mistakes:
            raise BadInput(self.mistakes)


def one_line(text: str) -> str:
    """``text`` with line breaks and control characters written out."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in text
    )


def cut(text: str) -> str:
    """``text`` on one line, at most sixty characters of it."""
    printable = one_line(text[: LONGEST_VALUE + 1])
    if len(printable) <= LONGEST_VALUE:
        return printable
    return printable[: LONGEST_VALUE - 1] + "…"


def shortened(path: str) -> str:
    """A path with its middle left out where it is very long."""
    if len(path) <= LONGEST_PATH:
        return path
    half = LONGEST_PATH // 2
    return f"{path[:half]}…{path[-half:]}"


def dotted(where: Iterable[object]) -> str:
    """Keys joined by dots, each cut where it gets long."""
    return ".".join(cut(str(key)) for key in where)


def shown(value: object) -> str:
    """A value as it would be written in a file, cut at sixty characters."""
    if value is None:
        return "nothing"
    return cut(_written(value, depth=3))


def _written(value: Any, depth: int) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    if isinstance(value, (int, float)):
        return number_shown(value)
    if isinstance(value, str):
        return f"'{value[: LONGEST_VALUE + 1]}'"
    if depth == 0:
        return "…"
    if isinstance(value, Mapping):
        inside = [f"{key}: {_written(item, depth - 1)}" for key, item in list(value.items())[:20]]
        return "{" + ", ".join(inside) + "}"
    return "[" + ", ".join(_written(item, depth - 1) for item in list(value)[:20]) + "]"


def number_shown(value: float) -> str:
    """A number without needless digits: ``11e9`` is shown as ``1.1e+10``."""
    if isinstance(value, int) and abs(value) < 10**9:
        return str(value)
    return f"{value:.10g}" if abs(value) < 1e9 else f"{value:.6g}"


def nearest(name: object, allowed: Iterable[str]) -> str | None:
    """The allowed name most like ``name``, capitals aside, or ``None`` when none is like it."""
    by_lower = {candidate.lower(): candidate for candidate in allowed}
    asked = str(name)[:100].lower()
    close = difflib.get_close_matches(asked, by_lower, n=1, cutoff=0.6)
    if not close and len(asked) >= SHORTEST_BEGINNING:
        close = [candidate for candidate in by_lower if candidate.startswith(asked)]
    return by_lower[close[0]] if close else None


def unknown(noun: str, name: object, allowed: Iterable[str], plural: str | None = None) -> str:
    """``no such lever; did you mean 'infrastructure'?``, or the names that there are."""
    names = list(allowed)
    close = nearest(name, names)
    if close is not None:
        return f"no such {noun}; did you mean '{close}'?"
    if not names:
        return f"no such {noun}; there are none here"
    return f"no such {noun}; {plural or noun + 's'} are: {listed(names)}"


def listed(names: Iterable[str]) -> str:
    """Names in a row, the first dozen of them."""
    every = list(names)
    return ", ".join(every[:MOST_NAMES]) + (", …" if len(every) > MOST_NAMES else "")
