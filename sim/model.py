"""The model: a :class:`mesa.Model` whose step is a year of the simulation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import mesa
from mesa.datacollection import DataCollector

from sim import DEFAULT_SCALE
from sim.agents.agent_sets import Agents
from sim.agents.rows import Rows
from sim.agents.views import CountyRow, HouseholdRow, VillageRow, agents_by_type, tables_of
from sim.indicators import INDICATORS
from sim.inputs import Scenario
from sim.simulation import Simulation, UnbalancedBooksError
from sim.statistics_office import Years

__all__ = ["Model", "UnbalancedBooksError"]


class Model(Simulation, mesa.Model):
    """A simulation with what Mesa's models have: agents, a data collector, a step.

    Takes what :class:`~sim.simulation.Simulation` takes, and gives the same numbers.
    """

    #: Ours, a frozen description; it hides a property of that name in Mesa 3.5.
    scenario: Scenario = None  # type: ignore[assignment]

    def __init__(
        self,
        scenario: Scenario,
        scale: float = DEFAULT_SCALE,
        seed: int = 1,
        threads: int | None = None,
        last_year: int | None = None,
        parameters: Mapping[str, float] | None = None,
        reverse: bool = False,
    ) -> None:
        mesa.Model.__init__(self, rng=seed)
        Simulation.__init__(
            self, scenario, scale, seed, threads, last_year, parameters, reverse, keep_accounts=True
        )
        self._tables = tables_of(self)
        self._just_lived: Years | None = None
        self.datacollector = DataCollector(
            model_reporters={
                name: (lambda model, compute=item.compute: float(compute(model._view())))
                for name, item in INDICATORS.items()
            }
        )

    @property
    def villages(self) -> Rows[VillageRow]:
        """All villages as an agent set."""
        return Rows(self._tables[VillageRow])

    @property
    def households(self) -> Rows[HouseholdRow]:
        """All households there are now, in villages and towns, as an agent set."""
        return Rows(self._tables[HouseholdRow])

    @property
    def counties(self) -> Rows[CountyRow]:
        """All counties as an agent set."""
        return Rows(self._tables[CountyRow])

    @property
    def agents_by_type(self) -> dict[type, Any]:
        """Agent sets by ``Village``, ``Household``, ``County`` and any type of a user's own."""
        return agents_by_type(self._tables, super().agents_by_type)

    @property
    def agent_types(self) -> list[type]:
        """The keys of :attr:`agents_by_type`."""
        return list(self.agents_by_type)

    @property
    def agents(self) -> Agents:
        """All agents of all types, as one agent set."""
        return Agents(self.agents_by_type.values(), self.random)

    def _view(self) -> Years:
        """What reporters read: added up once a step, and anew when asked between steps."""
        return self._just_lived or self.published()

    def step(self) -> None:
        """Live one year. Raises :class:`UnbalancedBooksError` when the books do not close."""
        self.live_a_year()
        self._just_lived = self.published()
        self.datacollector.collect(self)
        self._just_lived = None
        if self.year >= self.last_year:
            self.running = False

    def run(self) -> Model:
        """Live all years to the last."""
        while self.year < self.last_year:
            self.step()
        return self
