"""``shanhai attribute``: how much of the change each lever made."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from experiments.attribution.defaults import (
    DEFAULT_DRAWS,
    DEFAULT_PERMUTATIONS,
    DEFAULT_SCALE,
    MEASURES,
)  # fmt: skip
from experiments.commands.options import (
    Notes,
    json_option,
    lang_option,
    place_option,
    quiet_option,
)  # fmt: skip
from experiments.commands.sample_options import (
    figures_option,
    out_option,
    sample_options,
    set_option,
)  # fmt: skip
from experiments.commands.usage import OnePass

if TYPE_CHECKING:
    from experiments.attribution.question import Question


def _even(context: click.Context, option: click.Parameter, value: int) -> int:
    if value % 2:
        raise click.BadParameter("permutations come in pairs; give an even number")
    return value


@click.command(
    cls=OnePass, short_help="Take the change of a scenario apart: levers, trend, definition."
)
@click.argument("scenario", default="history")
@click.option(
    "--indicator", type=click.Choice(MEASURES), default=MEASURES[0], show_default=True,
    help="Whose change is taken apart.",
)  # fmt: skip
@sample_options(DEFAULT_SCALE, DEFAULT_DRAWS)
@click.option(
    "--permutations", type=click.IntRange(min=2), default=DEFAULT_PERMUTATIONS, show_default=True,
    callback=_even, help="Orders of the levers in each draw, in pairs of one and its reverse.",
)  # fmt: skip
@click.option("--exact", is_flag=True, help="Every coalition instead: 2,048 runs a draw.")
@click.option("--gross-only", is_flag=True, help="Leave the budget-neutral values out.")
@set_option
@place_option("A shipped place or the folder of one.")
@out_option("results/attribution-HASH")
@json_option
@lang_option
@quiet_option
@figures_option
def attribute(
    scenario: str,
    indicator: str,
    scale: float,
    draws: int,
    seed: int,
    workers: int | None,
    permutations: int,
    exact: bool,
    gross_only: bool,
    settings: tuple[str, ...],
    place: str,
    out: Path | None,
    as_json: bool,
    lang: str,
    quiet: bool,
    figures: bool,
) -> int:
    """Take the change of SCENARIO from its first year to its last apart into what each lever did
    (Shapley values), the trend without any lever, and the change of definition.

    Every run is kept: asking again is quick, and an interrupted attribution goes on where it was.
    """
    from experiments.answer_words import word
    from experiments.attribution.question import asked
    from experiments.attribution.result import measure_of
    from experiments.attribution.text import as_lines
    from experiments.commands.loaded import load_all, say_where_draws_come_from

    notes = Notes(quiet)
    found, _ = load_all((scenario,), scenario, place, settings, notes)
    question = asked(found[0], draws, 0 if exact else permutations, scale, seed)
    _require_levers(question)
    say_where_draws_come_from(notes, found[0].place.name, draws, question.draws_from, lang)
    content, folder = _answered(question, workers, out, figures, gross_only, notes)
    held = measure_of(content, indicator)
    if as_json:
        click.echo(json.dumps(held, ensure_ascii=False, allow_nan=False))
    else:
        click.echo("\n".join(as_lines(held, lang)))
        click.echo(word("written", lang).format(folder=folder))
    return 0


def _require_levers(question: Question) -> None:
    """Raise :class:`scenarios.BadInput` for a scenario in which nothing was done."""
    if not question.levers:
        import scenarios

        message = "no lever is on, so there is nothing to attribute"
        raise scenarios.BadInput(
            [scenarios.Problem(question.scenario.name, None, "levers", message)]
        )


def _answered(
    question: Question,
    workers: int | None,
    out: Path | None,
    figures: bool,
    gross_only: bool,
    notes: Notes,
) -> tuple[dict[str, Any], Path]:
    """The document of an attribution, from its folder if it has been answered before."""
    from experiments.attribution import files
    from experiments.figures import names
    from experiments.figures.attribution_figures import FIGURES, draw_all
    from experiments.kept_runs import DEFAULT_FOLDER
    from experiments.result_folder import ResultFolder

    folder = out or files.default_folder(question)
    content = files.stored(folder, question, gross_only)
    if content is not None and not figures:
        notes.say(f"answered before: {folder}/")
        return content, folder
    with ResultFolder(folder) as result:
        if content is None:
            kept = out / "runs" if out else DEFAULT_FOLDER
            content = _lived(question, workers, kept, gross_only, notes)
        files.write(content, result)
        if figures:
            draw_all(content, result)
        files.write_manifest(content, result)
        result.publish([*files.NAMES, *names(FIGURES)])
    return content, folder


def _lived(
    question: Question, workers: int | None, folder: Path, gross_only: bool, notes: Notes
) -> dict[str, Any]:
    from experiments.attribution.result import answer
    from experiments.progress import Progress

    runs = sum(len(question.coalitions(k)) for k in range(len(question.draws)))
    runs *= 1 if gross_only else 2
    title = f"coalitions of {len(question.levers)} levers, scale {question.scale:g}"
    with Progress(title, runs, "run", notes.is_quiet) as progress:
        return answer(question, workers, folder, progress.step, gross_only)
