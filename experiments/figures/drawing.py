"""Drawing every figure of a run into its result's folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from matplotlib.figure import Figure

from experiments.figures import FORMATS, LANGUAGES, name
from experiments.figures.income_paths import income_paths
from experiments.figures.income_sources import income_sources
from experiments.figures.ledger import ledger
from experiments.figures.ratio_path import ratio_path
from experiments.figures.style import applied
from experiments.figures.subject import Subject, subject_of
from experiments.result_folder import ResultFolder
from experiments.runs import Outcome

DRAWN: dict[str, Callable[[Subject, str], Figure]] = {
    "income_paths": income_paths,
    "ratio_path": ratio_path,
    "income_sources": income_sources,
    "ledger": ledger,
}


def draw_all(outcome: Outcome, folder: ResultFolder) -> None:
    """Every figure, in both languages and both formats."""
    subject = subject_of(outcome)
    for figure in DRAWN:
        for language in LANGUAGES:
            drawing = draw(figure, subject, language)
            for format_ in FORMATS:
                with folder.file(name(figure, language, format_)) as path:
                    save(drawing, path, format_)


def draw(figure: str, subject: Subject, language: str) -> Figure:
    """The figure of this name."""
    with applied():
        return DRAWN[figure](subject, language)


def save(drawing: Figure, path: Path, format_: str) -> None:
    """Write a figure as ``png`` or ``svg``; the same figure gives the same bytes."""
    with applied():
        drawing.savefig(path, format=format_, metadata={"Date": None} if format_ == "svg" else None)
