"""The JSON Schema of study files: their shape. What names mean is checked by the reader."""

from __future__ import annotations

import functools
from typing import Any

from experiments.study.factors import LARGEST_SEED
from scenarios.schema_pieces import DRAFT, FIRST_YEAR, Schema
from sim.inputs import LAST_YEAR

LARGEST_N = 2**20
MOST_DRAWS = 100_000
MOST_RUNS = 1_000_000


@functools.cache
def study_schema() -> Schema:
    """JSON Schema of a study file."""
    return {
        "$schema": DRAFT,
        "title": "shanhai study",
        "type": "object",
        "properties": {
            "title": _text("one line for lists and figures"),
            "title_zh": _text("the same line in Chinese"),
            "question": _text("what the study is to answer, in words"),
            "scenario": _text("a shipped scenario's name, or a file beside this one"),
            "place": _text("a shipped place, or a folder beside this file"),
            "scale": {
                "description": "share of the real households simulated",
                "type": "number",
                "exclusiveMinimum": 0,
                "maximum": 1,
                "x-expects": "a number above 0 and at most 1",
            },
            "seeds": {
                "description": "each point of the design is lived under each",
                "type": "array",
                "minItems": 1,
                "items": _whole(0, LARGEST_SEED),
                "x-expects": "a list of seeds, as in [1, 2, 3]",
            },
            "draws": {
                **_whole(1, MOST_DRAWS),
                "description": "parameter vectors each point is lived under, instead of seeds",
            },
            "design": _design(),
            "outcomes": {
                "description": "indicators, or region.indicator",
                "type": "array",
                "minItems": 1,
                "items": _text("an indicator"),
                "x-expects": "a list of indicators, as in [rural_income_new, ratio_new]",
            },
            "year": {
                **_whole(FIRST_YEAR + 1, LAST_YEAR),
                "description": "the year that indices and answers look at; the last one by default",
            },
            "discovery": _discovery(),
            "answer": _text("a template in plain words beside this file, filled with the numbers"),
        },
        "required": ["design", "outcomes"],
        "additionalProperties": False,
        "x-noun": "key",
    }


def _design() -> Schema:
    return {
        "description": "which runs there are: one of grid, sobol, morris and csv",
        "type": "object",
        "properties": {
            "grid": {
                "description": "every combination of the values of each factor",
                "type": "object",
                "additionalProperties": {"type": "array", "x-expects": "a list of values"},
                "x-expects": "a mapping {factor: [values]}",
            },
            "sobol": _sampled(
                second_order={"type": "boolean", "x-expects": "true or false"},
            ),
            "morris": _sampled(levels=_whole(2, 64)),
            "csv": _text("a table beside this file: a column a factor, a line a run"),
        },
        "additionalProperties": False,
        "x-noun": "design",
        "x-expects": "one of grid, sobol, morris and csv",
    }


def _sampled(**more: Schema) -> Schema:
    return {
        "type": "object",
        "properties": {
            "n": _whole(2, LARGEST_N),
            "ranges": {
                "type": "object",
                "additionalProperties": {
                    "type": "array",
                    "minItems": 2,
                    "maxItems": 2,
                    "items": {"type": "number", "x-expects": "a number"},
                    "x-expects": "[lowest, highest]",
                },
                "x-expects": "a mapping {factor: [lowest, highest]}",
            },
            "seed": _whole(0, 2**31),
            **more,
        },
        "required": ["n", "ranges"],
        "additionalProperties": False,
        "x-noun": "key",
        "x-expects": "{n: …, ranges: {factor: [lowest, highest]}}",
    }


def _discovery() -> Schema:
    limit: Schema = {"type": "number", "x-expects": "a number"}
    return {
        "description": "where in the design an outcome lies below, or above, a limit",
        "type": "object",
        "properties": {
            "outcome": _text("one of the study's outcomes"),
            "below": limit,
            "above": limit,
            "year": _whole(FIRST_YEAR + 1, LAST_YEAR),
        },
        "required": ["outcome"],
        "additionalProperties": False,
        "x-noun": "key",
        "x-expects": "{outcome: …, below: number} or {outcome: …, above: number}",
    }


def _text(description: str) -> Schema:
    return {"description": description, "type": "string", "minLength": 1, "x-expects": "text"}


def _whole(low: int, high: int) -> Schema:
    words: dict[str, Any] = {"x-expects": f"a whole number from {low} to {high}"}
    return {"type": "integer", "minimum": low, "maximum": high, **words}
