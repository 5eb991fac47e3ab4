"""Row 3 and 4 of the card: forecasts from 2015 with the naive one, and skill by horizon."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator, MultipleLocator, NullLocator

from experiments.figures.calibration.income_fans import bands, dots
from experiments.figures.calibration.material import Material
from experiments.figures.calibration.wording import word
from experiments.figures.style import (
    BLACK,
    BLUE,
    DEFINITION,
    GREEN,
    GREY,
    VERMILION,
    new_figure,
    stamp,
    thousands,
    year_axis,
)

COLOURS = {"rural": GREEN, "urban": BLUE, "ratio": VERMILION}
DASHED = (0, (4, 2))


def hold_out_fan(material: Material, language: str) -> Figure:
    """Three forecasts and the skill; what has not been measured says so."""
    figure = new_figure(8.8, 7.0)
    panels = figure.subplots(2, 2).ravel()
    row = material.rows.get(3)
    for axes, name in zip(panels, ("rural", "urban", "ratio"), strict=False):
        axes.set_title(word("ratio_name" if name == "ratio" else name, language), fontsize=10)
        axes.set_ylabel(word("ratio_axis" if name == "ratio" else "income_axis", language),
                        fontsize=8)  # fmt: skip
        if row is None:
            _empty(axes, language)
            continue
        held, years = row["fan"][name], row["years"]
        bands(axes, years, held, DEFINITION["new"])
        axes.plot(years, held["0.5"], color=DEFINITION["new"], linewidth=1.4)
        dots(axes, years, held["observed"], "o", DEFINITION["new"])
        axes.plot(years, held["simulated"], color=GREY, linewidth=1.0)
        axes.plot(years, held["naive"], color=BLACK, linewidth=1.0, linestyle=DASHED)
        year_axis(axes, years)
        if name == "ratio":
            axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.2f}"))
        else:
            axes.set_yscale("log")
            axes.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
            axes.yaxis.set_minor_locator(NullLocator())
            thousands(axes)
    _skill(panels[3], material, language)
    marks = [
        Line2D([], [], color=DEFINITION["new"], marker="o", linestyle="", markersize=5,
               label=word("published", language)),
        Line2D([], [], color=DEFINITION["new"], linewidth=1.4, label=word("foreseen", language)),
        Line2D([], [], color=GREY, linewidth=1.0, label=word("simulated", language)),
        Line2D([], [], color=BLACK, linewidth=1.0, linestyle=DASHED,
               label=word("naive_short", language)),
    ]  # fmt: skip
    if row is not None:
        panels[0].legend(handles=marks, loc="upper left", fontsize=8)
    origin = row["fitted_until"] if row is not None else 2015
    figure.suptitle(word("hold_out", language, year=origin), x=0.01, ha="left", fontsize=11)
    stamp(figure, material.stamp_to(origin)[language])
    return figure


def _skill(axes: Axes, material: Material, language: str) -> None:
    axes.set_title(word("skill", language), fontsize=10)
    axes.set_xlabel(word("years_ahead", language))
    axes.set_ylabel(word("skill_axis", language), fontsize=8)
    row = material.rows.get(4)
    if row is None:
        _empty(axes, language)
        return
    axes.axhline(0.0, color=GREY, linewidth=0.8)
    for k, (name, held) in enumerate(row["skill"].items()):
        ahead = [one["years_ahead"] + 0.08 * (k - 1) for one in held]
        axes.errorbar(
            ahead, [one["skill"] for one in held], [one["standard_error"] for one in held],
            color=COLOURS[name], marker="o", markersize=4, linewidth=1.2, capsize=2,
            label=word("ratio_name" if name == "ratio" else name, language),
        )  # fmt: skip
    axes.xaxis.set_major_locator(MultipleLocator(1))
    axes.legend(fontsize=8)


def _empty(axes: Axes, language: str) -> None:
    axes.set_xticks([])
    axes.set_yticks([])
    axes.text(
        0.5, 0.5, word("not_measured", language), transform=axes.transAxes, ha="center", color=GREY
    )
