"""``shanhai frontier``: the cheapest mix of levers for a goal, the best mix for a budget."""

from __future__ import annotations

import json
import math
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
from experiments.frontier.defaults import (
    DEFAULT_DRAWS,
    DEFAULT_POINTS,
    DEFAULT_SCALE,
    GOALS,
)  # fmt: skip

if TYPE_CHECKING:
    from experiments.frontier.question import Aim, Question
    from experiments.kept_answers import Asked


class Goal(click.ParamType):
    """An indicator, or an indicator and the value it should reach."""

    name = "indicator"

    def convert(self, value: Any, param: Any, ctx: Any) -> tuple[str, float | None]:
        name, equals, right = str(value).partition("=")
        if name not in GOALS:
            from scenarios.problems import unknown

            self.fail(f"{name!r}: {unknown('goal', name, GOALS)}", param, ctx)
        if not equals:
            return name, None
        try:
            number = float(right)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            self.fail(f"{right!r} is not a number that {name} could reach", param, ctx)
        return name, number


@click.command(
    cls=OnePass, short_help="Find the cheapest mix of levers for a goal, or the best for a budget."
)
@click.argument("scenario", default="history", shell_complete=scenario_names)
@click.option(
    "--goal", type=Goal(), default="ratio_new", show_default=True, metavar="INDICATOR[=VALUE]",
    help=f"What should be reached in the last year: {', '.join(GOALS)}; without a value the "
    "whole frontier is shown.",
)  # fmt: skip
@click.option(
    "--budget", type=Finite(min=0.0), metavar="YUAN",
    help="Present value of all money that may be spent.",
)  # fmt: skip
@sample_options(DEFAULT_SCALE, DEFAULT_DRAWS)
@click.option(
    "--points", type=click.IntRange(min=8), default=DEFAULT_POINTS, show_default=True,
    help="Mixes that are tried under each draw; a power of two is best.",
)  # fmt: skip
@set_option
@place_option("A shipped place or the folder of one.")
@posterior_option
@out_option("results/frontier-HASH")
@json_option
@lang_option
@quiet_option
@figures_option
def frontier(
    scenario: str,
    goal: tuple[str, float | None],
    budget: float | None,
    scale: float,
    draws: int,
    seed: int,
    workers: int | None,
    points: int,
    settings: tuple[str, ...],
    place: str,
    posterior: Path | None,
    out: Path | None,
    as_json: bool,
    lang: str,
    quiet: bool,
    figures: bool,
) -> int:
    """Make the levers of SCENARIO weaker and stronger (0 to 1.5 times as documented) and find the
    mixes no other one beats in money and outcome, with the probability that each really is one.

    A goal or a budget that cannot be met is refused, with the nearest that can.
    """
    from experiments.answer_words import word
    from experiments.commands.loaded import load_all, say_where_draws_come_from
    from experiments.frontier.question import Aim, asked
    from experiments.frontier.result import require_levers
    from experiments.frontier.text import as_lines

    notes = Notes(quiet, lang)
    found, _ = load_all((scenario,), scenario, place, settings, notes, posterior)
    question = asked(found[0], draws, points, scale, seed)
    require_levers(question)
    say_where_draws_come_from(notes, found[0].place.name, draws, question.draws_from, lang)
    aim = Aim(goal[0], goal[1], budget)
    kept = _asked_of(question, aim, workers, notes)
    content, folder = answered(kept, out, figures, notes)
    if as_json:
        click.echo(json.dumps(content, ensure_ascii=False, allow_nan=False))
    else:
        click.echo("\n".join(as_lines(content, lang)))
        click.echo(word("written", lang).format(folder=folder))
    return 0


def _asked_of(question: Question, aim: Aim, workers: int | None, notes: Notes) -> Asked:
    """The question of a search, as it is lived and kept."""
    from experiments.frontier.question import hash_of
    from experiments.kept_answers import Asked

    def live(runs: Path) -> dict[str, Any]:
        from experiments.frontier.defaults import BUDGET_SHARES, CORRECTIONS, REFINEMENTS
        from experiments.frontier.result import answer
        from sim.declare import Label

        asked = 0 if aim.is_open else 1
        winners = (1 + REFINEMENTS) * (len(BUDGET_SHARES) + 1 + asked) + CORRECTIONS * asked
        mixes = len(question.design) + len(question.steps) + winners
        title = Label(
            f"mixes of {len(question.levers)} levers, scale {question.scale:g}",
            f"{len(question.levers)}项政策的组合，规模{question.scale:g}",
        )
        with notes.progress(title, mixes * len(question.draws), "run") as progress:
            return answer(question, aim, workers, runs, progress.step)

    return Asked("frontier", hash_of(question, aim), live)
