"""What a scenario file can have wrong beyond its schema: against the place, parameters, sense."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scenarios.problems import Findings, cut, listed, number_shown, shown, unknown
from scenarios.scenario_schema import scenario_schema
from scenarios.schema_check import check
from scenarios.schema_pieces import FIRST_YEAR
from scenarios.yaml_files import Document
from sim.declare import Label
from sim.inputs import LAST_YEAR, Place
from sim.levers import Lever, all_levers

DOCUMENTED = "documented"
FAR_ABOVE = 10


def check_scenario(document: Document, place: Place, findings: Findings) -> None:
    """Note everything wrong with one file, by the schema and beyond it."""
    first_year = min(FIRST_YEAR, place.base_year)
    check(document, scenario_schema(first_year), findings)
    _check_year_keys(document, first_year, findings)
    _check_regions(document, place, findings)
    _check_replacements(document, findings)
    _check_documented(document, place, findings)
    _check_parameters(document, findings)
    _check_goals(document, findings)
    _check_last_year(document, place, findings)
    _warn_of_implausible(document, place, findings)


def _mapping(value: object) -> dict[Any, Any]:
    """``value`` if it is a mapping; an empty one where the schema has complained already."""
    return value if isinstance(value, dict) else {}


def settings_of(document: Document) -> Iterator[tuple[str, str, Any]]:
    """Lever, setting and value of everything a file sets, as far as they exist."""
    for lever, settings in _mapping(document.data.get("levers")).items():
        for key, value in _mapping(settings).items():
            if lever in all_levers() and key in all_levers()[lever].settings():
                yield lever, key, value


def _check_year_keys(document: Document, first_year: int, findings: Findings) -> None:
    """Years are whole numbers, not quoted words that look like them."""
    years = {str(year) for year in range(first_year, LAST_YEAR + 1)}
    for where, value in _dated_values(document):
        for year in _mapping(value):
            if isinstance(year, str) and year in years:
                path = (*where, year)
                message = f"'{cut(year)}' is text; write the year without quotes"
                findings.mistake(document.label, document.line(path), path, message)


def _dated_values(document: Document) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Everything that may be given by year, and where it stands."""
    for lever, key, value in settings_of(document):
        yield ("levers", lever, key), value
    for group in ("intensity", "drivers", "goals"):
        for name, value in _mapping(document.data.get(group)).items():
            yield (group, str(name)), value


def _check_regions(document: Document, place: Place, findings: Findings) -> None:
    """Regions are a word every place has, or prefectures and counties of this one."""
    for lever, key, value in settings_of(document):
        if key != "region":
            continue
        classes = all_levers()[lever].region.choices or ()
        items = value if isinstance(value, list) else [value]
        for number, item in enumerate(items):
            if isinstance(item, bool) or not isinstance(item, (str, int)):
                continue
            where = ("levers", lever, key)
            line = document.line((*where, number) if isinstance(value, list) else where)
            name = str(item)
            if name in classes:
                if len(items) > 1:
                    message = f"'{name}' stands alone, not in a list"
                    findings.mistake(document.label, line, where, message)
            elif name not in regions(place):
                known = [*classes, *regions(place)]
                message = f"{shown(item)}: {unknown('region', name, known)}"
                findings.mistake(document.label, line, where, message)


def _check_replacements(document: Document, findings: Findings) -> None:
    """Money can be moved only between levers that have yearly sums of it."""
    for old, new in _mapping(document.data.get("replace")).items():
        for lever, verb in ((old, "give"), (new, "take")):
            if isinstance(lever, str) and lever in all_levers() and not budget(all_levers()[lever]):
                able = listed(name for name, item in all_levers().items() if budget(item))
                message = f"{lever} has no yearly sum of money to {verb}; these have: {able}"
                path = ("replace", old)
                findings.mistake(document.label, document.line(path), path, message)
        if old == new and old in all_levers():
            path = ("replace", old)
            findings.mistake(document.label, document.line(path), path, "cannot replace itself")


