"""Options that several commands have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click


def default_place(context: click.Context, option: click.Parameter, value: str | None) -> str:
    """The place that was named, or the shipped one."""
    if value is not None:
        return value
    import scenarios

    return scenarios.DEFAULT_PLACE


def place_option(what_for: str) -> Callable[[Any], Any]:
    """``--place``: a shipped name or a folder."""
    return click.option(
        "--place",
        metavar="NAME|FOLDER",
        callback=default_place,
        help=f"{what_for}  [default: the shipped one]",
    )


json_option = click.option(
    "--json", "as_json", is_flag=True, help="One JSON document on standard output."
)
