"""``shanhai plot``: figures of stored results."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from experiments.commands.option_types import NamedPath
from experiments.commands.options import Notes, quiet_option
from experiments.commands.usage import OnePass
from experiments.figures import FORMATS, LANGUAGES

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from experiments.stored_results import StoredResult, Wanted


@click.command(cls=OnePass, short_help="Draw every figure of stored results.")
@click.argument("results", nargs=-1, required=True, metavar="RESULT…", type=NamedPath())
@click.option(
    "--lang",
    type=click.Choice((*LANGUAGES, "both")),
    default="both",
    show_default=True,
    help="Language of the figures.",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice((*FORMATS, "both")),
    default="both",
    show_default=True,
    help="PNG for slides, SVG for print.",
)
@click.option(
    "--figure",
    "chosen",
    multiple=True,
    metavar="NAME",
    help="Draw this figure only.  Repeatable.",
)
@click.option("--map", "map_of", metavar="INDICATOR", help="What the county map shows.")
@click.option("--year", "map_year", type=int, help="The map's year.  [default: the last]")
@click.option(
    "--out",
    type=NamedPath(),
    metavar="DIR",
    help="Where the figures go.  [default: RESULT/figures]",
)
@quiet_option
def plot(
    results: tuple[Path, ...],
    lang: str,
    format_: str,
    chosen: tuple[str, ...],
    map_of: str | None,
    map_year: int | None,
    out: Path | None,
    quiet: bool,
) -> int:
    """Draw the figures of every RESULT, the folder of a finished result or its manifest.

    Nothing is run. Figures of a result that has been drawn before are replaced.
    """
    from experiments.stored_results import Wanted
    from sim.declare import Label

    opened = _opened(results)
    wanted = Wanted(map_of, map_year)
    languages = LANGUAGES if lang == "both" else (lang,)
    formats = FORMATS if format_ == "both" else (format_,)
    notes = Notes(quiet, "zh" if lang == "zh" else "en")
    for result, folder in zip(opened, _folders(opened, out), strict=True):
        count = _drawn(result, wanted, chosen, folder, languages, formats)
        counted = "1 figure" if count == 1 else f"{count} figures"
        notes.tell(
            Label(
                f"{result.label}: {counted} written to {folder}/",
                f"{result.label}：{count}幅图已写入 {folder}/",
            )
        )
    return 0


def _opened(results: tuple[Path, ...]) -> list[StoredResult]:
    """Every result, or all that is wrong with them at once."""
    from experiments.figures import DRAWN_BY
    from experiments.stored_results import STUDY, open_result
    from scenarios import BadInput
    from scenarios.problems import Problem, unknown

    opened: list[StoredResult] = []
    problems: list[Problem] = []
    for given in results:
        try:
            result = open_result(given)
        except BadInput as mistake:
            problems += mistake.problems
            continue
        if result.kind in DRAWN_BY:
            opened.append(result)
        elif result.kind == STUDY:
            message = (
                "a study; shanhai experiment STUDY --figures with its folder as --out draws its "
                "figure and lives no finished run again"
            )
            problems.append(Problem(result.label, None, "", message))
        else:
            known = unknown("kind of result", result.kind, DRAWN_BY, "kinds of result")
            message = f"{result.kind!r}: {known}"
            problems.append(Problem(result.label, None, "", message))
    if problems:
        raise BadInput(problems)
    return opened


def _folders(opened: list[StoredResult], out: Path | None) -> list[Path]:
    """Where the figures of each result go; several results into one folder get one each."""
    if out is None:
        return [result.folder / "figures" for result in opened]
    if len(opened) == 1:
        return [out]
    names = [result.folder.resolve().name or "result" for result in opened]
    return [
        out / (name if names.count(name) == 1 else f"{name}-{number}")
        for number, name in enumerate(names, start=1)
    ]


def _drawn(
    result: StoredResult,
    wanted: Wanted,
    chosen: tuple[str, ...],
    folder: Path,
    languages: tuple[str, ...],
    formats: tuple[str, ...],
) -> int:
    """Draw the figures of one result; returns how many there are."""
    from experiments.figures.drawing import save
    from experiments.result_folder import ResultFolder

    drawings = _drawings(result, wanted, chosen)
    with ResultFolder(folder) as target:
        for figure in chosen or drawings:
            for language in languages:
                drawing = drawings[figure](language)
                for format_ in formats:
                    with target.file(f"{figure}.{language}.{format_}") as path:
                        save(drawing, path, format_)
        target.add()
    return len(chosen or drawings)


def _drawings(
    result: StoredResult, wanted: Wanted, chosen: tuple[str, ...]
) -> dict[str, Callable[[str], Figure]]:
    """What can be drawn of a result, by name, or all that is wrong with what is wanted at once."""
    import importlib

    from experiments.figures import DRAWN_BY
    from experiments.stored_results import Wanted
    from scenarios import BadInput
    from scenarios.problems import Problem, unknown

    module = importlib.import_module(DRAWN_BY[result.kind])
    drawings = module.drawings(result, Wanted())
    problems = [
        Problem("--figure", None, name, unknown("figure", name, drawings))
        for name in chosen
        if name not in drawings
    ]
    if wanted != Wanted():
        try:
            drawings = module.drawings(result, wanted)
        except BadInput as mistake:
            problems = [*mistake.problems, *problems]
    if problems:
        raise BadInput(problems)
    return drawings
