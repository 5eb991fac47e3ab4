"""Options that several commands have."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import click

from experiments.commands.completion import place_names
from experiments.commands.option_types import NamedPath

if TYPE_CHECKING:
    from experiments.progress import Progress
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
        shell_complete=place_names,
        help=f"{what_for}  [default: the shipped one]",
    )


posterior_option = click.option(
    "--posterior",
    type=NamedPath(),
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
    help="Language of tables, notes and warnings; mistakes are told in English.",
)
quiet_option = click.option("--quiet", is_flag=True, help="No progress and no notes.")


class Notes:
    """What a command says besides its answer, in one language, unless quiet."""

    def __init__(self, is_quiet: bool, language: str = "en") -> None:
        self.is_quiet = is_quiet
        self.language = language

    def say(self, text: str | Label) -> None:
        if not self.is_quiet:
            print(self._worded(text), file=sys.stderr, flush=True)

    def tell(self, text: str | Label) -> None:
        """A line for standard output: what a command did."""
        if not self.is_quiet:
            click.echo(self._worded(text))

    def _worded(self, text: str | Label) -> str:
        return text if isinstance(text, str) else text[self.language]

    def progress(self, title: str | Label, total: int | None, unit: str) -> Progress:
        """Counts ``total`` steps on standard error; use it in a ``with`` block. ``None`` where
        nobody knows how many there are."""
        from experiments.progress import Progress

        return Progress(self._worded(title), total, unit, self.is_quiet, language=self.language)

    def say_warnings(self, warnings: Iterable[Problem]) -> None:
        for problem in warnings:
            self.say(problem.said(self.language))
