"""What a run leaves behind: indicators by year, region and source, and the ledger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from sim.agents.counties import CI
from sim.agents.villages import VI
from sim.declare import Indicator
from sim.figures import Figures, Variable
from sim.figures_at_the_end import figures_at_the_end
from sim.indicators import INDICATORS
from sim.inputs import COUNTY_CLASSES, Place
from sim.ledger import Ledger
from sim.statistics_office import Year
from sim.tallies import T, W
from sim.units import unit
from sim.world import World

if TYPE_CHECKING:
    from sim.simulation import Simulation

#: What is published for every prefecture, class and county.
REGIONAL = (
    "rural_income_old",
    "rural_income_new",
    "urban_income_old",
    "urban_income_new",
    "migrant_share",
    "urbanisation_rate",
)


def regional_figures(year: Year) -> dict[str, np.ndarray]:
    """Figures of several regions at once; the year's region is boolean [regions, counties]."""
    with np.errstate(divide="ignore", invalid="ignore"):
        workers = sum(year.rural(row) for row in (T.farm, T.local, T.self_employed, T.away))
        return {
            "rural_income_old": year.rural_old().per_head,
            "rural_income_new": year.rural_new().per_head * year.offset(is_rural=True),
            "urban_income_old": year.urban_old().per_head,
            "urban_income_new": year.urban_new().per_head * year.offset(is_rural=False),
            "migrant_share": year.rural(T.away) / workers,
            "urbanisation_rate": 1.0 - year.rural_residents() / year.residents(),
        }


@dataclass
class Regions:
    """Names of the regions of a kind and the counties in them."""

    names: list[str]
    masks: np.ndarray
    series: dict[str, list[np.ndarray]] = field(
        default_factory=lambda: {name: [] for name in REGIONAL}
    )

    def note(self, year: Year) -> None:
        for name, values in regional_figures(year.of(self.masks)).items():
            self.series[name].append(values)

    def values(self, name: str) -> np.ndarray:
        """Shape [years, regions]."""
        return np.array(self.series[name])


class Records:
    """Collects the figures of a world's place, year by year."""

    def __init__(self, w: World, place: Place) -> None:
        classes = w.county_codes[CI.county_class]
        prefectures = w.county_codes[CI.prefecture]
        home = w.county_codes[CI.is_home] == 1
        names = list(place.prefectures)
        inside = list(np.unique(prefectures[home]))
        self.kinds = {
            "prefecture": Regions(
                [names[number] for number in inside],
                np.array([home & (prefectures == number) for number in inside]),
            ),
            "class": Regions(
                [COUNTY_CLASSES[k] for k in np.unique(classes)],
                np.array([classes == k for k in np.unique(classes)]),
            ),
            "county": Regions(
                [county.code for county in place.counties],
                np.eye(len(place.counties), dtype=bool),
            ),
        }
        self.series: dict[str, list[float]] = {name: [] for name in INDICATORS}
        self.rows: dict[str, int] = {}

    def note(self, year: Year) -> None:
        """Note the figures of a year that has just been lived."""
        if not self.rows:
            self.rows = home_rows(year.w)
        for name, item in INDICATORS.items():
            self.series[name].append(item.compute(year))
        for regions in self.kinds.values():
            regions.note(year)

    def indicators(self) -> dict[str, np.ndarray]:
        """Every indicator by year noted, float64."""
        return {name: np.array(values, float) for name, values in self.series.items()}


def home_rows(w: World) -> dict[str, int]:
    """How many simulated villages and households there are, the west left out."""
    home = w.county_codes[CI.is_home] == 1
    households = w.rural[T.households][home].sum() + w.towns[W.households][home].sum()
    return {
        "villages": int(home[w.village_codes[VI.county]].sum()),
        "households": int(households),
    }


def figures_of(run: Simulation) -> Figures:
    """The figures of a run: indicators by year, regional figures, the ledger.

    Every variable has ``units``, ``long_name``, ``long_name_zh`` and, for money, ``prices`` in its
    attributes.
    """
    coordinates: dict[str, list[str]] = {}
    variables = {
        name: Variable(("year",), values, _described(INDICATORS[name]))
        for name, values in run.indicators().items()
    }
    for kind, regions in run.records.kinds.items():
        coordinates[kind] = regions.names
        for name in REGIONAL:
            item = INDICATORS[name]
            about = {"units": item.unit, "long_name": f"{item.labels.en}, by {kind}"}
            variables[f"{kind}_{name}"] = Variable(("year", kind), regions.values(name), about)
    tables, groups = _money(run.ledger)
    at_the_end, along = figures_at_the_end(run.world)
    years = np.arange(run.place.base_year + 1, run.year + 1)
    return Figures(
        variables | tables | at_the_end,
        {
            "year": Variable(("year",), years),
            **{
                name: Variable((name,), np.array(items))
                for name, items in (coordinates | groups | along).items()
            },
        },
        {
            "scenario": run.scenario.name,
            "place": run.place.name,
            "scale": run.scale,
            "seed": run.seed_number,
            "scenario_hash": run.scenario.hash(),
            "largest_imbalance": run.ledger.largest_imbalance,
            **run.records.rows,
        },
    )


def _described(item: Indicator) -> dict[str, str]:
    """What an indicator is, as attributes."""
    attributes = {
        "units": item.unit,
        "long_name": item.labels.en,
        "long_name_zh": item.labels.zh,
        "description": item.doc,
    }
    prices = unit(item.unit).prices
    return attributes | {"prices": prices} if prices else attributes


def _money(ledger: Ledger) -> tuple[dict[str, Variable], dict[str, list[str]]]:
    """The tables of the ledger, yuan a year, and the names along their dimensions."""
    groups = {
        "lever": ledger.by_lever(),
        "payer": ledger.by_payer(),
        "recipient": ledger.by_recipient(),
        "source": ledger.sources(),
        "use": ledger.uses(),
    }

    def by(group: str) -> np.ndarray:
        """Shape [years, group]."""
        return np.array(list(groups[group].values())).T

    def by_lever(table: Callable[[str], dict[str, list[float]]]) -> np.ndarray:
        """Shape [years, levers, group]."""
        values = np.array([list(table(lever).values()) for lever in groups["lever"]])
        return values.transpose(2, 0, 1)

    tables = (
        ("money_by_lever", ("lever",), "money by lever", by("lever")),
        ("money_by_payer", ("payer",), "money by payer", by("payer")),
        ("money_by_recipient", ("recipient",), "money by recipient", by("recipient")),
        ("money_paid", ("lever", "payer"), "money paid for levers", by_lever(ledger.by_payer)),
        (
            "money_received", ("lever", "recipient"), "money of levers received",
            by_lever(ledger.by_recipient),
        ),
        ("ledger_sources", ("source",), "public money by source", by("source")),
        ("ledger_uses", ("use",), "public money by use", by("use")),
    )  # fmt: skip
    variables = {
        name: Variable(
            ("year", *dimensions),
            values,
            {"units": "yuan/year", "prices": "current", "long_name": long_name},
        )
        for name, dimensions, long_name, values in tables
    }
    return variables, {group: list(table) for group, table in groups.items()}
