"""What is asked of the model: a scenario, how large a sample, which chances and parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.inputs import Scenario


@dataclass(frozen=True)
class Request:
    """A run that is asked for. ``draws`` are parameter vectors; none means the central one.

    ``keeps_villages`` asks the first run to keep its villages of every year, ``keeps_accounts`` to
    leave households with their incomes. Draw ``k`` runs under seed ``seed + k``, so that two
    scenarios can be compared draw by draw.
    """

    scenario: Scenario
    scale: float
    seed: int = 1
    threads: int | None = None
    draws: tuple[Mapping[str, float], ...] = ()
    keeps_villages: bool = False
    keeps_accounts: bool = False

    @property
    def runs(self) -> int:
        return max(len(self.draws), 1)

    @property
    def years(self) -> range:
        return range(self.scenario.place.base_year + 1, self.scenario.ends + 1)
