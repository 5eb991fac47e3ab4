"""``shanhai card``: sixteen tests of a calibration, each with its bar and what was found."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from experiments.commands.option_types import NamedPath
from experiments.commands.options import Notes, json_option, lang_option, place_option, quiet_option
from experiments.commands.usage import OnePass

if TYPE_CHECKING:
    from sim.inputs import Place


@click.command(
    cls=OnePass, short_help="Tests of a calibration, with their bars and what was found."
)
@click.option("--row", type=click.IntRange(1, 16), help="Measure this row and store what is found.")
@place_option("A shipped place or the folder of one.")
@click.option(
    "--posterior",
    type=NamedPath(),
    metavar="DIR",
    help="The folder of a calibration.  [default: the place's own]",
)
@click.option(
    "--value-of-data",
    is_flag=True,
    help="Print instead which further series would narrow which lever's effect.",
)
@click.option(
    "--workers", type=click.IntRange(min=1), help="Runs lived at once.  Default: one a core."
)
@json_option
@lang_option
@quiet_option
def card(
    row: int | None,
    place: str,
    posterior: Path | None,
    value_of_data: bool,
    workers: int | None,
    as_json: bool,
    lang: str,
    quiet: bool,
) -> int:
    """Print the calibration card. With --row, measure that row first.

    A row that is measured goes on from the stages of the calibration in the same folder.
    """
    import scenarios
    from calibration.card.rows import as_document
    from calibration.card.stored import STAGES, stored_rows
    from experiments.central_values import at_central_values
    from experiments.interruption import keeps
    from scenarios.problems import Problem
    from scenarios.stored_posterior import posterior_of

    at = scenarios.load_place(place, scenarios.Findings())
    held = posterior_of(at_central_values(at, posterior))
    folder = held.folder if held is not None else None
    if row is not None or value_of_data:
        if folder is None:
            message = "has no posterior yet; make one with: shanhai calibrate"
            raise scenarios.BadInput([Problem(at.name, None, "", message)])
        keeps(f"finished stages are kept in {folder / STAGES}/")
        if value_of_data:
            return _print_value(at, folder, workers, as_json, lang)
        assert row is not None
        _measure(row, at, folder, workers, Notes(quiet, lang))
    try:
        rows, labels = stored_rows(folder)
    except ValueError as problem:
        raise scenarios.BadInput([Problem(str(folder), None, "", str(problem))]) from None
    document = as_document(at.name, rows, held.manifest if held is not None else {}, labels)
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False, allow_nan=False))
    else:
        from experiments.card_text import card_lines

        click.echo("\n".join(card_lines(document, at.title[lang], lang, _asked(place, posterior))))
    return 0


def _asked(place: str, posterior: Path | None) -> str:
    """The options that name a calibration other than the shipped one."""
    import shlex

    from scenarios import DEFAULT_PLACE

    given = {"--place": place if place != DEFAULT_PLACE else None, "--posterior": posterior}
    return "".join(f" {name} {shlex.quote(str(value))}" for name, value in given.items() if value)


def _measure(number: int, place: Place, folder: Path, workers: int | None, notes: Notes) -> None:
    """Measure a row of a calibration and store it in its folder's card, with progress."""
    from calibration.card.stored import measure_and_store
    from experiments.calibration_text import told
    from experiments.folder_lock import alone_in
    from sim.declare import Label

    def say(name: str) -> None:
        notes.say(Label(f"row {number}: {name}", f"第{number}行：{told(name, 'zh')}"))

    title = Label(f"row {number}", f"第{number}行")
    with alone_in(folder), notes.progress(title, None, "run") as progress:

        def count(done: int) -> None:
            for _ in range(done):
                progress.step()

        measure_and_store(number, place, folder, workers, say, count)


def _print_value(at: Place, folder: Path, workers: int | None, as_json: bool, language: str) -> int:
    """Work out and print what further series would be worth."""
    from calibration.card.stored import value_and_store
    from experiments.folder_lock import alone_in

    with alone_in(folder):
        table = value_and_store(at, folder, workers)
    if as_json:
        click.echo(json.dumps(table, ensure_ascii=False))
    else:
        from experiments.card_text import value_lines

        click.echo("\n".join(value_lines(table, language)))
    return 0
