"""What a study looks at: an indicator of the place, or of a region of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scenarios.problems import unknown
from scenarios.scenario_checks import regions
from sim.figures import Figures
from sim.indicators import INDICATORS
from sim.inputs import COUNTY_CLASSES, Place
from sim.records import REGIONAL


@dataclass(frozen=True)
class Outcome:
    """An indicator by year; of one region, where there is one, ``kind`` being prefecture, class or
    county, ``region`` its key or code and ``region_zh`` what it is called in Chinese. A region
    beyond the place's border is known from its start alone, and nothing of it is in the record."""

    name: str
    indicator: str
    kind: str | None = None
    region: str | None = None
    region_zh: str | None = None
    is_beyond_the_border: bool = False

    @property
    def unit(self) -> str:
        return INDICATORS[self.indicator].unit

    def label(self, language: str) -> str:
        words = INDICATORS[self.indicator].labels[language]
        if self.kind is None:
            return words
        if language == "zh" and self.region_zh is not None:
            return f"{self.region_zh}：{words}"
        return f"{self.name.rpartition('.')[0]}: {words}"

    def of(self, figures: Figures) -> np.ndarray:
        """Its values by year, float64 [years]."""
        if self.kind is None:
            return figures[self.indicator].values
        column = figures[self.kind].values.tolist().index(self.region)
        return figures[f"{self.kind}_{self.indicator}"].values[:, column]


def outcome_named(name: str, place: Place) -> Outcome | str:
    """The outcome of a name such as ``ratio_new`` or ``Beichuan.rural_income_new``, or in words
    why there is none."""
    region, dot, indicator = name.rpartition(".")
    if not dot:
        if name in INDICATORS:
            return Outcome(name, name)
        return unknown("outcome", name, INDICATORS)
    if indicator not in REGIONAL:
        return unknown("outcome by region", indicator, REGIONAL, "outcomes by region")
    known = {**{key: key for key in COUNTY_CLASSES}, **regions(place)}
    if region not in known:
        return unknown("region", region, known)
    key = known[region]
    kind = (
        "class" if key in COUNTY_CLASSES else "prefecture" if key in place.prefectures else "county"
    )
    return Outcome(
        name, indicator, kind, key, _in_chinese(place, kind, key), _is_beyond(place, kind, key)
    )


def _is_beyond(place: Place, kind: str, key: str) -> bool:
    """Whether a region is in the west, which the place pairs with and does not hold."""
    return any(
        not county.is_home
        for county in place.counties
        if key == (county.county_class if kind == "class" else county.code)
    )


def _in_chinese(place: Place, kind: str, key: str) -> str | None:
    """What a prefecture or county is called in Chinese."""
    if kind == "prefecture":
        return place.prefectures[key].zh
    return next((county.name.zh for county in place.counties if county.code == key), None)
