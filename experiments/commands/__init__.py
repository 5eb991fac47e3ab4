"""The commands of ``shanhai``, one a file; a new command is one new file and one line here."""

from __future__ import annotations

import click

import sim
from experiments.commands.calibrate import calibrate
from experiments.commands.card import card
from experiments.commands.listing import listing
from experiments.commands.run import run
from experiments.commands.validate import validate


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(sim.__version__, prog_name="shanhai")
def shanhai() -> None:
    """Simulate urban-rural development: villages, households, policies and the income gap.

    \b
    shanhai run                       the historical scenario against the record
    shanhai run no_infrastructure     what if there had been no road money
    shanhai list levers               what a scenario can set
    """


for _command in (run, calibrate, card, validate, listing):
    shanhai.add_command(_command)
