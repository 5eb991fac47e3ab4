"""Tables of plain text that stay aligned when cells hold Chinese."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

GAP = "  "


def width(text: str) -> int:
    """How many columns of a terminal ``text`` takes: two for a Chinese character."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def padded(text: str, columns: int, is_right: bool = False) -> str:
    """``text`` with blanks to ``columns`` columns, before it if ``is_right``."""
    blanks = " " * max(columns - width(text), 0)
    return blanks + text if is_right else text + blanks


def cut_to(text: str, columns: int) -> str:
    """``text`` on one line, ending in an ellipsis where it is wider than ``columns``."""
    line = " ".join(text.split())
    if width(line) <= columns:
        return line
    while width(line) > columns - 1:
        line = line[:-1]
    return line.rstrip() + "…"


def table(
    head: Sequence[str], rows: Iterable[Sequence[str]], right: Iterable[int] = ()
) -> list[str]:
    """Lines of a table; columns numbered in ``right`` are aligned to the right."""
    every = [list(head), *(list(row) for row in rows)]
    columns = [max(width(row[k]) for row in every) for k in range(len(head))]
    to_right = set(right)
    return [
        GAP.join(padded(cell, columns[k], k in to_right) for k, cell in enumerate(row)).rstrip()
        for row in every
    ]
