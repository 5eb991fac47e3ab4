"""Which mixes of levers are tried: their intensities, draws and the sample."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.stats import qmc

from experiments.comparison.defaults import DISCOUNT_RATE
from experiments.draws import CENTRAL, draws_of
from experiments.frontier.defaults import (
    DEFAULT_DRAWS,
    DEFAULT_POINTS,
    DEFAULT_SCALE,
    HALF_STEP,
    MOST_INTENSITY,
)
from experiments.manifest import data_hash, digest, parameters_hash
from experiments.source_hashes import code_hash
from sim.ensemble import Run
from sim.inputs import Scenario
from sim.levers import all_levers


@dataclass(frozen=True)
class Question:
    """A search that is asked for; every mix runs under every draw, a seed a draw."""

    scenario: Scenario
    draws: tuple[Mapping[str, float], ...]
    draws_from: str
    points: int
    scale: float
    seed: int
    discount_rate: float = DISCOUNT_RATE

    @cached_property
    def levers(self) -> list[str]:
        """The levers of the scenario that cost money; the others stay as they are."""
        return [name for name in sorted(self.scenario.levers) if all_levers()[name].money()]

    @cached_property
    def design(self) -> np.ndarray:
        """Intensities the surface is fitted to: [points, levers], Sobol's with all off and the
        scenario's own mix before them."""
        players = len(self.levers)
        sobol = qmc.Sobol(players, seed=self.seed).random(self.points) * MOST_INTENSITY
        return np.vstack([np.zeros(players), np.ones(players), sobol])

    @cached_property
    def steps(self) -> np.ndarray:
        """The scenario's mix with one lever a little weaker, and a little stronger."""
        mixes = []
        for player in range(len(self.levers)):
            for step in (-HALF_STEP, HALF_STEP):
                mix = np.ones(len(self.levers))
                mix[player] += step
                mixes.append(mix)
        return np.array(mixes)

    def runs(self, mixes: Sequence[np.ndarray] | np.ndarray) -> list[Run]:
        """Every mix under the first draw, then under the second."""
        scenarios = [self.scenario.at_intensity(self.named(mix)) for mix in mixes]
        return [
            Run(scenario, self.seed + k, {**draw, **self.scenario.parameters})
            for k, draw in enumerate(self.draws)
            for scenario in scenarios
        ]

    def named(self, mix: np.ndarray) -> dict[str, float]:
        return {name: float(x) for name, x in zip(self.levers, mix, strict=True)}

    def hash(self) -> str:
        """Names everything the answer depends on but the goal and the budget."""
        return digest(
            [
                code_hash(), self.scenario.name, self.scenario.hash(),
                data_hash(self.scenario.place), parameters_hash(self.scenario, self.draws),
                self.draws_from, self.points, self.scale, self.seed, self.discount_rate,
            ]
        )  # fmt: skip


@dataclass(frozen=True)
class Aim:
    """What is looked for: an indicator, and a goal for it, a budget (yuan of the first year,
    discounted), both or neither."""

    indicator: str
    goal: float | None = None
    budget: float | None = None

    @property
    def is_open(self) -> bool:
        """Whether neither is asked for, but the whole frontier."""
        return self.goal is None and self.budget is None


def hash_of(question: Question, aim: Aim) -> str:
    """Names everything the answer depends on."""
    return digest([question.hash(), aim.indicator, aim.goal, aim.budget])


def asked(
    scenario: Scenario,
    draws: int = DEFAULT_DRAWS,
    points: int = DEFAULT_POINTS,
    scale: float = DEFAULT_SCALE,
    seed: int = 1,
) -> Question:
    """The question with its draws; one draw is the central values."""
    if draws == 1:
        return Question(scenario, ({},), CENTRAL, points, scale, seed)
    found, origin = draws_of(scenario.place, draws, seed)
    return Question(scenario, tuple(found), origin, points, scale, seed)
