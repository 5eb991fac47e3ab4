"""The simulation: a place under a scenario, lived year by year. Nothing here knows Mesa."""

from __future__ import annotations

import os
from collections.abc import Mapping

import numpy as np

from sim import DEFAULT_SCALE
from sim.compiled import say_when_compiling
from sim.external import external_table
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


class Simulation:
    """A place under a scenario, from the end of its base year on.

    ``scale`` is the share of real households simulated, 1 being one to one. ``parameters`` replace
    the scenario's. ``threads`` is how many threads visit villages; results do not depend on it.
    ``last_year`` bounds the run and defaults to the scenario's own.

    Raises ``ValueError`` for a scale outside (0, 1] or a parameter out of bounds.
    """

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
        say_when_compiling()
        place = scenario.place
        self.scenario = scenario
        self.place = place
        self.scale = scale
        self.seed_number = seed
        self.last_year = last_year or scenario.ends
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
        self.ledger = Ledger(self.plan.streams, self.world)
        self.records = Records(self.world, place)

    @property
    def year(self) -> int:
        """The calendar year last lived; the base year before the first one."""
        return self.place.base_year + self.index

    def published(self) -> Year:
        """The statistics office's view of the year last lived."""
        return Year(self.world, self.parameters)

    def live_a_year(self) -> None:
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
        self.records.note(self.published())

    def live_to_the_end(self) -> None:
        """Live all years to the last."""
        while self.year < self.last_year:
            self.live_a_year()

    def indicators(self) -> dict[str, np.ndarray]:
        """Every indicator by year lived, float64."""
        return self.records.indicators()
