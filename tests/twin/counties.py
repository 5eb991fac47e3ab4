"""A county as one object: plants, jobs, the labour market, the budget."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import mesa

from sim.agents.counties import WEST, County
from sim.declare import Column, declared
from sim.elementary import exp
from sim.policy import INSTRUMENTS
from sim.processes import jobs, labour_market, public_finance, public_works
from sim.tallies import VILLAGE_TALLIES, WARD_TALLIES
from tests.twin.equations import for_places, tally

exp64 = for_places(exp)
base_jobs = for_places(jobs.base_jobs)
plant_jobs = for_places(jobs.plant_jobs)
jobs_displaced = for_places(jobs.jobs_displaced)
layoffs = for_places(labour_market.layoffs)
odds_of_hiring = for_places(labour_market.odds_of_hiring)
tightness = for_places(labour_market.tightness)
absorbed = for_places(public_finance.absorbed)
jobs_kept_by_services = for_places(public_finance.jobs_kept_by_services)
services_left = for_places(public_finance.services_left)
capital_next = for_places(public_works.capital_next)

COLUMNS = declared(County, Column)
AMOUNTS = tuple(name for name, item in COLUMNS.items() if item.kind == "float64")
CODES = tuple(name for name, item in COLUMNS.items() if item.kind == "int64")

#: Rural incomes before taxes and levies, over which counties' revenue is reckoned.
RURAL_INCOMES = ("wage", "farm_income", "business", "property", "transfer", "remittances")
TOWN_INCOMES = (
    "native_wage",
    "native_business",
    "native_property",
    "native_transfer",
    "settled_income",
    "outsider_income",
    "newcomer_income",
)


class TwinCounty(mesa.Agent):
    """The ``number``-th county of the place, or one of its partners in the west."""

    def __init__(self, model: Any, number: int) -> None:
        super().__init__(model)
        self.number = number
        self.villages: list[Any] = []
        self.streets: list[Any] = []  # its wards; ``wards`` is how many
        self.policy = SimpleNamespace(**dict.fromkeys(INSTRUMENTS, 0.0))
        self.rural = tally(VILLAGE_TALLIES)
        self.kept = tally(VILLAGE_TALLIES)
        self.towns = tally(WARD_TALLIES)
        for name in AMOUNTS:
            setattr(self, name, 0.0)
        for name in CODES:
            setattr(self, name, 0)

    @property
    def is_western(self) -> bool:
        return bool(self.county_class == WEST)

    def real(self, rows: float) -> float:
        """A number of rows as real persons or households."""
        return float(rows * self.weight)

    def real_villages(self) -> float:
        return float(sum(self.village_weight for _ in self.villages))

    def town_persons(self) -> float:
        towns = self.towns
        return float(towns.natives + towns.settled + towns.outsiders + towns.newcomers)

    # works

    def build_plants(self) -> None:
        """Plants and absorbed grants become capital; the rest of a grant renovates villages."""
        p = self.model.p
        treasury = self.model.treasury
        kept = 1.0 - p.leakage
        plants = treasury.spent_in(self, "plant_investment", "west_plant_investment")
        grants = treasury.spent_in(self, "west_grants")
        self.plant_capital = capital_next(
            self.plant_capital, kept * plants / self.model.price_over_2015, p.capital_decay
        )
        usable = 0.0
        if grants > 0.0:
            capacity = p.absorptive_capacity * (
                1.0 + p.staff_absorption * self.policy.seconded_staff
            )
            usable = absorbed(kept * grants / self.model.price_over_2015, capacity)
        self.grant_capital = capital_next(
            self.grant_capital, p.grant_to_capital_share * usable, p.capital_decay
        )
        if usable > 0.0:
            self.renovate_with((1.0 - p.grant_to_capital_share) * usable)

    def renovate_with(self, money: float) -> None:
        """Spread grant money, in yuan of 2015, evenly over the county's villages."""
        share = money * self.model.price_over_2015 / self.real_villages()
        for village in self.villages:
            village.renovation_money += share
            village.upkeep_money += 0.3 * share

    # jobs

    def origin(self) -> TwinCounty | None:
        """The county its plants came from."""
        number = self.partner if self.is_western else self.sea_partner
        return self.model.counties[number] if number >= 0 else None

    def lose_jobs_to(self, destination: TwinCounty) -> None:
        p = self.model.p
        lost = jobs_displaced(
            destination.plant_capital, p.capital_per_job, p.displacement, p.resident_share
        )
        self.jobs_displaced += lost / self.weight

    def count_jobs(self) -> None:
        """Local jobs for residents, in rows; those who are too many are laid off."""
        p = self.model.p
        state = self.model.state
        rural = self.rural
        self.labour_force = rural.farm + rural.local + rural.self_employed
        self.firm_jobs = p.firm_jobs * rural.firms
        self.plant_jobs = (
            plant_jobs(
                self.plant_capital + self.grant_capital,
                p.capital_per_job,
                p.job_multiplier,
                p.displacement,
                p.resident_share,
            )
            / self.weight
        )
        wage = state.local_wage * exp64(state.log_local_wage) * self.productivity
        wages = 0.0
        if p.visit_wage_share < 1.0:
            wages_over_owners = p.visit_wage_share / (1.0 - p.visit_wage_share)
            wages = sum(
                village.tourism_income * village.weight * wages_over_owners
                for village in self.villages
            )
        self.tourism_jobs = wages / wage / self.weight
        base = base_jobs(
            self.jobs_per_worker,
            self.labour_force,
            p.job_growth,
            state.years_since_base,
            state.job_loss,
        )
        base *= jobs_kept_by_services(p.service_job_share, self.service_ratio)
        crowded = 0.0
        if self.is_home:
            more = self.towns.outsiders_in_villages - self.outsiders_at_start
            crowded = p.crowding * max(more, 0.0)
        made = self.plant_jobs + self.firm_jobs + self.tourism_jobs
        self.jobs = max(base + made - self.jobs_displaced - crowded, 0.0)
        self.layoff_rate = layoffs(self.jobs, rural.local)

    def clear_the_labour_market(self, is_living: bool) -> None:
        """Hiring odds and tightness from what the villages asked for."""
        self.employed = float(sum(village.tally.local for village in self.villages))
        self.seekers = float(sum(village.tally.sought for village in self.villages))
        self.hiring_odds = odds_of_hiring(self.jobs, self.employed, self.seekers)
        if not is_living:
            active = max(self.employed + self.seekers, 1e-9)
            self.base_tightness = max(self.jobs, 1e-9) / active
        self.tightness = tightness(self.jobs, self.employed, self.seekers, self.base_tightness)

    def send_settlers(self) -> None:
        """Those who settle go to the county's wards."""
        tallies = [village.tally for village in self.villages]
        self.settler_rows = int(sum(t.settlers_alone for t in tallies))
        self.settler_child_rows = int(sum(t.settlers_with_child for t in tallies))
        self.middle_settler_rows = int(sum(t.middle_settlers_alone for t in tallies))
        self.middle_settler_child_rows = int(sum(t.middle_settlers_with_child for t in tallies))

    # sums and books

    def add_up(self) -> None:
        for name in VILLAGE_TALLIES:
            everywhere = 0.0
            kept = 0.0
            for village in self.villages:
                amount = getattr(village.tally, name)
                everywhere += amount
                kept += 0.0 if village.is_urban else amount
            setattr(self.rural, name, everywhere)
            setattr(self.kept, name, kept)
        for name in WARD_TALLIES:
            amounts = (getattr(ward.tally, name) for ward in self.streets)
            setattr(self.towns, name, sum(amounts, 0.0))

    def count_road_upkeep(self) -> None:
        p = self.model.p
        price = p.road_cost * self.model.price_over_2004
        kilometres = sum(
            max(village.roads - village.roads_at_start, 0.0) * village.kilometres * village.weight
            for village in self.villages
        )
        self.upkeep = p.road_upkeep_rate * kilometres * price

    def close_the_books(self) -> None:
        """Services are what revenue, grants and new debt leave over."""
        p = self.model.p
        treasury = self.model.treasury
        self.count_road_upkeep()
        incomes = sum(getattr(self.rural, name) for name in RURAL_INCOMES)
        incomes += sum(getattr(self.towns, name) for name in TOWN_INCOMES) + self.towns.levy
        base = self.real(incomes)
        levy = self.real(self.rural.levy + self.towns.levy)
        enclave = (
            p.plant_return
            * (1.0 - p.profit_outflow)
            * self.plant_capital
            * self.model.price_over_2015
        )
        taxes = self.model.state.revenue_share * (base + enclave)
        self.own_revenue = taxes + self.real(self.rural.tax) + levy
        saved = treasury.saved_by(self)
        self.interest = p.interest_rate * max(self.debt, 0.0)
        self.repaid = saved if self.model.closure == "debt" else 0.0
        spent = sum(self.paid_as[payer] for payer in ("county", "county_tax", "debt"))
        self.lever_spending = spent + self.grants_in
        self.services = services_left(
            self.own_revenue,
            self.grants_in,
            self.new_debt,
            self.lever_spending,
            self.upkeep,
            self.grants_out,
            self.interest,
            self.repaid,
        )
        self.service_ratio = self.services / max(self.own_revenue - levy, 1.0)
        self.debt += self.new_debt - self.repaid
        wanted = self.levy_credit
        if self.model.closure == "tax_cut":
            wanted -= saved
        self.levy_rate = min(max(wanted / max(base, 1.0), -0.3), 0.3)
