"""``shanhai attribute``: how much of the change each lever made."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from experiments.attribution.defaults import (
    DEFAULT_DRAWS,
    DEFAULT_PERMUTATIONS,
    DEFAULT_SCALE,
    MEASURES,
)  # fmt: skip
from experiments.commands.answered import answered
from experiments.commands.completion import scenario_names
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

if TYPE_CHECKING:
    from experiments.attribution.question import Question
    from experiments.kept_answers import Asked


def _even(context: click.Context, option: click.Parameter, value: int) -> int:
    if value % 2:
        raise click.BadParameter("permutations come in pairs; give an even number")
    return value


def _refuse_permutations() -> None:
    """Every coalition and a sample of them cannot be asked for at once."""
    context = click.get_current_context()
    if context.get_parameter_source("permutations") is click.core.ParameterSource.COMMANDLINE:
        raise click.UsageError("--exact takes every coalition; leave --permutations out", context)


@click.command(
    cls=OnePass, short_help="Take the change of a scenario apart: levers, trend, definition."
)
@click.argument("scenario", default="history", shell_complete=scenario_names)
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
@posterior_option
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
    posterior: Path | None,
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

    if exact:
        _refuse_permutations()
    notes = Notes(quiet, lang)
    found, _ = load_all((scenario,), scenario, place, settings, notes, posterior)
    question = asked(found[0], draws, 0 if exact else permutations, scale, seed)
    _require_levers(question)
    say_where_draws_come_from(notes, found[0].place.name, draws, question.draws_from, lang)
    kept = _asked_of(question, workers, gross_only, notes)
    content, folder = answered(kept, out, figures, notes)
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


def _asked_of(question: Question, workers: int | None, gross_only: bool, notes: Notes) -> Asked:
    """The question of an attribution, as it is lived and kept."""
    from experiments.attribution.emulated import emulator_for
    from experiments.attribution.result import is_budget_neutral_too, is_emulated_too
    from experiments.kept_answers import Asked

    has_emulator = emulator_for(question) is not None

    def suffices(content: Mapping[str, Any]) -> bool:
        is_whole = gross_only or is_budget_neutral_too(content)
        return is_whole and is_emulated_too(content) == has_emulator

    def live(runs: Path) -> dict[str, Any]:
        from experiments.attribution.result import answer
        from sim.declare import Label

        count = sum(len(question.coalitions(k)) for k in range(len(question.draws)))
        count *= 1 if gross_only else 2
        title = Label(
            f"coalitions of {len(question.levers)} levers, scale {question.scale:g}",
            f"{len(question.levers)}项政策的各种组合，规模{question.scale:g}",
        )
        with notes.progress(title, count, "run") as progress:
            return answer(question, workers, runs, progress.step, gross_only)

    return Asked("attribution", question.hash(), live, suffices=suffices)
