"""``shanhai validate``: check scenario files and places without running them."""

from __future__ import annotations

import json
import sys

import click

from experiments.commands.options import json_option, place_option
from experiments.commands.usage import OnePass


@click.command(cls=OnePass, short_help="Check scenario files and places without running them.")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@place_option("The place that scenarios are held against.")
@json_option
def validate(files: tuple[str, ...], place: str, as_json: bool) -> int:
    """Check scenario files and place folders, all in one pass, and run nothing.

    Mistakes and warnings go to standard error, one a line; the exit code is 2 if there is a
    mistake.
    """
    import scenarios

    problems = scenarios.validate(files, place)
    mistakes = [problem for problem in problems if not problem.is_warning]
    warnings = [problem for problem in problems if problem.is_warning]
    for group in (mistakes, warnings):
        if group:
            print(scenarios.BadInput(group), file=sys.stderr)
    if as_json:
        document = {
            "files": list(files),
            "mistakes": [str(problem) for problem in mistakes],
            "warnings": [str(problem) for problem in warnings],
        }
        click.echo(json.dumps(document, ensure_ascii=False, indent=1))
    elif not mistakes:
        for file in files:
            click.echo(f"{file}: no mistakes")
    return 2 if mistakes else 0
