"""What ``shanhai --help`` says, command by command."""

from __future__ import annotations

import click

from experiments.commands import shanhai
from experiments.handbook.markdown import join

WIDTH = 88


def commands() -> str:
    """The help of the command and of each of its subcommands."""
    return join(
        "# Commands",
        "`shanhai --help` and `shanhai COMMAND --help` say this too. Exit codes: 0 done, 1 failed, "
        "2 bad input, 130 interrupted; only a defect of the program shows a traceback.",
        _help(shanhai, "shanhai"),
        *(
            join(f"## shanhai {name}", _help(command, f"shanhai {name}"))
            for name, command in sorted(shanhai.commands.items())
        ),
    )


def _help(command: click.Command, name: str) -> str:
    context = click.Context(command, info_name=name, terminal_width=WIDTH)
    return f"```text\n{command.get_help(context).rstrip()}\n```"
