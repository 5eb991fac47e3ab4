"""The JSON Schema of scenario files."""

from __future__ import annotations

import functools

from scenarios.schema_pieces import (
    DRAFT,
    FIRST_YEAR,
    NAME_PATTERN,
    Schema,
    dated,
    text,
    years_known,
    years_pattern,
)
from sim.declare import Setting
from sim.inputs import DRIVERS, LAST_YEAR, SHOCKS
from sim.levers import Lever, all_levers
from sim.policy import CLOSURES

EVERY_LEVER = "all"
LONGEST_DELAY = 30
STRONGEST = 10.0


@functools.cache
def scenario_schema(first_year: int = FIRST_YEAR) -> Schema:
    """JSON Schema of a scenario file whose years start with ``first_year``.

    Mapping keys that are years appear as text, as JSON has it.
    """
    levers = all_levers()
    lever_word: Schema = {
        "enum": list(levers),
        "x-expects": "the name of a lever",
        "x-noun": "lever",
    }
    properties: Schema = {
        "name": text("how the scenario is called when the file's name is not to be used")
        | {"pattern": NAME_PATTERN, "x-expects": "a name without slashes"},
        "title": text("one line for lists and figures"),
        "title_zh": text("the same line in Chinese"),
        "summary": text("what the scenario supposes, in a sentence or two"),
        "extends": text("the name of a shipped scenario, or a file beside this one")
        | {"minLength": 1, "x-expects": "a scenario's name or a file beside this one"},
        "without": {
            "description": "levers taken away from what is extended, or the word all",
            "type": ["array", "string"],
            "pattern": "^all$",
            "items": lever_word,
            "x-expects": "a list of levers, as in [infrastructure], or all",
        },
        "replace": {
            "description": "old lever: new lever; the money of the old one goes to the new one",
            "type": "object",
            "properties": dict.fromkeys(levers, lever_word),
            "additionalProperties": False,
            "x-noun": "lever",
            "x-expects": "a mapping {old_lever: new_lever}",
        },
        "levers": {
            "description": "what each lever does; the word documented takes the place's record",
            "type": ["object", "string"],
            "pattern": "^documented$",
            "properties": {name: _lever(lever, first_year) for name, lever in levers.items()},
            "additionalProperties": False,
            "x-noun": "lever",
            "x-expects": "levers with their settings, or documented",
        },
        "shocks": {
            "description": "the years of shocks; those of the place where nothing is said",
            "type": "object",
            "properties": {kind: _shock(label.en, first_year) for kind, label in SHOCKS.items()},
            "additionalProperties": False,
            "x-noun": "shock",
            "x-expects": "a mapping {shock: year, [years] or none}",
        },
        "closure": {
            "description": "where money goes that no lever spends",
            "enum": list(CLOSURES),
            "x-expects": f"one of {', '.join(CLOSURES)}",
        },
        "delay": {
            "description": "years by which levers come later (below 0: earlier) than said above",
            "type": "object",
            "properties": dict.fromkeys(_levers_or_all(), _delay()),
            "additionalProperties": False,
            "x-noun": "lever",
            "x-expects": "a mapping {lever: years} or {all: years}",
        },
        "intensity": {
            "description": "how strong levers are, 1 being as said above and 0 off; applied last",
            "type": "object",
            "properties": dict.fromkeys(_levers_or_all(), _intensity(first_year)),
            "additionalProperties": False,
            "x-noun": "lever",
            "x-expects": "a mapping {lever: number} or {all: number}",
        },
        "drivers": {
            "description": "what comes from outside, from the first year named on",
            "type": "object",
            "properties": {
                name: dated(item.bounds, item.unit, f"{item.doc} [{item.unit}]", first_year)
                for name, item in DRIVERS.items()
            },
            "additionalProperties": False,
            "x-noun": "driver",
            "x-expects": "a mapping {driver: {year: number}}",
        },
        "last_year": {
            "description": "the last year lived, where it is not the place's",
            "type": "integer",
            "minimum": first_year + 1,
            "maximum": LAST_YEAR,
            "x-expects": f"a year from {first_year + 1} to {LAST_YEAR}",
        },
        "goals": {
            "description": "published aims, drawn as lines: indicator: {year: value}",
            "type": "object",
            "additionalProperties": _goal(first_year),
            "x-expects": "a mapping {indicator: {year: number}}",
        },
        "parameters": {
            "description": "parameters that differ from their declared values",
            "type": "object",
            "additionalProperties": {"type": "number", "x-expects": "a number"},
            "x-expects": "a mapping {parameter: number}",
        },
    }
    return {
        "$schema": DRAFT,
        "title": "shanhai scenario",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "x-noun": "key",
    }


def _lever(lever: type[Lever], first_year: int) -> Schema:
    return {
        "description": f"{lever.label().en} {lever.label().zh}",
        "type": ["object", "string"],
        "pattern": "^documented$",
        "properties": {
            name: _setting(name, setting, first_year) for name, setting in lever.settings().items()
        },
        "additionalProperties": False,
        "x-noun": "setting",
        "x-expects": "a mapping of settings, or documented",
    }


def _setting(name: str, setting: Setting, first_year: int) -> Schema:
    if name == "region":
        return _region(setting)
    if setting.choices is not None:
        return {
            "description": setting.doc,
            "enum": list(setting.choices),
            "x-expects": f"one of {', '.join(setting.choices)}",
        }
    assert setting.bounds is not None
    by_year = dated(setting.bounds, setting.unit, f"{setting.doc} [{setting.unit}]", first_year)
    return {
        **by_year,
        "type": ["number", "object", "string"],
        "pattern": "^documented$",
        "x-expects": by_year["x-expects"].replace(" or ", ", ") + " or documented",
    }


def _region(setting: Setting) -> Schema:
    return {
        "description": setting.doc,
        "type": ["string", "integer", "array"],
        "minItems": 1,
        "items": {"type": ["string", "integer"], "x-expects": "a prefecture or county"},
        "x-expects": f"one of {', '.join(setting.choices or ())}, or a list of prefectures "
        "or counties",
    }


def _levers_or_all() -> list[str]:
    return [*all_levers(), EVERY_LEVER]


def _delay() -> Schema:
    return {
        "description": "years",
        "type": "integer",
        "minimum": -LONGEST_DELAY,
        "maximum": LONGEST_DELAY,
        "x-expects": f"whole years from -{LONGEST_DELAY} to {LONGEST_DELAY}",
    }


def _intensity(first_year: int) -> Schema:
    return dated((0.0, STRONGEST), "1", "1 is as strong as the scenario has it", first_year)


def _goal(first_year: int) -> Schema:
    return {
        "type": "object",
        "minProperties": 1,
        "patternProperties": {
            years_pattern(first_year): {"type": "number", "x-expects": "a number"}
        },
        "additionalProperties": False,
        "x-noun": "year",
        "x-known": years_known(first_year),
        "x-expects": "{year: number}",
    }


def _shock(description: str, first_year: int) -> Schema:
    year: Schema = {
        "type": "integer",
        "minimum": first_year,
        "maximum": LAST_YEAR,
        "x-expects": f"a year from {first_year} to {LAST_YEAR}",
    }
    return {
        **year,
        "description": description,
        "type": ["integer", "array", "string"],
        "pattern": "^none$",
        "items": year,
        "x-expects": f"{year['x-expects']}, a list of years or none",
    }
