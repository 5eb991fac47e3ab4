"""Tables of what comes from outside: drivers, the base year, lever paths and the record of a place.

The place is the default one; nothing here knows which that is.
"""

from __future__ import annotations

import csv
import functools
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import scenarios
from experiments.handbook.equations import all_equations, literature_of
from experiments.handbook.markdown import anchor, cited, code, join, labelled, number, span, table
from scenarios.place_files import shipped_places
from scenarios.yaml_files import read_yaml
from sim.inputs import BASE_VALUES, DRIVERS, SHOCKS, Place
from sim.levers import all_levers
from sim.parameters import PARAMETERS

Row = Mapping[str, str]


def folder() -> Path:
    """The folder of the default place."""
    return shipped_places()[scenarios.DEFAULT_PLACE]


@functools.cache
def place() -> Place:
    return scenarios.load_place(scenarios.DEFAULT_PLACE, scenarios.Findings())


def rows_of(name: str) -> list[Row]:
    """The lines of one of the place's series files, in order."""
    with (folder() / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@functools.cache
def base_year() -> dict[str, Any]:
    document = read_yaml(folder() / "base_year.yaml", "base_year.yaml", scenarios.Findings())
    assert document is not None
    return dict(document.data)


def inputs() -> str:
    """What a place may give, what stands in for it, and what the default place gives."""
    title = labelled(place().title)
    return join(
        "# Inputs",
        "What the model is given from outside. A place that leaves something out gets the default, "
        "which is an assumption and is named in a warning. *Verified* means that the number, or "
        "the published numbers it is computed from, was read in the source named; everything else "
        "is recalled, interpolated or guessed, and is never a target.",
        "## Drivers",
        "Yearly series; straight lines between the years named, flat outside.",
        table(
            ("driver", "unit", "default", "possible", "meaning", f"{title}: points, verified"),
            [
                (
                    anchor(name) + code(name),
                    item.unit,
                    "from the base year" if item.default is None else number(item.default),
                    span(item.bounds),
                    f"{labelled(item.labels)}. {item.doc}",
                    _points(rows_of("drivers.csv"), name),
                )
                for name, item in DRIVERS.items()
            ],
        ),
        "## Shocks",
        table(
            ("shock", "meaning", f"{title}: years"),
            [
                (code(name), labelled(label), ", ".join(map(str, place().shocks.get(name, ()))))
                for name, label in SHOCKS.items()
            ],
        ),
        f"## The base year, {place().base_year}",
        table(
            ("value", "unit", "default", "possible", "meaning", title, "verified", "source"),
            [_base_value(name) for name in BASE_VALUES],
        ),
        "## Documented paths of levers",
        f"What was done in {title}, from its `levers.csv`. *Points* are the years named; between "
        "them lie straight lines.",
        table(
            ("setting", "years", "points", "verified", "sources"),
            _summaries(rows_of("levers.csv"), ("series",)),
        ),
        "## The record",
        f"What was published, from its `observed.csv`: `{place().name}` is the whole place. "
        "Unverified rows are kept, marked, and never fitted.",
        table(
            ("series", "region", "years", "points", "verified", "sources"),
            _summaries(_record(), ("series", "region")),
        ),
    )


def _points(rows: Iterable[Row], series: str) -> str:
    found = [row for row in rows if row["series"] == series]
    return f"{len(found)}, {_verified(found)} verified" if found else "default"


def _verified(rows: Iterable[Row]) -> int:
    return sum(row["verified"] == "yes" for row in rows)


def _base_value(name: str) -> tuple[str, ...]:
    item = BASE_VALUES[name]
    given = base_year()["values"].get(name)
    verified = source = ""
    if isinstance(given, dict):
        verified = "yes" if given.get("verified") in (True, "yes") else "no"
        source = cited(str(given["source"])) if given.get("source") else ""
    return (
        anchor(name) + code(name),
        item.unit,
        number(item.default),
        span(item.bounds),
        f"{labelled(item.labels)}. {item.doc}",
        number(place().base[name]) if given is not None else "default",
        verified,
        source,
    )


def _record() -> list[Row]:
    """Observed rows; prefectures other than the whole place are counted together."""
    regions = place().prefectures
    return [
        {**row, "region": "prefectures" if row["region"] in regions else row["region"]}
        for row in rows_of("observed.csv")
    ]


def _summaries(rows: Iterable[Row], by: tuple[str, ...]) -> list[tuple[object, ...]]:
    """One line for each group of rows: years, points, how many verified, where from."""
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault(tuple(row[column] for column in by), []).append(row)
    return [
        (
            *(code(name) for name in key),
            f"{min(int(row['year']) for row in held)}–{max(int(row['year']) for row in held)}",
            len(held),
            _verified(held),
            ", ".join(cited(source) for source in dict.fromkeys(row["source"] for row in held)),
        )
        for key, held in groups.items()
    ]


def verified_counts() -> str:
    """How much of the default place's data was read in a source, in a sentence."""
    values = base_year()["values"].values()
    yes = sum(value.get("verified") in (True, "yes") for value in values)
    drivers, levers, record = (rows_of(f"{name}.csv") for name in ("drivers", "levers", "observed"))
    return (
        f"Of the data of {place().title.en}, these were read in the source they name: {yes} of "
        f"{len(values)} numbers of the base year, {_verified(drivers)} of {len(drivers)} points "
        f"of the drivers, {_verified(levers)} of {len(levers)} points of the levers' paths and "
        f"{_verified(record)} of {len(record)} rows of the published record. The rest is recalled, "
        f"interpolated, or an assumption, and is marked so.\n"
    )


# ---- where numbers come from


def bibliography() -> str:
    """Every source and what rests on it."""
    used = _uses()
    return join(
        "# Sources",
        "Where numbers come from, by key: the keys stand in the `source` of parameters and levers "
        "and in the `source` column of a place's data. Citations are worded as they were recorded "
        "when the number was read; where no address was recorded, none is given. `assumption` and "
        "`recalled` are honest keys and no sources. On the command line: `shanhai list sources`.",
        "## Of the model",
        _sources(scenarios.bibliography(), used),
        f"## Of the data of {labelled(place().title)}",
        _sources(
            {
                key: item
                for key, item in sorted(place().sources.items())
                if key not in scenarios.bibliography()
            },
            used,
        ),
    )


def _sources(sources: Mapping[str, Any], used: Mapping[str, list[str]]) -> str:
    return table(
        ("key", "citation", "what rests on it"),
        [
            (
                anchor(key) + code(key),
                f"{item.citation} [link]({item.url})" if item.url else item.citation,
                ", ".join(used.get(key, ())) or "named, and nothing rests on it",
            )
            for key, item in sources.items()
        ],
    )


def _uses() -> dict[str, list[str]]:
    """What cites each source: parameters, levers, equations, and how many lines of data."""
    used: dict[str, list[str]] = {}
    counts: dict[tuple[str, str], int] = {}
    for name, parameter in PARAMETERS.items():
        if parameter.source == "assumption":
            counts["assumption", "parameters"] = counts.get(("assumption", "parameters"), 0) + 1
        else:
            link = f"parameter [{code(name)}](parameters.md#{name})"
            used.setdefault(parameter.source, []).append(link)
    for name, lever in all_levers().items():
        for source in dict.fromkeys((lever.source, *literature_of(lever.failure))):
            used.setdefault(source, []).append(f"lever [{code(name)}](levers.md#{name})")
    for equation in all_equations():
        name = equation.__name__
        for source in literature_of(equation.__doc__ or ""):
            used.setdefault(source, []).append(f"equation [{code(name)}](equations.md#{name})")
    for value in base_year()["values"].values():
        _count(counts, value.get("source"), "of the numbers of the base year")
    for file in ("drivers", "levers", "observed", "counties", "prefectures"):
        for row in rows_of(f"{file}.csv"):
            for column, source in row.items():
                if column == "source" or column.endswith("_source"):
                    _count(counts, source, f"of the cells of `{file}.csv`")
    for (source, what), count in counts.items():
        used.setdefault(source, []).append(f"{count} {what}")
    return used


def _count(counts: dict[tuple[str, str], int], source: str | None, what: str) -> None:
    if source:
        counts[source, what] = counts.get((source, what), 0) + 1
