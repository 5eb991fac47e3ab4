"""``shanhai validate``: check scenario files, studies and places without running them."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from experiments.commands.completion import scenario_names
from experiments.commands.options import json_option, lang_option, place_option
from experiments.commands.usage import OnePass

if TYPE_CHECKING:
    import scenarios


@click.command(cls=OnePass, short_help="Check scenarios, studies and places without running them.")
@click.argument("files", nargs=-1, required=True, metavar="FILE…", shell_complete=scenario_names)
@place_option("The place that scenarios are held against.")
@json_option
@lang_option
def validate(files: tuple[str, ...], place: str, as_json: bool, lang: str) -> int:
    """Check scenario files, studies and place folders, all in one pass, and run nothing.

    Mistakes and warnings go to standard error, one a line; the exit code is 2 if there is a
    mistake.
    """
    import scenarios
    from experiments.studies import shipped_studies
    from sim.declare import Label

    studies = [
        file for file in files if file in shipped_studies() or scenarios.kind_of(file) == "study"
    ]
    others = [file for file in files if file not in studies]
    problems = [*scenarios.validate(others, place), *_of_studies(studies)]
    mistakes = [problem for problem in problems if not problem.is_warning]
    warnings = [problem for problem in problems if problem.is_warning]
    for group in (mistakes, warnings):
        if group:
            print(scenarios.BadInput(group).said(lang), file=sys.stderr)
    if as_json:
        document = {
            "files": list(files),
            "mistakes": [str(problem) for problem in mistakes],
            "warnings": [str(problem) for problem in warnings],
        }
        click.echo(json.dumps(document, ensure_ascii=False, indent=1))
    elif not mistakes:
        for file in files:
            click.echo(Label(f"{file}: no mistakes", f"{file}：没有错误")[lang])
    return 2 if mistakes else 0


def _of_studies(files: list[str]) -> list[scenarios.Problem]:
    """Every mistake and warning in study files, each held against the place it names."""
    if not files:
        return []
    from pathlib import Path

    import scenarios
    from experiments.study.study_file import checked_study, study_path

    findings = scenarios.Findings()
    for file in files:
        checked_study(study_path(Path(file)), None, findings)
    return list(findings)
