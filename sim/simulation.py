"""The simulation: a place under a scenario, lived year by year. Nothing here knows Mesa."""

from __future__ import annotations

import os
from collections.abc import Mapping

import numpy as np

from sim import DEFAULT_SCALE
from sim.agents.households import COUNTED, FORGOTTEN, KEPT
from sim.beginnings import Beginnings
from sim.blocks import Beginning, Blocks, BlocksHere, whole
from sim.compiled import say_when_compiling
from sim.external import external_table
from sim.inputs import Scenario
from sim.kernels.yearbooks import count_everybody, enter_the_year
from sim.layout import Layout, lay_out
from sim.ledger import Ledger
from sim.panels import VillagePanel
from sim.parameters import vector
from sim.partitions import Partitions, Workers
from sim.plan import make_plan
from sim.population import describe
from sim.records import Records
from sim.schedule import Chunks, live_a_year
from sim.start import burn_in
from sim.statistics_office import Years, single_year
from sim.world import S, World
from sim.yearbooks import YearBooks, empty_yearbooks

#: Of an account, relative: what float64 may lose in adding up.
LARGEST_IMBALANCE = 1e-9


class UnbalancedBooksError(AssertionError):
    """People, jobs or yuan were lost or made; a defect of the model, never of the input."""


class Simulation:
    """A place under a scenario, from the end of its base year on.

    ``scale`` is the share of real households simulated, 1 being one to one. ``parameters`` replace
    the scenario's. ``threads`` is how many threads visit villages; results do not depend on it.
    ``last_year`` bounds the run and defaults to the scenario's own. With ``keep_villages`` the
    villages of every year are kept: see :mod:`sim.panels`. With ``keep_accounts`` every household
    keeps its incomes of the year just lived, which otherwise are added up and forgotten.
    ``beginnings`` spares burning in a world that the run before began in, too, unless accounts are
    kept. With ``workers`` the households are in partitions that these keep, and none in this
    process: see :mod:`sim.partitions`; ``threads`` and ``beginnings`` then mean nothing here.

    Raises ``ValueError`` for a scale outside (0, 1], a parameter out of bounds or more partitions
    than counties.
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
        keep_villages: bool = False,
        keep_accounts: bool = False,
        beginnings: Beginnings | None = None,
        workers: Workers | None = None,
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
        self._schooling = np.zeros(self.external.shape[1])
        self.index = 0
        self.accounts = KEPT if keep_accounts else FORGOTTEN
        begin = Beginning(place, scale, seed, self.parameters, self.external, keep_accounts)
        layout = lay_out(place, scale, self.external, self.parameters)
        self.blocks: Blocks
        if workers is not None or keep_accounts:
            beginnings = None
        if workers is not None:
            self.blocks = Partitions(begin, layout, workers)
        else:
            chunks = Chunks(min(self.threads, os.cpu_count() or 1), reverse)
            self.blocks = BlocksHere(begin, layout, whole(layout), chunks)
        rows = int(layout.first_row[-1]) if workers is None else 0
        self.world = (
            beginnings.world(begin, self.plan.closure, lambda: self._begun(layout, rows))
            if beginnings is not None
            else self._begun(layout, rows)
        )
        self.world.state[S.calendar_year] = place.base_year
        self._books = empty_yearbooks(self.world, self.last_year - place.base_year)
        self.village_panel = (
            VillagePanel(self.world, self.last_year - place.base_year) if keep_villages else None
        )
        self._imbalances: list[float] = []
        self._people = np.empty(self.world.counties.shape[1])
        count_everybody(self.world, self._people)

    def _begun(self, layout: Layout, rows: int) -> World:
        """The world at the end of the base year, burnt in, with ``rows`` places in this process."""
        p, seed = self.parameters, self.seed_number
        world = describe(
            self.place, layout, seed, p, len(self.plan.streams), rows, self.accounts == KEPT
        )
        census = self.blocks.settle(world)
        burn_in(
            world, p, self.place, self.plan, self.external, seed, self.blocks, census,
            self.accounts,
        )  # fmt: skip
        return world

    @property
    def year(self) -> int:
        """The calendar year last lived; the base year before the first one."""
        return self.place.base_year + self.index

    @property
    def books(self) -> YearBooks:
        """What was kept of the years lived so far."""
        return self._books.until(self.index)

    @property
    def ledger(self) -> Ledger:
        """Money and closing checks of the years lived so far."""
        return Ledger(self.plan.streams, self.books, self._imbalances)

    @property
    def records(self) -> Records:
        """Figures of the years lived so far."""
        return Records(self.books, self.world, self.parameters, self.place)

    def published(self) -> Years:
        """The statistics office's view of the world as it stands."""
        return single_year(self.world, self.parameters)

    def live_a_year(self) -> None:
        """Live one year. Raises :class:`UnbalancedBooksError` when the books do not close."""
        self.index += 1
        if self.year == self.last_year:
            self.accounts = max(self.accounts, COUNTED)
        self.world.state[S.calendar_year] = self.year
        imbalance = live_a_year(
            self.world,
            self.parameters,
            self.plan,
            self.external,
            self.index,
            self.year,
            self.seed_number,
            self.blocks,
            self._schooling,
            accounts=self.accounts,
        )
        enter_the_year(self.world, self._books, self.index - 1, self._people)
        if self.village_panel is not None:
            self.village_panel.keep(self.world, self.index - 1)
        self._imbalances.append(imbalance)
        if max(imbalance, *self._books.imbalances[self.index - 1]) > LARGEST_IMBALANCE:
            ledger = self.ledger
            raise UnbalancedBooksError(
                f"{self.year}: imbalance {ledger.largest_imbalance:.3g} in {ledger.worst_account}"
            )

    def live_to_the_end(self) -> None:
        """Live all years to the last."""
        while self.year < self.last_year:
            self.live_a_year()

    def indicators(self) -> dict[str, np.ndarray]:
        """Every indicator by year lived, float64."""
        return self.records.indicators()
