"""Money of one scenario less another's: what levers cost more or less, and where that goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from experiments.figures.comparison_subject import (
    ComparisonSubject,
    lever_label,
)
from experiments.figures.difference_fan import signed
from experiments.figures.style import GREY, STACK, new_figure, spread_apart, stamp, year_axis
from experiments.figures.wording import word
from experiments.large_money import LARGE

#: Below this share of the largest bar a part is not worth a colour.
NEGLIGIBLE = 1e-3


def ledger_difference(subject: ComparisonSubject, language: str) -> Figure:
    """Two panels a scenario, side by side: spent on levers, and where saved money goes."""
    rows = len(subject.names)
    figure = new_figure(10.4, 2.9 * rows + 0.7)
    panels = figure.subplots(rows, 2, sharex=True, squeeze=False)
    for (left, right), name in zip(panels, subject.names, strict=True):
        money = subject.of(name)["money"]
        levers = {lever_label(key, language): values for key, values in money["by_lever"].items()}
        ways = {
            word(key, language): values
            for key, values in money["saved_goes_to"].items()
            if key != "total"
        }
        _bars(left, subject.years, levers, LARGE[language])
        _bars(right, subject.years, ways, LARGE[language])
        left.set_title(
            f"{subject.name(name, language)}\n{word('spent_more', language)}",
            fontsize=9.5, linespacing=1.5,
        )  # fmt: skip
        right.set_title(word("saved_goes", language), fontsize=9.5)
        left.set_ylabel(word("bn", language))
    for panel in panels[-1]:
        year_axis(panel, subject.years)
    title = word("ledger_difference", language).format(against=subject.against(language))
    figure.suptitle(title, x=0.012, ha="left", fontsize=12)
    stamp(figure, subject.stamp[language])
    return figure


def _bars(
    axes: Axes, years: Sequence[int], parts: Mapping[str, Sequence[float]], unit: float
) -> None:
    """Gains stacked above zero and losses below; parts are named on the right."""
    money = {name: np.array(values) / unit for name, values in parts.items()}
    largest = max((float(np.abs(values).max()) for values in money.values()), default=0.0)
    shown = [
        name
        for name, values in sorted(money.items(), key=lambda item: -np.abs(item[1]).sum())
        if np.abs(values).max() > NEGLIGIBLE * largest
    ]
    above, below = np.zeros(len(years)), np.zeros(len(years))
    colours = dict(zip(parts, STACK, strict=False))
    middles = []
    for name in shown:
        values = money[name]
        base = np.where(values >= 0, above, below)
        axes.bar(
            years, values, 0.82, bottom=base, color=colours[name], edgecolor="white",
            linewidth=0.3,
        )  # fmt: skip
        middles.append(float(base[-1] + values[-1] / 2))
        above += np.maximum(values, 0.0)
        below += np.minimum(values, 0.0)
    axes.axhline(0.0, color=GREY, linewidth=0.8)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: signed(value)))
    low, high = axes.get_ylim()
    for name, y in zip(shown, spread_apart(middles, 0.085 * (high - low)), strict=True):
        axes.annotate(
            name, (1.0, y), xycoords=("axes fraction", "data"), xytext=(12, 0),
            textcoords="offset points", va="center", fontsize=8, annotation_clip=False,
        )  # fmt: skip
        axes.plot(
            [1.015], [y], "s", color=colours[name], markersize=5, clip_on=False,
            transform=axes.get_yaxis_transform(),
        )  # fmt: skip
    axes.set_ylim(low, high)
