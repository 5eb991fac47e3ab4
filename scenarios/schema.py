"""The JSON Schemas of scenario files and of a place's ``base_year.yaml``, and checking by them.

Both are made from the declarations of levers, settings, base values and shocks, so a new lever is
in them without an edit here. They serve editors as they stand (JSON Schema, draft 2020-12); two
further keywords, which editors pass over, hold words for our messages: ``x-expects`` says what is
allowed at a place and ``x-noun`` what its keys are called.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from scenarios.problems import Findings, nearest, number_shown, shown, unknown
from scenarios.yaml_files import Document
from sim.declare import Setting
from sim.inputs import BASE_VALUES, DRIVERS, LAST_YEAR, SHOCKS, BaseValue
from sim.levers import Lever, all_levers
from sim.policy import CLOSURES

FIRST_YEAR = 2002
EVERY_LEVER = "all"
LONGEST_DELAY = 30
STRONGEST = 10.0
EARLIEST_YEAR = 1900
DRAFT = "https://json-schema.org/draft/2020-12/schema"
NAME_PATTERN = r'^[^-./\\\s:*?"<>|][^/\\\x00-\x1f:*?"<>|]{0,99}$(?!\n)'

_ABOUT_WHAT_IS_MISSING = ("minProperties", "minItems", "required")

Schema = dict[str, Any]


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
        "name": _text("how the scenario is called when the file's name is not to be used")
        | {"pattern": NAME_PATTERN, "x-expects": "a name without slashes"},
        "title": _text("one line for lists and figures"),
        "title_zh": _text("the same line in Chinese"),
        "summary": _text("what the scenario supposes, in a sentence or two"),
        "extends": _text("the name of a shipped scenario, or a file beside this one")
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
                name: _dated(item.bounds, item.unit, f"{item.doc} [{item.unit}]", first_year)
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


def _text(description: str) -> Schema:
    return {"description": description, "type": "string", "x-expects": "text"}


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
    dated = _dated(setting.bounds, setting.unit, f"{setting.doc} [{setting.unit}]", first_year)
    return {
        **dated,
        "type": ["number", "object", "string"],
        "pattern": "^documented$",
        "x-expects": dated["x-expects"].replace(" or ", ", ") + " or documented",
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
    return _dated((0.0, STRONGEST), "1", "1 is as strong as the scenario has it", first_year)


def _goal(first_year: int) -> Schema:
    return {
        "type": "object",
        "minProperties": 1,
        "patternProperties": {
            _years_pattern(first_year): {"type": "number", "x-expects": "a number"}
        },
        "additionalProperties": False,
        "x-noun": "year",
        "x-known": _years_known(first_year),
        "x-expects": "{year: number}",
    }


def _dated(bounds: tuple[float, float], unit: str, description: str, first_year: int) -> Schema:
    """A number, or numbers by year."""
    number = _number(bounds, unit)
    return {
        **number,
        "description": description,
        "type": ["number", "object"],
        "minProperties": 1,
        "patternProperties": {_years_pattern(first_year): number},
        "additionalProperties": False,
        "x-noun": "year",
        "x-known": _years_known(first_year),
        "x-expects": f"{number['x-expects']} or {{year: number}}",
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


def _number(bounds: tuple[float, float], unit: str) -> Schema:
    low, high = bounds
    in_unit = "" if unit == "1" else f" {unit}"
    return {
        "type": "number",
        "minimum": low,
        "maximum": high,
        "x-expects": f"a number from {number_shown(low)} to {number_shown(high)}{in_unit}",
    }


def _years_pattern(first_year: int) -> str:
    return f"^({'|'.join(str(year) for year in range(first_year, LAST_YEAR + 1))})$"


def _years_known(first_year: int) -> str:
    return f"years are {first_year} to {LAST_YEAR}"


@functools.cache
def place_schema() -> Schema:
    """JSON Schema of a place's ``base_year.yaml``."""
    year = {
        "type": "integer",
        "minimum": EARLIEST_YEAR,
        "maximum": LAST_YEAR,
        "x-expects": f"a year from {EARLIEST_YEAR} to {LAST_YEAR}",
    }
    label: Schema = {
        "type": ["object", "string"],
        "properties": {"en": _text("in English"), "zh": _text("in Chinese")},
        "additionalProperties": False,
        "x-noun": "language",
        "x-expects": "{en: …, zh: …}",
    }
    return {
        "$schema": DRAFT,
        "title": "shanhai place: base year",
        "type": "object",
        "properties": {
            "name": _text("the place's region key") | {"pattern": NAME_PATTERN},
            "title": label,
            "base_year": year,
            "last_year": year,
            "values": {
                "type": "object",
                "properties": {key: _base_value(item) for key, item in BASE_VALUES.items()},
                "additionalProperties": False,
                "x-noun": "value",
                "x-expects": "a mapping of values",
            },
            "shocks": {
                "type": "object",
                "properties": {kind: _dated_shock(year, label) for kind in SHOCKS},
                "additionalProperties": False,
                "x-noun": "shock",
                "x-expects": "a mapping {shock: year}",
            },
            "note": _text("a remark"),
        },
        "additionalProperties": False,
        "x-noun": "key",
    }


