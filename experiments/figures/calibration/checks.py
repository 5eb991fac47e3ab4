"""Whether the machinery works: recovery of truths, ranks beside controls, emulator beside runs."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter
from scipy.stats import kstwo

from experiments.figures.calibration.material import Material
from experiments.figures.calibration.parameters import label
from experiments.figures.calibration.wording import word
from experiments.figures.style import (
    BLUE,
    GREEN,
    GREY,
    LIGHT,
    ORANGE,
    PURPLE,
    VERMILION,
    new_figure,
    stamp,
)

COLOURS = {
    "rural_income_old": GREEN,
    "rural_income_new": GREEN,
    "urban_income_old": BLUE,
    "urban_income_new": BLUE,
}
#: The band holds all shares of even ranks at once with this probability.
LEVEL = 0.95

#: Truths and means are shown this far from the middle of the prior.
SHOWN = 3.3
#: Inches that the title takes, however few panels there are.
LEAST_WIDTH = 6.4


def recovery_scatter(material: Material, language: str) -> Figure:
    """Known truths against posterior means, a panel a parameter, green where it is called
    data-informed."""
    row = material.rows.get(7)
    names = list(row["points"]) if row else []
    columns = min(max(len(names), 1), 3)
    rows = -(-max(len(names), 1) // columns)
    figure = new_figure(max(2.9 * columns + 0.6, LEAST_WIDTH), 2.9 * rows + 0.9)
    panels = np.asarray(figure.subplots(rows, columns, squeeze=False)).ravel()
    if row is None:
        _empty(panels[0], language)
    for axes, name in zip(panels, names, strict=False):
        assert row is not None
        held = row["points"][name]
        axes.plot([-SHOWN, SHOWN], [-SHOWN, SHOWN], color=GREY, linewidth=0.8)
        colour = GREEN if name in row["declared"] else BLUE
        axes.plot(held["truth"], held["mean"], ".", color=colour, markersize=4, alpha=0.6)
        axes.set_xlim(-SHOWN, SHOWN)
        axes.set_ylim(-SHOWN, SHOWN)
        axes.set_aspect("equal")
        axes.set_xlabel(word("truth_axis", language), fontsize=7.5)
        axes.set_title(label(name, language), fontsize=8.5, pad=4)
        axes.annotate(
            f"r = {row['correlation'][name]:.2f}", (0.04, 0.94), xycoords="axes fraction",
            va="top", fontsize=8, color=GREY,
        )  # fmt: skip
    for axes in panels[max(len(names), 1) :]:
        axes.set_visible(False)
    figure.supylabel(word("found_axis", language), fontsize=9, color=GREY)
    figure.suptitle(word("recovery", language), x=0.01, ha="left", fontsize=11)
    stamp(figure, material.stamp[language])
    return figure


def rank_ecdf(material: Material, language: str) -> Figure:
    """Cumulative ranks less the even ones: the shipped pipeline, and controls that must leave."""
    figure = new_figure(9.4, 4.2)
    panels = figure.subplots(1, 3, sharey=True)
    controls = material.rows.get(9) or {}
    held = {
        "shipped": (material.rows.get(8), BLUE),
        "no_offset": (controls.get("no_offset"), VERMILION),
        "no_noise": (controls.get("no_noise"), PURPLE),
    }
    for axes, (name, (row, colour)) in zip(panels, held.items(), strict=True):
        axes.set_title(word(name, language), fontsize=10)
        if row is None:
            _empty(axes, language)
            continue
        at = np.array(row["ranks"]["at"])
        reach = float(kstwo.ppf(LEVEL, row["records"]))
        axes.fill_between(at, -reach, reach, color=LIGHT, linewidth=0)
        for shares in row["ranks"]["below"].values():
            axes.plot(at, np.array(shares) - at, color=colour, linewidth=0.7, alpha=0.55)
        axes.set_xlabel(word("rank_axis", language))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.1f}"))
    panels[0].set_ylabel(word("ranks_axis", language))
    panels[0].annotate(
        word("envelope", language), (0.04, 0.03), xycoords="axes fraction", fontsize=8, color=GREY
    )
    figure.suptitle(word("ranks", language), x=0.01, ha="left", fontsize=11)
    stamp(figure, material.stamp[language])
    return figure


def emulator_and_runs(material: Material, language: str) -> Figure:
    """What the emulator says at posterior draws against the mean of runs there."""
    held = material.evidence["emulator"]
    runs, emulated = np.array(held["runs"]), np.array(held["emulator"])
    figure = new_figure(6.6, 6.2)
    axes = figure.subplots()
    seen = set()
    for series, one, other in zip(held["series"], runs, emulated, strict=True):
        colour = COLOURS.get(series, ORANGE)
        kind = {GREEN: "rural", BLUE: "urban"}.get(colour, "others")
        axes.plot(
            one, other, ".", color=colour, markersize=3, alpha=0.5,
            label=None if kind in seen else word(kind, language),
        )  # fmt: skip
        seen.add(kind)
    reach = float(np.abs(np.concatenate([runs.ravel(), emulated.ravel()])).max()) * 1.05
    axes.plot([-reach, reach], [-reach, reach], color=GREY, linewidth=0.8)
    axes.set_xlim(-reach, reach)
    axes.set_ylim(-reach, reach)
    axes.set_aspect("equal")
    axes.set_xlabel(word("runs_axis", language))
    axes.set_ylabel(word("emulator_axis", language))
    axes.set_title(word("emulator", language), fontsize=11)
    gap = float(np.sqrt(np.mean((runs - emulated) ** 2)))
    chance = float(np.sqrt(np.mean(np.square(held["chance"]))))
    axes.annotate(
        word("root_mean_square", language, gap=gap, chance=chance), (0.98, 0.02),
        xycoords="axes fraction", ha="right", fontsize=8.5, color=GREY,
    )  # fmt: skip
    axes.legend(fontsize=8.5, loc="upper left", markerscale=3)
    stamp(figure, material.stamp[language])
    return figure


def _empty(axes: Axes, language: str) -> None:
    axes.set_xticks([])
    axes.text(
        0.5, 0.5, word("not_measured", language), transform=axes.transAxes, ha="center", color=GREY
    )
