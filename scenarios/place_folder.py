"""A place's folder while it is read: its files, its bibliography, what had to be assumed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path as FilePath

from scenarios.bibliography import bibliography
from scenarios.csv_files import Row
from scenarios.problems import Findings, shown, unknown
from sim.declare import Label
from sim.inputs import Source

FILES = (
    "base_year.yaml",
    "drivers.csv",
    "observed.csv",
    "levers.csv",
    "counties.csv",
    "prefectures.csv",
    "sources.yaml",
)

ASSUMPTION = "assumption"


@dataclass
class Folder:
    """A place's folder while it is read."""

    path: FilePath
    label: str
    findings: Findings
    sources: dict[str, Source] | None = None
    unlisted: dict[str, None] = field(default_factory=dict)
    assumed: list[str] = field(default_factory=list)

    def has(self, name: str) -> bool:
        return (self.path / name).exists()

    def file(self, name: str) -> FilePath:
        return self.path / name

    def called(self, name: str) -> str:
        """What messages call a file of the folder."""
        return f"{self.label}/{name}"

    def assume(self, name: str, keys: Iterable[str], words: Iterable[Label]) -> None:
        """Record what was assumed and name it in one warning about the file it belongs to."""
        keys = list(keys)
        if keys:
            self.assumed += keys
            reason = Label("", "") if self.has(name) else Label("no such file; ", "没有此文件；")
            words = list(words)
            message = Label(
                f"{reason.en}assumed: {', '.join(word.en for word in words)}",
                f"{reason.zh}假定：{'、'.join(word.zh for word in words)}",
            )
            self.findings.warn(self.called(name), None, (), message)

    def cite(self, key: str, label: str, line: int | None, where: Iterable[object]) -> str:
        """A source key after checking it; an empty one is an assumption."""
        if not key or key == ASSUMPTION:
            return ASSUMPTION
        if key in bibliography():
            return key
        if self.sources is None:
            self.unlisted[key] = None
        elif key not in self.sources:
            message = f"{shown(key)}: {unknown('source', key, self.sources)}"
            self.findings.mistake(label, line, where, message)
        return key


def is_verified(row: Row) -> bool:
    return "verified" not in row.cells or bool(row.yes("verified"))


def source_of(where: Folder, row: Row, column: str = "source") -> str:
    return where.cite(row.text(column), row.label, row.line, (column,))
