"""The few forms of Markdown that generated pages are made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sim.declare import Label


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table with a line for each row; an empty string when there is none."""
    lines = [f"| {' | '.join(map(in_cell, row))} |" for row in rows]
    if not lines:
        return ""
    return "\n".join([f"| {' | '.join(head)} |", f"|{'---|' * len(head)}", *lines])


def in_cell(content: object) -> str:
    """``content`` on one line, without what would end the cell."""
    return re.sub(r"(?<!\\)\|", r"\\|", " ".join(str(content).split()))


def code(text: object) -> str:
    return f"`{text}`"


def labelled(label: Label) -> str:
    """A name in both languages."""
    return f"{label.en} {label.zh}"


def number(value: object) -> str:
    """A number as a reader would write it; words as they are."""
    if not isinstance(value, (int, float)):
        return str(value)
    if value == int(value) and 10_000 <= abs(value) < 1e9:
        return f"{int(value):,}"
    return f"{value:g}".replace("e+0", "e").replace("e+", "e")


def span(bounds: Sequence[float]) -> str:
    return f"{number(bounds[0])} to {number(bounds[1])}"


def anchor(key: str) -> str:
    """A place that other pages can link to."""
    return f'<span id="{key}"></span>'


def cited(key: str) -> str:
    """A link to a source, from another page of the reference."""
    return f"[{key}](bibliography.md#{key})"


def join(*parts: str) -> str:
    """Blocks with an empty line between them; empty ones are left out."""
    return "\n\n".join(part.strip("\n") for part in parts if part.strip()) + "\n"