def _check_documented(document: Document, place: Place, findings: Findings) -> None:
    """The word ``documented`` needs a documented path, or a place without any, which warns."""
    levers = document.data.get("levers")
    wanted: list[tuple[str, ...]] = [("levers",)] if levers == DOCUMENTED else []
    wanted += [
        ("levers", lever)
        for lever, settings in _mapping(levers).items()
        if settings == DOCUMENTED and lever in all_levers()
    ]
    wanted += [
        ("levers", lever, key)
        for lever, key, value in settings_of(document)
        if value == DOCUMENTED and all_levers()[lever].settings()[key].bounds is not None
    ]
    for path in wanted:
        line = document.line(path)
        if not place.documented:
            oddity = Label(
                f"{place.name} has no levers.csv, so nothing acts here",
                f"{place.name}没有levers.csv，因此这里没有政策起作用",
            )
            findings.warn(document.label, line, path, oddity)
        elif len(path) > 1 and path[1] not in place.documented:
            known = listed(place.documented)
            message = f"{place.name} has no documented path for it; documented are: {known}"
            findings.mistake(document.label, line, path, message)
        elif len(path) > 2 and path[2] not in place.documented[path[1]]:
            known = listed(place.documented[path[1]])
            message = f"{place.name} has no documented path for it; documented are: {known}"
            findings.mistake(document.label, line, path, message)


def _check_parameters(document: Document, findings: Findings) -> None:
    given = _mapping(document.data.get("parameters"))
    if not given:
        return
    from sim.parameters import PARAMETERS

    for name, value in given.items():
        path = ("parameters", name)
        line = document.line(path)
        if name not in PARAMETERS:
            findings.mistake(
                document.label, line, path, unknown("parameter", name, list(PARAMETERS))
            )
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            low, high = PARAMETERS[name].bounds
            if not low <= value <= high:
                allowed = f"from {number_shown(low)} to {number_shown(high)}"
                message = f"{shown(value)} found; give a number {allowed}"
                findings.mistake(document.label, line, path, message)


def _check_goals(document: Document, findings: Findings) -> None:
    given = _mapping(document.data.get("goals"))
    if not given:
        return
    from sim.indicators import INDICATORS

    for name in given:
        if name not in INDICATORS:
            path = ("goals", str(name))
            message = unknown("indicator", name, list(INDICATORS))
            findings.mistake(document.label, document.line(path), path, message)


def _check_last_year(document: Document, place: Place, findings: Findings) -> None:
    """The last year lies after the place's base year."""
    given, path = document.data.get("last_year"), ("last_year",)
    if isinstance(given, int) and given <= place.base_year:
        message = f"{given} found; {place.name} starts at the end of {place.base_year}"
        findings.mistake(document.label, document.line(path), path, message)


def _warn_of_implausible(document: Document, place: Place, findings: Findings) -> None:
    """Legal, but more than ten times what is documented."""
    for lever, key, value in settings_of(document):
        documented = place.documented.get(lever, {}).get(key)
        if documented is None:
            continue
        most = max(documented.points.values())
        for year, number in value.items() if isinstance(value, dict) else [(None, value)]:
            path = ("levers", lever, key, *([] if year is None else [str(year)]))
            if isinstance(number, bool) or not isinstance(number, (int, float)):
                continue
            if most > 0 and number > FAR_ABOVE * most:
                message = Label(
                    f"{shown(number)} is more than {FAR_ABOVE} times the most documented, "
                    f"{number_shown(most)}",
                    f"{shown(number)}超过有记录的最大值{number_shown(most)}的{FAR_ABOVE}倍",
                )
                findings.warn(document.label, document.line(path), path, message)


def regions(place: Place) -> dict[str, str]:
    """The prefectures and counties of a place: by key, code or name, the key or code."""
    found: dict[str, str] = {}
    for county in place.counties:
        for name in (county.name.en, county.name.zh):
            found[name] = "" if name in found else county.code
    names = {name: code for name, code in found.items() if code}
    names.update({label.zh: key for key, label in place.prefectures.items()})
    names.update({county.code: county.code for county in place.counties})
    names.update({county.prefecture: county.prefecture for county in place.counties})
    names.update({key: key for key in place.prefectures})
    return names


def budget(lever: type[Lever]) -> list[str]:
    """The settings that are yearly sums of money; a lever's money can be moved to the first."""
    return [name for name, item in lever.money().items() if item.unit == "yuan/year"]
