"""Rural and urban income by year, each on both definitions, with the jump of the break drawn."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from experiments.documented import NEW, OLD
from experiments.figures.style import (
    DEFINITION,
    GREY,
    log_ticks,
    new_figure,
    percents,
    stamp,
    year_axis,
)  # fmt: skip
from experiments.figures.subject import Subject
from experiments.figures.wording import word

MEASURES = {"rural": "rural_income", "urban": "urban_income"}
MARKERS = {"rural": "o", "urban": "s"}


def income_paths(subject: Subject, language: str) -> Figure:
    """Lines are modelled, dots published, colours are definitions; residuals below, in percent."""
    figure = new_figure(8.2, 6.6)
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=[3.4, 1.0])
    above.set_yscale("log")
    for who in MEASURES:
        for definition in (OLD, NEW):
            _path(above, subject, who, definition, language)
        _jump(above, subject, who, language)
        _residuals(below, subject, who)
    log_ticks(above)
    above.set_title(word("incomes", language))
    above.set_ylabel(word("income_axis", language))
    below.axhline(0.0, color=GREY, linewidth=0.8)
    below.set_ylabel(word("residual_axis", language))
    percents(below, is_signed=True)
    _key(below, language)
    year_axis(below, subject.years)
    stamp(figure, subject.stamp[language])
    return figure


def _path(axes: Axes, subject: Subject, who: str, definition: str, language: str) -> None:
    """One income on one definition: its line, its dots and its name above the line."""
    years = subject.years_on(definition)
    if not years:
        return
    measure, colour = MEASURES[who], DEFINITION[definition]
    values = subject.modelled(f"{measure}_{definition}", years)
    known = subject.published(measure, definition)
    axes.plot(years, values, color=colour)
    band = subject.band(f"{measure}_{definition}", years)
    if band is not None:
        axes.fill_between(years, *band, color=colour, alpha=0.15, linewidth=0)
    axes.plot(
        list(known), list(known.values()), MARKERS[who], color=colour, markersize=5.5,
        markeredgecolor="white", markeredgewidth=0.7,
    )  # fmt: skip
    at = len(years) // 2
    is_above = (who, definition) != ("rural", NEW)  # below there is room beside the jump's words
    beside = [float(values[at]), known.get(years[at], float(values[at]))]
    axes.annotate(
        f"{word(who, language)}{_comma(language)}{word(definition, language)}",
        (years[at], max(beside) if is_above else min(beside)),
        xytext=(-8, 12) if is_above else (8, -12), textcoords="offset points",
        ha="right" if is_above else "left", va="bottom" if is_above else "top", color=colour,
    )  # fmt: skip


def _comma(language: str) -> str:
    return "，" if language == "zh" else ", "


def _jump(axes: Axes, subject: Subject, who: str, language: str) -> None:
    """The year of the break: a bracket from the old to the new figure, and the factor."""
    year, measure = subject.break_year, MEASURES[who]
    old, new = (subject.published(measure, definition).get(year) for definition in (OLD, NEW))
    if old is None or new is None:
        return
    bracket = year + 0.42
    axes.plot(
        [year + 0.2, bracket, bracket, year + 0.2], [old, old, new, new], color="black",
        linewidth=1.0, solid_capstyle="butt",
    )  # fmt: skip
    modelled = [float(subject.modelled(f"{measure}_{held}", [year])[0]) for held in (OLD, NEW)]
    factors = word("factors", language).format(
        published=new / old, modelled=modelled[1] / modelled[0]
    )
    axes.annotate(
        f"{year}{word('of_break', language)}\n{factors}",
        (bracket, min(old, new, *modelled)), xytext=(0, -9), textcoords="offset points",
        ha="left", va="top", fontsize=8, linespacing=1.25,
    )  # fmt: skip


def _residuals(axes: Axes, subject: Subject, who: str) -> None:
    """Modelled over published less one, year by year, both definitions in the year of the break."""
    aside = -0.12 if who == "rural" else 0.12
    for definition in (OLD, NEW):
        known = subject.published(MEASURES[who], definition)
        years = [year for year in subject.years_on(definition) if year in known]
        if not years:
            continue
        modelled = subject.modelled(f"{MEASURES[who]}_{definition}", years)
        gaps = modelled / np.array([known[year] for year in years]) - 1.0
        places = np.array(years) + aside + (0.06 if definition == NEW else -0.06)
        colour = DEFINITION[definition]
        axes.vlines(places, 0.0, gaps, color=colour, linewidth=0.8, alpha=0.6)
        axes.plot(
            places, gaps, MARKERS[who], color=colour, markersize=4.5, markeredgecolor="white",
            markeredgewidth=0.5,
        )  # fmt: skip


def _key(axes: Axes, language: str) -> None:
    """Which mark is rural and which urban, outside of the panel."""
    marks = [
        Line2D([], [], linestyle="", marker=MARKERS[who], color=GREY, markersize=5)
        for who in MEASURES
    ]
    axes.legend(
        marks, [word(who, language) for who in MEASURES], loc="lower left",
        bbox_to_anchor=(0.0, 1.0), ncols=2, borderaxespad=0.0, handletextpad=0.2, columnspacing=1.2,
        fontsize=8.5, labelcolor=GREY,
    )  # fmt: skip
