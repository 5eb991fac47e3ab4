"""Where a place starts: ``base_year.yaml``, completed from the record and from defaults."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass

from scenarios.place_folder import Folder
from scenarios.place_schema import place_schema
from scenarios.problems import number_shown
from scenarios.schema_check import check
from scenarios.yaml_files import Document, read_yaml
from sim.declare import Label
from sim.inputs import BASE_VALUES, COUNTY_CLASSES, LAST_YEAR, Observation

_SHARES_OF_ONE = tuple(
    tuple(f"{where}_{age}_share" for age in ("child", "young", "middle", "old"))
    for where in ("rural", "town")
)

_SHARES_BELOW_ONE = (
    *(
        tuple(f"{kind}_share_{county_class}" for kind in ("wage", "self_employed", "away"))
        for county_class in COUNTY_CLASSES
    ),
    tuple(f"town_{source}_share" for source in ("transfer", "property", "business")),
)


@dataclass
class Head:
    """What ``base_year.yaml`` says, completed step by step."""

    name: str
    title: Label
    base_year: int | None
    last_year: int | None
    values: dict[str, float]
    shocks: dict[str, tuple[int, ...]]
    document: Document | None


def read_head(where: Folder, is_checked: bool = True) -> Head:
    """The base year's file, or what the folder's name tells where there is none."""
    name = where.path.resolve().name or "place"
    label = where.called("base_year.yaml")
    document = None
    if where.has("base_year.yaml"):
        document = read_yaml(where.file("base_year.yaml"), label, where.findings)
    if document is None:
        return Head(name, Label(name, name), None, None, {}, {}, None)
    if is_checked:
        check(document, place_schema(), where.findings)
    data = document.data
    name = data["name"] if isinstance(data.get("name"), str) else name
    return Head(
        name,
        _title(data.get("title"), name),
        _whole(data.get("base_year")),
        _whole(data.get("last_year")),
        _base_values(where, document),
        _shocks(where, document),
        document,
    )


def _title(given: object, name: str) -> Label:
    if isinstance(given, str):
        return Label(given, given)
    if isinstance(given, dict):
        words = [word for word in given.values() if isinstance(word, str)] or [name]
        return Label(str(given.get("en", words[0])), str(given.get("zh", words[0])))
    return Label(name, name)


def _whole(value: object) -> int | None:
    """A year as the schema allows it; anything else has been complained about already."""
    if isinstance(value, (int, float)) and not isinstance(value, bool) and value == int(value):
        return int(value)
    return None


def _base_values(where: Folder, document: Document) -> dict[str, float]:
    """The numbers given, by key; what the schema refuses is left out here."""
    given = document.data.get("values")
    found: dict[str, float] = {}
    for key, entry in (given if isinstance(given, dict) else {}).items():
        number = entry.get("value") if isinstance(entry, dict) else entry
        if isinstance(number, (int, float)) and not isinstance(number, bool):
            found[str(key)] = float(number) + 0.0
        _cite_entry(where, document, ("values", key), entry)
    return found


def _shocks(where: Folder, document: Document) -> dict[str, tuple[int, ...]]:
    """The years of each shock."""
    given = document.data.get("shocks")
    found: dict[str, tuple[int, ...]] = {}
    for kind, entry in (given if isinstance(given, dict) else {}).items():
        when = entry.get("year") if isinstance(entry, dict) else entry
        years = [_whole(year) for year in (when if isinstance(when, list) else [when])]
        known = tuple(sorted({year for year in years if year is not None}))
        if known:
            found[str(kind)] = known
        _cite_entry(where, document, ("shocks", kind), entry)
    return found


def _cite_entry(where: Folder, document: Document, path: tuple[object, ...], entry: object) -> None:
    if isinstance(entry, dict) and isinstance(entry.get("source"), str):
        path = (*path, "source")
        where.cite(entry["source"], document.label, document.line(path), path)


def complete_head(where: Folder, head: Head, observed: list[Observation]) -> None:
    """Fill in what ``base_year.yaml`` leaves open: years, incomes from the record, defaults."""
    _complete_years(where, head, observed)
    words: list[Label] = []
    taken: list[str] = []
    for key, item in BASE_VALUES.items():
        if key in head.values:
            continue
        value, origin = _observed_base_value(head, observed, key)
        head.values[key] = item.default if value is None else value
        taken.append(f"base_year.{key}")
        unit = "" if item.unit == "1" else f" {item.unit}"
        number = f"{key} {number_shown(head.values[key])}{unit}"
        words.append(Label(f"{number}{origin.en}", f"{number}{origin.zh}"))
    where.assume("base_year.yaml", taken, words)
    if not any(item.file == where.called("base_year.yaml") for item in where.findings.mistakes):
        _check_shares(where, head)


def _complete_years(where: Folder, head: Head, observed: list[Observation]) -> None:
    label = where.called("base_year.yaml")
    rural = incomes(observed, head.name, "rural")
    urban = incomes(observed, head.name, "urban")
    both = sorted(set(rural) & set(urban))
    if head.base_year is None:
        if not both:
            if not where.findings.mistakes:
                where.findings.mistake(
                    where.called("observed.csv"),
                    None,
                    (),
                    f"no year has both rural_income_old and urban_income_old (or _new) of "
                    f"'{head.name}'; without them base_year.yaml must say where to start",
                )
            head.base_year, head.last_year = LAST_YEAR - 1, LAST_YEAR
            return
        head.base_year = min(both[0], LAST_YEAR - 1)
        first = f"base_year {head.base_year}"
        words = Label(f"{first} (first year)", f"{first}（首年）")
        where.assume("base_year.yaml", ["base_year.base_year"], [words])
    if head.last_year is None:
        years = [year for year in (*rural, *urban) if year > head.base_year]
        head.last_year = max(years, default=min(head.base_year + 20, LAST_YEAR))
        last = f"last_year {head.last_year}"
        where.assume("base_year.yaml", ["base_year.last_year"], [Label(last, last)])
    if head.last_year <= head.base_year:
        line = head.document.line(("last_year",)) if head.document else None
        message = f"{head.last_year} found; it must be later than base_year {head.base_year}"
        where.findings.mistake(label, line, ("last_year",), message)


def incomes(observed: list[Observation], region: str, kind: str) -> dict[int, float]:
    """Income per head by year: the old definition before the new, verified before unverified."""
    found: dict[int, float] = {}
    for definition in ("new", "old"):
        for verified in (False, True):
            for row in observed:
                if (row.series, row.region, row.verified) == (
                    f"{kind}_income_{definition}",
                    region,
                    verified,
                ):
                    found[row.year] = row.value
    return found


def _observed_base_value(
    head: Head, observed: list[Observation], key: str
) -> tuple[float | None, Label]:
    """An income of the base year as the record has it, and words that say so."""
    for kind in ("rural", "urban"):
        if key == f"{kind}_income_old":
            assert head.base_year is not None
            value = incomes(observed, head.name, kind).get(head.base_year)
            if value is not None:
                year = head.base_year
                return value, Label(f" (observed {year})", f"（{year}年实际值）")
    return None, Label("", "")


def _check_shares(where: Folder, head: Head) -> None:
    """Shares of one whole must add up; those that leave a remainder must leave some."""
    for names in _SHARES_OF_ONE:
        total = math.fsum(head.values[name] for name in names)
        if abs(total - 1) > 0.02:
            add_up = Label(
                f"add up to {number_shown(total)}, not 1", f"合计为{number_shown(total)}，应为1"
            )
            _complain_of_total(where, head, names, add_up)
    for names in _SHARES_BELOW_ONE:
        total = math.fsum(head.values[name] for name in names)
        if total > 1:
            add_up = Label(
                f"add up to {number_shown(total)}, over 1", f"合计为{number_shown(total)}，大于1"
            )
            _complain_of_total(where, head, names, add_up)


def _complain_of_total(where: Folder, head: Head, names: Collection[str], message: Label) -> None:
    """A mistake where the file gives every share, a warning where some were assumed."""
    label = where.called("base_year.yaml")
    line = head.document.line(("values", next(iter(names)))) if head.document else None
    words = Label(*(f"{', '.join(names)} {text}" for text in (message.en, message.zh)))
    if any(f"base_year.{name}" in where.assumed for name in names):
        where.findings.warn(label, line, ("values",), words)
    else:
        where.findings.mistake(label, line, ("values",), words.en)
