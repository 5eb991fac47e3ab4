"""What a run is given: a place and a scenario, as plain frozen data.

This layer opens no file. :mod:`scenarios` reads files and builds these; a user may build them by
hand. Years are calendar years; money is nominal yuan unless a unit says otherwise.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NoReturn, TypeVar

import numpy as np

from sim.declare import Declaration, Label, Setting, bilingual, declared
from sim.html import scenario_html
from sim.levers import all_levers

COUNTY_CLASSES = ("plain", "mountain", "west")
SHOCKS = {
    "financial_crisis": bilingual("world financial crisis 国际金融危机"),
    "covid": bilingual("covid pandemic 新冠疫情"),
    "lockdowns": bilingual("lockdowns 疫情封控"),
    "pillar_price": bilingual("collapse of the western pillar price 西部支柱产品跌价"),
    "statistical_code": bilingual("new urban–rural statistical code 城乡划分新规"),
}
LAST_YEAR = 2035

K = TypeVar("K")
V = TypeVar("V")


class Frozen(dict[K, V]):
    """A mapping that cannot be changed, and that can be pickled for a worker."""

    def _refuse(self, *args: object, **kwargs: object) -> NoReturn:
        raise TypeError("places and scenarios are frozen; make a changed copy instead")

    __setitem__ = __delitem__ = __ior__ = _refuse  # type: ignore[assignment]
    clear = pop = popitem = setdefault = update = _refuse  # type: ignore[assignment]

    def __reduce__(self) -> tuple[type, tuple[dict[K, V]]]:
        return type(self), (dict(self),)


@dataclass(frozen=True, eq=False)
class BaseValue(Declaration):
    """A number of the base year that a place may give; else the default, an assumption."""

    default: float
    unit: str
    bounds: tuple[float, float]
    label: str
    doc: str
    name: str = field(default="", init=False)
    owner: str = field(default="", init=False)


@dataclass(frozen=True, eq=False)
class Driver(Declaration):
    """A yearly series from outside the model: prices, population, shocks' years are not among them.

    ``default`` stands for every year of a place that does not give the series; ``None`` means that
    the model works it out from the base year.
    """

    default: float | None
    unit: str
    bounds: tuple[float, float]
    label: str
    doc: str
    name: str = field(default="", init=False)
    owner: str = field(default="", init=False)


class Drivers:
    """The series that come from outside."""

    cpi = Driver(2.0, "percent", (-20, 50), "consumer prices 居民消费价格", "Change on last year.")
    farm_price = Driver(
        2.0, "percent", (-50, 100), "farm prices 农产品生产价格", "Producer prices, on last year."
    )
    resident_population = Driver(
        None, "persons", (100, 2e9), "residents 常住人口", "All usual residents at the end of year."
    )
    outsiders = Driver(
        0.0,
        "persons",
        (0, 2e9),
        "residents from other provinces 外省流入人口",
        "Stock of residents whose household register is in another province.",
    )
    birth_rate = Driver(
        10.0, "per thousand", (0, 60), "births per thousand 出生率", "Per thousand."
    )
    death_rate = Driver(6.0, "per thousand", (0, 60), "deaths per thousand 死亡率", "Per thousand.")
    rural_tourism_visits = Driver(
        0.0, "visits/year", (0, 1e11), "visits to villages 乡村旅游人次", "All villages together."
    )


class BaseYear:
    """The numbers of the base year, from which the stationary start is made."""

    residents = BaseValue(1e6, "persons", (100, 2e9), "residents 常住人口", "End of base year.")
    urbanisation_rate = BaseValue(0.5, "1", (0.01, 0.99), "urban share 城镇化率", "Of residents.")
    household_size_rural = BaseValue(
        3.0, "persons", (1.5, 6), "rural household size 农村户均人口", "Persons per household."
    )
    household_size_town = BaseValue(
        2.9, "persons", (1.5, 6), "town household size 城镇户均人口", "Persons per household."
    )
    villages = BaseValue(
        1000, "villages", (2, 1e7), "villages 行政村数", "Administrative villages."
    )
    rural_income_old = BaseValue(
        5000, "yuan/person/year", (1, 1e7), "rural net income 农村居民人均纯收入", "Old definition."
    )
    urban_income_old = BaseValue(
        12000,
        "yuan/person/year",
        (1, 1e7),
        "urban disposable income 城镇居民人均可支配收入",
        "Old definition.",
    )
    farm_earnings = BaseValue(
        5000, "yuan/worker/year", (1, 1e7), "farm earnings 务农收入", "Net product per farm worker."
    )
    local_wage = BaseValue(
        7900, "yuan/worker/year", (1, 1e7), "local wage 本地务工收入", "Local off-farm wage."
    )
    self_employed_earnings = BaseValue(
        8000, "yuan/worker/year", (1, 1e7), "self-employed earnings 自营收入", "Per worker."
    )
    away_earnings = BaseValue(
        9200, "yuan/worker/year", (1, 1e7), "earnings away 外出务工收入", "Per worker."
    )
    wage_share_plain = BaseValue(
        0.38, "1", (0, 0.9), "wage workers, plain 平原务工占比", "Share of workers in local wages."
    )
    wage_share_mountain = BaseValue(
        0.24, "1", (0, 0.9), "wage workers, mountain 山区务工占比", "Share of workers."
    )
    wage_share_west = BaseValue(
        0.15, "1", (0, 0.9), "wage workers, west 西部务工占比", "Share of workers."
    )
    self_employed_share_plain = BaseValue(
        0.25, "1", (0, 0.9), "self-employed, plain 平原自营占比", "Share of workers."
    )
    self_employed_share_mountain = BaseValue(
        0.20, "1", (0, 0.9), "self-employed, mountain 山区自营占比", "Share of workers."
    )
    self_employed_share_west = BaseValue(
        0.08, "1", (0, 0.9), "self-employed, west 西部自营占比", "Share of workers."
    )
    away_share_plain = BaseValue(
        0.07, "1", (0.001, 0.9), "away, plain 平原外出占比", "Share of workers away."
    )
    away_share_mountain = BaseValue(
        0.13, "1", (0.001, 0.9), "away, mountain 山区外出占比", "Share of workers away."
    )
    away_share_west = BaseValue(
        0.22, "1", (0.001, 0.9), "away, west 西部外出占比", "Share of workers away."
    )
    rural_property_income = BaseValue(
        120, "yuan/person/year", (0, 1e6), "rural property income 农村财产性收入", "Per person."
    )
    rural_transfer_income = BaseValue(
        230, "yuan/person/year", (0, 1e6), "rural transfers 农村转移性收入", "Per person."
    )
    town_transfer_share = BaseValue(
        0.21, "1", (0, 0.6), "town transfer share 城镇转移性收入占比", "Of town income."
    )
    town_property_share = BaseValue(
        0.05, "1", (0, 0.6), "town property share 城镇财产性收入占比", "Of town income."
    )
    town_business_share = BaseValue(
        0.08, "1", (0, 0.6), "town business share 城镇经营净收入占比", "Of town income."
    )
    rural_child_share = BaseValue(0.20, "1", (0.02, 0.6), "rural 0–15 农村0–15岁", "Of persons.")
    rural_young_share = BaseValue(0.30, "1", (0.05, 0.6), "rural 16–35 农村16–35岁", "Of persons.")
    rural_middle_share = BaseValue(0.36, "1", (0.05, 0.6), "rural 36–59 农村36–59岁", "Of persons.")
    rural_old_share = BaseValue(0.14, "1", (0.01, 0.6), "rural 60+ 农村60岁以上", "Of persons.")
    town_child_share = BaseValue(0.18, "1", (0.02, 0.6), "town 0–15 城镇0–15岁", "Of persons.")
    town_young_share = BaseValue(0.36, "1", (0.05, 0.7), "town 16–35 城镇16–35岁", "Of persons.")
    town_middle_share = BaseValue(0.35, "1", (0.05, 0.6), "town 36–59 城镇36–59岁", "Of persons.")
    town_old_share = BaseValue(0.11, "1", (0.01, 0.6), "town 60+ 城镇60岁以上", "Of persons.")
    rural_schooling = BaseValue(
        7.5, "year", (0, 16), "rural schooling 农村受教育年限", "Mean years of adults."
    )
    town_schooling = BaseValue(
        10.0, "year", (0, 18), "town schooling 城镇受教育年限", "Mean years of adults."
    )
    graded_road_share = BaseValue(
        0.58, "1", (0, 1), "villages with graded roads 通等级公路村比例", "Share of villages."
    )
    agricultural_tax_revenue = BaseValue(
        0.0, "yuan/year", (0, 1e12), "agricultural tax 农业税", "Revenue outside the west."
    )
    agricultural_tax_rate_west = BaseValue(
        0.045, "1", (0, 0.2), "agricultural tax rate, west 西部农业税率", "Of farm income."
    )
    fiscal_revenue_share = BaseValue(
        0.28,
        "1",
        (0.01, 0.9),
        "public revenue over income 财政收入占居民收入比",
        "Public revenue as a share of residents' income.",
    )
    poverty_line = BaseValue(
        2300, "yuan of 2010/person/year", (1, 1e6), "poverty line 贫困线", "National line."
    )
    outsiders_in_villages_share = BaseValue(
        0.15,
        "1",
        (0, 1),
        "outsiders in villages 外来人口居村比例",
        "Share of all outsiders; in a county in proportion to how much of it is rural.",
    )


BASE_VALUES: dict[str, BaseValue] = declared(BaseYear, BaseValue)
DRIVERS: dict[str, Driver] = declared(Drivers, Driver)


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

    def series(self, name: str, region: str | None = None) -> dict[int, float]:
        """A verified observed series of the whole place (or of ``region``) by year."""
        wanted = region or self.name
        rows = [
            row
            for row in self.observed
            if row.series == name and row.region == wanted and row.verified
        ]
        return {row.year: row.value for row in sorted(rows, key=lambda row: row.year)}


@dataclass(frozen=True)
class Scenario:
    """Which levers act, how strongly, when, where and who pays; resolved and frozen.

    ``levers`` maps lever → setting → :class:`Path`, a word (choices) or a tuple of region names;
    a lever that is not there does not act. ``parameters`` are the values that differ from the
    declared ones (a draw, the stored fit, or a user's own). ``drivers`` say what comes from outside
    from the first year they name on. ``last_year`` is the last one lived where it is not the
    place's. ``goals`` are published aims, indicator → year → value, to be drawn beside the figures.
    """

    name: str
    place: Place
    title: str = ""
    summary: str = ""
    extends: str | None = None
    levers: Mapping[str, Mapping[str, Path | str | tuple[str, ...]]] = field(default_factory=dict)
    shocks: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    closure: str = "services"
    parameters: Mapping[str, float] = field(default_factory=dict)
    drivers: Mapping[str, Path] = field(default_factory=dict)
    last_year: int | None = None
    goals: Mapping[str, Mapping[int, float]] = field(default_factory=dict)

    @property
    def ends(self) -> int:
        """The last year lived."""
        return self.last_year or self.place.last_year

    def driver(self, name: str, first: int, last: int) -> np.ndarray:
        """A driver in the years ``first``…``last``, float64: the place's, then the scenario's."""
        values = self.place.drivers[name].over(first, last)
        if name in self.drivers:
            own = self.drivers[name]
            takes_over = np.arange(first, last + 1) >= min(own.points)
            values = np.where(takes_over, own.over(first, last), values)
        return values

    def _repr_html_(self) -> str:
        """The scenario as a notebook shows it: one line a setting."""
        return scenario_html(self)

    def without(self, *names: str) -> Scenario:
        """The same scenario with these levers off; ``"all"`` takes every lever away.

        Raises ``ValueError`` for a lever that does not exist.
        """
        gone = set(all_levers()) if "all" in names else set(names)
        unknown = gone - set(all_levers())
        if unknown:
            raise ValueError(f"no such lever: {', '.join(sorted(unknown))}")
        kept = {lever: held for lever, held in self.levers.items() if lever not in gone}
        return replace(self, name=f"{self.name}_without_{'_'.join(names)}", levers=kept)

    def setting(self, name: str, value: float | str | Mapping[int, float]) -> Scenario:
        """The same scenario with ``lever.setting`` changed. Raises ``ValueError`` if unknown."""
        lever, _, key = name.partition(".")
        if lever not in all_levers() or key not in all_levers()[lever].settings():
            raise ValueError(f"no such setting: {name}")
        held: Path | str
        if isinstance(value, str):
            held = value
        elif isinstance(value, Mapping):
            held = Path(value)
        else:
            held = Path.constant(value)
        levers = {other: dict(settings) for other, settings in self.levers.items()}
        levers.setdefault(lever, {})[key] = held
        return replace(self, levers=levers)

    def at_intensity(self, intensities: Mapping[str, float | Path]) -> Scenario:
        """The same scenario with levers weaker (below 1), stronger (above 1) or off (0).

        Every number moves in proportion between its value when off and the scenario's, held inside
        its bounds, except what says how a lever's money is used. An intensity may differ from year
        to year. Raises ``ValueError`` for an unknown lever or a negative intensity.
        """
        levers = {lever: dict(settings) for lever, settings in self.levers.items()}
        for name, given in intensities.items():
            if name not in all_levers():
                raise ValueError(f"no such lever: {name}")
            intensity = given if isinstance(given, Path) else Path.constant(given)
            if not all(number >= 0.0 for number in intensity.points.values()):
                raise ValueError(f"{name}: an intensity is 0 or more, not {given}")
            declared = all_levers()[name]
            for key, value in levers.get(name, {}).items():
                setting = declared.settings()[key]
                if isinstance(value, Path) and not setting.is_use:
                    levers[name][key] = _weakened(value, intensity, setting)
        return replace(self, levers=levers)

    def delayed(self, delays: Mapping[str, int]) -> Scenario:
        """The same scenario with levers some years later (or, below 0, earlier).

        What would come after the last year that can be lived is left out. Raises ``ValueError`` for
        an unknown lever.
        """
        levers = {lever: dict(settings) for lever, settings in self.levers.items()}
        for name, years in delays.items():
            if name not in all_levers():
                raise ValueError(f"no such lever: {name}")
            for key, value in levers.get(name, {}).items():
                if isinstance(value, Path) and list(value.points) != [0]:
                    levers[name][key] = value.later(years, self.place.base_year, LAST_YEAR)
        return replace(self, levers=levers)

    def with_parameters(self, **values: float) -> Scenario:
        """The same scenario with some parameters changed."""
        return replace(self, parameters={**self.parameters, **values})

    def plain(self) -> dict[str, object]:
        """The fully resolved scenario as it would be written in a file."""
        levers = {
            lever: {
                key: value.plain()
                if isinstance(value, Path)
                else list(value)
                if isinstance(value, tuple)
                else value
                for key, value in sorted(settings.items())
            }
            for lever, settings in sorted(self.levers.items())
        }
        outside = {name: path.plain() for name, path in sorted(self.drivers.items())}
        return {
            "title": self.title,
            "summary": self.summary,
            "levers": levers,
            "shocks": {kind: list(years) for kind, years in sorted(self.shocks.items())},
            "closure": self.closure,
            **({"drivers": outside} if outside else {}),
            **({"last_year": self.last_year} if self.last_year else {}),
        }

    def hash(self) -> str:
        """Sixteen hexadecimal digits that name the resolved scenario, its place left out."""
        text = json.dumps(self.plain(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def _weakened(value: Path, intensity: Path, setting: Setting) -> Path:
    """A setting's path moved between its value when off and the one it has."""
    assert not isinstance(setting.off, str) and setting.bounds is not None
    off, (low, high) = float(setting.off), setting.bounds

    def moved(strength: float, one: float) -> float:
        return one if strength == 1.0 else min(max(off + strength * (one - off), low), high)

    if list(intensity.points) == [0]:
        strength = intensity.points[0]
        return Path({year: moved(strength, one) for year, one in value.points.items()})
    named = [year for path in (value, intensity) for year in path.points if year]
    # A product of two straight lines is none, so every year between has a value of its own.
    years = range(min(named), max(named) + 1)
    return Path({year: moved(intensity.at(year), value.at(year)) for year in years})
