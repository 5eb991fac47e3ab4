"""What a figure is about: the figures of one result, the published record among them.

A subject is made from the described figures alone, so that a figure drawn from a stored result is
the one that was drawn when it was made, byte for byte.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from experiments.documented import MEASURES, NEW, OLD
from experiments.figures import stamps
from experiments.figures.remembered_place import Tile, remembered
from sim.declare import Label
from sim.figures import Figures
from sim.inputs import Place

OBSERVED, GOAL = "observed_", "goal_"
BAND = (0.05, 0.95)


@dataclass(frozen=True)
class Subject:
    """``figures`` are as ``result.nc`` has them, ``by_draw`` as ``draws.nc``.

    ``map_of`` is the county indicator of the map and ``map_year`` its year.
    """

    figures: Figures
    by_draw: Figures | None = None
    map_of: str = "rural_income_new"
    map_year: int | None = None

    @property
    def years(self) -> list[int]:
        return [int(year) for year in self.figures["year"].values]

    @property
    def break_year(self) -> int:
        return int(self.figures.attrs["break_year"])

    def years_on(self, definition: str) -> list[int]:
        """The years told on a definition; that of the break is told on both where it was."""
        turn = self.break_year
        if definition == NEW:
            return [year for year in self.years if year >= turn]
        last = turn if any(self.published(measure, OLD) for measure in MEASURES) else turn - 1
        return [year for year in self.years if year <= last]

    def modelled(self, name: str, years: list[int]) -> np.ndarray:
        """An indicator in some years."""
        values = self.figures[name].values
        return np.array([values[self.years.index(year)] for year in years])

    def band(self, name: str, years: list[int]) -> tuple[np.ndarray, np.ndarray] | None:
        """Where nine draws in ten lie, by year; ``None`` for a result of one run."""
        if self.by_draw is None:
            return None
        low, high = np.quantile(self.by_draw[name].values, BAND, axis=0)
        at = [self.years.index(year) for year in years]
        return low[at], high[at]

    def published(self, measure: str, definition: str) -> dict[int, float]:
        """An income or the ratio as published, in the years of the run; the ratio is of incomes."""
        if measure != "ratio":
            return self.series(f"{measure}_{definition}")
        rural = self.series(f"rural_income_{definition}")
        urban = self.series(f"urban_income_{definition}")
        return {year: urban[year] / rural[year] for year in rural if year in urban}

    def series(self, indicator: str) -> dict[int, float]:
        """The published counterpart of an indicator; empty where nothing is published."""
        return self._known(f"{OBSERVED}{indicator}")

    def goals(self, indicator: str) -> dict[int, float]:
        """What the scenario names as aims for an indicator; empty where it names none."""
        return self._known(f"{GOAL}{indicator}")

    def _known(self, name: str) -> dict[int, float]:
        held = self.figures.data_vars.get(name)
        if held is None:
            return {}
        known = zip(self.years, held.values.tolist(), strict=True)
        return {year: value for year, value in known if np.isfinite(value)}

    @property
    def place(self) -> Place:
        """What the result remembers of its place: its title, its years and its counties."""
        held = self.figures
        columns = [
            held[f"county_{key}"].values.tolist()
            for key in ("name", "name_zh", "prefecture", "class", "row", "col")
        ]
        tiles = [
            Tile(str(code), Label(name, name_zh), *rest)
            for code, name, name_zh, *rest in zip(held["county"].values, *columns, strict=True)
        ]
        title = Label(str(held.attrs["place_title"]), str(held.attrs["place_title_zh"]))
        return remembered(str(held.attrs["place"]), title, self.years, tiles)

    @property
    def stamp(self) -> Label:
        """What the figures were made from."""
        about = self.figures.attrs
        version = str(about["source"]).partition(",")[0]
        draws = about["draws"]
        bands = Label(f"{draws} draws, bands 5–95 %", f"{draws}组参数抽样，5%–95%区间")
        return stamps.one_line(
            version,
            str(about["scenario"]),
            stamps.scale(about["scale"]),
            stamps.seed(about["seed"]),
            *([bands] if self.by_draw is not None else []),
            stamps.data(str(about["data_hash"])),
        )
