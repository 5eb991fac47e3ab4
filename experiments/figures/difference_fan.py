"""Paired differences of an indicator by year as fans, a panel a scenario."""

from __future__ import annotations

import math

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from experiments.figures.comparison_subject import (
    ComparisonSubject,
    indicator_label,
)
from experiments.figures.style import BLUE, GREY, new_figure, stamp, year_axis
from experiments.figures.wording import word
from sim.indicators import INDICATORS

MOST_COLUMNS = 3


def difference_fan(
    subject: ComparisonSubject, language: str, indicator: str = "rural_income_new"
) -> Figure:
    """The line is the median of draws, the areas 50 and 90 % of them; scales are shared."""
    columns = min(len(subject.names), MOST_COLUMNS)
    rows = math.ceil(len(subject.names) / columns)
    figure = new_figure(max(5.6, 3.4 * columns + 0.8), 2.7 * rows + 1.1)
    panels = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False).ravel()
    for panel, name in zip(panels, subject.names, strict=False):
        _fan(panel, subject, name, indicator, language)
    for panel in panels[len(subject.names) :]:
        panel.set_visible(False)
    for k, panel in enumerate(panels[: len(subject.names)]):
        year_axis(panel, subject.years)
        panel.tick_params(labelbottom=k + columns >= len(subject.names))
    title = word("difference_fans", language).format(
        against=subject.against(language), indicator=indicator_label(indicator, language)
    )
    figure.suptitle(f"{title}\n{word('bands', language)}", x=0.012, ha="left", fontsize=11)
    figure.supylabel(_axis(indicator, language), fontsize=9, color=GREY)
    stamp(figure, subject.stamp[language])
    return figure


def _axis(indicator: str, language: str) -> str:
    """What is measured along an axis; a ratio is of two incomes, other pure numbers are shares."""
    if indicator.startswith("ratio_"):
        return word("ratio_axis", language)
    unit = INDICATORS[indicator].unit
    if unit == "yuan/person/year":
        return word("per_head_axis", language)
    return word("share_axis", language) if unit == "1" else unit


def _fan(axes: Axes, subject: ComparisonSubject, name: str, indicator: str, language: str) -> None:
    band = subject.effect(name, indicator)
    axes.fill_between(subject.years, band["p05"], band["p95"], color=BLUE, alpha=0.15, linewidth=0)
    axes.fill_between(subject.years, band["p25"], band["p75"], color=BLUE, alpha=0.30, linewidth=0)
    axes.plot(subject.years, band["median"], color=BLUE)
    axes.axhline(0.0, color=GREY, linewidth=0.8)
    axes.set_title(subject.name(name, language), fontsize=10, pad=14)
    axes.text(
        0.0, 1.02, subject.label(name, language), transform=axes.transAxes, fontsize=8, color=GREY
    )
    axes.yaxis.set_major_locator(MaxNLocator(6))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: signed(value)))


def signed(value: float) -> str:
    """A difference with its sign, as many digits as its size asks for."""
    size = abs(value)
    if size < 1e-12:
        return "0"
    text = f"{size:,.0f}" if size >= 10 else f"{size:.3g}"
    return f"{'+' if value > 0 else chr(0x2212)}{text}"
