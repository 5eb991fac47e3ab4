"""What the record does to parameters: marginals, pairs, profiles, and Fisher's spectrum."""

from __future__ import annotations

import textwrap

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, MaxNLocator, MultipleLocator

from experiments.figures.calibration.material import Material
from experiments.figures.calibration.wording import word
from experiments.figures.style import BLUE, GREY, LIGHT, ORANGE, VERMILION, new_figure, stamp
from experiments.figures.wording import in_brackets
from sim.parameters import PARAMETERS
from sim.units import unit as unit_named

#: Contraction from which a marginal is drawn strong; as the card's labels count it.
A_LOT = 0.5
COLUMNS = 6
#: Profiles are cut here: what lies so far below the largest is ruled out.
FLOOR = -6.0


def label(name: str, language: str) -> str:
    """A parameter's name for readers."""
    return PARAMETERS[name].labels[language] if name in PARAMETERS else name


def priors_and_posteriors(material: Material, language: str) -> Figure:
    """By parameter, the most contracted on top; everything in prior standard deviations."""
    held = material.evidence["marginals"]
    names = sorted(held, key=lambda name: held[name]["contraction"])
    figure = new_figure(8.2, 0.27 * len(names) + 1.6)
    axes = figure.subplots()
    for row, name in enumerate(names):
        prior, posterior = np.array(held[name]["prior"]), np.array(held[name]["posterior"])
        # half of a normal's 90 % band is 1.645 standard deviations
        spread = (prior[4] - prior[0]) / (2 * 1.645)
        for values, colour, up, width in (
            (prior, GREY, 0.18, 2.0),
            (posterior, BLUE if held[name]["contraction"] > A_LOT else ORANGE, -0.15, 3.5),
        ):
            at = (values - prior[2]) / spread
            axes.plot([at[0], at[4]], [row + up] * 2, color=colour, linewidth=1.0)
            axes.plot([at[1], at[3]], [row + up] * 2, color=colour, linewidth=width)
            axes.plot(at[2], row + up, "o", color=colour, markersize=4, markeredgecolor="white")
        axes.annotate(
            f"{held[name]['contraction']:.2f}".replace("-", "\u2212"), (1.0, row),
            xycoords=("axes fraction", "data"), xytext=(5, 0), textcoords="offset points",
            va="center", fontsize=7.5, color=GREY, annotation_clip=False,
        )  # fmt: skip
    axes.annotate(
        word("contraction", language), (1.0, len(names)), xycoords=("axes fraction", "data"),
        xytext=(5, 0), textcoords="offset points", fontsize=7.5, color=GREY, va="center",
        ha="center", annotation_clip=False,
    )  # fmt: skip
    axes.set_yticks(range(len(names)), [label(name, language) for name in names], fontsize=7.5)
    axes.set_ylim(-0.7, len(names) - 0.3)
    axes.grid(axis="y", visible=False)
    axes.grid(axis="x", visible=True)
    axes.set_xlabel(word("marginals_axis", language))
    axes.set_title(word("marginals", language, a_lot=A_LOT), fontsize=11, pad=16)
    stamp(figure, material.stamp[language])
    return figure


def pair_plot(material: Material, language: str) -> Figure:
    """Draws of the parameters narrowed most, every pair once, each one's histogram at the end."""
    held = material.evidence["pairs"]
    names = list(held)
    figure = new_figure(8.8, 8.8)
    panels = np.asarray(figure.subplots(len(names), len(names), squeeze=False))
    for i, below in enumerate(names):
        for j, aside in enumerate(names):
            axes = panels[i, j]
            axes.grid(visible=False)
            axes.tick_params(labelsize=6.5)
            axes.xaxis.set_major_locator(MaxNLocator(3))
            axes.yaxis.set_major_locator(MaxNLocator(3))
            if j > i:
                axes.set_visible(False)
            elif i == j:
                axes.hist(held[aside], bins=18, color=BLUE, alpha=0.7)
                axes.set_yticks([])
            else:
                axes.plot(held[aside], held[below], ".", color=BLUE, markersize=2.5, alpha=0.5)
            if i == len(names) - 1:
                axes.set_xlabel(_in_two_lines(aside, language), fontsize=6.5)
            else:
                axes.set_xticklabels([])
            if j == 0 and i > 0:
                axes.set_ylabel(_in_two_lines(below, language), fontsize=6.5)
            elif i != j:
                axes.set_yticklabels([])
    figure.suptitle(word("pairs", language), x=0.01, ha="left", fontsize=11)
    stamp(figure, material.stamp[language])
    return figure


