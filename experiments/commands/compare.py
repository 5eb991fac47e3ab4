"""``shanhai compare``: scenarios against another one, draw by draw and seed by seed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from experiments.commands.answered import answered
from experiments.commands.completion import scenario_names
from experiments.commands.option_types import Finite
from experiments.commands.options import (
    Notes,
    json_option,
    lang_option,
    place_option,
    posterior_option,
    quiet_option,
)
from experiments.commands.sample_options import (
    figures_option,
    out_option,
    sample_options,
    set_option,
)  # fmt: skip
from experiments.commands.usage import OnePass
from experiments.comparison.defaults import (
    DEFAULT_DRAWS,
    DEFAULT_SCALE,
    DEFAULT_SEEDS,
    DISCOUNT_RATE,
    DISCOUNT_SOURCE,
)  # fmt: skip

if TYPE_CHECKING:
    from experiments.comparison.question import Question
    from experiments.kept_answers import Asked


@click.command(
    cls=OnePass, short_help="Hold scenarios against another one: effects, money, who gains."
)
@click.argument(
    "scenarios", nargs=-1, required=True, metavar="SCENARIO…", shell_complete=scenario_names
)
@click.option(
    "--against",
    default="history",
    show_default=True,
    shell_complete=scenario_names,
    help="What each scenario is held against.",
)
@sample_options(DEFAULT_SCALE, DEFAULT_DRAWS, DEFAULT_SEEDS)
@click.option(
    "--discount-rate",
    type=Finite(0.0, 1.0),
    default=DISCOUNT_RATE,
    show_default=True,
    help=f"Real, a year; the default is that of {DISCOUNT_SOURCE} (shanhai list sources).",
)
@click.option(
    "--constants",
    "with_constants",
    is_flag=True,
    help="Show too how much effects hang on each constant that was fixed and not estimated.",
)
@set_option
@place_option("A shipped place or the folder of one.")
@posterior_option
@out_option("results/comparison-HASH")
@json_option
@lang_option
@quiet_option
@figures_option
def compare(
    scenarios: tuple[str, ...],
    against: str,
    scale: float,
    draws: int,
    seeds: int,
    seed: int,
    workers: int | None,
    discount_rate: float,
    with_constants: bool,
    settings: tuple[str, ...],
    place: str,
    posterior: Path | None,
    out: Path | None,
    as_json: bool,
    lang: str,
    quiet: bool,
    figures: bool,
) -> int:
    """Compare each SCENARIO, a shipped name or a file, with another one under the same draws, the
    same seeds and the same random numbers; ``--set`` changes the former and not the latter.

    Runs are kept in results/runs (in DIR/runs with --out) and never lived twice, so that asking
    again is quick and an interrupted comparison goes on where it was.
    """
    from experiments.commands.loaded import load_all, say_where_draws_come_from
    from experiments.comparison.question import asked

    notes = Notes(quiet, lang)
    found, other = load_all(scenarios, against, place, settings, notes, posterior)
    question = asked(found, other, draws, scale, seed, seeds, discount_rate)
    say_where_draws_come_from(notes, other.place.name, draws, question.draws_from, lang)
    content, folder = answered(
        asked_of(question, workers, notes, with_constants), out, figures, notes
    )
    if as_json:
        click.echo(json.dumps(content, ensure_ascii=False, allow_nan=False))
    else:
        from experiments.answer_words import word
        from experiments.comparison.text import as_lines

        click.echo("\n".join(as_lines(content, lang)))
        click.echo(word("written", lang).format(folder=folder))
    return 0


def asked_of(
    question: Question, workers: int | None, notes: Notes, with_constants: bool = False
) -> Asked:
    """The question of a comparison, as it is lived and kept."""
    from experiments.comparison.differences_table import DIFFERENCES_CSV, write_differences
    from experiments.kept_answers import Asked

    def suffices(content: Mapping[str, Any]) -> bool:
        return ("constants" in content) == with_constants

    def live(runs: Path) -> dict[str, Any]:
        from experiments.comparison.constants import runs_a_scenario
        from experiments.comparison.result import answer
        from sim.declare import Label

        sides = {item.hash() for item in (*question.scenarios, question.against)}
        title = Label(
            f"{len(sides)} scenarios, scale {question.scale:g}",
            f"{len(sides)}个情景，规模{question.scale:g}",
        )
        each = question.runs_a_scenario + (
            runs_a_scenario(question.against.place) if with_constants else 0
        )
        with notes.progress(title, len(sides) * each, "run") as progress:
            found = answer(question, workers, runs, progress.step, with_constants)
            return dict(found.document)

    return Asked(
        "comparison", question.hash(), live, (DIFFERENCES_CSV,), write_differences, suffices
    )