def _base_value(item: BaseValue) -> Schema:
    number = _number(item.bounds, item.unit)
    return {
        **number,
        "description": f"{item.doc} [{item.unit}]",
        "type": ["number", "object"],
        "properties": {
            "value": number,
            "unit": {"const": item.unit, "x-expects": f"'{item.unit}'"},
            **_provenance(),
        },
        "required": ["value"],
        "additionalProperties": False,
        "x-noun": "key",
        "x-expects": f"{number['x-expects']}, or {{value: …, unit: …, source: …}}",
    }


def _dated_shock(year: Schema, label: Schema) -> Schema:
    years = {
        **year,
        "type": ["integer", "array"],
        "items": year,
        "x-expects": f"{year['x-expects']} or a list of them",
    }
    return {
        **years,
        "type": ["integer", "array", "object"],
        "properties": {"year": years, "label": label, **_provenance()},
        "required": ["year"],
        "additionalProperties": False,
        "x-noun": "key",
    }


def _provenance() -> Schema:
    return {
        "verified": {"enum": ["yes", "no", True, False], "x-expects": "yes or no"},
        "source": _text("a key of sources.yaml"),
        "source_url": {"type": ["string", "null"], "x-expects": "an address"},
        "note": _text("a remark"),
    }


def check(document: Document, schema: Schema, findings: Findings) -> None:
    """Note everything in a document that its schema does not allow, one message a mistake."""
    from jsonschema import Draft202012Validator

    told: set[tuple[str, ...]] = set()
    for error in Draft202012Validator(schema).iter_errors(with_text_keys(document.data)):
        for path, message in _told(error):
            is_hole = path in document.holes and error.validator in _ABOUT_WHAT_IS_MISSING
            if path not in told and not is_hole:
                told.add(path)
                where = [*_without_positions(error.absolute_path), *path[len(error.path) :]]
                findings.mistake(document.label, document.line(path), where, message)


def _without_positions(path: Iterable[str | int]) -> list[str]:
    """A path as users read it: the message shows which item of a list is meant."""
    return [key for key in path if isinstance(key, str)]


def with_text_keys(value: Any) -> Any:
    """The same data with every mapping's keys as text, as JSON knows them."""
    if isinstance(value, Mapping):
        return {str(key): with_text_keys(item) for key, item in value.items()}
    if isinstance(value, list):
        return [with_text_keys(item) for item in value]
    return value


def _told(error: Any) -> Iterator[tuple[tuple[str, ...], str]]:
    """What one error of the schema library means to the user: path and message."""
    path = tuple(str(key) for key in error.absolute_path)
    schema = error.schema
    if error.validator == "additionalProperties":
        for key in _surplus(error.instance, schema):
            yield (*path, key), _unknown_key(key, schema)
    elif error.validator == "required":
        for key in schema["required"]:
            if key not in error.instance:
                yield path, f"{key} is missing"
    else:
        yield path, _unfit(error.instance, schema)


def _surplus(instance: Iterable[str], schema: Schema) -> Iterator[str]:
    patterns = schema.get("patternProperties", {})
    for key in instance:
        if key not in schema.get("properties", {}) and not any(
            re.search(pattern, key) for pattern in patterns
        ):
            yield key


def _unknown_key(key: str, schema: Schema) -> str:
    noun = schema["x-noun"]
    if "x-known" in schema:
        hint = "; a space is missing after the colon" if ":" in key else ""
        return f"no such {noun}; {schema['x-known']}{hint}"
    return unknown(noun, key, schema.get("properties", {}))


def _unfit(value: object, schema: Schema) -> str:
    """A value that does not fit: what was found, what is allowed, the nearest valid word."""
    words = [word for word in schema.get("enum", ()) if isinstance(word, str)]
    words += ["documented"] if schema.get("pattern") == "^documented$" else []
    if isinstance(value, str) and words:
        if "x-noun" in schema and "enum" in schema:
            return f"{shown(value)}: {unknown(schema['x-noun'], value, words)}"
        close = nearest(value, words)
        hint = f"; did you mean '{close}'?" if close else ""
    else:
        hint = ""
    return f"{shown(value)} found; give {schema['x-expects']}{hint}"
