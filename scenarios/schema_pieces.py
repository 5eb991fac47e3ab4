"""Pieces that the JSON Schemas of scenarios, places and studies are made of.

Schemas are made from the declarations of levers, settings, base values and shocks, so a new lever
is in them without an edit. They serve editors as they stand (JSON Schema, draft 2020-12); further
keywords, which editors pass over, hold words for our messages: ``x-expects`` says what is allowed
at a place, ``x-noun`` what its keys are called and ``x-known`` which there are.
"""

from __future__ import annotations

from typing import Any

from scenarios.problems import number_shown
from sim.inputs import LAST_YEAR

FIRST_YEAR = 2002
DRAFT = "https://json-schema.org/draft/2020-12/schema"
NAME_PATTERN = r'^[^-./\\\s:*?"<>|][^/\\\x00-\x1f:*?"<>|]{0,99}$(?!\n)'

Schema = dict[str, Any]


def text(description: str) -> Schema:
    """Any text."""
    return {"description": description, "type": "string", "x-expects": "text"}


def number_schema(bounds: tuple[float, float], unit: str) -> Schema:
    """A number within bounds."""
    low, high = bounds
    in_unit = "" if unit == "1" else f" {unit}"
    return {
        "type": "number",
        "minimum": low,
        "maximum": high,
        "x-expects": f"a number from {number_shown(low)} to {number_shown(high)}{in_unit}",
    }


def dated(bounds: tuple[float, float], unit: str, description: str, first_year: int) -> Schema:
    """A number, or numbers by year."""
    number = number_schema(bounds, unit)
    return {
        **number,
        "description": description,
        "type": ["number", "object"],
        "minProperties": 1,
        "patternProperties": {years_pattern(first_year): number},
        "additionalProperties": False,
        "x-noun": "year",
        "x-known": years_known(first_year),
        "x-expects": f"{number['x-expects']} or {{year: number}}",
    }


def years_pattern(first_year: int) -> str:
    """Every year that may be a key, as a pattern."""
    return f"^({'|'.join(str(year) for year in range(first_year, LAST_YEAR + 1))})$"


def years_known(first_year: int) -> str:
    """Which years there are, in words."""
    return f"years are {first_year} to {LAST_YEAR}"