def _in_two_lines(name: str, language: str) -> str:
    """A parameter's name and its unit."""
    text = label(name, language)
    unit = PARAMETERS[name].unit if name in PARAMETERS else "1"
    called = unit_named(unit).zh if language == "zh" else unit
    shown = "" if unit == "1" else f"\n{in_brackets(called, language).strip()}"
    if language == "en" and len(text) > 18:
        words = text.split()
        half = len(words) // 2
        text = " ".join(words[:half]) + "\n" + " ".join(words[half:])
    return text + shown


def profiles(material: Material, language: str) -> Figure:
    """A small panel for every parameter; flat means that the record does not care."""
    held = material.evidence["profiles"]
    names = list(held["by_parameter"])
    rows = -(-len(names) // COLUMNS)
    figure = new_figure(9.6, 1.45 * rows + 0.9)
    panels = np.asarray(figure.subplots(rows, COLUMNS, sharex=True, sharey=True, squeeze=False))
    for axes, name in zip(panels.ravel(), names, strict=False):
        axes.axhline(-2.0, color=LIGHT, linewidth=0.8)
        axes.plot(held["scores"], held["by_parameter"][name], color=BLUE, linewidth=1.3)
        axes.set_title(textwrap.fill(label(name, language), 24), fontsize=7, pad=2)
        axes.set_ylim(FLOOR, 0.5)
        axes.xaxis.set_major_locator(MultipleLocator(2))
        axes.tick_params(labelsize=7)
    for axes in panels.ravel()[len(names) :]:
        axes.set_visible(False)
    figure.suptitle(word("profiles", language, floor=-FLOOR), x=0.01, ha="left", fontsize=11)
    for axes in panels[-1]:
        axes.set_xlabel(word("scores_axis", language), fontsize=6.5)
    figure.supylabel(word("profiles_axis", language), fontsize=9, color=GREY)
    stamp(figure, material.stamp[language])
    return figure


def fisher_spectrum(material: Material, language: str) -> Figure:
    """Eigenvalues of the information of the record, with and without the further targets."""
    figure = new_figure(8.2, 4.6)
    axes = figure.subplots()
    axes.set_yscale("log")
    for name, colour, marker in (("all_targets", BLUE, "o"), ("incomes_alone", VERMILION, "s")):
        values = np.array(material.evidence["spectrum"][name])
        kept = values[values > 1e-4]
        axes.plot(
            np.arange(1, len(kept) + 1), kept, marker, color=colour, markersize=5, linestyle="-",
            linewidth=1.0, label=word(name, language, count=int((values > 1.0).sum())),
        )  # fmt: skip
    axes.axhline(1.0, color=GREY, linewidth=0.9)
    axes.annotate(
        word("prior_line", language), (1.0, 1.0), xycoords=("axes fraction", "data"),
        xytext=(-2, 3), textcoords="offset points", ha="right", fontsize=8, color=GREY,
    )  # fmt: skip
    axes.set_title(word("spectrum", language), fontsize=11)
    axes.set_xlabel(word("direction", language))
    axes.set_ylabel(word("spectrum_axis", language))
    axes.xaxis.set_major_locator(FixedLocator(range(1, len(values) + 1, 4)))
    axes.xaxis.set_minor_locator(MultipleLocator(1))
    axes.legend(fontsize=8.5)
    stamp(figure, material.stamp[language])
    return figure
