"""What the figures of a comparison are about: its document, its place, names and a stamp."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

import sim
from experiments.figures import stamps
from experiments.figures.remembered_place import Tile, remembered
from experiments.figures.wording import word
from sim.declare import Label
from sim.indicators import INDICATORS
from sim.inputs import Place
from sim.levers import all_levers

REMOVAL = "no_"


@dataclass(frozen=True)
class ComparisonSubject:
    """``document`` is that of a comparison; see :mod:`experiments.comparison.document`."""

    document: Mapping[str, Any]

    @property
    def place(self) -> Place:
        """What the comparison remembers of its place: its title, its years and its counties."""
        tiles = [
            Tile(code, Label(**held["name"]), held["prefecture"], held["class"], *held["tile"])
            for code, held in self.document["counties"].items()
        ]
        title = Label(**self.document["place_title"])
        return remembered(self.document["place"], title, self.years, tiles)

    @property
    def years(self) -> list[int]:
        return list(self.document["years"])

    @property
    def names(self) -> list[str]:
        """The scenarios compared."""
        return list(self.document["scenarios"])

    def of(self, scenario: str) -> Mapping[str, Any]:
        found = self.document["scenarios"][scenario]
        assert isinstance(found, Mapping)
        return found

    def effect(self, scenario: str, indicator: str) -> dict[str, np.ndarray]:
        """The band of an indicator's difference by year."""
        held = self.of(scenario)["difference"][indicator]
        return {key: np.array(held[key]) for key in ("median", "p05", "p25", "p75", "p95")}

    def against(self, language: str) -> str:
        if language == "zh" and "against_title_zh" in self.document:
            return str(self.document["against_title_zh"])
        return scenario_label(self.document["against"], language)

    def name(self, scenario: str, language: str) -> str:
        """A scenario of the comparison: its title in Chinese, its name in words in English."""
        if language == "zh" and "title_zh" in self.of(scenario):
            return str(self.of(scenario)["title_zh"])
        return scenario_label(scenario, language)

    def label(self, scenario: str, language: str) -> str:
        """What the effect rests on, in words."""
        held = self.of(scenario)
        return word(held["label"] if held["labels"] else "no_lever_differs", language)

    @property
    def stamp(self) -> Label:
        held, seeds = self.document, self.document["seeds_per_draw"]
        return stamps.one_line(
            f"shanhai {sim.__version__}",
            stamps.draws(held["draws"], held["draws_from"]),
            Label(f"{stamps.counted(seeds, 'seed')} a draw", f"每组{seeds}个随机种子"),
            stamps.scale(held["scale"]),
            stamps.seed(held["seed"]),
            stamps.data(held["manifest"]["data_hash"]),
        )


def scenario_label(name: str, language: str) -> str:
    """A scenario's name in words; one that takes a lever away by that lever's label."""
    lever = name.removeprefix(REMOVAL)
    if name == "history":
        return "历史" if language == "zh" else "history"
    if name.startswith(REMOVAL) and lever in all_levers():
        return word("without", language).format(lever=lever_label(lever, language))
    return name.replace("_", " ")


def lever_label(lever: str, language: str) -> str:
    """A lever's name in scenario files, or its Chinese label."""
    return all_levers()[lever].label().zh if language == "zh" else lever.replace("_", " ")


def indicator_label(name: str, language: str) -> str:
    return INDICATORS[name].labels[language]
