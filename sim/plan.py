"""A scenario's levers, year by year and county by county, as arrays for the compiled loop.

Which levers there are, what they move and who pays is read from their declarations; a new lever
file appears here without an edit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from sim.declare import Instrument
from sim.inputs import County, Path, Scenario
from sim.kernels.streams import Streams
from sim.levers import Lever, all_levers
from sim.policy import (
    CLOSURES,
    FINANCED_BY,
    INSTRUMENTS,
    PAYER,
    PAYERS,
    TARGETING,
    I,
    Policy,
)


@dataclass(frozen=True)
class Stream:
    """A lever's money for one instrument."""

    lever: str
    instrument: Instrument


def all_streams() -> tuple[Stream, ...]:
    """Every pair of a lever and a money instrument it can move, in alphabetical order of levers."""
    streams = []
    for name, lever in all_levers().items():
        for instrument in lever.instruments(off_values(lever)):
            if instrument.units.is_money:
                streams.append(Stream(name, instrument))
    return tuple(streams)


def off_values(lever: type[Lever]) -> Mapping[str, float]:
    """A lever's numeric settings when it does not act."""
    return {
        name: float(item.off)
        for name, item in lever.settings().items()
        if not isinstance(item.off, str)
    }


def values_of(
    lever: type[Lever], held: Mapping[str, object], first: int, last: int
) -> list[dict[str, float]]:
    """A lever's numeric settings by name, one mapping for each of the years ``first`` … ``last``.

    In a year in which all of its money is 0 every setting is at ``off``.
    """
    off = off_values(lever)
    given = {
        name: item.over(first, last).tolist()
        for name, item in held.items()
        if isinstance(item, Path)
    }
    money = lever.money()
    by_year = []
    for turn in range(last - first + 1):
        values = {**off, **{name: path[turn] for name, path in given.items()}}
        is_off = bool(money) and all(values[name] == 0.0 for name in money)
        by_year.append(dict(off) if is_off else values)
    return by_year


@dataclass(frozen=True)
class Plan:
    """The policy of all years. Years count from the base year, whose policy is that of no lever."""

    streams: tuple[Stream, ...]
    instruments: np.ndarray  # float64 [years, I, counties]
    amounts: np.ndarray  # float64 [years, streams]
    budgeted: np.ndarray  # float64 [years, streams]
    rule: np.ndarray  # int64 [streams]
    payers: np.ndarray  # float64 [streams, PAYERS]
    region: np.ndarray  # float64 [streams, counties]
    budget_payers: np.ndarray  # float64 [streams, PAYERS]
    closure: int

    def year(self, index: int) -> Streams:
        """The money of one year, as the compiled loop reads it."""
        return self._by_year[index]

    @cached_property
    def _by_year(self) -> tuple[Streams, ...]:
        ids = np.array([getattr(I, stream.instrument.name) for stream in self.streams], np.int64)
        return tuple(
            Streams(
                ids,
                self.rule,
                self.payers,
                self.region,
                amounts,
                budgeted,
                self.budget_payers,
            )
            for amounts, budgeted in zip(self.amounts, self.budgeted, strict=True)
        )


def counties_in(counties: Sequence[County], region: object) -> np.ndarray:
    """1 for each county inside a region: see :data:`sim.levers.REGIONS`, or a list of names."""
    if region == "nationwide":
        return np.ones(len(counties))
    if region == "everywhere":
        return np.array([float(county.is_home) for county in counties])
    names = {region} if isinstance(region, str) else set(region)  # type: ignore[call-overload]
    return np.array(
        [
            float(
                bool({county.code, county.name.en, county.prefecture, county.county_class} & names)
            )
            for county in counties
        ]
    )


def make_plan(scenario: Scenario, last_year: int) -> Plan:
    """Lay a scenario out over the years from the base year to ``last_year``.

    The same plan serves all runs whose scenarios differ in name, parameters or shocks only.
    """
    place = scenario.place
    levers = {name: dict(held) for name, held in scenario.levers.items()}
    return _laid_out(
        _Policies(
            levers, scenario.closure, place.counties, place.documented, place.base_year, last_year
        )
    )


