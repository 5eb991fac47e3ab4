"""How figures look: one font for both languages, a colour-blind-safe palette, quiet axes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import FixedLocator, FuncFormatter, MultipleLocator, NullLocator

FONT_FILE = Path(__file__).parent.parent / "fonts" / "ShanhaiSansSC-Regular.otf"
FONT = "Shanhai Sans SC"

#: Okabe and Ito's palette, which people with any colour vision can tell apart.
BLACK, ORANGE, SKY, GREEN, YELLOW, BLUE, VERMILION, PURPLE = (
    "#000000", "#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7",
)  # fmt: skip
GREY = "#6B6B6B"
LIGHT = "#D9D9D9"
#: For stacks with more parts than the palette has colours; neighbours differ in lightness too.
STACK = (
    BLUE, ORANGE, GREEN, PURPLE, SKY, VERMILION, YELLOW, GREY, "#004D73", "#8C6100", "#B8DCEF",
)  # fmt: skip
#: From the lowest to the highest fifth: lightness tells them apart without colour.
QUINTILES = ("#8C6100", ORANGE, GREY, SKY, BLUE)
#: The two definitions of income, everywhere.
DEFINITION = {"old": BLUE, "new": VERMILION}
#: Keeps words legible where a line or a dot runs behind them.
BEHIND: dict[str, Any] = {
    "boxstyle": "square,pad=0.15", "facecolor": "white", "edgecolor": "none", "alpha": 0.85,
}  # fmt: skip

_RULES: dict[str, Any] = {
    "font.family": [FONT],
    "font.size": 9.5,
    "axes.titlesize": 12,
    "axes.titlelocation": "left",
    "axes.titlepad": 10,
    "axes.labelsize": 9,
    "axes.labelcolor": GREY,
    "axes.edgecolor": GREY,
    "axes.linewidth": 0.7,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "grid.color": LIGHT,
    "grid.linewidth": 0.6,
    "xtick.color": GREY,
    "ytick.color": GREY,
    "xtick.labelsize": 9,
    "ytick.labelsize": 9,
    "lines.linewidth": 1.8,
    "lines.solid_capstyle": "round",
    "legend.frameon": False,
    "figure.dpi": 110,
    "savefig.dpi": 160,
    "svg.fonttype": "path",
    "svg.hashsalt": "shanhai",
    "axes.unicode_minus": True,
}


@contextmanager
def applied() -> Iterator[None]:
    """The style, while figures are drawn and saved."""
    known = {entry.name for entry in font_manager.fontManager.ttflist}
    if FONT not in known:
        font_manager.fontManager.addfont(FONT_FILE)
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_RULES)  # type: ignore[arg-type]
        yield


def new_figure(width: float, height: float) -> Figure:
    """An empty figure whose parts make room for one another; inches."""
    figure = Figure(figsize=(width, height), layout="constrained")
    engine = figure.get_layout_engine()
    assert isinstance(engine, ConstrainedLayoutEngine)
    engine.set(rect=(0.0, 0.035, 1.0, 0.965), w_pad=0.08, h_pad=0.06)
    return figure


def settled(figure: Figure) -> Figure:
    """The figure with its parts where the layout puts them, to a millionth of its width.

    The solver of the layout differs in the last bits from one time to the next, and so would files.
    Words are as wide as they will be saved: letters are placed on whole pixels, and Chinese words
    on a coarser screen come out several percent narrower.
    """
    screen = figure.dpi
    figure.dpi = matplotlib.rcParams["savefig.dpi"]
    figure.draw_without_rendering()
    figure.dpi = screen
    figure.set_layout_engine("none")
    for axes in figure.axes:
        bounds = axes.get_position(original=True).bounds
        left, bottom, width, height = (round(float(value), 6) for value in bounds)
        axes.set_position((left, bottom, width, height))
    return figure


def stamp(figure: Figure, text: str) -> None:
    """What the figure was made from, small, below it on the right."""
    figure.text(0.992, 0.008, text, ha="right", va="bottom", fontsize=6.5, color=GREY)


def ink_on(colour: Any) -> str:
    """Black or white, whichever is easier to read on ``colour``: contrast by WCAG 2.1."""
    channels = np.asarray(to_rgb(colour))
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    luminance = float(linear @ (0.2126, 0.7152, 0.0722))
    return "black" if (luminance + 0.05) / 0.05 >= 1.05 / (luminance + 0.05) else "white"


def year_axis(axes: Axes, years: Sequence[int], right_room: float = 0.0) -> None:
    """Whole years below, with ``right_room`` years for labels beyond the last."""
    span = years[-1] - years[0]
    step = 1 if span <= 10 else 2 if span <= 16 else 4 if span <= 24 else 5
    axes.set_xlim(years[0] - 0.6, years[-1] + 0.6 + right_room)
    axes.set_xticks([year for year in years if (year - years[-1]) % step == 0])
    axes.xaxis.set_minor_locator(MultipleLocator(1))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda year, _: f"{year:.0f}"))


def thousands(axes: Axes) -> None:
    """Numbers on the left axis with a comma in thousands."""
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))


def percents(axes: Axes, is_signed: bool = False) -> None:
    """Fractions on the left axis as percent, with the decimals that ticks have.

    ``is_signed`` puts a plus before gains.
    """
    form = "{:+g}%" if is_signed else "{:g}%"

    def shown(value: float, _: object) -> str:
        number = round(100.0 * value, 6)
        return "0%" if number == 0.0 else form.format(number).replace("-", "\u2212")

    axes.yaxis.set_major_formatter(FuncFormatter(shown))


STEPS = (1.0, 2.0, 4.0, 5.0, 8.0)


def log_ticks(axes: Axes) -> None:
    """Round numbers on the logarithmic left axis, about evenly spaced, with room above."""
    low, high = axes.get_ylim()
    ticks = [
        step * 10.0**power
        for power in range(int(np.floor(np.log10(low))), int(np.ceil(np.log10(high))) + 1)
        for step in STEPS
    ]
    axes.yaxis.set_major_locator(
        FixedLocator(_thinned([tick for tick in ticks if low <= tick <= high]))
    )
    axes.yaxis.set_minor_locator(NullLocator())
    thousands(axes)
    axes.set_ylim(low, high * 1.12)


def _thinned(ticks: list[float]) -> list[float]:
    """Ticks each about double the last: 5, 10, 20, 40, 80 rather than 4 beside 5."""
    kept: list[float] = []
    for tick in sorted(ticks):
        if not kept or tick / kept[-1] > 1.7:
            kept.append(tick)
    return kept


def label_ends(axes: Axes, ends: Mapping[str, tuple[float, str]], least: float) -> None:
    """The name of every line on the right of its end, in its colour, ``least`` of the axis apart.

    Call it when the axis has its final limits.
    """
    to_axes = axes.transData + axes.transAxes.inverted()
    heights = [float(to_axes.transform((0.0, value))[1]) for value, _ in ends.values()]
    for (name, (_, colour)), height in zip(ends.items(), spread_apart(heights, least), strict=True):
        axes.annotate(
            name, (1.0, height), xycoords="axes fraction", xytext=(5, 0),
            textcoords="offset points", va="center", color=colour, annotation_clip=False,
        )  # fmt: skip


def spread_apart(positions: Sequence[float], least: float) -> list[float]:
    """``positions`` moved up and down as little as keeps them ``least`` apart, in their order."""
    order = sorted(range(len(positions)), key=lambda k: positions[k])
    placed = [positions[k] for k in order]
    for _ in range(200):
        moved = False
        for i in range(len(placed) - 1):
            gap = placed[i + 1] - placed[i]
            if gap < least - 1e-9:
                shift = (least - gap) / 2
                placed[i] -= shift
                placed[i + 1] += shift
                moved = True
        if not moved:
            break
    result = [0.0] * len(placed)
    for k, value in zip(order, placed, strict=True):
        result[k] = value
    return result
