"""The money of the levers by year: who pays it, and for which lever."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.figures.style import (
    GREY,
    STACK,
    new_figure,
    spread_apart,
    stamp,
    thousands,
    year_axis,
)  # fmt: skip
from experiments.figures.subject import Subject
from experiments.figures.wording import word
from experiments.large_money import LARGE, MIDDLING
from sim.declare import bilingual
from sim.levers import all_levers
from sim.policy import PAYERS


def ledger(subject: Subject, language: str) -> Figure:
    """Stacked bars of the same money, by payer and by lever."""
    figure = new_figure(8.2, 7.2)
    axes = figure.subplots(2, 1, sharex=True, sharey=True)
    total = float(subject.figures["money_by_lever"].values.sum(axis=1).max())
    large = LARGE[language]
    key, unit = ("bn", large) if total >= 5 * large or total == 0.0 else ("m", MIDDLING[language])
    for panel, group in zip(axes, ("payer", "lever"), strict=True):
        _bars(panel, subject, group, unit, language)
        panel.set_title(word(f"by_{group}", language), fontsize=10.5, color=GREY, pad=6)
        panel.set_ylabel(word(key, language))
        thousands(panel)
    figure.suptitle(word("ledger", language), x=0.012, ha="left", fontsize=12)
    year_axis(axes[1], subject.years)
    stamp(figure, subject.stamp[language])
    return figure


def _bars(axes: Axes, subject: Subject, group: str, unit: float, language: str) -> None:
    """Bars by year; parts are named on the right in the order in which they are stacked."""
    money = subject.figures[f"money_by_{group}"].values / unit
    names = [str(name) for name in subject.figures[group].values]
    shown = [k for k in np.argsort(-money.sum(axis=0), kind="stable") if money[:, k].any()]
    if not shown:
        axes.text(0.5, 0.5, word("no_money", language), transform=axes.transAxes, ha="center")
        axes.set_ylim(0.0, 1.0)
        axes.set_yticks([0.0])
        return
    base = np.zeros(len(subject.years))
    middles = []
    for place, k in enumerate(shown):
        colour = STACK[place % len(STACK)]
        axes.bar(
            subject.years, money[:, k], 0.82, bottom=base, color=colour, edgecolor="white",
            linewidth=0.4,
        )  # fmt: skip
        middles.append(base[-1] + money[-1, k] / 2)
        base = base + money[:, k]
    top = 1.04 * float(base.max())
    axes.set_ylim(0.0, max(axes.get_ylim()[1], top))
    for place, (k, y) in enumerate(zip(shown, spread_apart(middles, 0.075 * top), strict=True)):
        axes.annotate(
            label_of(names[k], group, language), (1.0, y), xycoords=("axes fraction", "data"),
            xytext=(14, 0), textcoords="offset points", va="center", fontsize=8.5,
            annotation_clip=False,
        )  # fmt: skip
        axes.plot(
            [1.012], [y], "s", color=STACK[place % len(STACK)], markersize=6, clip_on=False,
            transform=axes.get_yaxis_transform(),
        )  # fmt: skip


def label_of(name: str, group: str, language: str) -> str:
    """A payer's label; a lever's name in scenario files, or its Chinese label."""
    if group == "payer":
        return bilingual(PAYERS[name])[language]
    levers = all_levers()
    return (
        levers[name].label().zh if language == "zh" and name in levers else name.replace("_", " ")
    )