@dataclass(frozen=True)
class _Policies:
    """All that a plan depends on."""

    levers: Mapping[str, Mapping[str, Any]]
    closure: str
    counties: Sequence[County]
    documented: Mapping[str, Mapping[str, Any]]
    base_year: int
    last_year: int

    def __hash__(self) -> int:
        return hash((tuple(self.levers), self.closure, self.base_year, self.last_year))


@dataclass(frozen=True)
class _Held:
    """What one lever is set to, and the years in which that is asked."""

    lever: str
    settings: Mapping[str, Any]
    first_year: int
    last_year: int

    def __hash__(self) -> int:
        paths = (item for item in self.settings.values() if isinstance(item, Path))
        return hash((self.lever, self.first_year, self.last_year, *paths))


@lru_cache(maxsize=256)
def _moved(asked: _Held) -> dict[Instrument, np.ndarray]:
    """What a lever does to each of its instruments by year; most plans of a study share it."""
    lever = all_levers()[asked.lever]
    by_year = [
        lever.instruments(values)
        for values in values_of(lever, asked.settings, asked.first_year, asked.last_year)
    ]
    return {
        instrument: np.array([moved[instrument] for moved in by_year])
        for first in by_year[:1]
        for instrument in first
    }


@lru_cache(maxsize=16)
def _laid_out(asked: _Policies) -> Plan:
    streams = all_streams()
    positions = {(s.lever, s.instrument.name): j for j, s in enumerate(streams)}
    years = asked.last_year - asked.base_year + 1
    counties = len(asked.counties)
    neutral = np.array([item.neutral for item in INSTRUMENTS.values()])
    instruments = np.tile(neutral[None, :, None], (years, 1, counties))
    amounts = np.zeros((years, len(streams)))
    budgeted = np.zeros((years, len(streams)))
    rule = np.zeros(len(streams), np.int64)
    payers = np.zeros((len(streams), len(PAYERS)))
    budget_payers = np.zeros((len(streams), len(PAYERS)))
    region = np.ones((len(streams), counties))
    for name, lever in all_levers().items():
        held = asked.levers.get(name, {})
        settings = lever.settings()
        inside = counties_in(asked.counties, held.get("region", settings["region"].off)) == 1.0
        targeting = str(held.get("targeting", _word(lever, "targeting", "formula")))
        financing = str(held.get("financing", _word(lever, "financing", "documented")))
        shares = lever.payers if financing == "documented" else FINANCED_BY[financing]
        span = asked.base_year + 1, asked.last_year
        for instrument, values in _moved(
            _Held(name, asked.documented.get(name, {}), *span)
        ).items():
            if instrument.units.is_money:
                budgeted[1:, positions[name, instrument.name]] = values
        if name in asked.levers:
            for instrument, values in _moved(_Held(name, held, *span)).items():
                if instrument.units.is_money:
                    amounts[1:, positions[name, instrument.name]] = values
                rows = instruments[1:, getattr(I, instrument.name)]
                rows[:, inside] = instrument.combined(rows[:, inside], values[:, None])
        for j, stream in enumerate(streams):
            if stream.lever != name:
                continue
            rule[j] = TARGETING.index(targeting)
            region[j] = inside
            _share_out(payers[j], stream, shares)
            _share_out(budget_payers[j], stream, lever.payers)
    return Plan(
        streams,
        instruments,
        amounts,
        budgeted,
        rule,
        payers,
        region,
        budget_payers,
        CLOSURES.index(asked.closure),
    )


def _share_out(row: np.ndarray, stream: Stream, shares: Mapping[str, float]) -> None:
    """Fill one row of payers; buyers pay for produce whatever the lever says."""
    if stream.instrument is Policy.produce_purchases:
        shares = {"buyers": 1.0}
    for payer, share in (shares or {"county": 1.0}).items():
        row[getattr(PAYER, payer)] = share


def _word(lever: type[Lever], setting: str, otherwise: str) -> str:
    item = lever.settings().get(setting)
    return str(item.off) if item is not None else otherwise
