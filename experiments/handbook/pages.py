"""Which pages and which marked regions are made, and writing them.

A region of a hand-written page lies between ``<!-- made: NAME -->`` and ``<!-- end -->``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from experiments.handbook import (
    calibration_tables,
    commands_page,
    declared_tables,
    equations,
    place_tables,
)
from experiments.handbook.markdown import join

HEAD = "<!-- Made from the declarations by `make docs-tables`; an edit here is lost. -->"
REGION = re.compile(r"(<!-- made: ([\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)

#: Pages made as a whole, by their path below ``docs/``.
PAGES: dict[str, Callable[[], str]] = {
    "reference/levers.md": declared_tables.levers,
    "reference/instruments.md": declared_tables.instruments,
    "reference/parameters.md": declared_tables.parameters,
    "reference/processes.md": equations.process_page,
    "reference/equations.md": equations.equation_page,
    "reference/state.md": declared_tables.state,
    "reference/indicators.md": declared_tables.indicators,
    "reference/inputs.md": place_tables.inputs,
    "reference/bibliography.md": place_tables.bibliography,
    "reference/commands.md": commands_page.commands,
}

#: What may stand in a marked region of a page directly below ``docs/``.
REGIONS: dict[str, Callable[[], str]] = {
    "declared-counts": declared_tables.declared_counts,
    "verified-counts": place_tables.verified_counts,
    "levers-in-brief": declared_tables.levers_in_brief,
    "process-table": lambda: equations.process_table("reference/"),
    **calibration_tables.REGIONS,
}


def made(docs: Path) -> dict[Path, str]:
    """What every page that is made, or has a made region, should hold.

    Raises ``ValueError`` for a region that nobody makes.
    """
    found = {docs / name: join(HEAD, content()) for name, content in PAGES.items()}
    for path in sorted(docs.rglob("*.md")):
        if path not in found:
            text = path.read_text(encoding="utf-8")
            if REGION.search(text):
                found[path] = REGION.sub(_filled, text)
    return found


def _filled(match: re.Match[str]) -> str:
    begin, name, end = match[1], match[2], match[3]
    if name not in REGIONS:
        raise ValueError(f"no region {name!r}; regions are: {', '.join(REGIONS)}")
    return f"{begin}\n{REGIONS[name]().strip()}\n\n{end}"


def stale(docs: Path) -> list[Path]:
    """Pages below ``docs`` that do not hold what they should."""
    return [
        path
        for path, text in made(docs).items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]


def write(docs: Path) -> list[Path]:
    """Write every stale page; returns which were."""
    contents = made(docs)
    changed = stale(docs)
    for path in changed:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(contents[path], encoding="utf-8")
    return changed
