"""What is calibrated, and how thoroughly."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from calibration.design import REPEATS
from calibration.observations import USUAL, Observations, observations_of
from calibration.outputs import Outputs
from calibration.simulator import Sample
from sim.inputs import Frozen, Place, Scenario

#: Households of a calibration's runs: small enough to be quick, large enough to have little chance.
HOUSEHOLDS = 28_000


@dataclass(frozen=True)
class Settings:
    """How thoroughly to calibrate.

    ``runs``, ``narrowed`` and ``documented`` are the sizes of the waves; there are at most
    ``waves`` of them, of which the third and later are documented. The posterior's covariance is
    widened by a factor for the narrowed and for the documented waves. ``draws`` are run again with
    ``seeds_a_draw`` seeds each, and as many more where their weights are too uneven.
    """

    runs: int = 4096
    narrowed: int = 2048
    documented: int = 2048
    draws: int = 500
    repeated_points: int = 64
    seeds_a_draw: int = 8
    polishing_steps: int = 4
    chains: int = 16
    warm_up: int = 150
    draws_a_chain: int = 800
    widening: float = 2.0
    documented_widening: float = 1.5
    waves: int = 4
    seed: int = 1

    @classmethod
    def for_runs(cls, runs: int, seed: int = 1) -> Settings:
        """With ``runs`` in the first wave and everything else in proportion, up to the usual."""
        usual = cls()
        return cls(
            runs=runs,
            narrowed=max(runs // 2, 16),
            documented=max(runs // 2, 16),
            draws=min(max(runs // 8, 40), usual.draws),
            repeated_points=min(max(runs // 64, 4), usual.repeated_points),
            seeds_a_draw=min(max(runs // 512, 1), usual.seeds_a_draw),
            seed=seed,
        )

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Settings:
        """From a manifest; what an older version knew and this one does not is left out."""
        return cls(**{item.name: plain[item.name] for item in fields(cls) if item.name in plain})

    def expected_runs(self, parameters: int) -> int:
        """How many runs three waves take, with two turns of the last polishing."""
        polished = 2 * parameters + self.polishing_steps + 1
        return (
            self.runs
            + self.repeated_points * (REPEATS - 1)
            + self.narrowed
            + self.documented
            + (3 * polished + self.draws) * self.seeds_a_draw
        )


@dataclass(frozen=True)
class Question:
    """What is calibrated: a scenario of a place, to which year, on which groups of targets."""

    scenario: Scenario
    observations: Observations
    until: int
    scale: float
    settings: Settings = field(default_factory=Settings)

    @classmethod
    def of(
        cls,
        scenario: Scenario,
        until: int | None = None,
        groups: Collection[str] = USUAL,
        settings: Settings | None = None,
        scale: float | None = None,
    ) -> Question:
        """Raises :class:`scenarios.BadInput` where the record cannot be fitted."""
        place = scenario.place
        observations = observations_of(place, until, groups)
        bare = replace(scenario, place=replace(place, parameters=Frozen({})))
        return cls(
            bare,
            observations,
            until or place.last_year,
            scale or calibration_scale(place),
            settings or Settings(),
        )

    @property
    def sample(self) -> Sample:
        """Of which every run is; a hold-out is not told of the record after ``until``."""
        place = self.scenario.place
        outputs = Outputs.of(place)
        return Sample(self.scenario, self.scale, outputs, place.last_year)


def calibration_scale(place: Place) -> float:
    """The share of households that leaves :data:`HOUSEHOLDS`, at most 1."""
    base = place.base
    towns = base["residents"] * base["urbanisation_rate"] / base["household_size_town"]
    country = base["residents"] * (1.0 - base["urbanisation_rate"]) / base["household_size_rural"]
    return min(float(f"{HOUSEHOLDS / (towns + country):.2g}"), 1.0)
