"""From the first year to the last: the trend, each lever and the definition, one after another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter

from experiments.figures.comparison_subject import lever_label
from experiments.figures.difference_fan import signed
from experiments.figures.style import (
    BLUE,
    GREEN,
    GREY,
    LIGHT,
    ORANGE,
    SKY,
    VERMILION,
    new_figure,
    stamp,
)  # fmt: skip
from experiments.figures.wording import in_brackets, word
from sim.declare import Label

FIXED = ("definition", "common_trend")
SEGMENTS = ("old_series", "definition", "new_series")
#: Levers by what their effect rests on.
RESTS_ON = {
    "data-informed": "#004D73", "mixed": BLUE, "prior-driven": SKY, "assumed": LIGHT,
}  # fmt: skip
#: Colours that no lever has: those say what an effect rests on.
SEGMENT_COLOURS = {"old_series": GREEN, "definition": GREY, "new_series": GREEN}


def waterfall(held: Mapping[str, Any], language: str, stamped: Label) -> Figure:
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
        colours=[ORANGE, *[RESTS_ON[held["parts"][name]["label"]] for name in levers], GREY],
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
    labels = {held["parts"][name]["label"] for name in levers}
    right.legend(
        [Patch(color=RESTS_ON[label]) for label in RESTS_ON if label in labels],
        [word(label, language) for label in RESTS_ON if label in labels],
        title=word("levers_rest_on", language), loc="best", fontsize=8.5, title_fontsize=8.5,
    )  # fmt: skip
    stamp(figure, stamped[language])
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
    for x, ((_, part), colour) in enumerate(zip(parts, colours, strict=True), start=1):
        after = level + part["mean"]
        axes.bar(x, part["mean"], 0.62, bottom=level, color=colour, alpha=0.75)
        axes.plot([x - 1 + 0.31, x + 0.31], [level, level], color=GREY, linewidth=0.6)
        axes.plot([x, x], [level + part["p05"], level + part["p95"]], color="black", linewidth=0.9)
        reach = max(level, after, level + part["p95"])
        axes.annotate(
            _amount(part["mean"], held["indicator"]), (x, reach), xytext=(0, 3),
            textcoords="offset points", ha="center", va="bottom", fontsize=7.5,
        )  # fmt: skip
        top, bottom = max(top, reach), min(bottom, after, level, level + part["p05"])
        level = after
    last = len(parts) + 1
    axes.plot([last - 1 + 0.31, last + 0.31], [level, level], color=GREY, linewidth=0.6)
    for x, key in ((0, "from"), (last, "to")):
        axes.plot([x - 0.36, x + 0.36], [held[key]] * 2, color="black", linewidth=4.0,
                  solid_capstyle="butt")  # fmt: skip
        axes.annotate(
            _level(held[key]), (x, held[key]), xytext=(0, 5), textcoords="offset points",
            ha="center", va="bottom", fontsize=9.5,
        )  # fmt: skip
    room = 0.12 * (top - bottom)
    lowest = min(bottom, held["from"], held["to"]) - room
    axes.set_ylim(max(lowest, 0.0), max(top, held["to"]) + room)
    years = held["years"]
    between = [
        lever_label(name, language) if "label" in part else word(name, language)
        for name, part in parts
    ]
    axes.set_xticks(
        range(len(between) + 2), [str(years[0]), *between, str(years[1])], rotation=38, ha="right",
        rotation_mode="anchor", fontsize=8.5,
    )  # fmt: skip
    axes.tick_params(axis="x", length=0)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: _level(value)))


def _name(name: str, part: Mapping[str, Any], language: str) -> str:
    """A part's name, and under a lever's what its effect rests on."""
    if "label" not in part:
        return word(name, language)
    rests_on = in_brackets(word(part["label"], language), language).strip()
    return f"{lever_label(name, language)}\n{rests_on}"


def _amount(value: float, measure: str) -> str:
    """A contribution with its sign; ratios and logs have three decimals."""
    text = f"{abs(value):,.0f}" if measure == "rural_income" else f"{abs(value):.3f}"
    is_nothing = float(text.replace(",", "")) == 0.0
    return text if is_nothing else f"{'+' if value > 0 else chr(0x2212)}{text}"


def _level(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.2f}"


def shapley_bars(held: Mapping[str, Any], language: str, stamped: Label) -> Figure:
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
        axes.barh(y, part["mean"], 0.62, color=RESTS_ON[part["label"]], alpha=0.8)
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
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: signed(round(value, 9))))
    axes.set_xlabel(word(f"axis_{measure}", language))
    axes.set_title(
        word("shapley_bars", language).format(measure=word(f"measure_{measure}", language)), pad=22
    )
    parts = [word("mean_and_bands", language), word("gross", language)]
    if held["budget_neutral"]:
        parts.append(f"○ {word('budget_neutral', language)}")
    comma = "；" if language == "zh" else "; "
    axes.text(0.0, 1.015, comma.join(parts), transform=axes.transAxes, fontsize=8, color=GREY)
    stamp(figure, stamped[language])
    return figure
