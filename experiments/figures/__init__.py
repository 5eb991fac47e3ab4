"""Figures of a result, each in English and in Chinese, as PNG and as SVG. Nothing heavy here."""

from __future__ import annotations

FIGURES = ("income_paths", "ratio_path", "income_sources", "ledger")
LANGUAGES = ("en", "zh")
FORMATS = ("png", "svg")


def name(figure: str, language: str, format_: str) -> str:
    """Where a figure stands in a result's folder."""
    return f"figures/{figure}.{language}.{format_}"


def names() -> list[str]:
    """Every name a figure may have."""
    return [
        name(figure, language, format_)
        for figure in FIGURES
        for language in LANGUAGES
        for format_ in FORMATS
    ]
