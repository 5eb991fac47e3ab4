"""The tidy tables of a place: what was observed, what came from outside, what levers did."""

from __future__ import annotations

import math
from collections.abc import Mapping

from scenarios.base_year import Head
from scenarios.csv_files import Row, read_table
from scenarios.place_folder import ASSUMPTION, Folder, is_verified, source_of
from scenarios.problems import listed, number_shown, shown, unknown
from sim.declare import Label
from sim.inputs import DRIVERS, Observation, Path
from sim.levers import all_levers
from sim.units import UNITS

INCOME_UNITS = ("yuan/person/year", "yuan/person", "yuan")

_SERIES_COLUMNS = ("year", "series", "value", "unit")

_SERIES_EXTRAS = ("region", "definition", "verified", "source", "source_url", "note")


def read_observed(where: Folder, name: str, prefectures: Mapping[str, Label]) -> list[Observation]:
    """The record, verified rows and others alike."""
    rows = _series_rows(where, "observed.csv")
    renamed = _sole_foreign_region(where, rows, name, prefectures)
    found: list[Observation] = []
    seen: dict[tuple[object, ...], int] = {}
    for row in rows:
        series = row.text("series")
        if not series:
            row.mistake("series", "is empty")
            continue
        year, value, unit = row.year(), _observed_value(row, series), _observed_unit(row, series)
        verified, source = is_verified(row), source_of(where, row)
        region = row.text("region", name)
        region = name if region == renamed else region
        if year is None or value is None or unit is None:
            continue
        if _is_new(row, seen, year, region, series, row.text("definition")):
            found.append(
                Observation(
                    year,
                    region,
                    series,
                    row.text("definition"),
                    value,
                    unit,
                    verified,
                    source,
                    row.text("note"),
                )
            )
    _warn_of_useless_incomes(where, found, name)
    return found


def _observed_value(row: Row, series: str) -> float | None:
    """A published number; what cannot be (a negative income, a share of 3) is noted."""
    unit = UNITS.get(row.text("unit"))
    if is_income(series):
        return row.number("value", 1, 1e7, "yuan/person/year")
    if unit is None or unit.name in ("percent", "per thousand"):
        whole = {"percent": 100.0, "per thousand": 1000.0}.get(unit.name if unit else "", math.inf)
        is_share = series.endswith("_share")
        return row.number("value", 0 if is_share else -math.inf, whole if is_share else math.inf)
    if unit.name == "1":
        is_share = series.endswith(("_share", "_rate"))
        return row.number("value", 0 if is_share else -math.inf, 1 if is_share else math.inf)
    return row.number("value", 0, math.inf, unit.name)


def _observed_unit(row: Row, series: str) -> str | None:
    if not is_income(series):
        return row.unit()
    return None if row.unit(INCOME_UNITS) is None else INCOME_UNITS[0]


def is_income(series: str) -> bool:
    return series in {f"{kind}_income_{d}" for kind in ("rural", "urban") for d in ("old", "new")}


def _sole_foreign_region(
    where: Folder, rows: list[Row], name: str, prefectures: Mapping[str, Label]
) -> str | None:
    """The one region a record is about, when it goes by another name than the place."""
    regions = {row.text("region") for row in rows} - {""}
    if where.has("base_year.yaml") or len(regions) != 1 or regions & {name, *prefectures}:
        return None
    region = regions.pop()
    message = Label(
        f"every row is about {shown(region)}, which is taken to be the place '{name}'",
        f"每一行都是关于{shown(region)}的，视为地区“{name}”",
    )
    where.findings.warn(where.called("observed.csv"), None, ("region",), message)
    return region


def _warn_of_useless_incomes(where: Folder, found: list[Observation], name: str) -> None:
    """Say so when a record holds no income of the place that the model can be held against."""
    label = where.called("observed.csv")
    incomes = [row for row in found if row.region == name and is_income(row.series)]
    if found and not incomes and where.has("base_year.yaml"):
        message = Label(
            f"no rural or urban income of '{name}', so nothing to fit",
            f"没有“{name}”的农村或城镇居民收入，因此没有可拟合的数据",
        )
        where.findings.warn(label, None, ("region",), message)
    if incomes and not any(row.verified for row in incomes):
        message = Label(
            "every income is marked verified=no, and only verified rows are fitted",
            "所有收入都标为verified=no，而只拟合已核实的行",
        )
        where.findings.warn(label, None, ("verified",), message)


