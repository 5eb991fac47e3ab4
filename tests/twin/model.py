"""The model once more, an object for every agent, lived in the plainest way.

:class:`TwinModel` is a :class:`mesa.Model` whose households, villages, wards and counties are
:class:`mesa.Agent` objects with plain attributes. It calls the same equations and the same random
numbers as the compiled loop and nothing else of it, and so says what the loop ought to do.
"""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import mesa
import numpy as np

from sim.agents.counties import CI, MOUNTAIN, PLAIN, WEST, C
from sim.agents.households import FREE
from sim.agents.villages import DEMONSTRATION, NO_PROGRAMME, RENOVATED, VI, V
from sim.elementary import exp, log
from sim.external import D
from sim.parameters import PARAMETERS
from sim.plan import Plan
from sim.policy import CLOSURES, INSTRUMENTS
from sim.processes import demography, prices_and_trends
from sim.tallies import VILLAGE_TALLIES, WARD_TALLIES, T, W
from sim.world import BINS, BINS_PER_E, FIRST_BIN, RURAL_BINS, URBAN_BINS, S, World
from tests.twin import counties as county_agents
from tests.twin import households as household_agents
from tests.twin import villages as village_agents
from tests.twin.counties import RURAL_INCOMES, TwinCounty
from tests.twin.equations import ONE, for_households, for_places
from tests.twin.households import TwinTownsfolk, TwinVillager
from tests.twin.treasury import Treasury
from tests.twin.villages import TwinVillage
from tests.twin.wards import TwinWard

exp64 = for_places(exp)
log32 = for_households(log)
urban_wage_growth = for_places(prices_and_trends.urban_wage_growth)
lagged_log_wage = for_places(prices_and_trends.lagged_log_wage)
agglomerated = for_places(prices_and_trends.agglomerated)
yearly_chance = for_places(demography.yearly_chance)

STATE = tuple(name for name in vars(S) if isinstance(getattr(S, name), int) and name != "len_")
DRIVERS = tuple(name for name in vars(D) if isinstance(getattr(D, name), int) and name != "len_")
CLASSES = (PLAIN, MOUNTAIN, WEST)
ACTIVITIES = ("local", "self_employed", "away")


