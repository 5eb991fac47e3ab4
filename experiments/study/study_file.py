"""Reading a study file: every mistake in one pass, with its line and the nearest valid name."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

import scenarios
import sim
from experiments.central_values import at_central_values
from experiments.draws import draws_of
from experiments.studies import STUDY_FILE, shipped_studies
from experiments.study.answers import rehearse
from experiments.study.design_reading import read_design
from experiments.study.factors import SCENARIO, SEED
from experiments.study.outcomes import Outcome, outcome_named
from experiments.study.questions import Discovery, Draws, Study
from experiments.study.schema import MOST_RUNS, study_schema
from scenarios import Findings
from scenarios.problems import BadInput, shown, unknown
from scenarios.scenario_files import is_path
from scenarios.schema_check import check
from scenarios.text_files import neighbour, read_text
from scenarios.yaml_files import Document, parse_yaml
from sim.inputs import Place, Scenario


def read_study(
    path: Path,
    place: str | None = None,
    findings: Findings | None = None,
    posterior: Path | None = None,
) -> Study:
    """The study of a file. ``place`` stands above the one the file names, ``posterior`` above the
    one the place came with.

    Raises :class:`scenarios.BadInput` with every mistake; warnings go to ``findings``.
    """
    gathered = Findings()
    study = checked_study(path, place, gathered, posterior)
    if findings is not None:
        findings.extend(gathered.warnings)
    gathered.raise_mistakes()
    assert study is not None
    return study


def study_path(given: Path) -> Path:
    """The file of a worked study's name, or that of a study's folder; any other as it stands."""
    if (given / STUDY_FILE).is_file():
        return given / STUDY_FILE
    return given if given.is_file() else shipped_studies().get(os.fspath(given), given)


def checked_study(
    path: Path, place: str | None, findings: Findings, posterior: Path | None = None
) -> Study | None:
    """The study of a file, or ``None`` after noting every mistake."""
    label = os.fspath(path)
    if not path.exists() and not is_path(label):
        noun = "file and no such worked study"
        message = unknown(noun, label, shipped_studies(), "worked studies")
        findings.mistake(label, None, (), message)
        return None
    text = read_text(path, label, findings)
    document = None if text is None else parse_yaml(text, label, findings)
    if text is None or document is None:
        return None
    before = len(findings.mistakes)
    check(document, study_schema(), findings)
    reader = _Reader(document, path.parent, findings)
    at = reader.place(place, posterior)
    named = reader.scenarios(at)
    outcomes = reader.outcomes(at)
    design = read_design(document, path.parent, findings)
    reader.check_repetitions(design.factors if design else ())
    years = reader.years(named)
    year = reader.year(years)
    discovery = reader.discovery(outcomes, years)
    answer = reader.answer()
    if len(findings.mistakes) > before or at is None or design is None or year is None:
        return None
    data = document.data
    count = data.get("draws")
    draws = None if count is None else _draws(count, at)
    study = Study(
        name=path.stem if path.stem != "study" else path.resolve().parent.name,
        title=data.get("title", path.stem),
        question=" ".join(data.get("question", "").split()),
        place=at,
        scenarios=named,
        scale=float(data.get("scale", sim.DEFAULT_SCALE)),
        design=design,
        outcomes=tuple(outcomes),
        year=year,
        seeds=tuple(data.get("seeds", (1,))),
        draws=draws,
        discovery=discovery,
        answer=answer,
        title_zh=data.get("title_zh", ""),
        text=text,
    )
    if study.runs > MOST_RUNS:
        message = f"{study.runs:,} runs asked for; at most {MOST_RUNS:,} are possible"
        findings.mistake(label, document.line(("design",)), ("design",), message)
    elif study.answer is not None:
        rehearse(study, findings)
    return study if len(findings.mistakes) == before else None


def _draws(count: int, place: Place) -> Draws:
    """Parameter vectors from the place's posterior, or from the priors where it has none.

    Raises :class:`scenarios.BadInput` when the posterior's files cannot be read.
    """
    drawn, origin = draws_of(place, count, seed=1)
    names = tuple(drawn[0])
    return Draws(names, np.array([[draw[name] for name in names] for draw in drawn]), origin)


@dataclass
class _Reader:
    """Reads one document part by part; a part with a mistake is noted and left out."""

    document: Document
    folder: Path
    findings: Findings

    def refuse(self, where: tuple[object, ...], message: str) -> None:
        self.findings.mistake(self.document.label, self.document.line(where), where, message)

    def _text(self, key: str) -> str | None:
        given = self.document.data.get(key)
        return given if isinstance(given, str) and given else None

    def place(self, named: str | None, posterior: Path | None) -> Place | None:
        given = named or self._text("place") or scenarios.DEFAULT_PLACE
        beside = self.folder / given
        try:
            found = scenarios.load_place(
                beside if named is None and is_path(given) else given, self.findings
            )
            return at_central_values(found, posterior)
        except BadInput as bad:
            self.findings.extend(bad.problems)
            return None

    def scenarios(self, place: Place | None) -> dict[str, Scenario]:
        """The scenario of the file, or those of its factor ``scenario``, by name as written."""
        if place is None:
            return {}
        found: dict[str, Scenario] = {}
        for where, name in self._scenario_names():
            path: str | Path = self.folder / name if is_path(name) else name
            try:
                found[name] = scenarios.load(path, place, self.findings)
            except BadInput as bad:
                for problem in bad.problems:
                    if problem.line is None and problem.file in (name, os.fspath(path)):
                        self.refuse(where, f"{shown(name)}: {problem.message}")
                    else:
                        self.findings.extend([problem])
        if len({scenario.ends for scenario in found.values()}) > 1:
            ends = ", ".join(f"{name} {scenario.ends}" for name, scenario in found.items())
            self.refuse(("design",), f"scenarios end in different years: {ends}")
        return found

    def _scenario_names(self) -> list[tuple[tuple[object, ...], str]]:
        """Every scenario that is named, once, and where."""
        design = self.document.data.get("design")
        design = design if isinstance(design, Mapping) else {}
        grid = design.get("grid")
        varied = grid.get(SCENARIO) if isinstance(grid, Mapping) else None
        names: dict[str, tuple[object, ...]] = {}
        if isinstance(varied, list):
            if "scenario" in self.document.data:
                self.refuse(("scenario",), "the design varies the scenario; leave this out")
            for number, name in enumerate(varied):
                if isinstance(name, str):
                    names.setdefault(name, ("design", "grid", SCENARIO, number))
        else:
            names[self._text("scenario") or "history"] = ("scenario",)
        return [(where, name) for name, where in names.items()]

    def outcomes(self, place: Place | None) -> list[Outcome]:
        given = self.document.data.get("outcomes")
        found: list[Outcome] = []
        for number, name in enumerate(given if isinstance(given, list) else []):
            if not isinstance(name, str) or place is None:
                continue
            where = ("outcomes", number)
            outcome = outcome_named(name, place)
            line = self.document.line(where)
            if isinstance(outcome, str):
                message = f"{shown(name)}: {outcome}"
                self.findings.mistake(self.document.label, line, ("outcomes",), message)
            elif outcome in found:
                message = f"{shown(name)} is there twice"
                self.findings.mistake(self.document.label, line, ("outcomes",), message)
            else:
                found.append(outcome)
        return found

    def check_repetitions(self, factors: Any) -> None:
        data = self.document.data
        if "seeds" in data and "draws" in data:
            self.refuse(("draws",), "give seeds or draws, not both; draw k has a seed of its own")
        names = [factor.name for factor in factors]
        for key in ("seeds", "draws"):
            if key in data and SEED in names:
                self.refuse((key,), "the design varies the seed; leave this out")
        seeds = data.get("seeds")
        if isinstance(seeds, list) and len({str(seed) for seed in seeds}) < len(seeds):
            self.refuse(("seeds",), "a seed is there twice")

    def years(self, named: Mapping[str, Scenario]) -> range | None:
        """The years that are lived; ``None`` where no scenario could be read."""
        for scenario in named.values():
            return range(scenario.place.base_year + 1, scenario.ends + 1)
        return None

    def year(self, years: range | None) -> int | None:
        """The year that indices look at: the last one, if none is named."""
        given = self.document.data.get("year", years[-1] if years else None)
        return self._within(("year",), given, years)

    def _within(self, where: tuple[object, ...], year: object, years: range | None) -> int | None:
        if years is None or not isinstance(year, int):
            return None
        if year not in years:
            self.refuse(where, f"{year} found; runs live {years[0]} to {years[-1]}")
        return year

    def discovery(self, outcomes: list[Outcome], years: range | None) -> Discovery | None:
        given = self.document.data.get("discovery")
        if not isinstance(given, Mapping):
            return None
        here = ("discovery",)
        names = [item.name for item in outcomes]
        outcome = given.get("outcome")
        if isinstance(outcome, str) and names and outcome not in names:
            message = (
                f"{shown(outcome)}: {unknown('outcome here', outcome, names, 'outcomes here')}"
            )
            self.refuse((*here, "outcome"), message)
        limits = [given.get(side) for side in ("below", "above") if side in given]
        if len(limits) != 1:
            self.refuse(here, "give below or above, one of them")
        last = years[-1] if years else None
        year = self._within((*here, "year"), given.get("year", last), years)
        limit = limits[0] if limits else None
        if year is None or not isinstance(outcome, str) or not isinstance(limit, (int, float)):
            return None
        return Discovery(outcome, float(limit), "below" in given, year)

    def answer(self) -> Path | None:
        given = self._text("answer")
        if given is None:
            return None
        path = self.folder / given
        if not path.is_file():
            self.refuse(("answer",), f"{shown(given)}: no such file{neighbour(path)}")
        return path
