"""What a run leaves behind: indicators by year, region and source, and the ledger."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING

import numpy as np

from sim.agents.counties import CI
from sim.agents.households import FORGOTTEN
from sim.agents.villages import VI
from sim.declare import Indicator
from sim.figures import Figures, Variable, WhenAsked
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
    years: Years

    def values(self, name: str) -> np.ndarray:
        """Shape [years, regions]."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(INDICATORS[name].compute(self.years))


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

    def indicator(self, name: str) -> np.ndarray:
        """One indicator by year, float64."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(INDICATORS[name].compute(self._years), float)

    def simulated_households(self) -> np.ndarray:
        """Rows of households in villages that are still rural, shape [years, counties].

        A county's rural figures are theirs: the fewer, the more they are chance.
        """
        return self._years.books.kept[:, T.households]

    @cached_property
    def kinds(self) -> dict[str, Regions]:
        """The figures of :data:`REGIONAL` by prefecture, class and county."""
        classes = self._w.county_codes[CI.county_class]
        prefectures = self._w.county_codes[CI.prefecture]
        names = list(self._place.prefectures)
        everywhere = self._years.of(np.ones(classes.size, bool))
        inside = np.unique(prefectures[self._years.region])
        return {
            "prefecture": Regions(
                [names[number] for number in inside], self._years.by(prefectures)
            ),
            "class": Regions(
                [COUNTY_CLASSES[k] for k in np.unique(classes)], everywhere.by(classes)
            ),
            "county": Regions(
                [county.code for county in self._place.counties],
                everywhere.by(np.arange(classes.size)),
            ),
        }


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

    Raises ``ValueError`` before the last year has been lived, when incomes are not counted yet.
    """
    if run.accounts == FORGOTTEN:
        raise ValueError(
            f"figures are of whole runs, and this one is in {run.year}, not at its end"
        )
    records, ledger = run.records, run.ledger
    at_the_end, along = figures_at_the_end(run.world, run.blocks.incomes_by_class(run.world))
    tables, groups = _money(ledger)
    kinds = {kind: regions.names for kind, regions in records.kinds.items()}
    years = np.arange(run.place.base_year + 1, run.year + 1)
    return Figures(
        WhenAsked(
            {name: partial(_indicator, records, name) for name in INDICATORS}
            | {
                f"{kind}_{name}": partial(_by_region, regions, kind, name)
                for kind, regions in records.kinds.items()
                for name in REGIONAL
            }
            | {"county_simulated_households": partial(_simulated_households, records)}
            | tables
            | {name: partial(_as_it_is, variable) for name, variable in at_the_end.items()}
        ),
        {
            "year": Variable(("year",), years),
            **{
                name: Variable((name,), np.array(items))
                for name, items in (kinds | groups | along).items()
            },
        },
        {
            "scenario": run.scenario.name,
            "place": run.place.name,
            "scale": run.scale,
            "seed": run.seed_number,
            "scenario_hash": run.scenario.hash(),
            "largest_imbalance": ledger.largest_imbalance,
            **records.rows,
        },
    )


def _indicator(records: Records, name: str) -> Variable:
    return Variable(("year",), records.indicator(name), _described(INDICATORS[name]))


def _by_region(regions: Regions, kind: str, name: str) -> Variable:
    item = INDICATORS[name]
    about = {"units": item.unit, "long_name": f"{item.labels.en}, by {kind}"}
    return Variable(("year", kind), regions.values(name), about)


def _simulated_households(records: Records) -> Variable:
    about = {"units": "households", "long_name": "rural households simulated, by county"}
    return Variable(("year", "county"), records.simulated_households().astype(float), about)


def _as_it_is(variable: Variable) -> Variable:
    return variable


@cache
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


#: The tables of money: the dimensions beside the year, the name in words, and how it is reckoned.
MONEY: dict[str, tuple[tuple[str, ...], str, Callable[[Ledger], np.ndarray]]] = {
    "money_by_lever": (
        ("lever",), "money by lever", lambda ledger: ledger.paid_by_lever.sum(axis=2),
    ),
    "money_by_payer": (
        ("payer",), "money by payer", lambda ledger: ledger.paid_by_lever.sum(axis=1),
    ),
    "money_by_recipient": (
        ("recipient",), "money by recipient", lambda ledger: ledger.received_by_lever.sum(axis=1),
    ),
    "money_paid": (
        ("lever", "payer"), "money paid for levers", lambda ledger: ledger.paid_by_lever,
    ),
    "money_received": (
        ("lever", "recipient"), "money of levers received",
        lambda ledger: ledger.received_by_lever,
    ),
    "ledger_sources": (
        ("source",), "public money by source", lambda ledger: _table(ledger.sources()),
    ),
    "ledger_uses": (("use",), "public money by use", lambda ledger: _table(ledger.uses())),
}  # fmt: skip


def _money(ledger: Ledger) -> tuple[dict[str, Callable[[], Variable]], dict[str, list[str]]]:
    """The tables of the ledger, yuan a year, and the names along their dimensions."""
    groups = {
        "lever": list(ledger.levers),
        "payer": list(PAYERS),
        "recipient": list(RECIPIENTS),
        "source": list(ledger.source_names),
        "use": list(ledger.use_names),
    }
    return {name: partial(_money_table, ledger, name) for name in MONEY}, groups


def _money_table(ledger: Ledger, name: str) -> Variable:
    dimensions, long_name, reckon = MONEY[name]
    about = {"units": "yuan/year", "prices": "current", "long_name": long_name}
    return Variable(("year", *dimensions), reckon(ledger), about)


def _table(columns: Mapping[str, np.ndarray]) -> np.ndarray:
    """Shape [years, columns]."""
    return np.array(list(columns.values())).T
