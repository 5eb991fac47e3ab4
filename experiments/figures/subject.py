"""What a figure is about: a result's figures, the published record beside them, and their stamp."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

import sim
from experiments.documented import break_year, definitions_of, documented, published
from experiments.manifest import data_hash
from experiments.runs import Outcome
from sim.figures import Figures
from sim.inputs import Place


@dataclass(frozen=True)
class Subject:
    """``figures`` are those of a result; ``observed`` its place's verified series; ``goals`` what
    its scenario names as aims."""

    figures: Figures
    place: Place
    observed: Mapping[str, Mapping[int, float]]
    title: str
    stamp: str
    goals: Mapping[str, Mapping[int, float]] = field(default_factory=dict)

    @property
    def years(self) -> list[int]:
        return [int(year) for year in self.figures["year"].values]

    @property
    def break_year(self) -> int:
        return break_year(self.place)

    def years_on(self, definition: str) -> list[int]:
        """The years that are told on a definition; that of the break is told on both."""
        return [year for year, held in definitions_of(self.place, self.years) if held == definition]

    def modelled(self, name: str, years: list[int]) -> np.ndarray:
        """An indicator in some years."""
        values = self.figures[name].values
        return np.array([values[self.years.index(year)] for year in years])

    def published(self, measure: str, definition: str) -> dict[int, float]:
        """An income or the ratio as published, in the years of the run."""
        known = documented(self.place, measure, definition)
        return {year: value for year, value in known.items() if year in self.years}

    def series(self, name: str) -> dict[int, float]:
        """An observed series in the years of the run; empty where nothing is published."""
        known = self.observed.get(name, {})
        return {year: value for year, value in known.items() if year in self.years}


def subject_of(outcome: Outcome) -> Subject:
    """The subject of a run's figures."""
    request = outcome.request
    scenario = request.scenario
    parts = [
        f"shanhai {sim.__version__}",
        scenario.name,
        f"scale {request.scale:g}",
        f"seed {request.seed}",
        *([f"{request.runs} draws"] if request.draws else []),
        f"data {data_hash(scenario.place)[:8]}",
    ]
    return Subject(
        outcome.central,
        scenario.place,
        published(scenario.place),
        scenario.title or scenario.name,
        " · ".join(parts),
        scenario.goals,
    )
