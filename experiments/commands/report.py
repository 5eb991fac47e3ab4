"""``shanhai report``: a comparison as one self-contained page."""

from __future__ import annotations

from pathlib import Path

import click

from experiments.commands.answered import answered
from experiments.commands.completion import scenario_names
from experiments.commands.option_types import NamedPath
from experiments.commands.options import Notes, place_option, posterior_option, quiet_option
from experiments.commands.sample_options import (
    sample_options,
    set_option,
)  # fmt: skip
from experiments.commands.usage import OnePass
from experiments.comparison.defaults import DEFAULT_DRAWS, DEFAULT_SCALE, DEFAULT_SEEDS


@click.command(cls=OnePass, short_help="Write a comparison as one self-contained page.")
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
@click.option(
    "--out",
    type=NamedPath(dir_okay=False),
    required=True,
    metavar="FILE.html",
    help="The page to write.",
)
@click.option(
    "--lang", type=click.Choice(("en", "zh")), default="en", show_default=True, help="Its language."
)
@sample_options(DEFAULT_SCALE, DEFAULT_DRAWS, DEFAULT_SEEDS)
@set_option
@place_option("A shipped place or the folder of one.")
@posterior_option
@quiet_option
def report(
    scenarios: tuple[str, ...],
    against: str,
    out: Path,
    lang: str,
    scale: float,
    draws: int,
    seeds: int,
    seed: int,
    workers: int | None,
    settings: tuple[str, ...],
    place: str,
    posterior: Path | None,
    quiet: bool,
) -> int:
    """Compare each SCENARIO with another one, as ``shanhai compare`` does, and write the answer as
    one HTML page with its figures inside: it can be mailed, opened offline and printed.
    """
    from experiments.answer_words import word
    from experiments.commands.compare import asked_of
    from experiments.commands.loaded import load_all, say_where_draws_come_from
    from experiments.comparison.question import asked
    from experiments.figures.comparison_subject import ComparisonSubject
    from experiments.report.page import page
    from experiments.report.written import require_writable, write_page

    require_writable(out)
    notes = Notes(quiet, lang)
    found, other = load_all(scenarios, against, place, settings, notes, posterior)
    question = asked(found, other, draws, scale, seed, seeds)
    say_where_draws_come_from(notes, other.place.name, draws, question.draws_from)
    content, _ = answered(asked_of(question, workers, notes), None, False, notes)
    write_page(page(ComparisonSubject(content), lang), out)
    click.echo(word("written_file", lang).format(file=out))
    return 0
