"""Reading the design of a study: which factors vary, over what."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from experiments.study import designs
from experiments.study.designs import Design
from experiments.study.factors import SCENARIO, Factor, allowed_factors, no_such_factor
from scenarios.csv_files import LARGEST_TABLE, Row, read_table
from scenarios.problems import Findings, number_shown, shown
from scenarios.text_files import neighbour, read_text
from scenarios.yaml_files import Document

KINDS = ("grid", "sobol", "morris", "csv")


def read_design(document: Document, folder: Path, findings: Findings) -> Design | None:
    """The design of a study file, or ``None`` after noting why there is none."""
    given = document.data.get("design")
    reader = _Reader(document, folder, findings)
    if not isinstance(given, Mapping):
        return None
    kinds = [kind for kind in KINDS if kind in given]
    if len(kinds) > 1 or not given:
        reader.refuse(("design",), f"give one of {', '.join(KINDS)}; {len(kinds)} found")
    if len(kinds) != 1:
        return None
    kind, content = kinds[0], given[kinds[0]]
    if kind == "csv":
        return reader.table(content) if isinstance(content, str) and content else None
    if not isinstance(content, Mapping):
        return None
    return reader.grid(content) if kind == "grid" else reader.sampled(kind, content)


@dataclass
class _Reader:
    """Reads one design; what is wrong with it is noted."""

    document: Document
    folder: Path
    findings: Findings

    def refuse(self, where: Sequence[object], message: str) -> None:
        self.findings.mistake(
            self.document.label,
            self.document.line(where),
            [key for key in where if isinstance(key, str)],
            message,
        )

    def grid(self, content: Mapping[Any, Any]) -> Design | None:
        before = len(self.findings.mistakes)
        where = ("design", "grid")
        if not content:
            self.refuse(
                where,
                "is empty; name a factor and its values, as in {intensity.infrastructure: [0, 1]}",
            )
        for name, values in content.items():
            here = (*where, str(name))
            allowed = allowed_factors().get(str(name))
            if allowed is None and name != SCENARIO:
                self.refuse(here, no_such_factor(name))
                continue
            if not isinstance(values, list):
                continue
            if not values and here not in self.document.holes:
                self.refuse(here, "[] found; give a list of values")
            for number, value in enumerate(values):
                complaint = _no_name(value) if allowed is None else allowed.complaint(value)
                if complaint is not None:
                    self.refuse((*here, number), complaint)
                elif value in values[:number]:
                    self.refuse((*here, number), f"{shown(value)} is there twice")
        is_whole = all(isinstance(values, list) for values in content.values())
        if len(self.findings.mistakes) > before or not is_whole:
            return None  # what is no list is the schema's to tell
        return designs.grid(content)

    def sampled(self, kind: str, content: Mapping[str, Any]) -> Design | None:
        before = len(self.findings.mistakes)
        where = ("design", kind)
        n, ranges = content.get("n"), content.get("ranges")
        if isinstance(ranges, Mapping):
            if not ranges:
                self.refuse((*where, "ranges"), "is empty; name a factor and its range")
            for name, pair in ranges.items():
                self._check_range((*where, "ranges", str(name)), str(name), pair)
        if kind == "sobol" and isinstance(n, int) and n > 1 and not designs.is_power_of_two(n):
            nearest = 2 ** round(np.log2(n))
            self.refuse((*where, "n"), f"{n} found; give a power of 2, such as {nearest}")
        levels = content.get("levels", designs.LEVELS)
        if kind == "morris" and isinstance(levels, int) and levels % 2:
            self.refuse((*where, "levels"), f"{levels} found; give an even number")
        if len(self.findings.mistakes) > before or not self._is_whole(content):
            return None
        assert isinstance(n, int) and isinstance(ranges, Mapping)
        pairs = {name: (float(low), float(high)) for name, (low, high) in ranges.items()}
        seed = content.get("seed", 1)
        if kind == "sobol":
            return designs.sobol(pairs, n, content.get("second_order", False), seed)
        return designs.morris(pairs, n, levels, seed)

    def _is_whole(self, content: Mapping[str, Any]) -> bool:
        """Whether the schema had nothing to complain of that this reader needs."""
        n, ranges = content.get("n"), content.get("ranges")
        is_number = isinstance(n, int) and not isinstance(n, bool) and n > 1
        numbers = [content.get("seed", 1), content.get("levels", 4)]
        return (
            is_number
            and isinstance(ranges, Mapping)
            and all(_is_pair(pair) for pair in ranges.values())
            and all(isinstance(item, int) and item >= 0 for item in numbers)
        )

    def _check_range(self, where: tuple[object, ...], name: str, pair: Any) -> None:
        allowed = allowed_factors().get(name)
        if name == SCENARIO or (allowed is not None and allowed.words is not None):
            self.refuse(where, "has no range, only words; vary it in a grid")
            return
        if allowed is None:
            self.refuse(where, no_such_factor(name))
            return
        if not _is_pair(pair):
            return
        complaints = [allowed.complaint(bound) for bound in pair]
        for complaint in dict.fromkeys(item for item in complaints if item):
            self.refuse(where, complaint)
        if not any(complaints) and pair[0] >= pair[1]:
            low, high = (number_shown(bound) for bound in pair)
            self.refuse(where, f"[{low}, {high}] found; the lowest comes first")

    def table(self, given: str) -> Design | None:
        """A user's own runs; the label of the table is its path as the messages show it."""
        path = self.folder / given
        label = os.fspath(path)
        if not path.exists():
            self.refuse(("design", "csv"), f"{shown(given)}: no such file{neighbour(path)}")
            return None
        before = len(self.findings.mistakes)
        header = self._header(path, label)
        if header is None:
            return None
        rows = read_table(path, label, header, (), self.findings)
        if rows is None:
            return None
        if not rows and len(self.findings.mistakes) == before:
            self.findings.mistake(label, None, (), "has no runs, only names of columns")
        columns = [self._column(name, rows) for name in header]
        if len(self.findings.mistakes) > before:
            return None
        factors = tuple(factor for factor, _ in columns)
        cells = np.stack([cells for _, cells in columns], axis=1)
        return Design("csv", factors, cells, (len(cells),))

    def _header(self, path: Path, label: str) -> list[str] | None:
        """The factors that the table's first line names, or ``None`` after noting what is wrong."""
        text = read_text(path, label, self.findings, LARGEST_TABLE)
        if text is None:
            return None
        first = next(csv.reader(io.StringIO(text)), [])
        header = [cell.strip() for cell in first]
        if not any(header):
            self.findings.mistake(label, 1, (), "the first line names no factor")
            return None
        strange = [name for name in header if name not in allowed_factors()]
        for name in strange:
            message = no_such_factor(name)
            if name == SCENARIO:
                message = "a table cannot vary the scenario; a grid can"
            self.findings.mistake(label, 1, (name,), message)
        return None if strange else header

    def _column(self, name: str, rows: list[Row]) -> tuple[Factor, np.ndarray]:
        """A factor and its cells, as far as they are what it may be."""
        allowed = allowed_factors()[name]
        cells = np.zeros(len(rows))
        if allowed.words is not None:
            for k, row in enumerate(rows):
                complaint = allowed.complaint(row.text(name))
                if complaint is not None:
                    row.mistake(name, complaint)
                else:
                    cells[k] = allowed.words.index(row.text(name))
            return Factor(name, allowed.words), cells
        assert allowed.bounds is not None
        low, high = allowed.bounds
        for k, row in enumerate(rows):
            read = row.whole if allowed.is_whole else None
            value = (
                row.number(name, low, high, allowed.unit)
                if read is None
                else read(name, int(low), int(high))
            )
            cells[k] = 0.0 if value is None else value
        return Factor(name), cells


def _is_pair(pair: Any) -> bool:
    return (
        isinstance(pair, list)
        and len(pair) == 2
        and all(isinstance(x, (int, float)) and not isinstance(x, bool) for x in pair)
    )


def _no_name(value: object) -> str | None:
    return None if isinstance(value, str) and value else f"{shown(value)} found; give a scenario"
