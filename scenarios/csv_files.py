"""Reading a place's tables: every cell checked, every complaint with its line."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from scenarios.place_schema import EARLIEST_YEAR
from scenarios.problems import Findings, listed, nearest, number_shown, shown, unknown
from scenarios.text_files import MEBIBYTE, read_text
from sim.declare import Label
from sim.inputs import LAST_YEAR
from sim.units import UNITS

LARGEST_TABLE = 16 * MEBIBYTE


@dataclass(frozen=True)
class Row:
    """One line of a table; reading a cell notes what is wrong with it."""

    label: str
    line: int
    cells: dict[str, str]
    findings: Findings

    def text(self, column: str, default: str = "") -> str:
        """A cell as text; ``default`` where it is empty or the column is not there."""
        return self.cells.get(column) or default

    def mistake(self, column: str, message: str) -> None:
        self.findings.mistake(self.label, self.line, (column,), message)

    def warn(self, column: str, message: Label) -> None:
        self.findings.warn(self.label, self.line, (column,), message)

    def number(
        self, column: str, low: float = -math.inf, high: float = math.inf, unit: str = "1"
    ) -> float | None:
        """A cell as a finite number within bounds, or ``None`` after noting why it is not one."""
        text = self.text(column)
        try:
            value = float(text) if text.isascii() and "_" not in text else math.nan
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            self.mistake(column, f"{shown(text)} is not a number")
            return None
        if not low <= value <= high:
            self.mistake(column, f"{number_shown(value)} found; {_between(low, high, unit)}")
            return None
        return value + 0.0

    def whole(self, column: str, low: int, high: int) -> int | None:
        """A cell as a whole number within bounds, or ``None`` after noting why it is not one."""
        value = self.number(column, low, high)
        if value is not None and value != int(value):
            self.mistake(column, f"{number_shown(value)} is not a whole number")
            return None
        return None if value is None else int(value)

    def year(self) -> int | None:
        return self.whole("year", EARLIEST_YEAR, LAST_YEAR)

    def yes(self, column: str) -> bool | None:
        """A cell that says ``yes`` or ``no``."""
        text = self.text(column)
        if text not in ("yes", "no"):
            self.mistake(column, f"{shown(text)} found; give yes or no")
            return None
        return text == "yes"

    def unit(self, allowed: Iterable[str] | None = None) -> str | None:
        """The unit cell: one of ``allowed``, or of the project's closed list of units."""
        text = self.text("unit")
        names = list(UNITS) if allowed is None else list(allowed)
        if text in names:
            return text
        if allowed is None:
            self.mistake("unit", f"{shown(text)}: {unknown('unit', text, names)}")
        else:
            self.mistake("unit", f"{shown(text)} found; give {listed(names)}")
        return None


def _between(low: float, high: float, unit: str) -> str:
    in_unit = "" if unit == "1" else f" {unit}"
    if math.isinf(high):
        return f"at least {number_shown(low)}{in_unit} is possible"
    return f"from {number_shown(low)} to {number_shown(high)}{in_unit} is possible"


def read_table(
    path: Path,
    label: str,
    required: Collection[str],
    optional: Collection[str],
    findings: Findings,
) -> list[Row] | None:
    """The rows of a table with a header line, or ``None`` after noting why there are none.

    Missing columns are mistakes; columns that mean nothing are named in a warning. Rows with too
    few or too many cells are noted and left out.
    """
    text = read_text(path, label, findings, LARGEST_TABLE)
    if text is None:
        return None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[Row] = []
    header: list[str] | None = None
    last = 0
    try:
        for cells in reader:
            line, last = last + 1, reader.line_num
            cells = [cell.strip() for cell in cells]
            if not any(cells):
                continue
            if header is None:
                header = cells
                if not _header_holds(label, line, header, required, optional, findings):
                    return None
            elif len(cells) != len(header):
                findings.mistake(
                    label, line, (), f"{len(cells)} cells found; there are {len(header)} columns"
                )
            else:
                rows.append(Row(label, line, dict(zip(header, cells)), findings))
    except csv.Error as problem:
        findings.mistake(label, last + 1, (), f"not a table: {problem}")
        return None
    if header is None:
        findings.mistake(label, None, (), "is empty")
        return None
    return rows


def _header_holds(
    label: str,
    line: int,
    header: list[str],
    required: Collection[str],
    optional: Collection[str],
    findings: Findings,
) -> bool:
    """Whether the header has every column needed and none twice; what it lacks is noted."""
    known = [*required, *optional]
    missing = [column for column in required if column not in header]
    strange = [column for column in header if column not in known]
    separators = "; separate columns by commas" if len(header) == 1 and missing else ""
    for column in missing:
        close = nearest(column, strange)
        hint = f"; is it {shown(close)}?" if close else separators
        findings.mistake(label, line, (column,), f"the column is missing{hint}")
    for column in dict.fromkeys(column for column in header if header.count(column) > 1):
        findings.mistake(label, line, (column,), "the column is there twice")
    for column in strange:
        if not missing:
            message = Label(f"{unknown('column', column, known)}; not read", _unread(column, known))
            findings.warn(label, line, (column,), message)
    return not missing and len(set(header)) == len(header)


def _unread(column: str, known: Collection[str]) -> str:
    """In Chinese, that a column is not read, with the nearest one that is."""
    close = nearest(column, known)
    nearby = f"是否为{shown(close)}？" if close else f"可用的列：{listed(known)}"
    return f"没有此列，未读取；{nearby}"
