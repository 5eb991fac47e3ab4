"""Options that several commands have."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from scenarios import Problem
    from sim.declare import Label


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


posterior_option = click.option(
    "--posterior",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="A folder with a posterior of the place's parameters.",
)
json_option = click.option(
    "--json", "as_json", is_flag=True, help="One JSON document on standard output."
)
lang_option = click.option(
    "--lang",
    type=click.Choice(("en", "zh")),
    default="en",
    show_default=True,
    help="Language of tables.",
)
quiet_option = click.option("--quiet", is_flag=True, help="No progress and no notes.")


class Notes:
    """Lines for standard error in one language, unless quiet."""

    def __init__(self, is_quiet: bool, language: str = "en") -> None:
        self.is_quiet = is_quiet
        self.language = language

    def say(self, text: str | Label) -> None:
        if not self.is_quiet:
            line = text if isinstance(text, str) else text[self.language]
            print(line, file=sys.stderr, flush=True)

    def tell(self, text: str) -> None:
        """A line for standard output: what a command did."""
        if not self.is_quiet:
            click.echo(text)

    def say_warnings(self, warnings: Iterable[Problem]) -> None:
        for problem in warnings:
            self.say(problem.said(self.language))
