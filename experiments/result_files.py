"""The files of a result: tidy tables, netCDF, the resolved scenario and the manifest."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

import scenarios
import sim
from experiments import panels
from experiments.documented import break_year
from experiments.manifest import parameter_values
from experiments.netcdf import write_netcdf
from experiments.result_folder import MANIFEST, ResultFolder
from experiments.results import as_plain
from experiments.runs import Outcome
from sim.declare import Indicator
from sim.figures import Figures, Variable
from sim.indicators import INDICATORS, LAST_OLD_YEAR
from sim.inputs import Place
from sim.records import REGIONAL
from sim.units import unit

#: What the manifest calls a result of ``shanhai run``; other results have kinds of their own.
RUN = "run"
INDICATORS_CSV = "indicators.csv"
COUNTIES_CSV = "counties.csv"
LEDGER_CSV = "ledger.csv"
IAMC_CSV = "iamc.csv"
RESULT_NC = "result.nc"
DRAWS_NC = "draws.nc"
SCENARIO_YAML = "scenario.yaml"
HOUSEHOLDS_PARQUET = "households.parquet"
#: Every name a result may have beside its manifest and figures.
NAMES = (
    INDICATORS_CSV, COUNTIES_CSV, LEDGER_CSV, IAMC_CSV, RESULT_NC, DRAWS_NC, SCENARIO_YAML,
    HOUSEHOLDS_PARQUET, *panels.NAMES,
)  # fmt: skip

#: Shares by source are on the old concept first and on the new one later.
SOURCE_SHARES = ("wage_share", "net_business_share", "property_share", "transfer_share")


def write_result(outcome: Outcome, folder: ResultFolder, content: dict[str, Any]) -> None:
    """Write every file but the figures, household rows and the manifest.

    ``content`` is the document of the result.
    """
    write_table(folder, INDICATORS_CSV, INDICATOR_COLUMNS, indicator_rows(outcome))
    write_table(folder, COUNTIES_CSV, COUNTY_COLUMNS, county_rows(outcome))
    write_table(folder, LEDGER_CSV, LEDGER_COLUMNS, ledger_rows(outcome))
    write_table(folder, IAMC_CSV, IAMC_COLUMNS, iamc_rows(outcome))
    with folder.file(RESULT_NC) as path:
        write_netcdf(described(outcome, content["manifest"]), path)
    if outcome.by_draw is not None:
        with folder.file(DRAWS_NC) as path:
            write_netcdf(outcome.by_draw, path)
    folder.write(SCENARIO_YAML, scenarios.dump(outcome.request.scenario))


def write_manifest(
    outcome: Outcome, folder: ResultFolder, content: dict[str, Any], parameters_from: str
) -> None:
    """Write ``manifest.json``: what ``content``, the document of the result, says of its making,
    every parameter, and a SHA-256 of each file written so far."""
    request = outcome.request
    full = {
        "kind": RUN,
        "scenario": request.scenario.name,
        "place": request.scenario.place.name,
        "scale": request.scale,
        "seed": request.seed,
        "draws": request.runs,
        **content["manifest"],
        "parameters_from": parameters_from,
        "parameters": parameter_values(request.scenario),
        "files": folder.hashes(),
    }
    folder.write(MANIFEST, json.dumps(as_plain(full), ensure_ascii=False, indent=1) + "\n")


def write_table(
    folder: ResultFolder, name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """A CSV file; a number that is none is an empty cell."""
    with folder.file(name) as path, path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def _cells(values: np.ndarray) -> list[float | str]:
    return [value if math.isfinite(value) else "" for value in values.tolist()]


INDICATOR_COLUMNS = (
    "scenario", "place", "region", "indicator", "definition", "year", "value", "unit", "prices",
)  # fmt: skip


def indicator_rows(outcome: Outcome) -> Iterator[tuple[Any, ...]]:
    """One row a region, indicator and year; the place itself is the first region."""
    figures, scenario = outcome.central, outcome.request.scenario
    years = figures["year"].values.tolist()

    def rows(region: str, item: Indicator, values: np.ndarray) -> Iterator[tuple[Any, ...]]:
        prices = unit(item.unit).prices or ""
        for year, cell in zip(years, _cells(values), strict=True):
            yield (
                scenario.name, scenario.place.name, region, item.name, definition(item.name, year),
                year, cell, item.unit, prices,
            )  # fmt: skip

    for item in INDICATORS.values():
        yield from rows(scenario.place.name, item, figures[item.name].values)
    for kind in ("prefecture", "class"):
        for name in REGIONAL:
            values = figures[f"{kind}_{name}"].values
            for k, region in enumerate(figures[kind].values):
                yield from rows(str(region), INDICATORS[name], values[:, k])


IAMC_COLUMNS = ("model", "scenario", "region", "variable", "unit", "year", "value")


def iamc_rows(outcome: Outcome) -> Iterator[tuple[Any, ...]]:
    """The indicators in the long form of the integrated assessment community, as pyam reads it.

    A variable is an indicator's name, a region below the place ``place|region``; years without a
    figure are left out.
    """
    model = f"shanhai {sim.__version__}"
    for scenario, place, region, name, _, year, value, unit_name, _ in indicator_rows(outcome):
        if value != "":
            where = place if region == place else f"{place}|{region}"
            yield model, scenario, where, name, unit_name, year, value


def definition(indicator: str, year: int) -> str:
    """``old`` or ``new`` for a figure that has a definition, else an empty word."""
    ending = indicator.rpartition("_")[2]
    if ending in ("old", "new"):
        return ending
    if indicator in SOURCE_SHARES:
        return "old" if year <= LAST_OLD_YEAR else "new"
    return ""


COUNTY_COLUMNS = (
    "scenario", "place", "county", "name_en", "name_zh", "prefecture", "class", "year", *REGIONAL,
)  # fmt: skip


def county_rows(outcome: Outcome) -> Iterator[tuple[Any, ...]]:
    """One row a county and year. Everything below the prefecture is synthetic."""
    figures, scenario = outcome.central, outcome.request.scenario
    years = figures["year"].values.tolist()
    for k, county in enumerate(scenario.place.counties):
        columns = [_cells(figures[f"county_{name}"].values[:, k]) for name in REGIONAL]
        for year, *cells in zip(years, *columns, strict=True):
            yield (
                scenario.name, scenario.place.name, county.code, county.name.en, county.name.zh,
                county.prefecture, county.county_class, year,
                *cells,
            )  # fmt: skip


LEDGER_COLUMNS = (
    "scenario", "place", "year", "lever", "payer", "recipient", "value", "unit", "prices",
)  # fmt: skip


def ledger_rows(outcome: Outcome) -> Iterator[tuple[Any, ...]]:
    """What each payer paid for a lever in a year, and what each recipient got of it.

    A row names a payer or a recipient, never both: the books do not say whose yuan went where.
    The payers of a lever add up to its recipients. Rows of nothing are left out.
    """
    figures, scenario = outcome.central, outcome.request.scenario
    levers = figures["lever"].values.tolist()
    tables = [
        (group, figures[group].values.tolist(), figures[name].values.tolist())
        for name, group in (("money_paid", "payer"), ("money_received", "recipient"))
    ]
    for t, year in enumerate(figures["year"].values.tolist()):
        for j, lever in enumerate(levers):
            for group, parties, money in tables:
                for party, value in zip(parties, money[t][j], strict=True):
                    if value != 0.0:
                        named = (party, "") if group == "payer" else ("", party)
                        yield (
                            scenario.name, scenario.place.name, year, lever, *named, value,
                            "yuan/year", "current",
                        )  # fmt: skip


def described(outcome: Outcome, making: Mapping[str, Any]) -> Figures:
    """The central figures with the published ones beside them and where all of it comes from.

    ``making`` is the manifest's part of the document.
    """
    request = outcome.request
    place = request.scenario.place
    figures = outcome.central
    observed = {
        f"observed_{item.name}": known
        for item in INDICATORS.values()
        if (known := _observed_variable(figures, place, item)) is not None
    }
    goals = {
        f"goal_{name}": Variable(
            ("year",),
            np.array([aims.get(year, np.nan) for year in figures["year"].values.tolist()]),
            {"units": INDICATORS[name].unit, "long_name": f"{INDICATORS[name].labels.en}, goal"},
        )
        for name, aims in request.scenario.goals.items()
    }
    about = {
        "Conventions": "CF-1.11",
        "title": request.scenario.title or request.scenario.name,
        "source": f"shanhai {sim.__version__}, an agent-based simulation",
        "scenario_title": request.scenario.title or request.scenario.name,
        "place_title": place.title.en,
        "place_title_zh": place.title.zh,
        "draws": request.runs,
        "break_year": break_year(place),
        "scenario_hash": making["scenario_hash"],
        "parameters_hash": making["parameters_hash"],
        "data_hash": making["data_hash"],
        "prices": "nominal yuan of each year, unless a variable says otherwise",
        "references": "\n".join(f"{item.key}: {item.citation}" for item in place.sources.values()),
    }
    modelled = {name: _with_prices(item) for name, item in figures.data_vars.items()}
    coordinates = {**figures.coords, **region_coordinates(place, figures["prefecture"].values)}
    return Figures({**modelled, **observed, **goals}, coordinates, {**figures.attrs, **about})


def _with_prices(item: Variable) -> Variable:
    """A variable that says in which year's prices its money is counted."""
    prices = unit(item.attrs["units"]).prices
    return item._replace(attrs={**item.attrs, "prices": prices}) if prices else item


