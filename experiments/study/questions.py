"""A study as it has been read: what is asked, of which runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from experiments.draws import CENTRAL
from experiments.manifest import data_hash, digest, parameters_hash
from experiments.source_hashes import model_hash
from experiments.study.designs import Design
from experiments.study.factors import SCENARIO, SEED
from experiments.study.order import run_order
from experiments.study.outcomes import Outcome
from experiments.study.recipe import Recipe, Task
from sim.inputs import Place, Scenario


@dataclass(frozen=True)
class Discovery:
    """Which runs are of interest: those whose outcome lies on one side of a limit in a year."""

    outcome: str
    limit: float
    is_below: bool
    year: int


@dataclass(frozen=True)
class Draws:
    """Parameter vectors: float64 [draws, names]. Draw ``k`` runs under seed ``k + 1``.

    ``origin`` says where they come from: ``posterior`` or ``priors``.
    """

    names: tuple[str, ...]
    values: np.ndarray
    origin: str


@dataclass(frozen=True)
class Study:
    """A question, the runs that answer it and what is looked at.

    Run ``n`` is repetition ``n % repetitions`` of point ``n // repetitions``; a repetition is a
    seed or a draw. ``year`` is the one that tables of indices look at, ``title_zh`` the title in
    Chinese, empty where the file gives none.
    """

    name: str
    title: str
    question: str
    place: Place
    scenarios: Mapping[str, Scenario]
    scale: float
    design: Design
    outcomes: tuple[Outcome, ...]
    year: int
    seeds: tuple[int, ...] = (1,)
    draws: Draws | None = None
    discovery: Discovery | None = None
    answer: Path | None = None
    title_zh: str = ""
    text: str = field(default="", repr=False)

    def titled(self, language: str) -> str:
        """The title in ``en`` or ``zh``; where there is none in Chinese, that in English."""
        return (self.title_zh if language == "zh" else "") or self.title

    @property
    def repetitions(self) -> int:
        return len(self.draws.values) if self.draws is not None else len(self.seeds)

    @property
    def draws_from(self) -> str:
        """Where the draws come from; nowhere in a study of seeds, which has the central values."""
        return self.draws.origin if self.draws is not None else CENTRAL

    @property
    def runs(self) -> int:
        return self.design.points * self.repetitions

    @property
    def years(self) -> range:
        scenario = next(iter(self.scenarios.values()))
        return range(self.place.base_year + 1, scenario.ends + 1)

    def order(self) -> np.ndarray:
        """Run numbers in the order they are lived, int64 [runs]."""
        return run_order(self.design.points, self.repetitions, self.design.shape)

    def task(self, run: int) -> Task:
        """What a worker is told of a run."""
        point, repetition = divmod(run, self.repetitions)
        cells = tuple(self.design.cells[point].tolist())
        draw = () if self.draws is None else tuple(self.draws.values[repetition].tolist())
        return Task(run, self.seed(run), cells, draw)

    def seed(self, run: int) -> int:
        """Of chance: the design's where it has a column for it."""
        point, repetition = divmod(run, self.repetitions)
        names = [factor.name for factor in self.design.factors]
        if SEED in names:
            return int(self.design.cells[point, names.index(SEED)])
        return repetition + 1 if self.draws is not None else self.seeds[repetition]

    def plain(self, run: int) -> dict[str, Any]:
        """A run's number, scenario, factors, seed and draw, as columns of a table."""
        point, repetition = divmod(run, self.repetitions)
        factors = self.design.plain(point)
        return {
            "run": run,
            "scenario": factors.pop(SCENARIO, next(iter(self.scenarios))),
            **{name: value for name, value in factors.items() if name != SEED},
            "seed": self.seed(run),
            "draw": repetition if self.draws is not None else "",
        }

    def columns(self) -> list[str]:
        """The names of :meth:`plain`, in order."""
        others = [f.name for f in self.design.factors if f.name not in (SCENARIO, SEED)]
        return ["run", "scenario", *others, "seed", "draw"]

    def recipe(self) -> Recipe:
        return Recipe(
            dict(self.scenarios),
            self.design.factors,
            self.draws.names if self.draws is not None else (),
            self.outcomes,
            self.scale,
            model_hash(),
        )

    def parts(self) -> dict[str, str]:
        """What every number of the study depends on, each part named by a hash or a value."""
        design = self.design
        factors = [
            [f.name, None if f.choices is None else [str(item) for item in f.choices]]
            for f in design.factors
        ]
        drawn = None if self.draws is None else [self.draws.names, self.draws.values.tolist()]
        return {
            "the model": model_hash(),
            "the place": digest([self.place.name, data_hash(self.place)]),
            "the scenarios": digest(
                [[s.name, s.hash(), parameters_hash(s)] for s in self.scenarios.values()]
            ),
            "the scale": repr(self.scale),
            "the seeds or draws": digest([self.seeds, drawn]),
            "the design": digest([design.kind, factors, list(_hexed(design.cells))]),
            "the outcomes": digest([item.name for item in self.outcomes]),
        }

    def key(self) -> str:
        """Sixteen hexadecimal digits that name everything the numbers depend on."""
        return digest(self.parts())


def _hexed(cells: np.ndarray) -> Iterator[str]:
    """Every row as text that differs when a bit does."""
    for row in cells:
        yield row.astype("<f8").tobytes().hex()
