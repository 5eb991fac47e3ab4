"""Holding a file against its JSON Schema, with one message in our words for every mistake."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from scenarios.problems import Findings, nearest, shown, unknown
from scenarios.schema_pieces import Schema
from scenarios.yaml_files import Document

_ABOUT_WHAT_IS_MISSING = ("minProperties", "minItems", "required")


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