def region_coordinates(place: Place, prefectures: Iterable[str]) -> dict[str, Variable]:
    """Names of prefectures and counties, and where counties lie on a tile map (−1: nowhere)."""
    counties = place.counties
    labels = [place.prefectures[str(key)] for key in prefectures]

    def along(dimension: str, values: Sequence[Any], meaning: str) -> Variable:
        return Variable((dimension,), np.array(values), {"long_name": meaning})

    def place_of(position: int | None) -> int:
        return -1 if position is None else position

    return {
        "prefecture_name": along("prefecture", [item.en for item in labels], "English name"),
        "prefecture_name_zh": along("prefecture", [item.zh for item in labels], "Chinese name"),
        "county_name": along("county", [item.name.en for item in counties], "English name"),
        "county_name_zh": along("county", [item.name.zh for item in counties], "Chinese name"),
        "county_prefecture": along("county", [item.prefecture for item in counties], "prefecture"),
        "county_class": along("county", [item.county_class for item in counties], "class"),
        "county_row": along("county", [place_of(c.row) for c in counties], "row of the tile map"),
        "county_col": along(
            "county", [place_of(c.col) for c in counties], "column of the tile map"
        ),
    }


def _observed_variable(figures: Figures, place: Place, item: Indicator) -> Variable | None:
    """The published series of an indicator over the run's years, and its sources; or nothing."""
    if item.observed is None:
        return None
    known = place.series(item.observed)
    years = figures["year"].values.tolist()
    if not set(known) & set(years):
        return None
    keys = {
        row.source
        for row in place.observed
        if row.series == item.observed and row.region == place.name and row.verified
    }
    attributes = {
        "units": item.unit,
        "long_name": f"{item.labels.en}, published",
        "sources": ", ".join(sorted(keys)),
    }
    prices = unit(item.unit).prices
    if prices:
        attributes["prices"] = prices
    values = np.array([known.get(year, np.nan) for year in years])
    return Variable(("year",), values, attributes)
