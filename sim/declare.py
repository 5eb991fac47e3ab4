"""What the model is written in: parameters, settings, columns, instruments and indicators.

Each is declared once, at class or function level, where it is used; schema, lists, documentation,
figures and tests read the declarations. A label carries English and Chinese in one string,
``"village roads 村庄道路"``. This module imports nothing heavy, so that listings stay quick.
"""

from __future__ import annotations

import importlib
import math
import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import ModuleType
from typing import Any

import numpy as np

from sim.units import Unit
from sim.units import unit as unit_named

_CJK = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Label:
    """A short name in English and in Chinese."""

    en: str
    zh: str

    def __getitem__(self, language: str) -> str:
        return self.zh if language == "zh" else self.en


@cache
def bilingual(text: str) -> Label:
    """Split ``"english words 中文"`` at its first Chinese character.

    Raises ``ValueError`` when one of the two languages is missing.
    """
    found = _CJK.search(text)
    if found is None or not text[: found.start()].strip():
        raise ValueError(f"a label needs English and then Chinese: {text!r}")
    return Label(text[: found.start()].strip().rstrip("."), text[found.start() :].strip())


@dataclass(frozen=True, slots=True)
class Prior:
    """What is believed of a parameter before the record is looked at.

    ``family`` is ``normal`` (mean, sd), ``lognormal`` (median, sd of the log) or ``beta`` (a, b).
    """

    family: str
    first: float
    second: float

    _NAMES = {
        "normal": ("mean", "sd"),
        "lognormal": ("median", "sigma"),
        "beta": ("a", "b"),
    }

    def as_dict(self) -> dict[str, Any]:
        """The family and its two numbers by their names, as listings show it."""
        one, two = self._NAMES[self.family]
        return {"distribution": self.family, one: self.first, two: self.second}

    @property
    def centre(self) -> float:
        """The prior's middle in its own units: mean, median, or mean of the beta."""
        return self.first / (self.first + self.second) if self.family == "beta" else self.first

    def to_unit(self, value: float) -> float:
        """``value`` in prior standard deviations from the centre (log scale for a lognormal)."""
        if self.family == "lognormal":
            return math.log(value / self.first) / self.second
        return (value - self.centre) / self.spread

    def from_unit(self, z: float) -> float:
        """The inverse of :meth:`to_unit`."""
        if self.family == "lognormal":
            return self.first * math.exp(self.second * z)
        return self.centre + self.spread * z

    @property
    def spread(self) -> float:
        """Standard deviation (of the log for a lognormal)."""
        if self.family == "beta":
            a, b = self.first, self.second
            return math.sqrt(a * b / ((a + b) ** 2 * (a + b + 1)))
        return self.second


def normal(mean: float, sd: float) -> Prior:
    """A normal prior, in the parameter's own units."""
    return Prior("normal", mean, sd)


def lognormal(median: float, sigma: float) -> Prior:
    """A lognormal prior; ``sigma`` is the standard deviation of the log."""
    return Prior("lognormal", median, sigma)


def beta(a: float, b: float) -> Prior:
    """A beta prior, for shares."""
    return Prior("beta", a, b)


class Declaration:
    """Anything declared as a class attribute: it learns its name and owner when the class is made.

    Subclasses are frozen dataclasses with a ``label`` string and a ``unit`` name.
    """

    name: str
    owner: str
    label: str
    unit: str

    def __set_name__(self, owner: type, name: str) -> None:
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "owner", owner.__name__)
        self.check()

    def check(self) -> None:
        bilingual(self.label)
        unit_named(self.unit)

    @property
    def labels(self) -> Label:
        return bilingual(self.label)

    @property
    def units(self) -> Unit:
        return unit_named(self.unit)


@dataclass(frozen=True, eq=False)
class Parameter(Declaration):
    """A number of the model. Either it has a ``prior`` and is estimated, or it says why not.

    ``value`` is the prior's centre or the fixed value; ``bounds`` are what it may ever be.
    """

    value: float
    unit: str
    bounds: tuple[float, float]
    label: str
    doc: str
    source: str
    prior: Prior | None = None
    fixed: str | None = None
    name: str = field(default="", init=False)
    owner: str = field(default="", init=False)

    def check(self) -> None:
        super().check()
        low, high = self.bounds
        if (self.prior is None) == (self.fixed is None):
            raise ValueError(f"{self.owner}.{self.name}: give a prior, or say why it is fixed")
        if not (math.isfinite(low) and math.isfinite(high) and low <= self.value <= high):
            raise ValueError(f"{self.owner}.{self.name}: {self.value} outside {self.bounds}")


@dataclass(frozen=True, eq=False)
class Instrument(Declaration):
    """A named value of the yearly policy that levers may move and processes read.

    ``neutral`` is its value when no lever acts; ``combine`` says how several levers add up on it:
    ``add``, ``multiply`` or ``max``, all of which compose in any order. ``per`` is ``county`` for
    money and other amounts that are laid out over counties, ``place`` for one value everywhere.
    ``through`` names the parameters through which it acts on incomes, what it costs left out.
    """

    neutral: float
    combine: str
    unit: str
    label: str
    doc: str
    through: tuple[str, ...] = ()
    name: str = field(default="", init=False)
    owner: str = field(default="", init=False)

    def check(self) -> None:
        super().check()
        if self.combine not in ("add", "multiply", "max"):
            raise ValueError(f"{self.name}: cannot combine by {self.combine!r}")

    def combined(self, one: Any, other: Any) -> Any:
        """The two together; numbers or arrays."""
        if self.combine == "add":
            return one + other
        if self.combine == "multiply":
            return one * other
        return np.maximum(one, other)


