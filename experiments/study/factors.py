"""What a study may vary: settings, parameters, intensities, the scenario and the seed."""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scenarios.problems import listed, nearest, number_shown, shown, unknown
from scenarios.scenario_schema import STRONGEST
from scenarios.schema_pieces import FIRST_YEAR
from sim.inputs import LAST_YEAR, Path, Scenario
from sim.levers import all_levers

SCENARIO, SEED = "scenario", "seed"
LARGEST_SEED = 2**62
#: Above this a float64, which a design is made of, no longer holds every whole number.
LARGEST_IN_DESIGN = 2**53


@dataclass(frozen=True)
class Factor:
    """A column of a design. With ``choices`` its cells are positions among them, else numbers."""

    name: str
    choices: tuple[Any, ...] | None = None

    def value(self, cell: float) -> Any:
        """What a cell of the design stands for."""
        if self.choices is not None:
            return self.choices[int(cell)]
        return int(cell) if self.name == SEED else cell

    def plain(self, cell: float) -> Any:
        """The same as it is written in a table."""
        value = self.value(cell)
        if isinstance(value, Mapping):
            return ", ".join(f"{year}: {number:g}" for year, number in value.items())
        return value


@dataclass(frozen=True)
class Allowed:
    """What a factor may be: a number within bounds, or one of some words."""

    bounds: tuple[float, float] | None = None
    unit: str = "1"
    words: tuple[str, ...] | None = None
    is_whole: bool = False
    is_dated: bool = False

    def complaint(self, value: object) -> str | None:
        """What is wrong with a value, in words; ``None`` when it will do."""
        if self.words is not None:
            if isinstance(value, str) and value in self.words:
                return None
            if isinstance(value, str):
                return f"{shown(value)}: {unknown('value', value, self.words)}"
            return f"{shown(value)} found; give one of {listed(self.words)}"
        if self.is_dated and isinstance(value, Mapping) and value:
            return self._of_years(value)
        assert self.bounds is not None
        low, high = self.bounds
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return f"{shown(value)} found; give {self.expected()}"
        if not math.isfinite(value) or not low <= value <= high:
            return f"{number_shown(value)} found; give {self.expected()}"
        if self.is_whole and value != int(value):
            return f"{number_shown(value)} found; give a whole number"
        return None

    def _of_years(self, path: Mapping[Any, Any]) -> str | None:
        for year, value in path.items():
            if isinstance(year, bool) or not isinstance(year, int):
                return f"{shown(year)} is no year; write years without quotes"
            if not FIRST_YEAR <= year <= LAST_YEAR:
                return f"{year}: no such year; years are {FIRST_YEAR} to {LAST_YEAR}"
            if isinstance(value, Mapping):
                return f"{shown(value)} found; give {self.expected()}"
            if (complaint := self.complaint(value)) is not None:
                return f"{year}: {complaint}"
        return None

    def expected(self) -> str:
        assert self.bounds is not None
        low, high = (number_shown(bound) for bound in self.bounds)
        unit = "" if self.unit == "1" else f" {self.unit}"
        return f"a number from {low} to {high}{unit}"


@functools.cache
def allowed_factors() -> dict[str, Allowed]:
    """Every factor by name, but the scenario, whose words are files too."""
    from sim.parameters import PARAMETERS

    found = {SEED: Allowed((0, LARGEST_IN_DESIGN), is_whole=True)}
    for lever, declared in all_levers().items():
        for key, setting in declared.settings().items():
            bounds = setting.bounds
            found[f"{lever}.{key}"] = Allowed(
                bounds, setting.unit, setting.choices, is_dated=bounds is not None
            )
    for lever in all_levers():
        found[f"intensity.{lever}"] = Allowed((0.0, STRONGEST), is_dated=True)
    for name, item in PARAMETERS.items():
        found[f"parameters.{name}"] = Allowed(item.bounds, item.unit)
    return found


def no_such_factor(name: object) -> str:
    """Says that there is no such factor, with the nearest one."""
    group, _, key = str(name).partition(".")
    if group == "intensity":
        return unknown("lever", key, all_levers())
    close = nearest(name, [SCENARIO, *allowed_factors()])
    if close is not None:
        return f"no such factor; did you mean '{close}'?"
    return (
        "no such factor; factors are lever.setting, intensity.lever, parameters.name, "
        "scenario and seed"
    )


def applied(scenario: Scenario, values: Mapping[str, Any]) -> tuple[Scenario, dict[str, float]]:
    """The scenario with settings and intensities as a point of the design has them, and parameters.

    Intensities come last, as in a scenario file. Raises ``ValueError`` for what is out of bounds.
    """
    intensities: dict[str, float | Path] = {}
    parameters: dict[str, float] = {}
    for name, value in values.items():
        group, _, key = name.partition(".")
        if group == "intensity":
            intensities[key] = Path(value) if isinstance(value, Mapping) else float(value)
        elif group == "parameters":
            parameters[key] = float(value)
        elif name not in (SCENARIO, SEED):
            scenario = scenario.setting(name, value)
    return (scenario.at_intensity(intensities) if intensities else scenario), parameters
