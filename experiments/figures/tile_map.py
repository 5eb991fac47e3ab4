"""A map on which a county is one square at its row and column; where there is sea it is empty."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import Colormap, Normalize, TwoSlopeNorm
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from experiments.figures.style import GREY, new_figure, number_of_digits, stamp
from experiments.figures.wording import word
from sim.figures import Figures

#: Both are told apart by people with any colour vision, and in grey.
AMOUNTS, DIFFERENCES = "YlGnBu", "PuOr"
SIDE = 0.94
INCHES_A_TILE = 0.66
#: Above this luminance words on a tile are black, below it white.
DARK = 0.5


@dataclass(frozen=True)
class Counties:
    """Where the counties of a place lie on the map and what they are called; all along counties."""

    names: np.ndarray
    names_zh: np.ndarray
    prefectures: np.ndarray
    rows: np.ndarray
    cols: np.ndarray

    @classmethod
    def of(cls, figures: Figures) -> Counties:
        """Those of a described result."""
        keys = ("name", "name_zh", "prefecture", "row", "col")
        return cls(*(figures[f"county_{key}"].values for key in keys))

    @property
    def mapped(self) -> np.ndarray:
        """Positions of the counties that have a place on the map; the paired west has none."""
        return np.flatnonzero((self.rows >= 0) & (self.cols >= 0))


def tile_map(
    counties: Counties,
    values: np.ndarray,
    title: str,
    unit: str,
    made_from: str,
    language: str,
    is_difference: bool = False,
) -> Figure:
    """``values`` along counties as colours and numbers; ``unit`` is written beside the scale.

    A difference has colours of two kinds that meet at nothing. A county without a value stays
    white. Everything below the prefecture is synthetic, and the figure says so.
    """
    shown = counties.mapped
    rows = int(counties.rows[shown].max()) + 1 if shown.size else 1
    cols = int(counties.cols[shown].max()) + 1 if shown.size else 4
    width = max(6.2, INCHES_A_TILE * cols + 1.5)
    figure = new_figure(width, max(2.6, INCHES_A_TILE * rows + 1.2))
    axes = figure.subplots()
    axes.set_title(title)
    _without_axes(axes, rows, cols)
    known = values[shown][np.isfinite(values[shown])]
    if not known.size:
        axes.text(0.5, 0.5, word("no_map", language), transform=axes.transAxes, ha="center")
    else:
        colours = matplotlib.colormaps[DIFFERENCES if is_difference else AMOUNTS]
        norm = _norm(known, is_difference)
        digits = number_of_digits(known)
        for k in shown:
            _tile(axes, counties, int(k), float(values[k]), colours, norm, digits, language,
                  is_difference)  # fmt: skip
        _borders(axes, counties, shown)
        _scale(figure, axes, colours, norm, unit, digits, is_difference)
    figure.text(0.008, 0.008, word("synthetic", language), va="bottom", fontsize=6.5, color=GREY)
    stamp(figure, made_from)
    return figure


def _without_axes(axes: Axes, rows: int, cols: int) -> None:
    axes.set_xlim(-0.55, cols - 0.45)
    axes.set_ylim(rows - 0.45, -0.55)
    axes.set_aspect("equal")
    axes.grid(False)
    axes.set_xticks([])
    axes.set_yticks([])
    for side in axes.spines.values():
        side.set_visible(False)


def _norm(known: np.ndarray, is_difference: bool) -> Normalize:
    if is_difference:
        most = float(np.abs(known).max()) or 1.0
        return TwoSlopeNorm(0.0, -most, most)
    low, high = float(known.min()), float(known.max())
    return Normalize(low, high if high > low else low + 1.0)


def _tile(
    axes: Axes,
    counties: Counties,
    k: int,
    value: float,
    colours: Colormap,
    norm: Normalize,
    digits: int,
    language: str,
    is_difference: bool,
) -> None:
    """One county: its square, its name and its number."""
    row, col = float(counties.rows[k]), float(counties.cols[k])
    colour = colours(norm(value)) if np.isfinite(value) else (1.0, 1.0, 1.0, 1.0)
    axes.add_patch(
        Rectangle((col - SIDE / 2, row - SIDE / 2), SIDE, SIDE, facecolor=colour, linewidth=0.0)
    )
    luminance = float(np.dot(colour[:3], (0.299, 0.587, 0.114)))
    ink = "black" if luminance > DARK else "white"
    name = _short(str(counties.names_zh[k] if language == "zh" else counties.names[k]), language)
    axes.text(
        col, row - 0.16, name, ha="center", va="center", color=ink, linespacing=1.0,
        fontsize=7.4 if language == "zh" else 6.8,
    )  # fmt: skip
    if np.isfinite(value):
        text = written(value, digits, is_difference)
        axes.text(col, row + 0.26, text, ha="center", va="center", fontsize=7.2, color=ink)


def _short(name: str, language: str) -> str:
    """A name that fits a tile, on two lines if need be."""
    if language == "zh":
        return "\n".join(textwrap.wrap(name, 4)) if len(name) > 4 else name
    return name if len(name) <= 10 else "\n".join(textwrap.wrap(name, 10))


def written(value: float, digits: int, is_signed: bool = False) -> str:
    """A number with a comma in thousands and a true minus sign."""
    rounded = round(value, digits) + 0.0
    form = f"{{:+,.{digits}f}}" if is_signed and rounded else f"{{:,.{digits}f}}"
    return form.format(rounded).replace("-", "\u2212")


def _borders(axes: Axes, counties: Counties, shown: np.ndarray) -> None:
    """Lines where one prefecture meets another."""
    at = {(int(counties.rows[k]), int(counties.cols[k])): str(counties.prefectures[k])
          for k in shown}  # fmt: skip
    for (row, col), prefecture in at.items():
        for neighbour, ends in (
            ((row, col + 1), ((col + 0.5, col + 0.5), (row - 0.5, row + 0.5))),
            ((row + 1, col), ((col - 0.5, col + 0.5), (row + 0.5, row + 0.5))),
        ):
            if at.get(neighbour, prefecture) != prefecture:
                axes.plot(*ends, color="black", linewidth=1.1, solid_capstyle="butt")


def _scale(
    figure: Figure,
    axes: Axes,
    colours: Colormap,
    norm: Normalize,
    unit: str,
    digits: int,
    is_difference: bool,
) -> None:
    """What the colours mean, on the right."""
    mappable = matplotlib.cm.ScalarMappable(norm, colours)
    bar = figure.colorbar(mappable, ax=axes, shrink=0.5, aspect=18, pad=0.02)
    bar.ax.yaxis.set_major_formatter(lambda value, _: written(value, digits, is_difference))
    bar.set_label(unit)
    bar.outline.set_visible(False)  # type: ignore[operator]
