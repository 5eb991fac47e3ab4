"""Figures of a result, each in English and in Chinese, as PNG and as SVG. Nothing heavy here."""

from __future__ import annotations

from collections.abc import Iterable

FIGURES = (
    "income_paths",
    "ratio_path",
    "income_sources",
    "ledger",
    "revitalisations",
    "quintiles",
    "prefectures",
    "county_map",
)
LANGUAGES = ("en", "zh")
FORMATS = ("png", "svg")
#: The module that draws a kind of stored result, by the kind its manifest names. Each has a
#: function ``drawings(result, wanted)``: what can be drawn, by name, as functions of the language.
DRAWN_BY = {
    "run": "experiments.figures.drawing",
    "calibration": "experiments.figures.calibration.drawing",
    "comparison": "experiments.figures.kept",
    "attribution": "experiments.figures.kept",
    "frontier": "experiments.figures.kept",
}


def name(figure: str, language: str, format_: str) -> str:
    """Where a figure stands in a result's folder."""
    return f"figures/{figure}.{language}.{format_}"


def names(figures: Iterable[str] = FIGURES) -> list[str]:
    """Every name these figures may have in a result's folder; by default those of a run."""
    return [
        name(figure, language, format_)
        for figure in figures
        for language in LANGUAGES
        for format_ in FORMATS
    ]
