"""What a result remembers of its place: enough to name it and to draw its map."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

from sim.declare import Label
from sim.inputs import County, Place


class Tile(NamedTuple):
    """A county as results remember it; a row or column below 0 is none."""

    code: str
    name: Label
    prefecture: str
    county_class: str
    row: int
    col: int


def remembered(name: str, title: Label, years: list[int], tiles: Iterable[Tile]) -> Place:
    """The place with its title, years and counties; everything else is left out."""
    counties = tuple(
        County(
            code=tile.code,
            name=tile.name,
            prefecture=tile.prefecture,
            county_class=tile.county_class,
            population=math.nan,
            urban_share=math.nan,
            relative_rural_income=math.nan,
            relative_urban_income=math.nan,
            row=tile.row if tile.row >= 0 else None,
            col=tile.col if tile.col >= 0 else None,
        )
        for tile in tiles
    )
    return Place(name, title, years[0] - 1, years[-1], counties, {}, {}, {})
