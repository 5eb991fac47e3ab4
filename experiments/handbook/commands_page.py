"""The command line, command by command, from what the commands declare."""

from __future__ import annotations

import inspect

import click

from experiments.commands import shanhai
from experiments.handbook.markdown import code, join, table


def commands() -> str:
    """Every command with its arguments and options."""
    return join(
        "# Commands",
        "`shanhai --help` and `shanhai COMMAND --help` say this too. Exit codes: 0 done, 1 failed, "
        "2 bad input, 130 interrupted; only a defect of the program shows a traceback. With "
        "`--json` a command prints one JSON document on standard output, and everything else goes "
        "to standard error.",
        *(_command(name, command) for name, command in sorted(shanhai.commands.items())),
    )


def _command(name: str, command: click.Command) -> str:
    arguments = [item for item in command.params if isinstance(item, click.Argument)]
    options = [item for item in command.params if isinstance(item, click.Option)]
    usage = " ".join(["shanhai", name, *map(_argument, arguments), "[OPTIONS]"])
    return join(
        f"## shanhai {name} {{ #{name} }}",
        f"```text\n{usage}\n```",
        inspect.cleandoc(command.help or ""),
        table(
            ("option", "default", "meaning"),
            [(_names(item), _default(item), item.help or "") for item in options],
        ),
    )


def _argument(item: click.Argument) -> str:
    name = item.metavar or (item.name or "").upper()
    return name if item.required else f"[{name}]"


def _names(item: click.Option) -> str:
    """How an option is written, with what it takes."""
    taken = "" if item.is_flag else f" {_taken(item)}"
    return ", ".join(code(f"{name}{taken}") for name in item.opts)


def _taken(item: click.Option) -> str:
    if item.metavar:
        return item.metavar
    if isinstance(item.type, click.Choice):
        return "|".join(map(str, item.type.choices))
    return item.type.name.split()[0].upper()


def _default(item: click.Option) -> str:
    is_told = item.show_default and isinstance(item.default, (int, float, str))
    return code(item.default) if is_told else ""
