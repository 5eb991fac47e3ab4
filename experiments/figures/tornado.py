"""Scenarios in order of what they do in the last year: bars with their bands and labels."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from experiments.figures.comparison_subject import (
    ComparisonSubject,
    indicator_label,
)
from experiments.figures.difference_fan import signed
from experiments.figures.style import BLUE, GREY, new_figure, stamp
from experiments.figures.wording import in_brackets, word

SHOWN = ("ratio_new", "rural_income_new")


def tornado(subject: ComparisonSubject, language: str) -> Figure:
    """A panel each for the ratio and rural income; the largest effect on the ratio on top."""
    order = sorted(
        subject.names, key=lambda name: abs(float(subject.effect(name, SHOWN[0])["median"][-1]))
    )
    figure = new_figure(9.6, 0.42 * len(order) + 1.9)
    panels = figure.subplots(1, len(SHOWN), sharey=True)
    for panel, indicator in zip(panels, SHOWN, strict=True):
        _bars(panel, subject, order, indicator)
        panel.set_title(indicator_label(indicator, language), fontsize=10)
    panels[0].set_yticks(
        range(len(order)),
        [
            f"{subject.name(name, language)}\n"
            f"{in_brackets(subject.label(name, language), language).strip()}"
            for name in order
        ],
        fontsize=8,
    )
    panels[0].set_xlabel(word("ratio_axis", language))
    panels[1].set_xlabel(word("per_head_axis", language))
    title = word("tornado", language).format(
        year=subject.years[-1], against=subject.against(language)
    )
    comma = "；" if language == "zh" else "; "
    figure.suptitle(f"{title}{comma}{word('bands', language)}", x=0.012, ha="left", fontsize=11)
    stamp(figure, subject.stamp[language])
    return figure


def _bars(axes: Axes, subject: ComparisonSubject, order: list[str], indicator: str) -> None:
    for y, name in enumerate(order):
        band = {key: float(values[-1]) for key, values in subject.effect(name, indicator).items()}
        axes.barh(y, band["median"], 0.62, color=BLUE, alpha=0.5)
        axes.plot([band["p05"], band["p95"]], [y, y], color="black", linewidth=0.9)
        axes.plot(
            [band["p25"], band["p75"]], [y, y], color="black", linewidth=3.0,
            solid_capstyle="butt",
        )  # fmt: skip
    axes.axvline(0.0, color=GREY, linewidth=0.8)
    axes.grid(True, axis="x")
    axes.grid(False, axis="y")
    axes.xaxis.set_major_locator(MaxNLocator(5))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: signed(value)))
    axes.tick_params(axis="y", length=0)
