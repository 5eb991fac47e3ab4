"""The commands of ``shanhai``, one a file; a new command is one new file and one line here."""

from __future__ import annotations

import click

import sim
from experiments.commands.attribute import attribute
from experiments.commands.calibrate import calibrate
from experiments.commands.card import card
from experiments.commands.compare import compare
from experiments.commands.experiment import experiment
from experiments.commands.frontier import frontier
from experiments.commands.listing import listing
from experiments.commands.new import new
from experiments.commands.plot import plot
from experiments.commands.report import report
from experiments.commands.reproduce import reproduce
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
    shanhai experiment STUDY.yaml     many runs of a design
    shanhai new scenario NAME         a commented file to start from

    Completion in bash (zsh and fish alike): eval "$(_SHANHAI_COMPLETE=bash_source shanhai)"
    """


for _command in (
    run, compare, attribute, frontier, report, experiment, calibrate, card, plot, reproduce,
    validate, listing, new,
):  # fmt: skip
    shanhai.add_command(_command)
