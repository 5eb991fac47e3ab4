"""``shanhai new``: a file to start from."""

from __future__ import annotations

import os
import re
import shlex
import tempfile
from pathlib import Path

import click

from experiments.commands.options import place_option
from experiments.commands.usage import OnePass

SUFFIX = ".yaml"


@click.group()
def new() -> None:
    """Write a file to start from."""


@new.command(cls=OnePass, short_help="A commented scenario file with every lever and setting.")
@click.argument("name")
@place_option("The place whose documented paths are shown.")
def scenario(name: str, place: str) -> int:
    """Write NAME.yaml here: a scenario with every lever and setting there is, commented out.

    It is valid as it stands. A file that is there already is left alone.
    """
    import scenarios
    from scenarios.template import template

    chosen = _checked(name)
    path = Path(f"{chosen}{SUFFIX}")
    text = template(chosen, scenarios.load_place(place, scenarios.Findings()))
    try:
        _write_new(path, text)
    except FileExistsError:
        raise _refused(str(path), "is there already; give another name") from None
    except OSError as problem:
        raise _refused(str(path), f"cannot be written: {problem.strerror}") from None
    click.echo(f"{path} written; check it with: {shlex.join(['shanhai', 'validate', str(path)])}")
    return 0


def _checked(given: str) -> str:
    """A name that a file and a folder of results can have; the suffix may be there."""
    import scenarios
    from scenarios.schema_pieces import NAME_PATTERN

    name = given.removesuffix(SUFFIX)
    if not re.match(NAME_PATTERN, name) or not name.isprintable():
        raise _refused(name or "''", "give a name without slashes, dots or blanks in front")
    if name in scenarios.available():
        raise _refused(name, "is the name of a shipped scenario; give another one")
    return name


def _write_new(path: Path, text: str) -> None:
    """A whole new file or none. Raises ``FileExistsError`` rather than replace one."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-", suffix=SUFFIX)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        os.chmod(temporary, 0o644)
        os.link(temporary, path)
    finally:
        os.unlink(temporary)


def _refused(label: str, message: str) -> Exception:
    from scenarios import BadInput
    from scenarios.problems import Problem

    return BadInput([Problem(label, None, "", message)])