def read_drivers(where: Folder, head: Head) -> dict[str, Path]:
    """Every outside series as a path; those not given are assumed."""
    points: dict[str, dict[int, float]] = {}
    seen: dict[tuple[object, ...], int] = {}
    for row in _rows_of_the_place(where, "drivers.csv", head):
        series = row.text("series")
        driver = DRIVERS.get(series)
        if driver is None:
            row.mistake("series", f"{shown(series)}: {unknown('driver', series, DRIVERS)}")
            continue
        year, value = row.year(), row.number("value", *driver.bounds, driver.unit)
        unit = row.unit([driver.unit])
        _check_provenance(where, row)
        if year is not None and _is_new(row, seen, year, series) and value is not None and unit:
            points.setdefault(series, {})[year] = value
    paths = {series: Path(held) for series, held in points.items()}
    absent = [series for series in DRIVERS if series not in paths]
    for series in absent:
        default = DRIVERS[series].default
        paths[series] = Path.constant(head.values["residents"] if default is None else default)
    where.assume(
        "drivers.csv",
        [f"drivers.{series}" for series in absent],
        [
            Label(f"{held}, all years", f"{held}（各年）")
            for held in (f"{s} {number_shown(paths[s].at(0))} {DRIVERS[s].unit}" for s in absent)
        ],
    )
    return {series: paths[series] for series in DRIVERS}


def read_levers(where: Folder, head: Head) -> dict[str, dict[str, Path]]:
    """The documented path of every lever's settings; none where there is no ``levers.csv``."""
    if not where.has("levers.csv"):
        words = Label(
            "no documented levers, so none acts in history",
            "没有政策记录，因此history中没有政策起作用",
        )
        where.assume("levers.csv", ["levers"], [words])
        return {}
    points: dict[str, dict[int, float]] = {}
    seen: dict[tuple[object, ...], int] = {}
    numbers = {
        f"{lever}.{name}": setting
        for lever, declared in all_levers().items()
        for name, setting in declared.settings().items()
        if setting.bounds is not None
    }
    for row in _rows_of_the_place(where, "levers.csv", head):
        series = row.text("series")
        setting = numbers.get(series)
        if setting is None:
            row.mistake("series", f"{shown(series)}: {unknown('lever.setting', series, numbers)}")
            continue
        assert setting.bounds is not None
        year, value = row.year(), row.number("value", *setting.bounds, setting.unit)
        unit = row.unit([setting.unit])
        _check_provenance(where, row)
        if year is not None and _is_new(row, seen, year, series) and value is not None and unit:
            points.setdefault(series, {})[year] = value
    found: dict[str, dict[str, Path]] = {}
    for series in sorted(points):
        lever, _, name = series.partition(".")
        found.setdefault(lever, {})[name] = Path(points[series])
    return found


def _rows_of_the_place(where: Folder, name: str, head: Head) -> list[Row]:
    """The rows of a table that are about the place as a whole; others are named in a warning."""
    rows = _series_rows(where, name)
    others = {
        row.text("region"): None for row in rows if row.text("region", head.name) != head.name
    }
    if others:
        message = Label(
            f"only rows about '{head.name}' are read, not those about {listed(others)}",
            f"只读取关于“{head.name}”的行，不读取关于{listed(others)}的行",
        )
        where.findings.warn(where.called(name), None, ("region",), message)
    return [row for row in rows if row.text("region", head.name) == head.name]


def _series_rows(where: Folder, name: str) -> list[Row]:
    """The rows of one of the tidy tables; none where there is no such file."""
    if not where.has(name):
        return []
    label = where.called(name)
    rows = read_table(where.file(name), label, _SERIES_COLUMNS, _SERIES_EXTRAS, where.findings)
    missing = [
        f"{column} {default}"
        for column, default in (("verified", "yes"), ("source", ASSUMPTION))
        if rows and column not in rows[0].cells
    ]
    if missing:
        message = Label(
            f"columns are missing; assumed in every row: {', '.join(missing)}",
            f"缺少列；每一行都假定：{'、'.join(missing)}",
        )
        where.findings.warn(label, 1, (), message)
    return rows or []


def _check_provenance(where: Folder, row: Row) -> None:
    is_verified(row)
    source_of(where, row)


def _is_new(row: Row, seen: dict[tuple[object, ...], int], *key: object) -> bool:
    """Whether no earlier row has this key; a repetition is noted."""
    first = seen.setdefault(key, row.line)
    if first != row.line:
        row.mistake("series", f"line {first} has the same year and series; keep one of them")
    return first == row.line
