"""Options that several commands have."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from scenarios import Findings

LARGEST_SEED = 2**62


class Scale(click.ParamType):
    """A share of the real households, above 0 and at most 1."""

    name = "share"

    def convert(self, value: Any, param: Any, ctx: Any) -> float:
        try:
            number = float(value)
        except ValueError:
            number = math.nan
        if not 0.0 < number <= 1.0:
            self.fail(f"{value!r} is not a number above 0 and at most 1", param, ctx)
        return number


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


def sample_options(scale: float, draws: int, seeds: int | None = None) -> Callable[[Any], Any]:
    """``--scale --draws --seeds --seed --workers``: which sample answers a question."""

    def add(command: Any) -> Any:
        options = [
            click.option(
                "--scale", type=Scale(), default=scale, show_default=True,
                help="Share of the real households that is simulated in each run.",
            ),
            click.option(
                "--draws", type=click.IntRange(min=1), default=draws, show_default=True,
                help="Parameter vectors; 1 is the central one.",
            ),
            *([
                click.option(
                    "--seeds", type=click.IntRange(min=2), default=seeds, show_default=True,
                    help="Seeds under each draw, so that chance can be told from parameters.",
                )
            ] if seeds else []),
            click.option(
                "--seed", type=click.IntRange(0, LARGEST_SEED), default=1, show_default=True,
                help="Of chance and of the draws.",
            ),
            click.option(
                "--workers", "--threads", "workers", type=click.IntRange(min=1),
                help="Processes. Default: one a core. Numbers do not depend on it.",
            ),
        ]  # fmt: skip
        for option in reversed(options):
            command = option(command)
        return command

    return add


set_option = click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="LEVER.SETTING=VALUE",
    help="Change a setting; VALUE as in a scenario file: 2e9, a word, or {2003: 1e9, 2005: 0}. "
    "Repeatable.",
)


def out_option(default: str) -> Callable[[Any], Any]:
    """``--out``: where the files go."""
    return click.option(
        "--out",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help=f"Where the files go.  [default: {default}]",
    )


quiet_option = click.option("--quiet", is_flag=True, help="No progress and no notes.")
figures_option = click.option(
    "--figures", is_flag=True, help="Draw figures too, in English and in Chinese."
)


class Notes:
    """Lines for standard error, unless quiet."""

    def __init__(self, is_quiet: bool) -> None:
        self.is_quiet = is_quiet

    def say(self, text: str) -> None:
        if not self.is_quiet:
            print(text, file=sys.stderr, flush=True)

    def tell(self, text: str) -> None:
        """A line for standard output: what a command did."""
        if not self.is_quiet:
            click.echo(text)

    def say_warnings(self, findings: Findings) -> None:
        for problem in findings.warnings:
            self.say(str(problem))
