"""A run held against the published record: the table by year, and the scores of the fit.

Two definitions are never mixed. The year in which the new one starts stands on two lines.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.figures import Figures
from sim.inputs import Place

OLD, NEW = "old", "new"
MEASURES = ("rural_income", "urban_income", "ratio")
#: A place whose record says nothing of it has the break in the year of the integrated survey.
USUAL_BREAK = 2013

ByYear = Mapping[int, float]


def published(place: Place) -> dict[str, dict[int, float]]:
    """The verified observed series of the whole place, by name and year."""
    names = dict.fromkeys(row.series for row in place.observed)
    found = {name: place.series(name) for name in names}
    return {name: series for name, series in found.items() if series}


def documented(place: Place, measure: str, definition: str) -> dict[int, float]:
    """Rural income, urban income or their ratio as published; the ratio is that of the incomes."""
    if measure != "ratio":
        return place.series(f"{measure}_{definition}")
    rural = documented(place, "rural_income", definition)
    urban = documented(place, "urban_income", definition)
    return {year: urban[year] / rural[year] for year in rural if year in urban}


def break_year(place: Place) -> int:
    """The first year published on the new definition; past the last year if there is none."""

    def years(definition: str) -> set[int]:
        return {
            year
            for measure in ("rural_income", "urban_income")
            for year in documented(place, measure, definition)
        }

    new, old = years(NEW), years(OLD)
    if new:
        return min(new)
    return place.last_year + 1 if old else USUAL_BREAK


def definitions_of(place: Place, years: Sequence[int]) -> list[tuple[int, str]]:
    """Each year with its definition, the year of the break with both where the old one reaches."""
    turn = break_year(place)
    has_old = any(documented(place, measure, OLD) for measure in MEASURES)
    pairs: list[tuple[int, str]] = []
    for year in years:
        if year < turn or (year == turn and has_old):
            pairs.append((year, OLD))
        if year >= turn:
            pairs.append((year, NEW))
    return pairs


@dataclass(frozen=True)
class Entry:
    """A modelled figure beside the published one, which may be missing."""

    modelled: float
    documented: float | None
    is_income: bool

    @property
    def error(self) -> float | None:
        """Percent of the published figure for an income, the plain difference for a ratio."""
        if self.documented is None:
            return None
        gap = self.modelled - self.documented
        return 100.0 * gap / self.documented if self.is_income else gap


@dataclass(frozen=True)
class Line:
    """One line of the table: a year on one definition, and the three measures."""

    year: int
    definition: str
    measures: tuple[Entry, ...]


def lines(figures: Figures, place: Place) -> list[Line]:
    """The table "year, modelled, documented, error", the year of the break on two lines."""
    years = [int(year) for year in figures["year"].values]
    record = {
        (measure, definition): documented(place, measure, definition)
        for measure in MEASURES
        for definition in (OLD, NEW)
    }
    result = []
    for year, definition in definitions_of(place, years):
        entries = []
        for measure in MEASURES:
            modelled = float(figures[f"{measure}_{definition}"].values[years.index(year)])
            known = record[measure, definition].get(year)
            entries.append(Entry(modelled, known, measure != "ratio"))
        result.append(Line(year, definition, tuple(entries)))
    return result


def scores(figures: Figures, place: Place) -> dict[str, float | None]:
    """Mean absolute error of incomes in percent, root mean square error of the ratio.

    Each by definition, over the years observed; ``None`` where nothing is.
    """
    result: dict[str, float | None] = {}
    for name, measure in (("rural_mape", "rural_income"), ("urban_mape", "urban_income")):
        for definition in (OLD, NEW):
            gaps = _gaps(figures, place, measure, definition)
            errors = [abs(gap) / known for gap, known in gaps]
            result[f"{name}_{definition}"] = 100.0 * float(np.mean(errors)) if errors else None
    for definition in (OLD, NEW):
        squares = [gap**2 for gap, _ in _gaps(figures, place, "ratio", definition)]
        result[f"ratio_rmse_{definition}"] = float(np.sqrt(np.mean(squares))) if squares else None
    return result


def _gaps(
    figures: Figures, place: Place, measure: str, definition: str
) -> list[tuple[float, float]]:
    """Modelled less published, and the published figure, for every year that has both."""
    modelled = dict(
        zip(figures["year"].values.tolist(), figures[f"{measure}_{definition}"].values, strict=True)
    )
    known = documented(place, measure, definition)
    return [
        (float(modelled[year]) - known[year], known[year]) for year in known if year in modelled
    ]
