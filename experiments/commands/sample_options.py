"""Options of the commands that answer from many runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from experiments.commands.option_types import NamedPath
from experiments.commands.run import LARGEST_SEED, Scale


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
                    "--seeds", type=click.IntRange(min=1), default=seeds, show_default=True,
                    help="Seeds under each draw; with one, some draws are lived under a second, "
                    "so that chance can be told from parameters.",
                )
            ] if seeds else []),
            click.option(
                "--seed", type=click.IntRange(0, LARGEST_SEED), default=1, show_default=True,
                help="Of chance and of the draws.",
            ),
            click.option(
                "--workers", "--threads", "workers", type=click.IntRange(min=1),
                help="Runs lived at once. Default: one a core. Numbers do not depend on it.",
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
        type=NamedPath(),
        metavar="DIR",
        help=f"Where the files go.  [default: {default}]",
    )


figures_option = click.option(
    "--figures", is_flag=True, help="Draw figures too, in English and in Chinese."
)
