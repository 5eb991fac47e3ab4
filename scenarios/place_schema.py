"""The JSON Schema of a place's ``base_year.yaml``."""

from __future__ import annotations

import functools

from scenarios.schema_pieces import DRAFT, NAME_PATTERN, Schema, number_schema, text
from sim.inputs import BASE_VALUES, LAST_YEAR, SHOCKS, BaseValue

EARLIEST_YEAR = 1900


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
        "properties": {"en": text("in English"), "zh": text("in Chinese")},
        "additionalProperties": False,
        "x-noun": "language",
        "x-expects": "{en: …, zh: …}",
    }
    return {
        "$schema": DRAFT,
        "title": "shanhai place: base year",
        "type": "object",
        "properties": {
            "name": text("the place's region key") | {"pattern": NAME_PATTERN},
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
            "note": text("a remark"),
        },
        "additionalProperties": False,
        "x-noun": "key",
    }


def _base_value(item: BaseValue) -> Schema:
    number = number_schema(item.bounds, item.unit)
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
        "source": text("a key of sources.yaml"),
        "source_url": {"type": ["string", "null"], "x-expects": "an address"},
        "note": text("a remark"),
    }
