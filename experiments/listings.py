"""What can be listed, read from the declarations: levers, parameters, indicators and the rest.

Each function returns plain data in the shape that ``shanhai list … --json`` prints. Nothing heavy
is imported.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import scenarios
from scenarios.place_files import shipped_places
from scenarios.yaml_files import read_yaml
from sim.declare import Parameter, Setting
from sim.inputs import Source
from sim.levers import Lever, all_levers

Rows = list[dict[str, Any]]


def levers(place: str) -> Rows:
    """Every lever with its settings, by name."""
    return [_lever(name, lever) for name, lever in all_levers().items()]


def _lever(name: str, lever: type[Lever]) -> dict[str, Any]:
    label = lever.label()
    return {
        "name": name,
        "label": {"en": label.en, "zh": label.zh},
        "doc": f"{label.en}.",
        "failure": lever.failure,
        "settings": [_setting(item) for item in lever.settings().values()],
        "source": lever.source,
    }


def _setting(item: Setting) -> dict[str, Any]:
    allowed: dict[str, Any] = (
        {"choices": list(item.choices)} if item.choices else {"bounds": list(item.bounds or ())}
    )
    return {"name": item.name, "unit": item.unit, **allowed, "off": item.off, "doc": item.doc}


def parameters(place: str) -> Rows:
    """Every parameter in the order declared; the value is the prior's centre or the fixed one."""
    from sim.parameters import PARAMETERS

    return [_parameter(item) for item in PARAMETERS.values()]


def _parameter(item: Parameter) -> dict[str, Any]:
    return {
        "name": item.name,
        "owner": item.owner,
        "value": item.value,
        "unit": item.unit,
        "bounds": list(item.bounds),
        "prior": item.prior.as_dict() if item.prior else None,
        "fixed": item.fixed,
        "source": item.source,
        "doc": item.doc,
    }


def indicators(place: str) -> Rows:
    """Every indicator in the order declared; ``observed`` is the series it is held against."""
    from sim.indicators import INDICATORS

    return [
        {"name": item.name, "unit": item.unit, "doc": item.doc, "observed": item.observed}
        for item in INDICATORS.values()
    ]


def sources(place: str) -> Rows:
    """The bibliography of a place and of the model itself, by key."""
    return [
        {"key": item.key, "citation": item.citation, "url": item.url}
        for _, item in sorted(sources_of(place).items())
    ]


def sources_of(place: str) -> dict[str, Source]:
    """A place's sources and the model's. Raises :class:`scenarios.BadInput` for no such place.

    Of a shipped place only the one file is read, because a listing has to be quick.
    """
    folder = shipped_places().get(place)
    if folder is None:
        return dict(scenarios.load_place(place, scenarios.Findings()).sources)
    document = read_yaml(folder / "sources.yaml", place, scenarios.Findings())
    entries = {} if document is None else document.data
    return {
        **scenarios.bibliography(),
        **{key: Source(key, held["citation"], held["url"]) for key, held in entries.items()},
    }


def shipped_scenarios(place: str) -> Rows:
    """Every shipped scenario."""
    return [
        {"name": name, "title": info.title, "summary": info.summary, "extends": info.extends}
        for name, info in scenarios.available().items()
    ]


def places(place: str) -> Rows:
    """Every shipped place; ``years`` are its base year and its last."""
    return [
        {"name": name, "title": info.title.en, "years": list(info.years)}
        for name, info in scenarios.places().items()
    ]


LISTINGS: dict[str, Callable[[str], Rows]] = {
    "scenarios": shipped_scenarios,
    "levers": levers,
    "parameters": parameters,
    "indicators": indicators,
    "sources": sources,
    "places": places,
}
