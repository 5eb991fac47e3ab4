"""Drawing every figure of a run, as it is made or from its stored result."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from matplotlib.figure import Figure

from experiments.figures import FORMATS, LANGUAGES, name
from experiments.figures.county_map import county_map
from experiments.figures.income_paths import income_paths
from experiments.figures.income_sources import income_sources
from experiments.figures.ledger import ledger
from experiments.figures.prefectures import prefectures
from experiments.figures.quintiles import quintiles
from experiments.figures.ratio_path import ratio_path
from experiments.figures.revitalisations import revitalisations
from experiments.figures.style import applied, settled
from experiments.figures.subject import Subject
from experiments.result_files import DRAWS_NC, RESULT_NC, described
from experiments.result_folder import ResultFolder
from experiments.runs import Outcome
from experiments.stored_results import StoredResult, Wanted

DRAWN: dict[str, Callable[[Subject, str], Figure]] = {
    "income_paths": income_paths,
    "ratio_path": ratio_path,
    "income_sources": income_sources,
    "ledger": ledger,
    "revitalisations": revitalisations,
    "quintiles": quintiles,
    "prefectures": prefectures,
    "county_map": county_map,
}


def subject_of(outcome: Outcome, making: Mapping[str, str]) -> Subject:
    """The subject of a run's figures; ``making`` is the manifest's part of its document."""
    return Subject(described(outcome, making), outcome.by_draw)


def drawings(result: StoredResult, wanted: Wanted) -> dict[str, Callable[[str], Figure]]:
    """Every figure of a stored run by name, as functions of the language.

    Raises :class:`scenarios.BadInput` for files that are damaged or made by another version, and
    for a map of something that counties do not have.
    """
    figures = result.figures(RESULT_NC)
    by_draw = result.figures(DRAWS_NC) if result.has(DRAWS_NC) else None
    result.check_wanted(figures, wanted)
    subject = Subject(figures, by_draw, wanted.map_of or Subject.map_of, wanted.map_year)
    return {figure: functools.partial(draw, figure, subject) for figure in DRAWN}


def draw_all(subject: Subject, folder: ResultFolder) -> None:
    """Every figure, in both languages and both formats."""
    save_all(
        lambda language: ((figure, draw(figure, subject, language)) for figure in DRAWN), folder
    )


def draw(figure: str, subject: Subject, language: str) -> Figure:
    """The figure of this name."""
    with applied():
        return settled(DRAWN[figure](subject, language))


def save_all(drawn: Callable[[str], Iterable[tuple[str, Figure]]], folder: ResultFolder) -> None:
    """Write what ``drawn(language)`` gives, figures with their names, in every language and
    format."""
    for language in LANGUAGES:
        for figure, drawing in drawn(language):
            for format_ in FORMATS:
                with folder.file(name(figure, language, format_)) as path:
                    save(drawing, path, format_)


def save(drawing: Figure, path: Path, format_: str) -> None:
    """Write a figure as ``png`` or ``svg``; the same figure gives the same bytes."""
    with applied():
        drawing.savefig(path, format=format_, metadata={"Date": None} if format_ == "svg" else None)
