"""One indicator of a run in every county, on the tile map."""

from __future__ import annotations

from matplotlib.figure import Figure

from experiments.figures.subject import Subject
from experiments.figures.tile_map import Counties, tile_map
from experiments.figures.wording import in_unit, word
from sim.indicators import INDICATORS


def county_map(subject: Subject, language: str) -> Figure:
    """The indicator the subject names, in the year it names or the last one."""
    item = INDICATORS[subject.map_of]
    year = subject.years[-1] if subject.map_year is None else subject.map_year
    values = subject.figures[f"county_{item.name}"].values[subject.years.index(year)]
    unit, factor = in_unit(item.unit, language)
    title = word("by_county", language).format(what=_beginning(item.labels[language]), year=year)
    return tile_map(
        Counties.of(subject.figures), factor * values, title, unit, subject.stamp, language
    )


def _beginning(label: str) -> str:
    """A label as a title starts: its first letter is a capital."""
    return label[:1].upper() + label[1:]
