"""One indicator of a run in every county, on the tile map."""

from __future__ import annotations

from matplotlib.figure import Figure

from experiments.figures.style import new_figure, stamp
from experiments.figures.subject import Subject
from experiments.figures.tile_map import MapWords, mapped, tile_map
from experiments.figures.wording import in_unit, word
from sim.indicators import INDICATORS

#: Rural incomes of counties of this many households differ by a tenth between seeds, those of
#: counties of 20 by a quarter (history, eight seeds at scales .0017, .005 and .01).
FEW_HOUSEHOLDS = 50


def county_map(subject: Subject, language: str) -> Figure:
    """The indicator the subject names, in the year it names or the last one.

    Counties of fewer than :data:`FEW_HOUSEHOLDS` simulated rural households have a striped frame on
    rural maps.
    """
    place = subject.place
    if not mapped(place):
        return _without_map(subject, language)
    item = INDICATORS[subject.map_of]
    year = subject.years[-1] if subject.map_year is None else subject.map_year
    unit, factor = in_unit(item.unit, language)
    found = subject.figures[f"county_{item.name}"].values[subject.years.index(year)]
    values = {
        county.code: factor * float(value)
        for county, value in zip(place.counties, found, strict=True)
        if value == value  # a county that is a town altogether has no rural figure
    }
    label = item.labels[language]
    title = word("by_county", language).format(what=label[:1].upper() + label[1:], year=year)
    form = "{:,.0f}" if max(map(abs, values.values()), default=0.0) >= 100.0 else "{:,.1f}"
    few = _few(subject, year) if item.name.startswith("rural") else set()
    notes = (word("few_households", language).format(few=FEW_HOUSEHOLDS),) if few else ()
    words = MapWords(title, unit, form, subject.stamp[language], notes)
    return tile_map(place, values, words, language, is_difference=False, hatched=few)


def _few(subject: Subject, year: int) -> set[str]:
    """Counties with too few rural households to say much; none in results that did not count."""
    counted = subject.figures.data_vars.get("county_simulated_households")
    if counted is None:
        return set()
    rows = counted.values[subject.years.index(year)]
    codes = subject.figures["county"].values
    return {str(code) for code, count in zip(codes, rows, strict=True) if count < FEW_HOUSEHOLDS}


def _without_map(subject: Subject, language: str) -> Figure:
    """A figure that says why there is no map."""
    figure = new_figure(6.2, 1.6)
    figure.text(0.5, 0.5, word("no_map", language), ha="center", va="center")
    stamp(figure, subject.stamp[language])
    return figure
