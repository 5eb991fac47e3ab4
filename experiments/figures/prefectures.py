"""Rural income of prefectures over that of the whole place, in the first and the last year."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from experiments.figures.style import BLACK, BLUE, GREY, LIGHT, SKY, new_figure, stamp
from experiments.figures.subject import Subject
from experiments.figures.wording import word

MEASURE = "rural_income_new"


def prefectures(subject: Subject, language: str) -> Figure:
    """A light dot is the first year, a dark one the last, on the new definition throughout."""
    figures = subject.figures
    names = figures["prefecture_name_zh" if language == "zh" else "prefecture_name"].values
    incomes = figures[f"prefecture_{MEASURE}"].values
    place = figures[MEASURE].values
    first, last = incomes[0] / place[0], incomes[-1] / place[-1]
    order = np.argsort(last, kind="stable")
    heights = np.arange(len(order))
    figure = new_figure(8.2, max(2.6, 0.34 * len(order) + 1.5))
    axes = figure.subplots()
    axes.axvline(1.0, color=GREY, linewidth=0.8)
    axes.hlines(heights, first[order], last[order], color=LIGHT, linewidth=2.4)
    dots = (
        (first, SKY, subject.years[0]),
        (last, BLUE, subject.years[-1]),
    )
    for values, colour, year in dots:
        axes.plot(
            values[order], heights, "o", color=colour, markersize=7.5, label=str(year),
            markeredgecolor="white", markeredgewidth=0.7,
        )  # fmt: skip
    axes.set_yticks(heights, [str(names[k]) for k in order])
    axes.tick_params(axis="y", length=0, labelcolor=BLACK)
    axes.set_ylim(-0.7, len(order) - 0.3)
    axes.grid(axis="x")
    axes.grid(False, axis="y")
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.1f}"))
    axes.legend(
        loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=2, borderaxespad=0.0,
        handletextpad=0.2, columnspacing=1.2,
    )  # fmt: skip
    axes.set_title(word("prefectures", language))
    axes.set_xlabel(word("prefectures_axis", language))
    stamp(figure, subject.stamp[language])
    return figure
