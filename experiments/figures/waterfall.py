"""From the first year to the last: the trend, each lever and the definition, one after another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from experiments.figures.comparison_subject import lever_label
from experiments.figures.difference_fan import signed
from experiments.figures.style import (
    BLUE,
    DEFINITION,
    GREY,
    ORANGE,
    VERMILION,
    new_figure,
    stamp,
)  # fmt: skip
from experiments.figures.wording import word

FIXED = ("definition", "common_trend")
SEGMENTS = ("old_series", "definition", "new_series")
SEGMENT_COLOURS = {
    "old_series": DEFINITION["old"], "definition": GREY, "new_series": DEFINITION["new"],
}  # fmt: skip


def waterfall(held: Mapping[str, Any], language: str, stamped: str) -> Figure:
    """``held`` is the document of one measure of an attribution.

    Left: what the old series, the definition and the new series did. Right: the same change by
    cause, the largest lever first, each with its 90 % band and what it rests on.
    """
    measure = held["indicator"]
    figure = new_figure(11.2, 5.6)
    left, right = figure.subplots(1, 2, sharey=True, width_ratios=[1.0, 3.6])
    _steps(
        left, held, [(name, held["segments"][name]) for name in SEGMENTS], language,
        colours=[SEGMENT_COLOURS[name] for name in SEGMENTS],
    )  # fmt: skip
    levers = sorted(
        (name for name in held["parts"] if name not in FIXED),
        key=lambda name: -abs(held["parts"][name]["mean"]),
    )
    order = ["common_trend", *levers, "definition"]
    _steps(
        right, held, [(name, held["parts"][name]) for name in order], language,
        colours=[ORANGE, *[BLUE] * len(levers), GREY],
    )  # fmt: skip
    title = word("waterfall", language).format(
        measure=word(f"measure_{measure}", language), first=held["years"][0], last=held["years"][1]
    )
    figure.suptitle(title, x=0.012, ha="left", fontsize=12)
    left.set_ylabel(word(f"axis_{measure}", language))
    comma = "；" if language == "zh" else "; "
    right.set_title(
        f"{word('mean_and_band', language)}{comma}{word('gross', language)}", fontsize=9,
        color=GREY,
    )  # fmt: skip
    stamp(figure, stamped)
    return figure


def _steps(
    axes: Axes,
    held: Mapping[str, Any],
    parts: Sequence[tuple[str, Mapping[str, Any]]],
    language: str,
    colours: Sequence[str],
) -> None:
    """Bars from the level before a part to that after it, between the two ends."""
    level, top, bottom = held["from"], held["from"], held["from"]
    axes.bar(0, held["from"], 0.62, color="black", alpha=0.75)
    for x, ((_, part), colour) in enumerate(zip(parts, colours, strict=True), start=1):
        after = level + part["mean"]
        axes.bar(x, part["mean"], 0.62, bottom=level, color=colour, alpha=0.75)
        axes.plot([x - 1 + 0.31, x + 0.31], [level, level], color=GREY, linewidth=0.6)
        axes.plot([x, x], [level + part["p05"], level + part["p95"]], color="black", linewidth=0.9)
        reach = max(level, after, level + part["p95"])
        axes.annotate(
            signed(part["mean"]), (x, reach), xytext=(0, 3), textcoords="offset points",
            ha="center", va="bottom", fontsize=7.5,
        )  # fmt: skip
        top, bottom = max(top, reach), min(bottom, after, level, level + part["p05"])
        level = after
    last = len(parts) + 1
    axes.bar(last, held["to"], 0.62, color="black", alpha=0.75)
    axes.plot([last - 1 + 0.31, last + 0.31], [level, level], color=GREY, linewidth=0.6)
    for x, key in ((0, "from"), (last, "to")):
        axes.annotate(
            _level(held[key]), (x, held[key]), xytext=(0, 3), textcoords="offset points",
            ha="center", va="bottom", fontsize=8.5, fontweight="bold",
        )  # fmt: skip
    room = 0.12 * (top - bottom)
    lowest = min(bottom, held["from"], held["to"]) - room
    axes.set_ylim(max(lowest, 0.0), max(top, held["to"]) + room)
    years = held["years"]
    names = [str(years[0]), *(_name(name, part, language) for name, part in parts), str(years[1])]
    axes.set_xticks(range(len(names)), names, rotation=40, ha="right", fontsize=8)
    axes.tick_params(axis="x", length=0)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: _level(value)))


def _name(name: str, part: Mapping[str, Any], language: str) -> str:
    """A part's name, and under a lever's what its effect rests on."""
    if "label" not in part:
        return word(name, language)
    return f"{lever_label(name, language)}\n({word(part['label'], language)})"


def _level(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.2f}"


def shapley_bars(held: Mapping[str, Any], language: str, stamped: str) -> Figure:
    """Levers in order of their value, with 50 and 90 % of draws; budget-neutral values as rings."""
    measure = held["indicator"]
    levers = sorted(
        (name for name in held["parts"] if name not in FIXED),
        key=lambda name: abs(held["parts"][name]["mean"]),
    )
    figure = new_figure(8.6, 0.42 * len(levers) + 1.8)
    axes = figure.subplots()
    for y, name in enumerate(levers):
        part = held["parts"][name]
        axes.barh(y, part["mean"], 0.62, color=BLUE, alpha=0.5)
        axes.plot([part["p05"], part["p95"]], [y, y], color="black", linewidth=0.9)
        axes.plot(
            [part["p25"], part["p75"]], [y, y], color="black", linewidth=3, solid_capstyle="butt"
        )
        if held["budget_neutral"]:
            axes.plot(
                [held["budget_neutral"][name]["mean"]], [y], "o", markersize=6,
                markerfacecolor="white", markeredgecolor=VERMILION, markeredgewidth=1.5,
            )  # fmt: skip
    names = [_name(name, held["parts"][name], language) for name in levers]
    axes.set_yticks(range(len(levers)), names, fontsize=8)
    axes.axvline(0.0, color=GREY, linewidth=0.8)
    axes.grid(True, axis="x")
    axes.grid(False, axis="y")
    axes.tick_params(axis="y", length=0)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: signed(value)))
    axes.set_xlabel(word(f"axis_{measure}", language))
    axes.set_title(
        word("shapley_bars", language).format(measure=word(f"measure_{measure}", language)), pad=22
    )
    parts = [word("mean_and_band", language), word("gross", language)]
    if held["budget_neutral"]:
        parts.append(f"○ {word('budget_neutral', language)}")
    comma = "；" if language == "zh" else "; "
    axes.text(0.0, 1.015, comma.join(parts), transform=axes.transAxes, fontsize=8, color=GREY)
    stamp(figure, stamped)
    return figure
