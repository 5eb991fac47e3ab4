"""Rural income by its four official sources, as stacked shares, against published shares."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.figures.style import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PURPLE,
    new_figure,
    percents,
    spread_apart,
    stamp,
    year_axis,
)  # fmt: skip
from experiments.figures.subject import Subject
from experiments.figures.wording import word
from sim.indicators import LAST_OLD_YEAR

COLOURS = {
    "wage_share": BLUE,
    "net_business_share": ORANGE,
    "property_share": GREEN,
    "transfer_share": PURPLE,
}


def income_sources(subject: Subject, language: str) -> Figure:
    """Areas are modelled; a dot is the published upper edge of the area of its colour."""
    figure = new_figure(8.2, 5.2)
    axes = figure.subplots()
    for is_old in (True, False):
        years = [year for year in subject.years if (year <= LAST_OLD_YEAR) == is_old]
        if years:
            _areas(axes, subject, years)
    _dots(axes, subject)
    _names(axes, subject, language)
    if subject.years[0] <= LAST_OLD_YEAR < subject.years[-1]:
        _break(axes, language)
    axes.set_ylim(0.0, 1.0)
    axes.grid(False)
    axes.set_title(word("sources", language), pad=24)
    axes.set_ylabel(word("sources_axis", language))
    percents(axes)
    year_axis(axes, subject.years)
    stamp(figure, subject.stamp[language])
    return figure


def _areas(axes: Axes, subject: Subject, years: list[int]) -> None:
    """The four shares stacked; a year reaches half a year to either side at the ends."""
    edges = np.array([years[0] - 0.5, *years, years[-1] + 0.5])
    stacked = [subject.modelled(name, years) for name in COLOURS]
    reaching = [np.array([share[0], *share, share[-1]]) for share in stacked]
    axes.stackplot(
        edges, *reaching, colors=list(COLOURS.values()), alpha=0.55, edgecolor="white",
        linewidth=0.8,
    )  # fmt: skip


def _dots(axes: Axes, subject: Subject) -> None:
    """Published shares, cumulated as far as every share below is published too."""
    sums = dict.fromkeys(subject.years, 0.0)
    for name, colour in COLOURS.items():
        known = subject.series(name)
        sums = {year: total + known[year] for year, total in sums.items() if year in known}
        if name == "transfer_share":
            return  # the last edge is one by construction
        axes.plot(
            list(sums), list(sums.values()), "o", color=colour, markersize=6.5,
            markeredgecolor="black", markeredgewidth=0.8, clip_on=False, zorder=4,
        )  # fmt: skip


def _names(axes: Axes, subject: Subject, language: str) -> None:
    """Each source's name beside its area in the last year."""
    last = [float(subject.modelled(name, [subject.years[-1]])[0]) for name in COLOURS]
    middles = np.cumsum(last) - np.array(last) / 2
    for name, place in zip(COLOURS, spread_apart(middles.tolist(), 0.05), strict=True):
        axes.annotate(
            word(name, language), (1.0, place), xycoords=("axes fraction", "data"),
            xytext=(6, 0), textcoords="offset points", va="center", color=COLOURS[name],
            annotation_clip=False,
        )  # fmt: skip


def _break(axes: Axes, language: str) -> None:
    """Where the shares change definition."""
    at = LAST_OLD_YEAR + 0.5
    axes.axvline(at, color="black", linewidth=1.2)
    for key, side, aside in (("old", "right", -6), ("new", "left", 6)):
        axes.annotate(
            word(key, language), (at, 1.0), xytext=(aside, 5), textcoords="offset points",
            ha=side, va="bottom", fontsize=8.5, color=GREY, annotation_clip=False,
        )  # fmt: skip
