"""The frontier: what money buys at best, the mixes tried in every draw, and marginal yuan."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

import sim
from experiments.figures import stamps
from experiments.large_money import LARGE
from sim.declare import Label

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def makers(content: Mapping[str, Any]) -> dict[str, Callable[[str], Figure]]:
    """Every figure by name, as functions of the language."""
    return {
        "frontier": partial(frontier, content),
        "marginal_yuan": partial(marginal_yuan, content),
    }


def frontier(content: Mapping[str, Any], language: str) -> Figure:
    """Money across, outcome up; a dot a mix and draw, the line the best mixes in the median."""
    from matplotlib.ticker import FuncFormatter

    from experiments.figures.comparison_subject import indicator_label
    from experiments.figures.style import (
        BEHIND,
        BLUE,
        GREY,
        ORANGE,
        VERMILION,
        new_figure,
        stamp,
        thousands,
    )
    from experiments.figures.wording import colon, word

    indicator, unit = content["indicator"], LARGE[language]
    figure = new_figure(8.6, 5.6)
    axes = figure.subplots()
    cloud = {key: np.array(values) for key, values in content["cloud"].items()}
    axes.plot(
        cloud["money"].ravel() / unit, cloud[indicator].ravel(), ".", color=GREY, markersize=3,
        alpha=0.35, linewidth=0,
    )  # fmt: skip
    curve = [mix for mix in content["mixes"] if mix["name"].endswith("%")]
    axes.plot(*_at(curve, indicator, unit), "-", color=BLUE)
    for mix in content["mixes"]:
        colour = {"own": VERMILION, "goal": ORANGE, "budget": ORANGE}.get(mix["name"], BLUE)
        money, outcome = mix["money"]["median"] / unit, mix["outcomes"][indicator]
        axes.plot([money] * 2, [outcome["p05"], outcome["p95"]], color=colour, linewidth=0.9)
        axes.plot([money], [outcome["median"]], "o", color=colour, markeredgecolor="white")
        share = f"{mix['probability_on_frontier']:.0%}"
        is_named = not mix["name"].endswith("%")
        known = word(f"mix_{mix['name']}", language) + colon(language) if is_named else ""
        axes.annotate(
            f"{known}{share}", (money, outcome["p95" if is_named else "p05"]),
            xytext=(0, 5 if is_named else -5), textcoords="offset points", fontsize=8,
            ha="left" if is_named else "center", va="bottom" if is_named else "top",
            color=colour, bbox=BEHIND,
        )  # fmt: skip
    if "goal" in content:
        axes.axhline(content["goal"], color=ORANGE, linewidth=0.9, linestyle="--")
    axes.set_title(
        word("frontier", language).format(indicator=indicator_label(indicator, language)), pad=20
    )
    axes.text(
        0.0, 1.012, word("frontier_key", language), transform=axes.transAxes, fontsize=8, color=GREY
    )
    axes.set_xlabel(word("present_value", language).format(year=content["prices_of"],
                    rate=f"{content['discount_rate']:.0%}"))  # fmt: skip
    axes.set_ylabel(indicator_label(indicator, language))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    if float(np.abs(cloud[indicator]).max()) > 1000:
        thousands(axes)
    stamp(figure, _stamped(content)[language])
    return figure


def _at(
    mixes: list[Mapping[str, Any]], indicator: str, unit: float
) -> tuple[list[float], list[float]]:
    """Money in ``unit`` yuan and outcome of mixes, in order of money."""
    pairs = sorted(
        (mix["money"]["median"] / unit, mix["outcomes"][indicator]["median"]) for mix in mixes
    )
    return [money for money, _ in pairs], [outcome for _, outcome in pairs]


def marginal_yuan(content: Mapping[str, Any], language: str) -> Figure:
    """Yuan of residents' income that a further yuan of each lever brings."""
    from matplotlib.ticker import FuncFormatter

    from experiments.figures.comparison_subject import lever_label
    from experiments.figures.difference_fan import signed
    from experiments.figures.style import GREY, new_figure, stamp
    from experiments.figures.waterfall import RESTS_ON
    from experiments.figures.wording import in_brackets, word

    order = sorted(content["marginal"], key=lambda lever: content["marginal"][lever]["median"])
    figure = new_figure(8.6, 0.42 * len(order) + 1.8)
    axes: Axes = figure.subplots()
    for y, lever in enumerate(order):
        held, label = content["marginal"][lever], content["labels"][lever]
        axes.barh(y, held["median"], 0.62, color=RESTS_ON[label], alpha=0.8)
        axes.plot([held["p05"], held["p95"]], [y, y], color="black", linewidth=0.9)
        axes.plot(
            [held["p25"], held["p75"]], [y, y], color="black", linewidth=3, solid_capstyle="butt"
        )
    axes.set_yticks(
        range(len(order)),
        [
            f"{lever_label(lever, language)}\n"
            f"{in_brackets(word(content['labels'][lever], language), language).strip()}"
            for lever in order
        ],
        fontsize=8,
    )
    axes.axvline(0.0, color=GREY, linewidth=0.8)
    axes.axvline(1.0, color=GREY, linewidth=0.8, linestyle=":")
    axes.annotate(
        word("breaks_even", language), (1.0, -0.75), xytext=(3, 0), textcoords="offset points",
        va="center", fontsize=7.5, color=GREY,
    )  # fmt: skip
    axes.set_ylim(-1.0, len(order) - 0.4)
    axes.grid(True, axis="x")
    axes.grid(False, axis="y")
    axes.tick_params(axis="y", length=0)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: signed(round(value, 9))))
    axes.set_xlabel(word("yuan_per_yuan", language))
    axes.set_title(word("marginal_yuan", language), pad=20)
    axes.text(0.0, 1.015, word("bands", language), transform=axes.transAxes, fontsize=8, color=GREY)
    stamp(figure, _stamped(content)[language])
    return figure


def _stamped(content: Mapping[str, Any]) -> Label:
    return stamps.one_line(
        f"shanhai {sim.__version__}",
        content["scenario"],
        stamps.draws(content["draws"], content["draws_from"]),
        Label(f"{content['points']} mixes", f"{content['points']}种组合"),
        stamps.scale(content["scale"]),
        stamps.seed(content["seed"]),
        stamps.data(content["manifest"]["data_hash"]),
    )
