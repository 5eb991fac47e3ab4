"""What is taken apart: a scenario's change, by which levers, draws, permutations and sample."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from experiments.attribution.defaults import (
    DEFAULT_DRAWS,
    DEFAULT_PERMUTATIONS,
    DEFAULT_SCALE,
)
from experiments.attribution.shapley import antithetic, chain
from experiments.draws import CENTRAL, draws_of
from experiments.manifest import data_hash, digest, parameters_hash
from experiments.source_hashes import code_hash
from sim.ensemble import Run
from sim.inputs import Scenario


@dataclass(frozen=True)
class Question:
    """An attribution that is asked for; ``permutations`` of 0 means every coalition.

    All coalitions of a draw run under the draw's one seed, so that only levers differ.
    """

    scenario: Scenario
    draws: tuple[Mapping[str, float], ...]
    draws_from: str
    permutations: int
    scale: float
    seed: int

    @cached_property
    def levers(self) -> list[str]:
        """The players: the levers the scenario sets, in alphabetical order."""
        return sorted(self.scenario.levers)

    @property
    def everybody(self) -> int:
        return (1 << len(self.levers)) - 1

    @cached_property
    def orders(self) -> list[list[tuple[int, ...]]]:
        """The permutations of each draw, other ones in each."""
        return [
            antithetic(len(self.levers), self.permutations, np.random.default_rng([self.seed, k]))
            for k in range(len(self.draws))
            if self.permutations
        ]

    def coalitions(self, draw: int) -> list[int]:
        """The coalitions that have to be lived in a draw; each lever alone is always among them."""
        if not self.permutations:
            return list(range(self.everybody + 1))
        alone = [1 << player for player in range(len(self.levers))]
        met = [mask for order in self.orders[draw] for mask in chain(order)]
        return list(dict.fromkeys([0, self.everybody, *alone, *met]))

    def under(self, closure: str) -> Question:
        """The same question with saved money going elsewhere."""
        return replace(self, scenario=replace(self.scenario, closure=closure))

    def runs(self) -> list[Run]:
        """Every coalition of the first draw, then of the second."""
        scenarios: dict[int, Scenario] = {}
        runs = []
        for k, draw in enumerate(self.draws):
            parameters = {**draw, **self.scenario.parameters}
            for mask in self.coalitions(k):
                if mask not in scenarios:
                    scenarios[mask] = self._with(mask)
                runs.append(Run(scenarios[mask], self.seed + k, parameters))
        return runs

    def _with(self, mask: int) -> Scenario:
        """The scenario with the levers of a coalition alone."""
        gone = [name for i, name in enumerate(self.levers) if not mask >> i & 1]
        return replace(self.scenario.without(*gone), name=self.scenario.name)

    def hash(self) -> str:
        """Names everything the answer depends on."""
        return digest(
            [
                code_hash(), self.scenario.name, self.scenario.hash(),
                data_hash(self.scenario.place), parameters_hash(self.scenario, self.draws),
                self.draws_from, self.permutations, self.scale, self.seed,
            ]
        )  # fmt: skip


def asked(
    scenario: Scenario,
    draws: int = DEFAULT_DRAWS,
    permutations: int = DEFAULT_PERMUTATIONS,
    scale: float = DEFAULT_SCALE,
    seed: int = 1,
) -> Question:
    """The question with its draws; one draw is the central values."""
    if draws == 1:
        return Question(scenario, ({},), CENTRAL, permutations, scale, seed)
    found, origin = draws_of(scenario.place, draws, seed)
    return Question(scenario, tuple(found), origin, permutations, scale, seed)
