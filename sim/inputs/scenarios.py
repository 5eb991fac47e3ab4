"""A scenario as plain frozen data, and how it is changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from sim.declare import Setting
from sim.html import scenario_html
from sim.inputs.declared import LAST_YEAR
from sim.inputs.places import Path, Place
from sim.levers import all_levers


@dataclass(frozen=True)
class Scenario:
    """Which levers act, how strongly, when, where and who pays; resolved and frozen.

    ``levers`` maps lever → setting → :class:`Path`, a word (choices) or a tuple of region names;
    a lever that is not there does not act. ``parameters`` are the values that differ from the
    declared ones (a draw, a posterior's, or a user's own). ``drivers`` say what comes from outside
    from the first year they name on. ``last_year`` is the last one lived where it is not the
    place's. ``goals`` are published aims, indicator → year → value, to be drawn beside the figures.
    ``title_zh`` is the title in Chinese, empty where the file gives none.
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
    title_zh: str = ""

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

    def titled(self, language: str) -> str:
        """The title in ``en`` or ``zh``; where there is none in Chinese, that in English."""
        return (self.title_zh if language == "zh" else "") or self.title or self.name

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
        return self._hash

    @cached_property
    def _hash(self) -> str:
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