@dataclass(frozen=True, eq=False)
class Setting(Declaration):
    """One thing a scenario can set on a lever, year by year.

    ``moves`` names the instrument that receives the value as it stands; a lever may instead
    override :meth:`sim.levers.Lever.instruments`. A setting with ``choices`` is a word, not a
    number, and holds for all years. ``off`` is its value when the lever does not act. A setting
    that ``is_use`` says how the lever's money is used, not how much of the lever there is; a
    weaker or stronger lever keeps it.
    """

    off: float | str
    unit: str
    label: str
    doc: str
    bounds: tuple[float, float] | None = None
    choices: tuple[str, ...] | None = None
    moves: Instrument | None = None
    is_use: bool = False
    name: str = field(default="", init=False)
    owner: str = field(default="", init=False)

    def check(self) -> None:
        super().check()
        if (self.bounds is None) == (self.choices is None):
            raise ValueError(f"{self.owner}.{self.name}: give bounds or choices")
        if self.choices is not None and self.off not in self.choices:
            raise ValueError(f"{self.owner}.{self.name}: off is not among the choices")
        if self.bounds is not None:
            low, high = self.bounds
            if not isinstance(self.off, (int, float)) or not low <= self.off <= high:
                raise ValueError(f"{self.owner}.{self.name}: off is outside the bounds")

    @property
    def is_money(self) -> bool:
        return self.units.is_money


@dataclass(frozen=True, eq=False)
class Column(Declaration):
    """One property of every agent of a kind, kept as one array.

    ``kind`` is the storage: ``float32``, ``float64``, ``uint8`` or ``int64``. ``start`` says in
    words what the column holds before the first year.
    """

    kind: str
    unit: str
    label: str
    doc: str
    start: str = "0"
    name: str = field(default="", init=False)
    owner: str = field(default="", init=False)


def declared(owner: type, kind: type) -> dict[str, Any]:
    """All declarations of ``kind`` on a class, by name, in the order written; bases first."""
    return dict(_declared(owner, kind))


@cache
def _declared(owner: type, kind: type) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for cls in reversed(owner.__mro__):
        for name, value in vars(cls).items():
            if isinstance(value, kind):
                found[name] = value
    return found


def positions(owner: type, what: type, /, **having: Any) -> Any:
    """The position of each declaration in its table, for use inside compiled loops.

    Only declarations whose attributes equal ``having`` are counted: ``positions(Household, Column,
    kind="float32").land`` is the row of ``land`` in the table of float32 columns.
    """
    names = [
        name
        for name, item in declared(owner, what).items()
        if all(getattr(item, key) == value for key, value in having.items())
    ]
    return numbered(f"{owner.__name__}Positions", names)


def numbered(title: str, names: Iterable[str]) -> Any:
    """A module object whose attributes are the names, counted from 0; ``len_`` is how many.

    A module because compiled code reads a module's integers as constants.
    """
    module = ModuleType(title)
    count = 0
    for name in names:
        setattr(module, name, count)
        count += 1
    module.len_ = count  # type: ignore[attr-defined]
    return module


def modules_of(package: ModuleType) -> Iterator[ModuleType]:
    """Every module of a package that does not start with an underscore, in order of name."""
    for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda item: item.name):
        if not info.name.startswith("_"):
            yield importlib.import_module(f"{package.__name__}.{info.name}")


@dataclass(frozen=True)
class Indicator:
    """A published figure: a function of the years of a run, with its unit and meaning.

    ``observed`` names the series of a place's ``observed.csv`` it is held against, if any.
    ``compute`` takes :class:`sim.statistics_office.Years`, of the whole place or of a region.
    """

    name: str
    unit: str
    label: str
    doc: str
    observed: str | None
    compute: Callable[..., Any]

    @property
    def labels(self) -> Label:
        return bilingual(self.label)


class IndicatorRegistry(Mapping[str, Indicator]):
    """Indicators in the order they are declared."""

    def __init__(self) -> None:
        self._items: dict[str, Indicator] = {}

    def __call__(
        self, unit: str, label: str, observed: str | None = None
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Decorator: publish the function under its own name, its docstring being the meaning."""
        bilingual(label)
        unit_named(unit)

        def register(function: Callable[..., Any]) -> Callable[..., Any]:
            name = function.__name__
            if name in self._items:
                raise ValueError(f"indicator {name!r} is declared twice")
            doc = (function.__doc__ or "").strip()
            if not doc:
                raise ValueError(f"indicator {name!r} has no docstring")
            self._items[name] = Indicator(name, unit, label, doc, observed, function)
            return function

        return register

    def __getitem__(self, name: str) -> Indicator:
        return self._items[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)
