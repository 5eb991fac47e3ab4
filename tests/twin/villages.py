"""A village as one object: its works, collective and visitors, and the year its households live."""

from __future__ import annotations

import math
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import mesa
import numpy as np

from sim.agents.counties import WEST
from sim.agents.villages import NO_PROGRAMME, RENOVATED, Village
from sim.declare import Column, declared
from sim.elementary import exp, log
from sim.processes import (
    allocation,
    choice,
    diffusion,
    hardship,
    labour_market,
    production,
    public_works,
    reclassification,
)
from sim.tallies import VILLAGE_TALLIES
from tests.twin.equations import ZERO, draw, for_places, tally
from tests.twin.households import TwinVillager
from tests.twin.sums import Sums

exp64 = for_places(exp)
log64 = for_places(log)
review_score = for_places(allocation.review_score)
utility_away = for_places(choice.utility_away)
adoption_chance = for_places(diffusion.adoption_chance)
attraction = for_places(diffusion.attraction)
collective_capital_next = for_places(diffusion.collective_capital_next)
harvest_lost = for_places(hardship.harvest_lost)
tightness_factor = for_places(labour_market.tightness_factor)
local_factor = for_places(production.local_factor)
premium = for_places(production.premium)
road_factor = for_places(production.road_factor)
effort = for_places(public_works.effort)
quality_next = for_places(public_works.quality_next)
reported_quality = for_places(public_works.reported_quality)
road_next = for_places(public_works.road_next)
urban_hazard = for_places(reclassification.urban_hazard)

COLUMNS = declared(Village, Column)
AMOUNTS = tuple(name for name, item in COLUMNS.items() if item.kind == "float64")
CODES = tuple(name for name, item in COLUMNS.items() if item.kind == "int64" and name != "county")

#: Tallies that are sums of what each household has.
SUMMED = (
    "farm_labour",
    "farm_income",
    "wage",
    "business",
    "property",
    "remittances",
    "away_pay",
    "levy",
    "dibao",
    "medical_cost",
    "assets",
    "upper_income",
    "schooling",
)

VILLAGE_ROW = 0xFFFFFF  # under which a village itself draws


