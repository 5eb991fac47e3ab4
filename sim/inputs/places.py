"""A place as plain frozen data: its counties, its series, its published record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from sim.declare import Label
from sim.inputs.declared import COUNTY_CLASSES
from sim.inputs.frozen import Frozen


@dataclass(frozen=True)
class Path:
    """A value by year: straight lines between the years named, flat before and after.

    ``Path({2003: 1.0, 2005: 3.0}).at(2004) == 2.0``; a plain number is ``Path.constant(x)``.
    """

    points: Mapping[int, float]

    def __post_init__(self) -> None:
        ordered = dict(sorted((int(year), float(x)) for year, x in self.points.items()))
        if not ordered:
            raise ValueError("a path names at least one year")
        object.__setattr__(self, "points", Frozen(ordered))

    @classmethod
    def constant(cls, value: float) -> Path:
        return cls({0: value})

    def at(self, year: int) -> float:
        return float(np.interp(year, list(self.points), list(self.points.values())))

    def over(self, first: int, last: int) -> np.ndarray:
        """Values of the years ``first``…``last``, float64."""
        years = np.arange(first, last + 1)
        return np.interp(years, list(self.points), list(self.points.values()))

    def later(self, years: int, first: int, last: int) -> Path:
        """The same values ``years`` later, as far as they fall into ``first``…``last``."""
        shifted = Path({year + years: value for year, value in self.points.items()})
        kept = {year: value for year, value in shifted.points.items() if first <= year <= last}
        for edge in (first, last):
            if min(shifted.points) < edge < max(shifted.points):
                kept[edge] = shifted.at(edge)
        return Path(kept or {first: shifted.at(first)})

    def scaled(self, factor: float) -> Path:
        return Path({year: factor * value for year, value in self.points.items()})

    def is_zero(self) -> bool:
        return all(value == 0 for value in self.points.values())

    def plain(self) -> float | dict[int, float]:
        """As it would be written in a scenario file."""
        if list(self.points) == [0]:
            return self.points[0]
        return dict(self.points)

    def __hash__(self) -> int:
        return hash(tuple(self.points.items()))


@dataclass(frozen=True)
class County:
    """A county as its place's data give it. Names in English and Chinese.

    ``partner`` is the code of a western county's donor, ``sea_partner`` that of a mountain
    county's partner on the coast; empty when there is none. Relative incomes are over the place's
    mean of the base year (outside the west).
    """

    code: str
    name: Label
    prefecture: str
    county_class: str
    population: float
    urban_share: float
    relative_rural_income: float
    relative_urban_income: float
    partner: str = ""
    sea_partner: str = ""
    row: int | None = None
    col: int | None = None

    @property
    def is_home(self) -> bool:
        """Whether it is the place's own; a county of the west is the partner of one that is, and
        nothing of it is in the record."""
        return self.county_class != "west"


@dataclass(frozen=True)
class Observation:
    """A published number and where it stands."""

    year: int
    region: str
    series: str
    definition: str
    value: float
    unit: str
    verified: bool
    source: str
    note: str = ""


@dataclass(frozen=True)
class Source:
    key: str
    citation: str
    url: str | None


@dataclass(frozen=True, eq=False)
class CountyColumns:
    """The counties of a place as arrays, an entry each, float64 or int64."""

    county_class: np.ndarray  # position in COUNTY_CLASSES
    prefecture: np.ndarray  # position in the place's prefectures, −1 for another's
    group: np.ndarray  # number of a prefecture's and class's counties together
    partner: np.ndarray  # position of the donor, −1 for none
    sea_partner: np.ndarray
    population: np.ndarray
    urban_share: np.ndarray
    relative_rural_income: np.ndarray
    relative_urban_income: np.ndarray

    @classmethod
    def of(cls, counties: tuple[County, ...], prefectures: Sequence[str]) -> CountyColumns:
        positions = {county.code: c for c, county in enumerate(counties)}
        kinds = [
            (county.prefecture if county.is_home else "", county.county_class)
            for county in counties
        ]
        groups = {kind: number for number, kind in enumerate(dict.fromkeys(kinds))}
        numbers = {name: number for number, name in enumerate(prefectures)}
        return cls(
            np.array([COUNTY_CLASSES.index(county.county_class) for county in counties]),
            np.array([numbers.get(county.prefecture, -1) for county in counties]),
            np.array([groups[kind] for kind in kinds]),
            np.array([positions[x.partner] if x.partner else -1 for x in counties]),
            np.array([positions[x.sea_partner] if x.sea_partner else -1 for x in counties]),
            np.array([county.population for county in counties], float),
            np.array([county.urban_share for county in counties]),
            np.array([county.relative_rural_income for county in counties]),
            np.array([county.relative_urban_income for county in counties]),
        )


@dataclass(frozen=True)
class Place:
    """A place as data: nothing in the model knows which one it is.

    ``drivers`` and ``documented`` hold the anchor years only; gaps are interpolated by
    :class:`Path`. ``observed`` holds verified and unverified rows alike, marked as such.
    ``parameters`` are the central values of its posterior, which lies in ``posterior_folder``;
    both are empty where it has none.
    """

    name: str
    title: Label
    base_year: int
    last_year: int
    counties: tuple[County, ...]
    prefectures: Mapping[str, Label]
    base: Mapping[str, float]
    drivers: Mapping[str, Path]
    observed: tuple[Observation, ...] = ()
    documented: Mapping[str, Mapping[str, Path]] = field(default_factory=dict)
    shocks: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    assumed: tuple[str, ...] = ()
    parameters: Mapping[str, float] = field(default_factory=dict)
    posterior_folder: str = ""

    def __repr__(self) -> str:
        """Which place it is; everything it holds would be a book."""
        years = f"{self.base_year}–{self.last_year}"
        return f"<Place {self.name}: {len(self.counties)} counties, {years}>"

    @cached_property
    def columns(self) -> CountyColumns:
        """The counties as arrays, made once for all runs."""
        return CountyColumns.of(self.counties, tuple(self.prefectures))

    def series(self, name: str, region: str | None = None) -> dict[int, float]:
        """A verified observed series of the whole place (or of ``region``) by year."""
        wanted = region or self.name
        rows = [
            row
            for row in self.observed
            if row.series == name and row.region == wanted and row.verified
        ]
        return {row.year: row.value for row in sorted(rows, key=lambda row: row.year)}
