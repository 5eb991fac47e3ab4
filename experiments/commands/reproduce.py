"""``shanhai reproduce``: a result once more from its manifest, and what differs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from experiments.commands.option_types import NamedPath
from experiments.commands.options import Notes, json_option, lang_option, quiet_option
from experiments.commands.usage import OnePass

if TYPE_CHECKING:
    from experiments.reproduction import Reproduction
    from experiments.stored_results import StoredResult


@click.command(cls=OnePass, short_help="Run a stored result again and say what differs.")
@click.argument("manifest", type=NamedPath())
@click.option(
    "--place",
    metavar="NAME|FOLDER",
    help="The place, where it is not a shipped one.  [default: the manifest's]",
)
@click.option("--threads", type=click.IntRange(min=1), help="Default: one a core.")
@json_option
@lang_option
@quiet_option
def reproduce(
    manifest: Path, place: str | None, threads: int | None, as_json: bool, lang: str, quiet: bool
) -> int:
    """Live the run of MANIFEST (or of the folder it is in) again, and compare every indicator.

    The scenario is read from the resolved one beside it, parameters from the manifest. The exit
    code is 0 for the same figures to the bit and 1 if one differs. Nothing is written.
    """
    from experiments.stored_results import open_result

    result = open_result(manifest)
    notes = Notes(quiet, lang)
    found = _lived_again(result, place, threads, notes)
    if as_json:
        click.echo(json.dumps(found.document(), ensure_ascii=False, indent=1, allow_nan=False))
    else:
        click.echo("\n".join(found.lines(lang)))
    return 0 if found.is_same else 1


def _lived_again(
    result: StoredResult, place: str | None, threads: int | None, notes: Notes
) -> Reproduction:
    import scenarios
    from experiments.reproduction import ask_again, compared
    from experiments.runs import answer
    from sim.declare import Label

    findings = scenarios.Findings()
    request = ask_again(result, place, threads, findings)
    notes.say_warnings(findings.warnings)
    title = Label(f"{result.label}, again", f"重新运行 {result.label}")
    with notes.progress(title, request.runs * len(request.years), "year") as progress:
        outcome = answer(request, progress.step)
    return compared(result, outcome)
