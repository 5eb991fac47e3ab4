"""Which figures of a run are kept as one vector, in the units the likelihood is written in.

Incomes and ratios are kept as logs, shares and rates as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim.figures import Figures
from sim.indicators import INDICATORS
from sim.inputs import Place

INCOMES = ("rural_income_old", "rural_income_new", "urban_income_old", "urban_income_new")
#: Kept for every year beside the incomes: targets, and what lever effects are read from.
FURTHER = (
    "urbanisation_rate",
    "wage_share",
    "net_business_share",
    "property_share",
    "transfer_share",
    "migrant_share",
    "off_farm_share",
    "mountain_plain_ratio",
)


@dataclass(frozen=True, order=True)
class Output:
    """One number of a run: an indicator in a year, of the place or of one of its prefectures."""

    indicator: str
    year: int
    prefecture: str = ""

    @property
    def is_log(self) -> bool:
        """Whether it is kept as a logarithm: an amount of money."""
        return "yuan" in INDICATORS[self.indicator].unit

    def __str__(self) -> str:
        where = f"{self.prefecture}." if self.prefecture else ""
        return f"{where}{self.indicator}.{self.year}"


@dataclass(frozen=True)
class Outputs:
    """The numbers kept of every run, in a fixed order. Workers call it with a run's figures."""

    items: tuple[Output, ...]

    @classmethod
    def of(cls, place: Place, last_year: int | None = None) -> Outputs:
        """Incomes and further indicators by year, and prefectures' incomes where published."""
        years = range(place.base_year + 1, (last_year or place.last_year) + 1)
        inside = {item.prefecture for item in place.counties if item.is_home}
        items = [Output(name, year) for name in (*INCOMES, *FURTHER) for year in years]
        published = {
            Output(row.series, row.year, row.region)
            for row in place.observed
            if row.series in INCOMES
            and row.region in inside
            and row.region != place.name
            and row.verified
            and row.year in years
        }
        return cls((*items, *sorted(published)))

    def __len__(self) -> int:
        return len(self.items)

    def __call__(self, figures: Figures) -> np.ndarray:
        """Shape [outputs], float64. Raises ``KeyError`` where the figures lack an indicator."""
        first = int(figures["year"].values[0])
        names = figures["prefecture"].values.tolist()
        found = np.empty(len(self.items))
        for (indicator, prefecture, is_log), (places, years) in self._series.items():
            rows = years - first
            if prefecture:
                table = figures[f"prefecture_{indicator}"].values
                values = table[rows, names.index(prefecture)]
            else:
                values = figures[indicator].values[rows]
            found[places] = np.log(values) if is_log else values
        return found

    @cached_property
    def _series(self) -> dict[tuple[str, str, bool], tuple[np.ndarray, np.ndarray]]:
        """Of every indicator and prefecture where its outputs stand, and their years."""
        held: dict[tuple[str, str, bool], list[int]] = {}
        for k, item in enumerate(self.items):
            held.setdefault((item.indicator, item.prefecture, item.is_log), []).append(k)
        return {
            series: (np.array(places), np.array([self.items[k].year for k in places]))
            for series, places in held.items()
        }

    def positions(self, items: Sequence[Output]) -> np.ndarray:
        """Where each of some outputs stands. Raises ``KeyError`` for one that is not kept."""
        where = {item: k for k, item in enumerate(self.items)}
        return np.array([where[item] for item in items], dtype=int)

    def by_year(self, indicator: str) -> np.ndarray:
        """Where the years of an indicator of the whole place stand, first year first."""
        return np.array(
            [
                k
                for k, item in enumerate(self.items)
                if item.indicator == indicator and not item.prefecture
            ]
        )
