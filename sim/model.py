"""The model: a :class:`mesa.Model` whose step is a year."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

import mesa
import numpy as np
from mesa.datacollection import DataCollector

from sim import DEFAULT_SCALE
from sim.agents.agent_sets import Agents
from sim.agents.rows import Rows
from sim.agents.views import CountyRow, HouseholdRow, VillageRow, agents_by_type, tables_of
from sim.compiled import say_when_compiling
from sim.external import external_table
from sim.indicators import INDICATORS
from sim.inputs import Scenario
from sim.ledger import Ledger
from sim.parameters import vector
from sim.plan import make_plan
from sim.population import build
from sim.records import Records
from sim.schedule import Chunks, live_a_year
from sim.start import burn_in
from sim.statistics_office import Year
from sim.world import S


class UnbalancedBooksError(AssertionError):
    """People, jobs or yuan were lost or made; a defect of the model, never of the input."""


class Model(mesa.Model):
    """A place under a scenario, from the end of its base year, a year a step.

    ``scale`` is the share of real households simulated, 1 being one to one. ``parameters`` replace
    the scenario's. ``threads`` is how many threads visit villages; results do not depend on it.
    ``last_year`` bounds the run and defaults to the place's last documented year.

    Raises ``ValueError`` for a scale outside (0, 1] or a parameter out of bounds.
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
        super().__init__(rng=seed)
        say_when_compiling()
        place = scenario.place
        self.scenario = scenario
        self.place = place
        self.scale = scale
        self.seed_number = seed
        self.last_year = last_year or place.last_year
        self.threads = threads or os.cpu_count() or 1
        self.parameters = vector({**place.parameters, **scenario.parameters, **(parameters or {})})
        self.plan = make_plan(scenario, self.last_year)
        self.external = external_table(place, scenario, self.last_year)
        self._chunks = Chunks(min(self.threads, os.cpu_count() or 1), reverse)
        self._schooling: dict[int, float] = {}
        self.index = 0
        self.world = build(
            place, scale, seed, self.parameters, self.external, len(self.plan.streams),
            self._chunks,
        )  # fmt: skip
        burn_in(self.world, self.parameters, place, self.plan, self.external, seed, self._chunks)
        self.world.state[S.calendar_year] = place.base_year
        self._tables = tables_of(self)
        self.ledger = Ledger(self.plan.streams, self.world)
        self.records = Records(self)
        self.datacollector = DataCollector(
            model_reporters={
                name: (lambda model, compute=item.compute: compute(model.published()))
                for name, item in INDICATORS.items()
            }
        )

    @property
    def year(self) -> int:
        """The calendar year last lived; the base year before the first step."""
        return self.place.base_year + self.index

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

    def published(self) -> Year:
        """The statistics office's view of the year last lived."""
        return Year(self.world, self.parameters)

    def step(self) -> None:
        """Live one year. Raises :class:`UnbalancedBooksError` when the books do not close."""
        self.index += 1
        self.world.state[S.calendar_year] = self.year
        imbalance = live_a_year(
            self.world,
            self.parameters,
            self.plan,
            self.external,
            self.index,
            self.year,
            self.seed_number,
            self._chunks,
            self._schooling,
        )
        self.ledger.close_year(self.year, self.world, imbalance)
        if self.ledger.largest_imbalance > 1e-9:
            raise UnbalancedBooksError(
                f"{self.year}: imbalance {self.ledger.largest_imbalance:.3g} in "
                f"{self.ledger.worst_account}"
            )
        self.datacollector.collect(self)
        self.records.note(self)
        if self.year >= self.last_year:
            self.running = False

    def run(self) -> Model:
        """Live all years to the last."""
        while self.year < self.last_year:
            self.step()
        return self

    def indicators(self) -> dict[str, np.ndarray]:
        """Every indicator by year lived, float64."""
        return {
            name: np.array(values, float) for name, values in self.datacollector.model_vars.items()
        }
