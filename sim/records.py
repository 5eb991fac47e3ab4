"""What a run leaves behind: indicators by year, region and source, and the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
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
from sim.policy import PAYERS
from sim.statistics_office import Years
from sim.tallies import T, W
from sim.units import unit
from sim.world import RECIPIENTS, World
from sim.yearbooks import YearBooks

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


@dataclass(frozen=True)
class Regions:
    """Names of the regions of a kind and the figures of the years by region."""

    names: list[str]
    figures: dict[str, np.ndarray]

    def values(self, name: str) -> np.ndarray:
        """Shape [years, regions]."""
        return self.figures[name]


class Records:
    """The figures of a world's place over the years entered in its books."""

    def __init__(self, books: YearBooks, w: World, p: np.ndarray, place: Place) -> None:
        self._w = w
        self._place = place
        self._years = Years(books, w, p)
        self.rows = home_rows(books, w)

    def indicators(self) -> dict[str, np.ndarray]:
        """Every indicator by year, float64."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return {
                name: np.asarray(item.compute(self._years), float)
                for name, item in INDICATORS.items()
            }

    @cached_property
    def kinds(self) -> dict[str, Regions]:
        """The figures of :data:`REGIONAL` by prefecture, class and county."""
        classes = self._w.county_codes[CI.county_class]
        prefectures = self._w.county_codes[CI.prefecture]
        names = list(self._place.prefectures)
        everywhere = self._years.of(np.ones(classes.size, bool))
        inside = np.unique(prefectures[self._years.region])
        return {
            "prefecture": _regions(
                [names[number] for number in inside], self._years.by(prefectures)
            ),
            "class": _regions(
                [COUNTY_CLASSES[k] for k in np.unique(classes)], everywhere.by(classes)
            ),
            "county": _regions(
                [county.code for county in self._place.counties],
                everywhere.by(np.arange(classes.size)),
            ),
        }


def _regions(names: list[str], years: Years) -> Regions:
    with np.errstate(divide="ignore", invalid="ignore"):
        return Regions(names, {name: INDICATORS[name].compute(years) for name in REGIONAL})


def home_rows(books: YearBooks, w: World) -> dict[str, int]:
    """How many villages and, in the first year, households are simulated, the west left out.

    Nothing before the first year has been lived.
    """
    if not len(books.rural):
        return {}
    home = w.county_codes[CI.is_home] == 1
    rural, towns = books.rural[0, T.households], books.towns[0, W.households]
    households = rural[home].sum() + towns[home].sum()
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
    records = run.records
    variables = {
        name: Variable(("year",), values, _described(INDICATORS[name]))
        for name, values in records.indicators().items()
    }
    for kind, regions in records.kinds.items():
        coordinates[kind] = regions.names
        for name in REGIONAL:
            item = INDICATORS[name]
            about = {"units": item.unit, "long_name": f"{item.labels.en}, by {kind}"}
            variables[f"{kind}_{name}"] = Variable(("year", kind), regions.values(name), about)
    tables, groups = _money(run.ledger)
    at_the_end, along = figures_at_the_end(run.world, run.blocks.incomes_by_class(run.world))
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
            **records.rows,
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
        "lever": list(ledger.levers),
        "payer": list(PAYERS),
        "recipient": list(RECIPIENTS),
        "source": list(ledger.sources()),
        "use": list(ledger.uses()),
    }
    paid, received = ledger.paid_by_lever, ledger.received_by_lever
    tables = (
        ("money_by_lever", ("lever",), "money by lever", paid.sum(axis=2)),
        ("money_by_payer", ("payer",), "money by payer", paid.sum(axis=1)),
        ("money_by_recipient", ("recipient",), "money by recipient", received.sum(axis=1)),
        ("money_paid", ("lever", "payer"), "money paid for levers", paid),
        ("money_received", ("lever", "recipient"), "money of levers received", received),
        ("ledger_sources", ("source",), "public money by source", _table(ledger.sources())),
        ("ledger_uses", ("use",), "public money by use", _table(ledger.uses())),
    )
    return {
        name: Variable(
            ("year", *dimensions),
            values,
            {"units": "yuan/year", "prices": "current", "long_name": long_name},
        )
        for name, dimensions, long_name, values in tables
    }, groups


def _table(columns: Mapping[str, np.ndarray]) -> np.ndarray:
    """Shape [years, columns]."""
    return np.array(list(columns.values())).T
