"""The urban–rural income ratio on both definitions, the jump between them and the peak."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from experiments.documented import NEW, OLD
from experiments.figures.difference_fan import signed
from experiments.figures.style import (
    BEHIND,
    DEFINITION,
    GREEN,
    GREY,
    new_figure,
    stamp,
    year_axis,
)
from experiments.figures.subject import Subject
from experiments.figures.wording import word

#: Years that the words of a peak take to its left.
ROOM_FOR_WORDS = 4


def ratio_path(subject: Subject, language: str) -> Figure:
    """Lines are modelled, dots published, colours are definitions; differences below."""
    figure = new_figure(8.2, 6.0)
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=[3.0, 1.0])
    for definition in (OLD, NEW):
        _path(above, subject, definition, language)
        _differences(below, subject, definition)
    _goals(above, subject, language)
    _peaks(above, subject, language)
    _jump(above, subject, language)
    above.set_title(word("ratio", language), pad=24)
    above.set_ylabel(word("ratio_axis", language))
    above.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.1f}"))
    below.axhline(0.0, color=GREY, linewidth=0.8)
    below.set_ylabel(word("difference_axis", language))
    year_axis(below, subject.years)
    stamp(figure, subject.stamp[language])
    return figure


def _path(axes: Axes, subject: Subject, definition: str, language: str) -> None:
    years = subject.years_on(definition)
    if not years:
        return
    colour = DEFINITION[definition]
    values = subject.modelled(f"ratio_{definition}", years)
    known = subject.published("ratio", definition)
    axes.plot(years, values, color=colour)
    band = subject.band(f"ratio_{definition}", years)
    if band is not None:
        axes.fill_between(years, *band, color=colour, alpha=0.15, linewidth=0)
    axes.plot(
        list(known), list(known.values()), "o", color=colour, markersize=5.5,
        markeredgecolor="white", markeredgewidth=0.7,
    )  # fmt: skip
    axes.annotate(
        word(definition, language), (float(np.mean([years[0], years[-1]])), 1.0),
        xycoords=("data", "axes fraction"), xytext=(0, 2), textcoords="offset points",
        ha="center", va="bottom", color=colour, annotation_clip=False,
    )  # fmt: skip


def _goals(axes: Axes, subject: Subject, language: str) -> None:
    """A line from the year of a goal on, at its value."""
    for year, value in subject.goals(f"ratio_{NEW}").items():
        end = max(subject.years[-1], year + 1)
        axes.hlines(value, year, end, color=GREEN, linewidth=1.2, linestyles=(0, (4, 2)))
        axes.annotate(
            f"{word('goal', language)} {year}: {value:.2f}", (end, value), xytext=(0, 4),
            textcoords="offset points", ha="right", va="bottom", fontsize=8, color=GREEN,
        )  # fmt: skip


def _differences(axes: Axes, subject: Subject, definition: str) -> None:
    known = subject.published("ratio", definition)
    years = [year for year in subject.years_on(definition) if year in known]
    if not years:
        return
    gaps = subject.modelled(f"ratio_{definition}", years) - np.array([known[y] for y in years])
    places = np.array(years) + (0.1 if definition == NEW else -0.1)
    colour = DEFINITION[definition]
    axes.vlines(places, 0.0, gaps, color=colour, linewidth=0.8, alpha=0.6)
    axes.plot(
        places, gaps, "o", color=colour, markersize=4.5, markeredgecolor="white",
        markeredgewidth=0.5,
    )  # fmt: skip
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: signed(round(value, 9))))


def _jump(axes: Axes, subject: Subject, language: str) -> None:
    """The year of the break: an arrow from the old to the new figure, and the factor."""
    year = subject.break_year
    old, new = (subject.published("ratio", definition).get(year) for definition in (OLD, NEW))
    if old is None or new is None:
        return
    axes.annotate(
        "", (year, new), xytext=(year, old),
        arrowprops={"arrowstyle": "-|>", "color": "black", "lw": 1.2, "shrinkA": 3, "shrinkB": 3,
                    "mutation_scale": 11},
    )  # fmt: skip
    modelled = [float(subject.modelled(f"ratio_{held}", [year])[0]) for held in (OLD, NEW)]
    factors = word("factors", language).format(
        published=new / old, modelled=modelled[1] / modelled[0]
    )
    axes.annotate(
        f"{year}{word('of_break', language)}\n{factors}", (year, (old + new) / 2),
        xytext=(9, 0), textcoords="offset points", ha="left", va="center", fontsize=8,
        linespacing=1.25,
    )  # fmt: skip


def _peaks(axes: Axes, subject: Subject, language: str) -> None:
    """Where the old ratio is highest, in the model and as published."""
    years = subject.years_on(OLD)
    if not years:
        return
    values = subject.modelled(f"ratio_{OLD}", years)
    known = subject.published("ratio", OLD)
    marks = [("modelled_peak", years[int(np.argmax(values))], float(np.max(values)))]
    if known:
        year = max(known, key=lambda one: known[one])
        marks.append(("published_peak", year, known[year]))
    low, high = axes.get_ylim()
    axes.set_ylim(low, high + 0.08 * (high - low))
    for key, year, value in marks:
        is_above = value == max(mark[2] for mark in marks)
        is_left = not is_above and year - years[0] >= ROOM_FOR_WORDS
        axes.annotate(
            f"{word(key, language)} {year}: {value:.2f}", (year, value),
            xytext=(12, 16) if is_above else (-8 if is_left else 6, -42),
            textcoords="offset points", fontsize=8, ha="right" if is_left else "left", va="center",
            color=GREY, bbox=BEHIND, zorder=1.9,
            arrowprops={"arrowstyle": "-", "color": GREY, "lw": 0.7, "shrinkA": 1, "shrinkB": 4},
        )  # fmt: skip
