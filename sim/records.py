"""What a run leaves behind: indicators by year, region and source, as one xarray Dataset."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from sim.agents.counties import CI
from sim.agents.villages import VI
from sim.indicators import INDICATORS
from sim.inputs import COUNTY_CLASSES
from sim.statistics_office import Year
from sim.tallies import T, W
from sim.units import unit
from sim.world import World

if TYPE_CHECKING:
    import xarray

    from sim.model import Model

#: What is published for every prefecture, class and county.
REGIONAL = (
    "rural_income_old",
    "rural_income_new",
    "urban_income_old",
    "urban_income_new",
    "migrant_share",
    "urbanisation_rate",
)


def regional_figures(w: World, p: np.ndarray, masks: np.ndarray) -> dict[str, np.ndarray]:
    """Figures of several regions at once; ``masks`` is boolean [regions, counties]."""
    year = Year(w, p, masks)
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

    def note(self, w: World, p: np.ndarray) -> None:
        for name, values in regional_figures(w, p, self.masks).items():
            self.series[name].append(values)

    def values(self, name: str) -> np.ndarray:
        """Shape [years, regions]."""
        return np.array(self.series[name])


class Records:
    """Collects a model's figures, year by year."""

    def __init__(self, model: Model) -> None:
        w = model.world
        place = model.place
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

        self.rows: dict[str, int] = {}

    def note(self, model: Model) -> None:
        if not self.rows:
            self.rows = home_rows(model.world)
        for regions in self.kinds.values():
            regions.note(model.world, model.parameters)


def home_rows(w: World) -> dict[str, int]:
    """How many simulated villages and households there are, the west left out."""
    home = w.county_codes[CI.is_home] == 1
    households = w.rural[T.households][home].sum() + w.towns[W.households][home].sum()
    return {
        "villages": int(home[w.village_codes[VI.county]].sum()),
        "households": int(households),
    }


def dataset(model: Model) -> xarray.Dataset:
    """A run as a Dataset: indicators by year, regional figures, the ledger.

    Every variable has ``units``, ``long_name``, ``long_name_zh`` and, for money, ``prices`` in its
    attributes.
    """
    import xarray

    years = np.arange(model.place.base_year + 1, model.year + 1)
    variables: dict[str, tuple[object, ...]] = {}
    for name, values in model.indicators().items():
        item = INDICATORS[name]
        attributes = {
            "units": item.unit,
            "long_name": item.labels.en,
            "long_name_zh": item.labels.zh,
            "description": item.doc,
        }
        prices = unit(item.unit).prices
        if prices:
            attributes["prices"] = prices
        variables[name] = (("year",), values, attributes)
    coordinates: dict[str, object] = {"year": years}
    for kind, regions in model.records.kinds.items():
        coordinates[kind] = regions.names
        for name in REGIONAL:
            item = INDICATORS[name]
            variables[f"{kind}_{name}"] = (
                ("year", kind),
                regions.values(name),
                {"units": item.unit, "long_name": f"{item.labels.en}, by {kind}"},
            )
    for group, table in (
        ("lever", model.ledger.by_lever()),
        ("payer", model.ledger.by_payer()),
        ("recipient", model.ledger.by_recipient()),
    ):
        coordinates[group] = list(table)
        variables[f"money_by_{group}"] = (
            ("year", group),
            np.array(list(table.values())).T,
            {"units": "yuan/year", "prices": "current", "long_name": f"money by {group}"},
        )
    levers = list(coordinates["lever"])  # type: ignore[call-overload]
    for group, name, long_name, by_group in (
        ("payer", "money_paid", "money paid for levers", model.ledger.by_payer),
        ("recipient", "money_received", "money of levers received", model.ledger.by_recipient),
    ):
        by_lever = np.array([list(by_group(lever).values()) for lever in levers])
        variables[name] = (
            ("year", "lever", group),
            by_lever.transpose(2, 0, 1),
            {"units": "yuan/year", "prices": "current", "long_name": long_name},
        )
    for group, name, table_of in (
        ("source", "ledger_sources", model.ledger.sources()),
        ("use", "ledger_uses", model.ledger.uses()),
    ):
        coordinates[group] = list(table_of)
        variables[name] = (
            ("year", group),
            np.array(list(table_of.values())).T,
            {"units": "yuan/year", "prices": "current", "long_name": f"public money by {group}"},
        )
    return xarray.Dataset(
        variables,
        coords=coordinates,
        attrs={
            "scenario": model.scenario.name,
            "place": model.place.name,
            "scale": model.scale,
            "seed": model.seed_number,
            "scenario_hash": model.scenario.hash(),
            "largest_imbalance": model.ledger.largest_imbalance,
            **model.records.rows,
        },
    )
