"""Small tables for notebooks: plain HTML without styles or scripts of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

from sim.levers import all_levers

if TYPE_CHECKING:
    from sim.inputs import Path, Scenario


def html_table(
    caption: str, head: Sequence[str], rows: Iterable[Sequence[str]], below: str = ""
) -> str:
    """A table with a caption and, if there is one, a line below it; all text is escaped."""

    def line(tag: str, cells: Sequence[str]) -> str:
        return "<tr>" + "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in cells) + "</tr>"

    parts = [
        "<table>",
        f"<caption>{escape(caption)}</caption>",
        f"<thead>{line('th', head)}</thead>",
        "<tbody>",
        *(line("td", row) for row in rows),
        "</tbody>",
        "</table>",
        f"<p>{escape(below)}</p>" if below else "",
    ]
    return "\n".join(part for part in parts if part)


def scenario_html(scenario: Scenario) -> str:
    """A scenario's settings, shocks and closure."""
    rows = []
    for lever, settings in scenario.levers.items():
        declared = all_levers()[lever].settings()
        for key, held in settings.items():
            unit = declared[key].unit
            rows.append((f"{lever}.{key}", _in_short(held), "" if unit == "1" else unit))
    shocks = "; ".join(
        f"{kind} {', '.join(map(str, years))}" for kind, years in scenario.shocks.items()
    )
    return html_table(
        f"{scenario.title or scenario.name} ({scenario.place.title.en})",
        ("setting", "value", "unit"),
        rows or [("no lever acts", "", "")],
        f"{scenario.summary} Shocks: {shocks or 'none'}. Closure: {scenario.closure}.".strip(),
    )


def _in_short(held: Path | str | tuple[str, ...]) -> str:
    """A setting in a few words: a path by its first, its highest and its last year."""
    if isinstance(held, str):
        return held
    if isinstance(held, tuple):
        return ", ".join(held)
    points = held.points
    top = max(points, key=lambda year: points[year])
    years = sorted({min(points), top, max(points)})
    if years == [0]:
        return f"{points[0]:g}"
    return ", ".join(f"{points[year]:g} in {year}" for year in years)
