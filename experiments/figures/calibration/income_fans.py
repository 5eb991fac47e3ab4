"""Incomes and their ratio with 50 and 90 % bands, the record, and the naive forecast."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import ScalarFormatter

from experiments.figures.calibration.material import Material
from experiments.figures.calibration.wording import word
from experiments.figures.style import (
    BEHIND,
    BLACK,
    DEFINITION,
    GREY,
    log_ticks,
    new_figure,
    percents,
    stamp,
    year_axis,
)

MARKERS = {"rural": "o", "urban": "s", "ratio": "o"}


def path_fan(material: Material, language: str) -> Figure:
    """Rural and urban income; the residuals below are of the median of simulated paths."""
    figure, above, below = _two_panels(6.8)
    above.set_yscale("log")
    _series(above, below, material, ("rural", "urban"), language)
    log_ticks(above)
    percents(below, is_signed=True)
    above.set_title(word("path_fan", language), fontsize=11)
    above.set_ylabel(word("income_axis", language))
    below.set_ylabel(word("residual", language))
    _bare_where_empty(above, below)
    stamp(figure, material.stamp[language])
    return figure


def ratio_fan(material: Material, language: str) -> Figure:
    """Urban over rural income."""
    figure, above, below = _two_panels(6.0)
    _series(above, below, material, ("ratio",), language)
    above.yaxis.set_major_formatter(ScalarFormatter(useOffset=False))
    above.set_title(word("ratio_fan", language), fontsize=11)
    above.set_ylabel(word("ratio_axis", language))
    below.set_ylabel(word("residual_ratio", language))
    _bare_where_empty(above, below)
    stamp(figure, material.stamp[language])
    return figure


def _two_panels(height: float) -> tuple[Figure, Axes, Axes]:
    figure = new_figure(8.2, height)
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=[3.4, 1.0])
    below.axhline(0.0, color=GREY, linewidth=0.8)
    return figure, above, below


def _bare_where_empty(above: Axes, below: Axes) -> None:
    """No ticks where nothing was drawn: they would be of nothing."""
    if above.collections:
        return
    for axes in (above, below):
        axes.set_xticks([])
        axes.set_yticks([])
        axes.minorticks_off()


def _series(
    above: Axes, below: Axes, material: Material, names: tuple[str, ...], language: str
) -> None:
    series = material.evidence["paths"]["series"]
    naive = material.evidence["paths"]["naive"]
    years: set[int] = set()
    for name in names:
        for definition in ("old", "new"):
            held = series.get(f"{name}_{definition}")
            if held is None:
                continue
            years |= set(held["years"])
            bands(above, held["years"], held["bands"], DEFINITION[definition])
            above.plot(
                held["years"], held["simulated"], color=DEFINITION[definition], linewidth=1.4
            )
            dots(above, held["years"], held["observed"], MARKERS[name], DEFINITION[definition])
            _residuals(below, held, name, definition)
        if naive is not None:
            above.plot(
                naive["years"], naive[name], color=BLACK, linewidth=1.0, linestyle=(0, (4, 2))
            )
        _jump(above, series, name, language)
    if not years:
        above.text(
            0.5, 0.5, word("nothing", language), transform=above.transAxes, ha="center", color=GREY
        )  # fmt: skip
        return
    if len(names) > 1:
        _names(above, series, names, language)
    drawn = [held for held in DEFINITION if any(f"{name}_{held}" in series for name in names)]
    _key(above, names, drawn, naive, language)
    year_axis(below, sorted(years))


def bands(axes: Axes, years: list[int], held: Mapping[str, list[float]], colour: str) -> None:
    """A band of 90 and one of 50 %.

    Their median has the walk in it, which follows the record: where the record was fitted it is no
    path of the model's, and is not drawn.
    """
    axes.fill_between(years, held["0.05"], held["0.95"], color=colour, alpha=0.18, linewidth=0)
    axes.fill_between(years, held["0.25"], held["0.75"], color=colour, alpha=0.30, linewidth=0)


def dots(axes: Axes, years: list[int], values: list[float], marker: str, colour: str) -> None:
    axes.plot(
        years, values, marker, color=colour, markersize=5.0, markeredgecolor="white",
        markeredgewidth=0.7, linestyle="",
    )  # fmt: skip


def _residuals(axes: Axes, held: Mapping[str, Any], name: str, definition: str) -> None:
    simulated, observed = np.array(held["simulated"]), np.array(held["observed"])
    gaps = simulated - observed if name == "ratio" else simulated / observed - 1.0
    aside = {"rural": -0.12, "urban": 0.12}.get(name, 0.0) + (
        0.06 if definition == "new" else -0.06
    )
    places = np.array(held["years"]) + aside
    axes.vlines(places, 0.0, gaps, color=DEFINITION[definition], linewidth=0.8, alpha=0.6)
    dots(axes, places.tolist(), gaps.tolist(), MARKERS[name], DEFINITION[definition])


def _jump(axes: Axes, series: Mapping[str, Any], name: str, language: str) -> None:
    """An arrow from the old to the new figure in the year that has both."""
    old, new = series.get(f"{name}_old"), series.get(f"{name}_new")
    if old is None or new is None:
        return
    both = sorted(set(old["years"]) & set(new["years"]))
    if not both:
        return
    year = both[0]
    one, other = (held["observed"][held["years"].index(year)] for held in (old, new))
    axes.annotate(
        "", (year, other), xytext=(year, one),
        arrowprops={"arrowstyle": "-|>", "color": BLACK, "lw": 1.0, "shrinkA": 2, "shrinkB": 2,
                    "mutation_scale": 9},
    )  # fmt: skip
    is_steep = name == "ratio"  # room beside the arrow; for incomes only below it
    axes.annotate(
        word("of_break", language, year=year, factor=other / one),
        (year, (one + other) / 2 if is_steep else min(one, other)),
        xytext=(8, 0) if is_steep else (8, -14), textcoords="offset points", fontsize=8,
        va="center" if is_steep else "top", bbox=BEHIND, zorder=1.9,
    )  # fmt: skip


def _names(axes: Axes, series: Mapping[str, Any], names: tuple[str, ...], language: str) -> None:
    for name in names:
        held = series.get(f"{name}_old") or series[f"{name}_new"]
        at = len(held["years"]) // 3
        axes.annotate(
            word(name, language), (held["years"][at], held["bands"]["0.95"][at]), xytext=(-6, 10),
            textcoords="offset points", ha="right", color=GREY, fontsize=10,
        )  # fmt: skip


def _key(
    axes: Axes,
    names: tuple[str, ...],
    definitions: list[str],
    naive: Mapping[str, Any] | None,
    language: str,
) -> None:
    marks = [
        Line2D([], [], color=DEFINITION[definition], marker=MARKERS[names[0]], markersize=5,
               markeredgecolor="white", label=word(definition, language))
        for definition in definitions
    ]  # fmt: skip
    if naive is not None:
        marks.append(
            Line2D([], [], color=BLACK, linewidth=1.0, linestyle=(0, (4, 2)),
                   label=word("naive", language, year=naive["from"]))
        )  # fmt: skip
    axes.legend(handles=marks, loc="upper left" if len(names) > 1 else "lower left", fontsize=8.5)