class TwinModel(mesa.Model):
    """Starts from a world as it stands, whose arrays it copies into objects and never sees again.

    ``plan`` and ``external`` are the levers' and the drivers' paths by year after the base year.
    """

    def __init__(
        self,
        world: World,
        parameters: np.ndarray,
        plan: Plan,
        external: np.ndarray,
        base_year: int,
        seed: int,
    ) -> None:
        super().__init__(rng=seed)
        self.seed_number = seed
        self.p = SimpleNamespace(
            **{name: float(x) for name, x in zip(PARAMETERS, parameters, strict=True)}
        )
        self.single = SimpleNamespace(**{name: np.float32(x) for name, x in vars(self.p).items()})
        self.closure = CLOSURES[plan.closure]
        self.policies = [
            [
                dict(zip(INSTRUMENTS, plan.instruments[index, :, c].tolist(), strict=True))
                for c in range(plan.instruments.shape[2])
            ]
            for index in range(plan.instruments.shape[0])
        ]
        self.drivers = [
            SimpleNamespace(**{name: float(external[getattr(D, name), t]) for name in DRIVERS})
            for t in range(external.shape[1])
        ]
        self.base_year = base_year
        self.index = 0
        self.schooling_bought: dict[int, float] = {}
        self.counties: list[TwinCounty] = []
        self.villages: list[TwinVillage] = []
        self.wards: list[TwinWard] = []
        self.read(world)
        self.treasury = Treasury(self, plan)

    # copying a world

    def read(self, world: World) -> None:
        """Make an object of every agent there is."""
        self.state = SimpleNamespace(
            **{name: float(world.state[getattr(S, name)]) for name in STATE}
        )
        self.read_constants(world)
        for c in range(world.counties.shape[1]):
            county = TwinCounty(self, c)
            self.counties.append(county)
            copy_numbers(county, county_agents.AMOUNTS, C, world.counties, c, float)
            copy_numbers(county, county_agents.CODES, CI, world.county_codes, c, int)
            copy_numbers(county.rural, VILLAGE_TALLIES, T, world.rural, c, float)
            copy_numbers(county.kept, VILLAGE_TALLIES, T, world.kept, c, float)
            copy_numbers(county.towns, WARD_TALLIES, W, world.towns, c, float)
        for v in range(world.villages.shape[1]):
            county = self.counties[world.village_codes[VI.county, v]]
            village = TwinVillage(self, v, county, self.rows(world, v))
            self.villages.append(village)
            county.villages.append(village)
            copy_numbers(village, village_agents.AMOUNTS, V, world.villages, v, float)
            copy_numbers(village, village_agents.CODES, VI, world.village_codes, v, int)
            self.people(world, village, TwinVillager)
        for number, c in enumerate(world.ward_county):
            county = self.counties[c]
            block = len(self.villages) + number
            ward = TwinWard(self, block, county, len(county.streets), self.rows(world, block))
            self.wards.append(ward)
            county.streets.append(ward)
            self.people(world, ward, TwinTownsfolk)

    @staticmethod
    def rows(world: World, block: int) -> int:
        return int(world.first_row[block + 1] - world.first_row[block])

    def people(self, world: World, home: Any, kind_of_household: Any) -> None:
        """The households of a village or ward, and its free places.

        Accounts that the world does not keep begin at nothing; the first year makes them anew.
        """
        held = {name: column for name, column in world.households._asdict().items() if column.size}
        first = world.first_row[home.block]
        for row in range(len(home.places)):
            i = first + row
            kind = int(world.households.kind[i])
            if kind == FREE:
                continue
            household = kind_of_household(self, home, row, kind)
            for name in household_agents.AMOUNTS:
                setattr(household, name, np.float32(held[name][i] if name in held else 0.0))
            for name in household_agents.COUNTS:
                setattr(household, name, int(held[name][i]) if name in held else 0)
            home.places[row] = household

    def read_constants(self, world: World) -> None:
        """What the choice of activities was inverted to in the burn-in, by class of county."""
        self.constants = {
            k: {
                name: float(world.constants[activity, k])
                for activity, name in enumerate(ACTIVITIES)
            }
            for k in CLASSES
        }

    def read_adjustments(self, world: World) -> None:
        """What the burn-in moves between its years: constants, pay, productivity, tax, jobs."""
        self.read_constants(world)
        for name in (
            "town_wage_per_worker",
            "town_property_per_person",
            "base_town_pension",
            "tax_rate",
        ):
            setattr(self.state, name, float(world.state[getattr(S, name)]))
        for county in self.counties:
            county.productivity = float(world.counties[C.productivity, county.number])
            county.jobs_per_worker = float(world.counties[C.jobs_per_worker, county.number])

    # the year

    def step(self) -> None:
        """Live the next year after the base year."""
        self.index += 1
        self.state.calendar_year = float(self.base_year + self.index)
        self.live_a_year(self.index, self.base_year + self.index)

    def live_a_year(self, index: int, year: int, is_living: bool = True) -> None:
        """Live the year ``year``, the ``index``-th after the base year."""
        self.year = year
        for county in self.counties:
            vars(county.policy).update(self.policies[index][county.number])
        self.read_the_drivers(index)
        self.carry_last_year(index)
        self.treasury.open_year(index)
        if is_living:
            self.treasury.lay_out()
            self.build_and_maintain(index)
        self.imitate_and_adopt(is_living)
        self.count_jobs()
        if is_living:
            self.plan_population(index)
        self.bins = {group: [0] * BINS for group in (RURAL_BINS, URBAN_BINS)}
        self.agents_by_type[TwinVillage].do("live_until_the_market", is_living)
        self.agents_by_type[TwinCounty].do("send_settlers")
        self.agents_by_type[TwinCounty].do("clear_the_labour_market", is_living)
        if is_living:
            self.reclassify()
        self.agents_by_type[TwinVillage].do("live_after_the_market", is_living)
        self.agents_by_type[TwinWard].do("live_a_year", is_living)
        self.agents_by_type[TwinCounty].do("add_up")
        if is_living:
            self.treasury.settle_entitlements()
        self.close_the_books()
        self.note_population(index)

    @property
    def price_over_2004(self) -> float:
        return float(self.state.price / self.state.price_2004)

    @property
    def price_over_2015(self) -> float:
        return float(self.state.price / self.state.price_2015)

    @property
    def renovation_cost(self) -> float:
        return float(self.p.renovation_cost * self.price_over_2004)

    @property
    def mean_assets(self) -> np.float32:
        return np.float32(self.state.mean_assets)

    def at_home(self) -> list[TwinCounty]:
        return [county for county in self.counties if county.is_home]

    def read_the_drivers(self, index: int) -> None:
        """Prices, the national trend of wages and shocks; none of them in the base year."""
        p = self.p
        s = self.state
        driver = self.drivers[index]
        s.years_since_base = float(index)
        s.risk_away = p.risk_away
        s.visits = driver.visits
        s.pillar_fall = p.pillar_exposure * p.pillar_price_fall * driver.pillar_price
        s.job_loss = 0.0
        if index == 0:
            return
        s.price_change_before = s.price_change
        s.price_change = driver.cpi
        s.price *= 1.0 + driver.cpi
        s.farm_price *= 1.0 + driver.farm_price
        s.job_loss = (
            p.job_loss_financial_crisis * driver.financial_crisis_jobs
            + p.job_loss_covid * driver.covid_jobs
        )
        shock = (
            p.shock_financial_crisis * driver.financial_crisis
            + p.shock_covid * driver.covid
            + p.shock_lockdowns * driver.lockdowns
        )
        s.urban_wage *= exp64(
            urban_wage_growth(
                p.urban_growth_start,
                p.urban_growth_end,
                index - 1.0,
                s.price_change,
                s.price_change_before,
                p.price_trend,
                p.price_now,
                p.price_before,
                shock,
            )
        )
        s.town_wage = agglomerated(s.urban_wage, s.urban_population_ratio, p.agglomeration)
        s.log_local_wage = lagged_log_wage(
            s.log_local_wage, s.town_wage, p.pass_through, p.adjustment_speed, p.base_year_growth
        )
        s.log_self_earnings = lagged_log_wage(
            s.log_self_earnings,
            s.town_wage,
            p.pass_through_self_employed,
            p.adjustment_speed,
            p.base_year_growth,
        )
        s.farm_productivity = exp64(p.farm_growth * index)
        s.cumulated_urban_hazard += p.reclassification_rate + p.code_step * driver.code_step

    def mean_over(self, amount: str, over: str) -> float:
        """A mean over the place's rural people of last year."""
        home = self.at_home()
        return float(
            sum(county.real(getattr(county.rural, amount)) for county in home)
            / sum(county.real(getattr(county.rural, over)) for county in home)
        )

    def carry_last_year(self, index: int) -> None:
        """Means of last year that this year's decisions look at; levels that follow wages."""
        p = self.p
        s = self.state
        if sum(county.rural.households for county in self.at_home()) > 0:
            s.mean_assets = self.mean_over("assets", "households")
            s.mean_schooling = self.mean_over("schooling", "adults")
            s.mean_household_income = sum(
                self.mean_over(name, "households") for name in RURAL_INCOMES
            )
        s.added_schooling = self.schooling_bought.get(index, 0.0)
        s.poverty_line = s.poverty_line_2010 * s.price / s.price_2010
        s.transfer_level = (
            s.base_transfer * p.transfer_scale * math.pow(s.town_wage, p.transfer_elasticity)
        )
        s.property_level = s.base_property * math.pow(s.town_wage, p.property_elasticity)
        s.town_pension_per_old = s.base_town_pension * math.pow(s.town_wage, p.town_pension_growth)

    def build_and_maintain(self, index: int) -> None:
        """Money becomes roads, connections, quality, plants, and school years to come."""
        villages = self.agents_by_type[TwinVillage]
        villages.do("remember")
        villages.do("build_and_maintain")
        self.choose_demonstrations()
        self.agents_by_type[TwinCounty].do("build_plants")
        money = sum(self.treasury.spent_in(c, "school_and_care") for c in self.counties)
        children = sum(county.real(county.rural.children) for county in self.at_home())
        bought = money / max(children, 1.0) / self.state.price
        self.schooling_bought[index + int(self.p.school_lag)] = bought / self.p.school_cost

    def choose_demonstrations(self) -> None:
        """The best-scored renovated villages of a county, up to the set share; fractions carry."""
        carried = 0.0
        for county in self.counties:
            treated = [v for v in county.villages if v.status != NO_PROGRAMME]
            chosen = [v for v in treated if v.status == DEMONSTRATION]
            missing = county.policy.demonstration_share * len(treated) - len(chosen)
            carried += missing
            room = max(math.floor(carried), 0)
            carried -= room
            waiting = [v for v in treated if v.status == RENOVATED]
            for village in sorted(waiting, key=lambda village: -village.score)[:room]:
                village.status = DEMONSTRATION

    def imitate_and_adopt(self, is_living: bool) -> None:
        """Villages copy neighbours, collectives earn and share out, visitors choose villages."""
        self.agents_by_type[TwinVillage].do("remember")
        asked = {county: self.treasury.asked_of_collectives(county) for county in self.counties}
        if is_living:
            self.agents_by_type[TwinVillage].do("imitate_and_fail")
        for village in self.villages:
            village.run_the_collective(asked[village.county], is_living)
        pulls = [village.attract() for village in self.villages]
        total = sum(
            pull * village.weight for pull, village in zip(pulls, self.villages, strict=True)
        )
        for pull, village in zip(pulls, self.villages, strict=True):
            village.receive(self.state.visits * pull / total if total > 0.0 else 0.0)
        home = [village for village in self.villages if village.county.is_home]
        capital = sum(village.collective_capital * village.weight for village in home)
        weight = sum(village.weight for village in home)
        self.state.mean_collective_capital = capital / max(weight, 1.0)

    def count_jobs(self) -> None:
        """Jobs that plants displace are lost where the plants came from."""
        for county in self.counties:
            county.jobs_displaced = 0.0
        for county in self.counties:
            origin = county.origin()
            if origin is not None:
                origin.lose_jobs_to(county)
        self.agents_by_type[TwinCounty].do("count_jobs")

    def plan_population(self, index: int) -> None:
        """Chances of birth and death, and who is to come or leave, from published figures."""
        s = self.state
        driver = self.drivers[index]
        home = self.at_home()

        def real(rows: Any) -> float:
            return float(sum(county.real(rows(county)) for county in home))

        persons = real(lambda c: c.rural.persons + c.rural.away + c.town_persons())
        outsiders = real(lambda c: c.towns.outsiders)
        newcomers = real(lambda c: c.towns.newcomers)
        natives = real(lambda c: c.towns.natives)
        middle = real(lambda c: c.rural.middle + c.towns.middle)
        births = driver.birth_rate * persons
        deaths = driver.death_rate * persons
        s.birth_chance = yearly_chance(births, real(lambda c: c.rural.young + c.towns.young))
        s.old_death_chance = yearly_chance(
            deaths - self.p.middle_death_rate * middle,
            real(lambda c: c.rural.old + c.towns.old),
        )
        wanted = driver.outsiders - outsiders
        rest = driver.resident_population - persons - (births - deaths) - wanted
        s.leave_rate_outsiders = min(max(-wanted, 0.0) / max(outsiders, 1.0), 1.0)
        s.leave_rate_newcomers = min(max(-rest, 0.0) / max(newcomers, 1.0), 1.0)
        s.leave_rate_natives = min(max(-rest - newcomers, 0.0) / max(natives, 1.0), 0.2)
        self.lay_out_arrivals(max(wanted, 0.0), max(rest, 0.0))

    def lay_out_arrivals(self, outsiders: float, newcomers: float) -> None:
        """Whole households, over counties by natives and income of their towns."""
        pulls = {
            county: county.real(county.towns.natives) * county.town_level**2
            for county in self.at_home()
        }
        # added one by one: a household more or less can hang on the last bit, and from Python 3.12
        # on sum() makes up for rounding
        total = 0.0
        for pull in pulls.values():
            total += pull
        carried_outsiders = 0.5
        carried_newcomers = 0.5
        for county in self.counties:
            county.outsider_rows = 0
            county.newcomer_rows = 0
            pull = pulls.get(county, 0.0)
            if pull == 0.0:
                continue
            rows = pull / total / county.real(math.floor(self.p.arrival_size))
            carried_outsiders += outsiders * rows
            carried_newcomers += newcomers * rows
            county.outsider_rows = math.floor(carried_outsiders)
            county.newcomer_rows = math.floor(carried_newcomers)
            carried_outsiders -= county.outsider_rows
            carried_newcomers -= county.newcomer_rows

    def enter(self, per_head: np.float32, persons: int, group: int) -> None:
        """Enter persons of an income per head into the distribution of their group."""
        place = (log32(max(per_head, ONE)) - np.float32(FIRST_BIN)) * np.float32(BINS_PER_E)
        place = min(max(int(place), 0), BINS - 1)
        self.bins[group][place] += persons

    def reclassify(self) -> None:
        """Plain villages of the place become urban, richer ones first."""
        for village in self.villages:
            if village.county.county_class == PLAIN and not village.is_urban:
                village.perhaps_become_urban()

    def close_the_books(self) -> None:
        for county in self.counties:
            county.close_the_books()

    def note_population(self, index: int) -> None:
        """Urban population over that of the base year, for next year's agglomeration."""
        s = self.state
        urban = 0.0
        for county in self.at_home():
            in_town = county.town_persons() - county.towns.outsiders_in_villages
            reclassified = county.rural.persons - county.kept.persons
            urban += county.real(in_town + county.rural.away + reclassified)
        if index == 0:
            s.urban_population_start = urban
        s.urban_population_ratio = urban / s.urban_population_start


def copy_numbers(
    agent: Any, names: tuple[str, ...], positions: Any, table: np.ndarray, i: int, kind: Any
) -> None:
    """Copy column ``i`` of a table into plain attributes of an agent."""
    for name in names:
        setattr(agent, name, kind(table[getattr(positions, name), i]))
