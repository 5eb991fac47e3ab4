"""What the rest of the project asks of scenario files and places."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable, Mapping
from pathlib import Path as FilePath
from typing import NamedTuple

from scenarios import place_files, scenario_files
from scenarios.problems import Findings, InputWarning, Problem, unknown
from scenarios.scenario_files import ScenarioInfo
from sim.declare import Label
from sim.inputs import Place, Scenario

DEFAULT_PLACE = "zhejiang"

PlaceLike = Place | str | FilePath


class PlaceInfo(NamedTuple):
    """What a listing says of a place."""

    title: Label
    years: tuple[int, int]


def load(
    name_or_path: str | FilePath,
    place: PlaceLike = DEFAULT_PLACE,
    findings: Findings | None = None,
) -> Scenario:
    """The scenario of a shipped name or a file, resolved, with its place attached.

    ``place`` is a :class:`~sim.inputs.Place`, a shipped name or a folder. Raises
    :class:`scenarios.BadInput` with every mistake of the files. Warnings are issued as
    :class:`InputWarning`, or gathered in ``findings`` where that is given.
    """
    gathered = Findings()
    at = _place(place, gathered)
    scenario = None
    if at is not None:
        scenario = scenario_files.read_scenario(name_or_path, at, gathered)
    _hand_over(gathered, findings)
    assert scenario is not None
    return scenario


def loads(
    text: str,
    place: PlaceLike = DEFAULT_PLACE,
    name: str = "scenario",
    findings: Findings | None = None,
) -> Scenario:
    """Like :func:`load`, from the text of a scenario file; it may extend shipped scenarios."""
    gathered = Findings()
    at = _place(place, gathered)
    scenario = None
    if at is not None:
        scenario = scenario_files.read_scenario_text(text, name, at, gathered)
    _hand_over(gathered, findings)
    assert scenario is not None
    return scenario


def change(
    scenario: Scenario, settings: Iterable[str], findings: Findings | None = None
) -> Scenario:
    """The same scenario with settings written as ``lever.setting=value``, checked like a file's.

    Values are YAML: ``infrastructure.spending={2003: 1e9}``. Raises :class:`scenarios.BadInput`.
    """
    gathered = Findings()
    result = scenario_files.changed(scenario, settings, gathered)
    _hand_over(gathered, findings)
    assert result is not None
    return result


def load_place(name_or_folder: str | FilePath, findings: Findings | None = None) -> Place:
    """The place of a shipped name or a folder. Raises and warns like :func:`load`."""
    gathered = Findings()
    place = _place(name_or_folder, gathered)
    _hand_over(gathered, findings)
    assert place is not None
    return place


def available() -> Mapping[str, ScenarioInfo]:
    """Title, summary and parent of every shipped scenario, by name."""
    return scenario_files.shipped_info()


def places() -> dict[str, PlaceInfo]:
    """Title and first and last year of every shipped place, by name."""
    found: dict[str, PlaceInfo] = {}
    for name, folder in place_files.shipped_places().items():
        head = place_files.place_head(folder)
        found[name] = PlaceInfo(head["title"], head["years"])
    return found


def validate(paths: Iterable[str | FilePath], place: PlaceLike = DEFAULT_PLACE) -> list[Problem]:
    """Every mistake and warning in scenario files and place folders, none of which is run.

    A shipped name stands for its file or folder; scenarios are held against ``place``.
    """
    findings = Findings()
    at: Place | None = None
    for path in paths:
        if kind_of(path) == "place":
            _place(path, findings)
        else:
            at = at or _place(place, findings)
            if at is None:
                break
            scenario_files.read_scenario(path, at, findings)
    return list(findings)


def kind_of(path: str | FilePath) -> str:
    """``place`` for a folder or a shipped place, ``study`` for a file with a design, or
    ``scenario`` for everything else, readable or not."""
    given = os.fspath(path)
    if given in place_files.shipped_places() or _is_folder(given):
        return "place"
    if scenario_files.is_path(given):
        from scenarios.yaml_files import read_yaml

        document = read_yaml(FilePath(given), given, Findings())
        if document is not None and "design" in document.data:
            return "study"
    return "scenario"


def _place(given: PlaceLike, findings: Findings) -> Place | None:
    """A place as given, shipped or read from a folder."""
    if isinstance(given, Place):
        return given
    name = os.fspath(given)
    shipped = place_files.shipped_places()
    if isinstance(given, str) and name in shipped:
        place, problems = place_files.shipped_place(name)
        findings.extend(problems)
        return place
    if not _is_folder(name):
        known = unknown("place", name.rstrip("/\\"), shipped)
        ending = " A" if known.endswith("?") else "; a"
        findings.mistake(name or "''", None, (), f"{known}{ending} folder would do as well")
        return None
    try:
        return place_files.read_place(FilePath(name), name, findings)
    except OSError as problem:
        reason = problem.strerror or str(problem)
        findings.mistake(name, None, (), f"cannot be read: {reason}")
        return None


def _is_folder(name: str) -> bool:
    try:
        return bool(name) and os.path.isdir(name)
    except (OSError, ValueError):
        return False


def _hand_over(gathered: Findings, findings: Findings | None) -> None:
    """Raise the mistakes, if there are any; pass warnings on to who wants them."""
    if findings is not None:
        findings.extend(gathered.warnings)
    gathered.raise_mistakes()
    if findings is None:
        for problem in gathered.warnings:
            warnings.warn(str(problem), InputWarning, stacklevel=3)
