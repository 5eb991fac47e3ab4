"""What is compared: scenarios, the one they are held against, draws, seeds and the sample."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from experiments.comparison.defaults import (
    DEFAULT_DRAWS,
    DEFAULT_SCALE,
    DEFAULT_SEEDS,
    DISCOUNT_RATE,
    DISCOUNT_SOURCE,
    FEWEST_AGAIN,
    ONE_AGAIN_IN,
)  # fmt: skip
from experiments.draws import CENTRAL, draws_of
from experiments.manifest import data_hash, digest, parameters_hash
from experiments.source_hashes import code_hash
from sim.ensemble import Run
from sim.inputs import Scenario


@dataclass(frozen=True)
class Question:
    """A comparison that is asked for.

    Every scenario runs under every draw of the parameters and, within a draw, under ``seeds``
    seeds that no other draw has; where that is one, the first draws run under a further one too.
    """

    scenarios: tuple[Scenario, ...]
    against: Scenario
    draws: tuple[Mapping[str, float], ...]
    draws_from: str
    scale: float = DEFAULT_SCALE
    seed: int = 1
    seeds: int = DEFAULT_SEEDS
    discount_rate: float = DISCOUNT_RATE

    @property
    def discount_source(self) -> str:
        return DISCOUNT_SOURCE if self.discount_rate == DISCOUNT_RATE else "the user"

    @property
    def repeated(self) -> int:
        """How many draws are lived once again, so that chance can be told from parameters."""
        if self.seeds > 1:
            return 0
        return min(len(self.draws), max(len(self.draws) // ONE_AGAIN_IN, FEWEST_AGAIN))

    @property
    def runs_a_scenario(self) -> int:
        return len(self.draws) * self.seeds + self.repeated

    def runs_of(self, scenario: Scenario) -> list[Run]:
        """The runs of one scenario: the seeds of the first draw, of the second, and so on; then
        the first draws once again, each under one seed more.

        What a scenario sets itself stands above the draw.
        """
        numbers = [k for k in range(len(self.draws)) for _ in range(self.seeds)]
        numbers += range(self.repeated)
        return [
            Run(scenario, self.seed + seed, {**self.draws[k], **scenario.parameters})
            for seed, k in enumerate(numbers)
        ]

    def hash(self) -> str:
        """Names everything the answer depends on; the order of scenarios is not among it."""
        place = self.against.place
        sides = sorted([item.name, item.hash()] for item in self.scenarios)
        return digest(
            [
                code_hash(), sides, [self.against.name, self.against.hash()], data_hash(place),
                parameters_hash(self.against, self.draws), self.draws_from, self.scale, self.seed,
                self.seeds, self.discount_rate,
            ]
        )  # fmt: skip


def asked(
    scenarios: tuple[Scenario, ...],
    against: Scenario,
    draws: int = DEFAULT_DRAWS,
    scale: float = DEFAULT_SCALE,
    seed: int = 1,
    seeds: int = DEFAULT_SEEDS,
    discount_rate: float = DISCOUNT_RATE,
) -> Question:
    """The question with its draws; one draw is the central values. Scenarios in order of name."""
    if draws == 1:
        held: tuple[Mapping[str, float], ...] = ({},)
        origin = CENTRAL
    else:
        found, origin = draws_of(against.place, draws, seed)
        held = tuple(found)
    ordered = tuple(sorted(scenarios, key=lambda item: item.name))
    return Question(ordered, against, held, origin, scale, seed, seeds, discount_rate)
