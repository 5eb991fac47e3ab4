"""Reading a result that a command left behind: its manifest, its figures, its scenario.

What is wrong with it is the user's to mend, so everything here raises :class:`scenarios.BadInput`.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.result_folder import MANIFEST, complete, sha256
from scenarios import BadInput, Findings
from scenarios.problems import Problem, listed, unknown
from scenarios.text_files import read_text
from sim.figures import Figures

#: The kind of a study, whose manifest names its key.
STUDY = "study"
LARGEST_MANIFEST = 16 << 20
LARGEST_DOCUMENT = 1 << 30
#: Attributes and coordinates that figures read; results of earlier versions lack some.
_NEEDED = ("source", "scenario", "place", "scale", "seed", "data_hash", "break_year", "draws")
_COORDINATES = ("year", "prefecture", "prefecture_name", "county", "county_row", "county_class")


@dataclass(frozen=True)
class Wanted:
    """Which county indicator a map shows, and of which year; by default the income of the last."""

    map_of: str | None = None
    map_year: int | None = None


@dataclass(frozen=True)
class StoredResult:
    """A folder with a manifest, which is written last: so all files of the result are there."""

    folder: Path
    manifest: dict[str, Any]

    @property
    def kind(self) -> str:
        known = STUDY if "study_key" in self.manifest else "run"
        return str(self.manifest.get("kind", known))

    @property
    def label(self) -> str:
        """What messages call the result."""
        return str(self.folder)

    def has(self, name: str) -> bool:
        """Whether the result has a file of this name."""
        return name in self.manifest.get("files", {})

    def document(self) -> dict[str, Any]:
        """The numbers of an answer that many runs were lived for, its manifest among them."""
        from experiments.kept_answers import document_of

        path = self.folder / document_of(self.kind)
        findings = Findings()
        text = read_text(path, str(path), findings, LARGEST_DOCUMENT)
        findings.raise_mistakes()
        assert text is not None
        content = _parsed(text, path)
        if not isinstance(content, dict):
            raise _refused(str(path), f"not the document of a {self.kind}; answer it again")
        self._check_whole(path)
        return {**content, "manifest": self.manifest}

    def figures(self, name: str, may_differ: bool = False) -> Figures:
        """The figures in one of its netCDF files, refused where they are not those that were
        written, unless they ``may_differ``."""
        from experiments.netcdf import read_netcdf

        path = self.folder / name
        label = str(path)
        if not path.is_file():
            raise _refused(label, "no such file, so there is nothing to draw; run it again")
        try:
            found = read_netcdf(path)
        except (OSError, ValueError) as problem:
            reason = getattr(problem, "strerror", None) or str(problem)
            raise _refused(label, f"cannot be read: {reason}; run it again") from None
        missing = [key for key in _NEEDED if key not in found.attrs and name == "result.nc"]
        missing += [key for key in _COORDINATES if key not in found.coords and name == "result.nc"]
        if missing:
            message = f"made by another version, without {listed(missing)}; run it again"
            raise _refused(label, message)
        if not may_differ:
            self._check_whole(path)
        return found

    def _check_whole(self, path: Path) -> None:
        """Refuse a file that is not what its manifest says was written."""
        written = self.manifest.get("files", {}).get(path.name)
        if written is not None and written != sha256(path):
            raise _refused(str(path), "changed since it was written (SHA-256); run it again")

    def check_wanted(self, figures: Figures, wanted: Wanted) -> None:
        """Refuse a map of an indicator or a year that the result does not have."""
        problems = []
        by_county = [name[7:] for name in figures.data_vars if name.startswith("county_")]
        years = [int(year) for year in figures["year"].values]
        if wanted.map_of is not None and wanted.map_of not in by_county:
            message = unknown("indicator by county", wanted.map_of, by_county, "they")
            problems.append(Problem("--map", None, wanted.map_of, message))
        if wanted.map_year is not None and wanted.map_year not in years:
            message = f"{wanted.map_year}: {self.label} has the years {years[0]} to {years[-1]}"
            problems.append(Problem("--year", None, "", message))
        if problems:
            raise BadInput(problems)


def open_result(given: Path) -> StoredResult:
    """The result in a folder, or the one a manifest belongs to."""
    path = given / MANIFEST if given.is_dir() else given
    with suppress(OSError):  # a folder that cannot be written is read as it is
        complete(path.parent)
    if given.is_dir() and not path.exists():
        message = f"no {MANIFEST} in this folder, so it holds no finished result"
        raise _refused(str(given), message)
    if path.is_file() and path.suffix != Path(MANIFEST).suffix:
        raise _refused(str(path), f"not a manifest; name the result's folder or its {MANIFEST}")
    findings = Findings()
    text = read_text(path, str(path), findings, LARGEST_MANIFEST)
    findings.raise_mistakes()
    assert text is not None
    manifest = _parsed(text, path)
    if not isinstance(manifest, dict) or not isinstance(manifest.get("files", {}), dict):
        raise _refused(str(path), "not the manifest of a result")
    return StoredResult(path.parent, manifest)


def _parsed(text: str, path: Path) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as problem:
        line = getattr(problem, "lineno", None)
        reason = getattr(problem, "msg", None) or type(problem).__name__
        raise BadInput([Problem(str(path), line, "", f"not JSON: {reason}")]) from None


def _refused(label: str, message: str) -> BadInput:
    return BadInput([Problem(label, None, "", message)])
