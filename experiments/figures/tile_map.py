"""A map of counties as tiles of equal size, each about where its county lies; the sea stays empty.

Any figure by county can be shown: a level, or a difference between two scenarios.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Colormap, LinearSegmentedColormap, Normalize, TwoSlopeNorm
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter

from experiments.figures.style import BLUE, GREY, LIGHT, VERMILION, ink_on, new_figure, stamp
from experiments.figures.wording import word
from sim.inputs import County, Place

#: Inches a tile takes, and inches for the title and the scale.
TILE = 0.66
ABOVE, BESIDE = 1.3, 0.5
#: A map of few counties still has room for its title.
LEAST_WIDTH = 6.2
GAP = 0.03
MOUNTAIN_MARK = "▲"
LOSS_AND_GAIN = LinearSegmentedColormap.from_list(
    "loss_and_gain", [VERMILION, "#F6C9A8", "#F7F7F7", "#A9CDE3", BLUE]
)
LITTLE_AND_MUCH = LinearSegmentedColormap.from_list("little_and_much", ["#F7F7F7", "#8FBEDB", BLUE])
#: What a Chinese county name ends in, which a small tile has no room for.
ENDINGS = ("畲族自治县", "自治县", "县", "区", "市")


@dataclass(frozen=True)
class MapWords:
    """What a map says in one language: its title, what the colours mean, how a value is written.

    ``notes`` stand below it, each on a line.
    """

    title: str
    scale: str
    form: str = "{:,.0f}"
    stamp: str = ""
    notes: tuple[str, ...] = ()


def mapped(place: Place) -> list[County]:
    """The counties that have a place on the map; empty where the data give none."""
    return [item for item in place.counties if item.row is not None and item.col is not None]


def tile_map(
    place: Place,
    values: Mapping[str, float],
    words: MapWords,
    language: str,
    is_difference: bool = True,
    hatched: Collection[str] = (),
) -> Figure:
    """``values`` by county code on the tiles of a place; a county without a value stays white.

    Everything below the prefecture is synthetic, and every map says so.

    Counties whose codes are in ``hatched`` have a striped frame and do not stretch the colours;
    the caller says in the notes what that means.

    A difference has two colours that meet at 0; a level has one. Raises ``ValueError`` when the
    place's counties have no rows and columns.
    """
    counties = mapped(place)
    if not counties:
        raise ValueError(f"{place.name}: its counties have no rows and columns to draw a map by")
    rows = 1 + max(int(item.row or 0) for item in counties)
    columns = 1 + max(int(item.col or 0) for item in counties)
    figure = new_figure(max(columns * TILE + BESIDE, LEAST_WIDTH), rows * TILE + ABOVE)
    axes = figure.subplots()
    shown = {item.code: values[item.code] for item in counties if item.code in values}
    firm = [value for code, value in shown.items() if code not in hatched]
    colours, norm = _scale(firm or list(shown.values()), is_difference)
    for county in counties:
        is_hatched = county.code in hatched
        _tile(axes, county, shown.get(county.code), colours, norm, words, language, is_hatched)
    _borders(axes, counties)
    axes.set_xlim(-0.05, columns + 0.05)
    axes.set_ylim(rows + 0.05, -0.05)
    axes.set_aspect("equal")
    axes.axis("off")
    axes.set_title(words.title)
    bar = figure.colorbar(
        ScalarMappable(norm, colours), ax=axes, orientation="horizontal", fraction=0.02, pad=0.01,
        shrink=0.55, aspect=40,
    )  # fmt: skip
    bar.outline.set_visible(False)  # type: ignore[operator]
    bar.set_label(words.scale, fontsize=9)
    bar.ax.xaxis.set_major_formatter(
        FuncFormatter(lambda value, _: _written(words.form, value, is_difference))
    )
    keys = []
    if any(item.county_class == "mountain" for item in counties):
        keys.append(f"{MOUNTAIN_MARK} {word('mountain_county', language)}")
    if len(shown) < len(counties):
        keys.append(word("white", language))
    axes.text(0.0, rows - 0.05, "\n".join(keys), fontsize=8, color=GREY, va="bottom")
    below = "\n".join([*words.notes, word("synthetic", language)])
    figure.text(0.008, 0.008, below, va="bottom", fontsize=6.5, color=GREY)
    stamp(figure, words.stamp)
    return figure


def _scale(values: Sequence[float], is_difference: bool) -> tuple[Colormap, Normalize]:
    """Colours and the range they stand for; a range of nothing is widened to show a colour."""
    if is_difference:
        reach = max((abs(value) for value in values), default=0.0) or 1.0
        return LOSS_AND_GAIN, TwoSlopeNorm(0.0, -reach, reach)
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    return LITTLE_AND_MUCH, Normalize(low, high if high > low else low + 1.0)


def _tile(
    axes: Axes,
    county: County,
    value: float | None,
    colours: Colormap,
    norm: Normalize,
    words: MapWords,
    language: str,
    is_hatched: bool,
) -> None:
    """One county: its colour, its short name and its value."""
    assert county.row is not None and county.col is not None
    x, y = county.col, county.row
    colour = "white" if value is None else colours(norm(value))
    side = 1 - 2 * GAP
    axes.add_patch(
        Rectangle((x + GAP, y + GAP), side, side, facecolor=colour, edgecolor=LIGHT, linewidth=0.4)
    )
    if is_hatched:
        _hatch(axes, x, y, side)
    ink = ink_on(colour)
    name = short_name(county, language)
    size = 8.5 if language == "zh" else 7.0 if len(name) < 9 else 5.6 if is_hatched else 6.2
    axes.text(x + 0.5, y + 0.38, name, ha="center", va="center", fontsize=size, color=ink)
    if value is not None:
        number = _written(words.form, value, is_signed=isinstance(norm, TwoSlopeNorm))
        axes.text(x + 0.5, y + 0.70, number, ha="center", va="center", fontsize=6.5, color=ink)
    if county.county_class == "mountain":
        axes.text(
            x + 0.9, y + 0.13, MOUNTAIN_MARK, ha="center", va="center", fontsize=4.5, color=ink
        )


def _hatch(axes: Axes, x: float, y: float, side: float) -> None:
    """A frame of stripes around a tile, which leaves its name and value readable."""
    width = 0.09
    for left, top, across, down in (
        (x + GAP, y + GAP, side, width),
        (x + GAP, y + GAP + side - width, side, width),
        (x + GAP, y + GAP, width, side),
        (x + GAP + side - width, y + GAP, width, side),
    ):
        axes.add_patch(
            Rectangle(
                (left, top),
                across,
                down,
                facecolor="white",
                edgecolor=GREY,
                linewidth=0.0,
                hatch="////////",
            )
        )


def short_name(county: County, language: str) -> str:
    """A county's name without the word for what it is, unless only one character would be left."""
    name = county.name[language]
    if language == "zh":
        for ending in ENDINGS:
            if name.endswith(ending) and len(name) - len(ending) >= 2:
                return name.removesuffix(ending)
    return name


def _borders(axes: Axes, counties: Sequence[County]) -> None:
    """Lines between tiles of different prefectures and around the whole."""
    at = {(item.row, item.col): item.prefecture for item in counties}
    for (row, column), prefecture in at.items():
        assert row is not None and column is not None
        sides = {
            (row, column + 1): ([column + 1, column + 1], [row, row + 1]),
            (row + 1, column): ([column, column + 1], [row + 1, row + 1]),
            (row, column - 1): ([column, column], [row, row + 1]),
            (row - 1, column): ([column, column + 1], [row, row]),
        }
        for other, (xs, ys) in sides.items():
            if at.get(other) != prefecture:
                axes.plot(xs, ys, color=GREY, linewidth=1.1, solid_capstyle="projecting")


def _written(form: str, value: float, is_signed: bool) -> str:
    """A number as ``form`` says; a gain has a plus and a loss a proper minus sign."""
    text = form.format(abs(value))
    if float(text.replace(",", "").rstrip("%") or 0.0) == 0.0:
        return text
    sign = "\u2212" if value < 0 else "+" if is_signed else ""
    return f"{sign}{text}"