class TwinVillage(mesa.Agent):
    """A village of a ``county``: ``block`` is its id, ``places`` its households and free places."""

    def __init__(self, model: Any, block: int, county: Any, rows: int) -> None:
        super().__init__(model)
        self.block = block
        self.county = county
        self.places: list[TwinVillager | None] = [None] * rows
        self.sums = Sums(rows)
        self.tally = tally(VILLAGE_TALLIES)
        for name in AMOUNTS:
            setattr(self, name, 0.0)
        for name in CODES:
            setattr(self, name, 0)

    def households(self) -> Iterator[TwinVillager]:
        """Those who live here now; whoever comes or goes meanwhile does not matter."""
        return (household for household in list(self.places) if household is not None)

    @property
    def weight(self) -> float:
        """How many real villages it stands for."""
        return float(self.county.village_weight)

    def neighbours(self) -> list[TwinVillage]:
        """Up to three villages on each side, in the same county."""
        villages = self.model.villages
        near = range(max(self.block - 3, 0), min(self.block + 4, len(villages)))
        return [
            villages[other]
            for other in near
            if other != self.block and villages[other].county is self.county
        ]

    # public works

    def be_reviewed(self) -> None:
        self.score = review_score(self.quality, self.leader, self.lot)

    def remember(self) -> None:
        """What neighbours see is last year's."""
        self.quality_before = self.quality
        self.was_selling = self.has_ecommerce

    def build_and_maintain(self) -> None:
        """Last year's renovation and this year's roads and connections; all of it wears."""
        p = self.model.p
        policy = self.county.policy
        cost = self.model.renovation_cost
        staff = policy.seconded_staff if self.county.county_class == WEST else 0.0
        e = effort(p.plain_effort, max(policy.governance_effort, staff))
        near = self.neighbours()
        example = self.quality_before
        if near:
            example = sum(other.quality_before for other in near) / len(near)
        self.quality = quality_next(
            self.quality_before,
            self.renovation_money / cost,
            p.leakage,
            e,
            p.quality_ceiling,
            example,
            p.spread,
            1.0 if self.renovation_money > 0.0 else 0.0,
            self.upkeep_money * (1.0 - p.leakage) * e / (p.upkeep_rate * cost),
            p.quality_decay,
        )
        if self.quality < 1e-6:
            self.quality = 0.0
        is_supervised = self.status != NO_PROGRAMME
        self.reported_quality = reported_quality(
            self.quality, p.overstatement, policy.governance_effort if is_supervised else 0.0
        )
        given = self.model.treasury.given_to(self)
        paving = given["road_works"] * (1.0 - p.leakage)
        price_of_road = self.kilometres * p.road_cost * self.model.price_over_2004
        self.roads = road_next(
            self.roads, paving / price_of_road, p.road_decay, self.county.service_ratio / 0.8
        )
        laying = given["broadband_works"] * (1.0 - p.leakage)
        price_of_line = p.broadband_cost * self.model.price_over_2015
        self.broadband = min(1.0, self.broadband + laying / price_of_line)
        self.renovation_money = given["renovation_works"]
        self.upkeep_money = given["village_upkeep"]
        if self.renovation_money >= 0.5 * cost and self.status == NO_PROGRAMME:
            self.status = RENOVATED
        entry = p.collective_entry_cost * self.model.price_over_2015
        if given["collective_support"] >= 0.5 * entry:
            self.has_company = 1

    # neighbours, collective, visitors

    def imitate_and_fail(self) -> None:
        """Sell online after neighbours' example, or give up; a company may fail."""
        p = self.model.p
        u_adopt, u_quit, u_fail, _ = (
            float(u)
            for u in draw(self.model.seed_number, "adoption", self.model.year, self.block, 0)
        )
        near = self.neighbours()
        example = sum(other.was_selling for other in near) / len(near) if near else 0.0
        chance = adoption_chance(p.ecommerce_rate, p.ecommerce_imitation, example, self.broadband)
        if self.was_selling:
            if u_quit < p.ecommerce_failure:
                self.has_ecommerce = 0
        elif u_adopt < chance:
            self.has_ecommerce = 1
        if self.has_company and u_fail < p.collective_failure:
            self.has_company = 0
            self.collective_capital *= 0.8

    def run_the_collective(self, asked: float, is_living: bool) -> None:
        """Earn on capital, share out, reinvest, and pay what works ask of collectives."""
        p = self.model.p
        self.capital_before = self.collective_capital
        rate = p.collective_return_plain
        shared = p.dividend_share_plain
        reinvested = 0.0
        if self.has_company:
            rate = p.collective_return
            shared = max(self.county.policy.collective_dividend_share, shared)
            reinvested = p.collective_reinvested
        self.collective_revenue = rate * self.capital_before
        self.dividends = shared * self.collective_revenue
        if is_living:
            appreciation = self.model.state.price_change + p.collective_appreciation
            grown = collective_capital_next(
                self.capital_before, appreciation, reinvested * self.collective_revenue
            )
            self.collective_capital = max(grown - asked, 0.1 * self.capital_before)

    def attract(self) -> float:
        """How visitors are drawn to it; 0 outside the place."""
        p = self.model.p
        self.has_guesthouses = int(self.quality > 0.5 and self.roads > 0.9)
        if not self.county.is_home:
            return 0.0
        mean = max(self.model.state.mean_collective_capital, 1.0)
        return attraction(
            self.quality + 0.1,
            self.access * (0.5 + 0.5 * self.roads),
            self.capital_before / mean,
            p.visit_quality,
            p.visit_access,
            p.visit_capital,
        )

    def receive(self, visits: float) -> None:
        """Visitors come; what their hosts earn beyond wages is the owners'."""
        p = self.model.p
        self.visits = visits
        spent = visits * p.visit_spending * self.model.price_over_2015
        self.tourism_income = spent * p.visit_value_added * (1.0 - p.visit_wage_share)

    # the households' year

    def live_until_the_market(self, is_living: bool) -> None:
        """Demography and illness, then who works where; local jobs are asked for."""
        self.tally = tally(VILLAGE_TALLIES)
        self.estate_land = 0.0
        self.estate_assets = 0.0
        if is_living:
            for household in self.households():
                household.grow_older()
            self.let_the_young_part()
        outlook = self.outlook()
        for household in self.households():
            household.decide(outlook, is_living)
        self.share_out_estates()

    def let_the_young_part(self) -> None:
        """Young adults found households as long as there are free places."""
        for household in self.households():
            if household.wants_to_part() and None in self.places:
                free = self.places.index(None)
                self.places[free] = household.part_into(free)
                self.tally.formed += 1

    def share_out_estates(self) -> None:
        """What households that ended leave goes to all others alike."""
        heirs = list(self.households())
        for heir in heirs:
            heir.land = heir.land + np.float32(self.estate_land / len(heirs))
            heir.assets = heir.assets + np.float32(self.estate_assets / len(heirs))

    def productivity_here(self) -> float:
        return float(self.county.productivity * self.productivity)

    def road_here(self) -> float:
        p = self.model.p
        return road_factor(self.roads, p.road_floor, p.road_elasticity)

    def local_pay(self) -> tuple[float, float]:
        """Pay of a local job and of own business in this village."""
        p = self.model.p
        state = self.model.state
        place = local_factor(
            self.productivity_here(), self.road_here(), self.broadband, p.broadband_gain
        )
        tight = tightness_factor(self.county.tightness, p.tightness_elasticity)
        wage = state.local_wage * exp64(state.log_local_wage) * place * tight
        own = state.self_earnings * exp64(state.log_self_earnings) * place
        own *= 1.0 + self.ecommerce_gain()
        return wage, own

    def outlook(self) -> SimpleNamespace:
        """What the village's households expect, the same for all of them."""
        p = self.model.p
        state = self.model.state
        county = self.county
        constants = self.model.constants[county.county_class]
        openness = county.policy.hukou_openness
        cost = p.firm_cost * state.price / state.price_2015
        grant = min(county.startup_grant, cost)
        wage, own = self.local_pay()
        constant_away = (
            constants["away"]
            - p.distance_cost * (self.distance - 0.5)
            + p.hukou_cost * (openness - state.base_openness)
            - p.quality_of_life * self.quality
            - p.grant_pull * grant / cost
        )
        away = utility_away(
            p.wage_response,
            state.away_earnings * state.town_wage,
            self.farm_return,
            state.risk_away,
            p.network,
            self.migrant_share,
            constant_away,
        )
        kept = (1.0 - p.separation_rate) * (1.0 - county.layoff_rate)
        numbers = {
            "wage_over_farm": wage / self.farm_return,
            "log_own_over_farm": log64(own / self.farm_return),
            "away_common": away,
            "odds": county.hiring_odds,
            "constant_local": constants["local"],
            "constant_self": constants["self_employed"],
            "separations": 1.0 - kept,
            "placed_rate": county.placed_rate,
            "grant": grant,
            "cost": cost,
            "openness": openness,
            "log_premium": log64(premium(p.quality_premium, self.quality, 1.0)),
        }
        return in_single(numbers)

    def live_after_the_market(self, is_living: bool) -> None:
        """Jobs are found, farms produce, incomes are earned, taxed and saved."""
        self.tally.local = 0.0
        self.sums = Sums(len(self.places))
        odds = np.float32(self.county.hiring_odds)
        for household in self.households():
            household.look_for_jobs(odds)
        self.persons = float(sum(household.at_home for household in self.households()))
        self.suffer_disaster(is_living)
        land = self.land_of_the_year()
        for household in self.households():
            household.work_the_farm(land)
        pay = self.pay_of_the_year(land)
        for household in self.households():
            household.earn_and_save(pay, is_living)
        self.add_up(land, pay)
        self.look_back()

    def suffer_disaster(self, is_living: bool) -> None:
        self.farm_loss = 0.0
        if not is_living:
            return
        u_disaster, u_size, _, _ = (
            float(u)
            for u in draw(
                self.model.seed_number, "disaster", self.model.year, self.block, VILLAGE_ROW
            )
        )
        if u_disaster < self.model.p.disaster_rate:
            self.farm_loss = harvest_lost(self.model.p.disaster_loss, u_size)

    def ecommerce_gain(self) -> float:
        return float(self.model.p.ecommerce_gain * self.has_ecommerce)

    def old_labour(self) -> np.float32:
        """Farm labour of an old person; less where a pension is paid."""
        labour = self.model.single.old_farm_labour
        if self.pension() > ZERO:
            labour = labour * np.float32(1.0 - self.model.p.pension_labour_loss)
        return labour

    def pension(self) -> np.float32:
        return np.float32(self.county.policy.pension * self.model.p.transfer_scale)

    def land_of_the_year(self) -> SimpleNamespace:
        """Those who do not farm let their land to those who do, in proportion to their own."""
        state = self.model.state
        old_labour = self.old_labour()
        for household in self.households():
            is_worked = household.farm_labour(old_labour) > ZERO
            household.note(**{"worked_land" if is_worked else "idle_land": household.land})
        idle = self.sums.total("idle_land")
        worked = self.sums.total("worked_land")
        price_premium = self.county.produce_premium
        fall = state.pillar_fall if self.county.county_class == WEST else 0.0
        level = (
            state.farm_earnings
            * state.farm_productivity
            * state.farm_price
            * math.sqrt(self.productivity_here() * self.road_here())
            * (1.0 + self.ecommerce_gain())
            * (1.0 + price_premium)
            * (1.0 - self.farm_loss)
            * (1.0 - fall)
        )
        return SimpleNamespace(
            idle=idle,
            worked=worked,
            rented_in=np.float32(min(idle / max(worked, 1e-9), 5.0)),
            level=np.float32(level),
            old_labour=old_labour,
        )

    def pay_of_the_year(self, land: SimpleNamespace) -> SimpleNamespace:
        """What a job, a visitor, a pension and a tax are this year, the same for all."""
        p = self.model.p
        state = self.model.state
        county = self.county
        policy = county.policy
        wage, own = self.local_pay()
        rent = self.sums.total("rent")
        real_persons = max(self.persons * county.weight / county.village_weight, 1.0)
        is_near = self.distance < p.commuting_distance
        tax_rate = state.tax_rate_west if county.county_class == WEST else state.tax_rate
        pay = in_single(
            {
                "wage": wage,
                "own": own,
                "away": state.away_earnings * state.town_wage * (1.0 - state.risk_away),
                "sent": p.remitted_share_near if is_near else p.remitted_share,
                "quality": self.quality,
                "dividend": self.dividends / real_persons,
                "tourism": self.tourism_income / real_persons,
                "property_base": state.property_level,
                "transfer_base": state.transfer_level,
                "tax_rate": tax_rate * (1.0 - policy.agricultural_tax_relief),
                "levy_rate": county.levy_rate,
                "dibao_line": policy.dibao_line,
                "poverty_line": state.poverty_line,
                "medical_cover": policy.medical_cover,
                "illness_cost": p.illness_cost * state.mean_household_income,
                "contribution": county.contribution,
                "firm_income": p.firm_profit * p.firm_jobs * wage,
                "rent_per_land": rent / land.idle if land.idle > 0.0 else 0.0,
            }
        )
        pay.pension = self.pension()
        pay.old_labour = land.old_labour
        return pay

    def add_up(self, land: SimpleNamespace, pay: SimpleNamespace) -> None:
        """Sums over the households; what a rate is paid on is summed, and not what is paid."""
        t = self.tally
        for name in SUMMED:
            setattr(t, name, self.sums.total(name))
        t.land = land.worked + land.idle
        price_premium = self.county.produce_premium
        t.produce_premium = t.farm_income * price_premium / (1.0 + price_premium)
        at_once = {
            "land_rented": land.worked * float(land.rented_in),
            "transfer": self.sums.total("transfer_after_levy") + t.levy,
            "tax": float(pay.tax_rate) * t.farm_income,
            "pension": float(pay.pension) * t.old,
            "dividends": float(pay.dividend) * self.persons,
            "contributions": float(pay.contribution) * self.persons,
            "lower_income": self.sums.total("income") - t.upper_income,
        }
        for name, amount in at_once.items():
            setattr(t, name, self.sums.check(name, amount))

    def look_back(self) -> None:
        """Farm return, migrants' share and income per head, as next year's decisions see them."""
        state = self.model.state
        t = self.tally
        if t.farm_labour > 0.0:
            least = 0.1 * state.farm_earnings * state.farm_price
            self.farm_return = max(t.farm_income / t.farm_labour, least)
        workers = t.farm + t.local + t.self_employed + t.away
        if workers > 0:
            self.migrant_share = t.away / workers
        if self.persons > 0:
            self.income = (t.upper_income + t.lower_income) / self.persons

    def perhaps_become_urban(self) -> None:
        hazard = urban_hazard(self.model.state.cumulated_urban_hazard, self.productivity)
        if self.urban_rank < hazard:
            self.is_urban = 1


def in_single(numbers: dict[str, float]) -> SimpleNamespace:
    """Numbers of a village as its households reckon with them."""
    return SimpleNamespace(**{name: np.float32(number) for name, number in numbers.items()})
