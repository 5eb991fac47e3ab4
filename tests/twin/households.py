"""A household as one object with plain attributes: people, work, farm, purse."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import mesa
import numpy as np

from sim.agents.households import (
    NATIVE,
    NEWCOMER,
    OUTSIDER,
    RURAL,
    SETTLED,
    Household,
)
from sim.declare import Column, declared
from sim.elementary import exp, log, whole
from sim.processes import (
    choice,
    consumption,
    demography,
    hardship,
    labour_market,
    population,
    production,
)
from sim.world import RURAL_BINS, URBAN_BINS
from tests.twin.equations import HALF, ONE, ZERO, draw, for_households

exp32 = for_households(exp)
log32 = for_households(log)
whole32 = for_households(whole)
moves_on = for_households(demography.moves_on)
happens = for_households(demography.happens)
mean_with = for_households(demography.mean_with)
share_below = for_households(choice.share_below)
settlement_chance = for_households(choice.settlement_chance)
schooling_premium = for_households(choice.schooling_premium)
log_schooling_premium = for_households(choice.log_schooling_premium)
utility_local = for_households(choice.utility_local)
utility_self = for_households(choice.utility_self)
can_start = for_households(choice.can_start)
hired = for_households(labour_market.hired)
farm_output = for_households(production.farm_output)
premium = for_households(production.premium)
remittance = for_households(production.remittance)
support_left = for_households(production.support_left)
asset_index = for_households(production.asset_index)
uncovered = for_households(hardship.uncovered)
dibao = for_households(hardship.dibao)
assets_next = for_households(consumption.assets_next)
skill_of = for_households(population.skill_of)

COLUMNS = declared(Household, Column)
AMOUNTS = tuple(name for name, item in COLUMNS.items() if item.kind == "float32")
COUNTS = tuple(name for name, item in COLUMNS.items() if item.kind == "uint8")

#: The tally of settlers by age and company.
SETTLERS = {
    ("young", "alone"): "settlers_alone",
    ("young", "with_child"): "settlers_with_child",
    ("middle", "alone"): "middle_settlers_alone",
    ("middle", "with_child"): "middle_settlers_with_child",
}


def count(number: int) -> np.float32:
    """A whole number as households reckon with it."""
    return np.float32(number)


@dataclass(frozen=True)
class LifeEvents:
    """What happens to a household's members in a year: 0 or 1 of each."""

    born: int
    old_dies: int
    middle_dies: int
    child_grows: int
    young_ages: int
    middle_ages: int


class TwinHousehold(mesa.Agent):
    """A household at a ``row`` of its ``home``, a village or a ward."""

    def __init__(self, model: Any, home: Any, row: int, kind: int) -> None:
        super().__init__(model)
        self.home = home
        self.row = row
        for name in AMOUNTS:
            setattr(self, name, ZERO)
        for name in COUNTS:
            setattr(self, name, 0)
        self.kind = kind

    @property
    def persons(self) -> int:
        return self.children + self.young + self.middle + self.old

    @property
    def adults(self) -> int:
        return self.young + self.middle + self.old

    def draw(self, decision: str) -> tuple[np.float32, ...]:
        return draw(self.model.seed_number, decision, self.model.year, self.home.block, self.row)

    def note(self, **amounts: np.float32) -> None:
        """What is to be added up over the village or ward."""
        self.home.sums.note(self.row, **amounts)

    def leave_the_world(self) -> None:
        """Nobody is left: the place is free again."""
        self.home.places[self.row] = None
        self.remove()

    def life_events(self, chances: tuple, ages: tuple) -> LifeEvents:
        p = self.model.single
        state = self.model.state
        u_birth, u_old, u_middle, _ = chances
        u_child, u_young, u_age, _ = ages
        middle_dies = int(happens(count(self.middle), p.middle_death_rate, u_middle))
        return LifeEvents(
            born=int(happens(count(self.young), np.float32(state.birth_chance), u_birth)),
            old_dies=int(happens(count(self.old), np.float32(state.old_death_chance), u_old)),
            middle_dies=middle_dies,
            child_grows=int(moves_on(count(self.children), p.years_as_child, u_child)),
            young_ages=int(moves_on(count(self.young), p.years_as_young, u_young)),
            middle_ages=int(moves_on(count(self.middle - middle_dies), p.years_as_middle, u_age)),
        )

    def live_through(self, events: LifeEvents) -> None:
        self.children += events.born - events.child_grows
        self.young += events.child_grows - events.young_ages
        self.middle += events.young_ages - events.middle_ages - events.middle_dies
        self.old += events.middle_ages - events.old_dies
        self.home.tally.births += events.born
        self.home.tally.deaths += events.old_dies + events.middle_dies


class TwinVillager(TwinHousehold):
    """A rural household: it farms, works for wages or for itself, and sends members away."""

    def __init__(self, model: Any, home: Any, row: int, kind: int = RURAL) -> None:
        super().__init__(model, home, row, kind)

    @property
    def workers(self) -> int:
        return self.farm + self.local + self.self_employed + self.away

    @property
    def at_home(self) -> int:
        return self.persons - self.away

    # before the market

    def grow_older(self) -> None:
        """Births, deaths, ageing; illness; who enters work and who stops."""
        p = self.model.p
        ages = self.draw("ageing")
        events = self.life_events(self.draw("demography"), ages)
        if events.child_grows:
            years = np.float32(
                p.entrant_schooling
                + p.entrant_schooling_growth * self.model.state.years_since_base
                + self.model.state.added_schooling
            )
            self.schooling = mean_with(self.schooling, count(self.adults), years)
        self.live_through(events)
        self.is_struck = self.fall_ill(self.draw("work")[0])
        self.home.tally.ill += self.is_struck
        self.must_choose = int(self.settle_who_works(ages[3]) > 0)

    def end(self) -> None:
        """Nobody is left; land and assets fall to the village."""
        self.home.tally.dissolved += 1
        self.home.estate_land += float(self.land)
        self.home.estate_assets += float(self.assets)
        self.leave_the_world()

    def fall_ill(self, chance: np.float32) -> int:
        """1 if struck this year; one worker is idle while the illness lasts."""
        if self.ill_years > 0:
            self.ill_years -= 1
        elif chance < self.model.single.illness_rate:
            self.ill_years = int(self.model.p.illness_years)
            return 1
        return 0

    def settle_who_works(self, lot: np.float32) -> int:
        """Those of working age work, less one who is ill; returns how many entered work."""
        able = self.young + self.middle
        if self.ill_years > 0:
            able = max(able - 1, 0)
        entrants = able - self.workers
        if entrants < 0:
            self.go_on_with(able, lot)
        else:
            self.farm += entrants
        return entrants

    def go_on_with(self, able: int, lot: np.float32) -> None:
        """Those still able are spread over what the household did before, in proportion."""
        before = count(self.workers)
        reached = 0
        placed = 0
        for activity in ("away", "self_employed", "local"):
            reached += getattr(self, activity)
            cut = int(share_below(count(able), count(reached), before, lot))
            setattr(self, activity, cut - placed)
            placed = cut
        self.farm = able - placed

    def wants_to_part(self) -> bool:
        """A young adult who works at home may leave the parents' household."""
        if self.middle == 0 or self.young == 0:
            return False
        if self.workers - self.away == 0:
            return False
        u_found = self.draw("demography")[3]
        return bool(u_found < self.model.single.formation_rate * count(self.young))

    def part_into(self, row: int) -> TwinVillager:
        """A young adult leaves for the free place ``row`` with a part of land and assets."""
        activity = "local"
        if self.farm > 0:
            activity = "farm"
        elif self.self_employed > 0:
            activity = "self_employed"
        self.young -= 1
        setattr(self, activity, getattr(self, activity) - 1)
        child = TwinVillager(self.model, self.home, row)
        child.young = 1
        setattr(child, activity, 1)
        child.skill = self.skill
        child.schooling = self.schooling
        child.taste = self.taste
        part = ONE / (count(self.persons) + ONE)
        child.land = part * self.land
        child.assets = part * self.assets
        self.land = self.land - child.land
        self.assets = self.assets - child.assets
        index = asset_index(child.skill, child.assets / self.model.mean_assets)
        child.is_upper_half = int(index > np.float32(self.home.upper_threshold))
        child.must_choose = 1
        return child

    def decide(self, outlook: Any, is_living: bool) -> None:
        """Settle in town, lose jobs, choose work, be placed, come back, start a firm."""
        must_choose = self.must_choose > 0
        self.must_choose = 0
        self.sought = 0
        self.migrant_years = self.migrant_years + ONE if self.away > 0 else ZERO
        if is_living and self.away > 0:
            self.perhaps_settle_in_town(outlook)
        if self.persons == 0:
            self.end()
            return
        _, u_reconsider, u_spread, u_separate = self.draw("work")
        lost = self.lose_jobs(outlook, u_separate)
        before = self.away
        reconsiders = u_reconsider < self.model.single.reconsider
        if self.workers > 0 and (must_choose or lost > 0 or reconsiders):
            self.choose_work(outlook, u_spread)
        self.be_placed(outlook)
        self.get_used_to_it_anew(before)
        returned = max(before - self.away, 0)
        if returned > 0:
            self.is_returnee = 1
            self.home.tally.returned += returned
        self.run_firms(outlook, returned > 0)
        self.home.tally.sought += self.sought
        self.home.tally.local += self.local

    def perhaps_settle_in_town(self, outlook: Any) -> None:
        p = self.model.single
        u_settle, u_child, _, _ = self.draw("moving")
        young = count(self.young)
        middle = count(self.middle)
        age_factor = (young + p.settlement_middle * middle) / (young + middle)
        chance = settlement_chance(
            p.settlement_hazard,
            outlook.openness,
            self.migrant_years,
            p.settlement_years,
            age_factor * count(self.away),
        )
        is_last_adult = self.adults == 1
        if u_settle >= chance or (is_last_adult and self.children > 1):
            return
        age = "young" if self.young > 0 else "middle"
        company = "alone"
        if self.children > 0 and (is_last_adult or u_child < p.child_goes_along):
            company = "with_child"
            self.children -= 1
        self.away -= 1
        setattr(self, age, getattr(self, age) - 1)
        name = SETTLERS[age, company]
        setattr(self.home.tally, name, getattr(self.home.tally, name) + 1)

    def lose_jobs(self, outlook: Any, lot: np.float32) -> int:
        """Those who lose a local job go back to the farm."""
        lost = int(whole32(count(self.local) * outlook.separations + lot))
        lost = min(lost, self.local)
        self.local -= lost
        self.farm += lost
        return lost

    def choose_work(self, outlook: Any, lot: np.float32) -> None:
        """Spread the workers over activities; local jobs are asked for and not yet found."""
        p = self.model.single
        workers = count(self.workers)
        log_school = log_schooling_premium(self.schooling, p.schooling_low, p.schooling_high)
        log_factor = p.skill_foreseen * log32(self.skill) + log_school
        if self.is_upper_half:
            log_factor = log_factor + outlook.log_premium
        young_share = count(self.young) / max(count(self.young + self.middle), ONE)
        habit = p.experience / workers
        farm = exp32(habit * count(self.farm))
        local = exp32(
            utility_local(
                p.wage_response,
                outlook.odds,
                outlook.wage_over_farm,
                exp32(log_factor),
                outlook.constant_local,
            )
            + habit * count(self.local)
        )
        own = exp32(
            utility_self(
                p.wage_response, outlook.log_own_over_farm, log_factor, outlook.constant_self
            )
            + habit * count(self.self_employed)
        )
        away = exp32(
            outlook.away_common
            + p.wage_response * log_school
            + p.youth_pull * (young_share - HALF)
            - p.care * count(self.old)
            - self.taste
            + habit * count(self.away)
        )
        total = farm + local + own + away
        to_away = int(share_below(workers, away, total, lot))
        not_below = int(share_below(workers, away + own, total, lot))
        not_farm = int(share_below(workers, away + own + local, total, lot))
        wanted = not_farm - not_below
        kept = min(wanted, self.local)
        self.farm = self.workers - kept - not_below
        self.sought = wanted - kept
        self.local = kept
        self.self_employed = not_below - to_away
        self.away = to_away

    def be_placed(self, outlook: Any) -> None:
        """Western farm workers who seek no job at home are placed in the donors' towns."""
        if outlook.placed_rate <= ZERO:
            return
        idle = self.farm - min(self.farm, self.sought)
        lot = self.draw("placement")[0]
        placed = min(int(whole32(count(idle) * outlook.placed_rate + lot)), idle)
        self.farm -= placed
        self.away += placed
        self.home.tally.placed += placed

    def get_used_to_it_anew(self, before: int) -> None:
        """Years away are a mean over those away; whoever has just left begins at none."""
        if self.away > before:
            self.migrant_years = self.migrant_years * (count(before) / count(self.away))

    def run_firms(self, outlook: Any, has_returned: bool) -> None:
        """A firm may die; whoever can pay may start one."""
        p = self.model.single
        _, _, u_die, u_start = self.draw("moving")
        self.firms -= int(happens(count(self.firms), p.firm_death_rate, u_die))
        rate = p.start_rate_returnee if has_returned else p.start_rate_local
        if u_start >= rate or can_start(self.assets, outlook.grant, outlook.cost) == ZERO:
            return
        self.firms += 1
        self.assets = max(self.assets - (outlook.cost - outlook.grant), ZERO)
        self.home.tally.startup_grants += float(outlook.grant)

    # after the market

    def look_for_jobs(self, odds: np.float32) -> None:
        """Find the jobs asked for, or not; some of the refused start on their own."""
        u_hire, u_fall, _, _ = self.draw("fortune")
        if self.sought == 0:
            return
        found = int(hired(count(self.sought), odds, u_hire))
        refused = self.sought - found
        alone = whole32(count(refused) * self.model.single.fallback_self_employed + u_fall)
        alone = min(int(alone), refused)
        self.local += found
        self.self_employed += alone
        self.farm -= found + alone
        self.home.tally.hired += found

    def farm_labour(self, old_labour: np.float32) -> np.float32:
        return count(self.farm) + old_labour * count(self.old)

    def work_the_farm(self, land: Any) -> None:
        """Harvest on own and rented land; the rent of rented land goes into the village's pool."""
        p = self.model.single
        self.business = ZERO
        labour = self.farm_labour(land.old_labour)
        if labour <= ZERO:
            return
        operated = self.land * (ONE + land.rented_in)
        output = farm_output(
            land.level,
            operated,
            labour,
            self.assets / self.model.mean_assets,
            p.land_share,
            p.labour_share,
        )
        if self.away > 0:
            output = output * np.float32(1.0 + self.model.p.input_gain)
        rent = p.land_share * output * land.rented_in / (ONE + land.rented_in)
        self.business = output - rent
        self.home.tally.family_farms += 1 if operated >= p.family_farm_size else 0
        self.note(
            farm_labour=labour,
            rent=rent,
            land_rented=self.land * land.rented_in,
            farm_income=self.business,
        )

    def earn_and_save(self, pay: Any, is_living: bool) -> None:
        """All incomes, taxes and costs of the year."""
        p = self.model.single
        _, _, u_insured, u_reached = self.draw("fortune")
        at_home = count(self.at_home)
        school = schooling_premium(self.schooling, p.schooling_low, p.schooling_high)
        factor = self.skill * school
        better = factor * premium(p.quality_premium, pay.quality, count(self.is_upper_half))
        farm_income = self.business
        wages = count(self.local) * pay.wage * better
        nonfarm = (
            count(self.self_employed) * pay.own * better
            + count(self.firms) * pay.firm_income
            + pay.tourism * at_home
        )
        gross_away = count(self.away) * pay.away * school
        pensions = pay.pension * count(self.old)
        home = ZERO
        if self.away > 0:
            sent = remittance(gross_away, pay.sent, p.remittance_decay, self.migrant_years)
            home = support_left(sent, pensions, p.pension_crowding)
        rent = ZERO
        if self.farm_labour(pay.old_labour) <= ZERO:
            rent = pay.rent_per_land * self.land
        dividends = pay.dividend * at_home
        property_income = pay.property_base * at_home + dividends + rent
        transfers = pay.transfer_base * at_home + pensions
        tax = pay.tax_rate * max(farm_income, ZERO)
        before = wages + farm_income + nonfarm + property_income + transfers + home - tax
        topped = ZERO
        if pay.dibao_line > ZERO and self.at_home > 0:
            is_reached = ONE if u_reached >= p.dibao_exclusion else ZERO
            topped = dibao(before, at_home, pay.dibao_line, is_reached)
        levy = pay.levy_rate * max(before, ZERO)
        income = before + topped - levy

        self.is_insured = int(u_insured < pay.medical_cover)
        medical = ZERO
        shortfall = ZERO
        if self.is_struck:
            medical = uncovered(pay.illness_cost, count(self.is_insured), p.insured_share)
            shortfall = max(medical - self.assets, ZERO)
            self.home.tally.medical += float(pay.illness_cost - medical)
        asked = pay.contribution * at_home
        if is_living:
            self.assets = assets_next(
                self.assets, max(income, ZERO), p.saving_rate, p.asset_decay, medical + asked
            )
        self.wage = wages
        self.business = farm_income + nonfarm - tax
        self.property = property_income
        self.transfer = transfers + topped - levy
        self.remittances = home
        self.has_pension = int(pensions > ZERO)

        self.note(
            wage=wages,
            business=nonfarm,
            property=property_income,
            transfer=transfers + topped,
            transfer_after_levy=self.transfer,
            remittances=home,
            away_pay=gross_away,
            tax=tax,
            levy=levy,
            pension=pensions,
            dibao=topped,
            medical_cost=medical,
            dividends=dividends,
            contributions=asked,
            assets=self.assets,
            income=income,
            schooling=count(self.adults) * self.schooling,
        )
        self.note(**{"upper_income" if self.is_upper_half else "lower_income": income})
        self.be_counted()
        if self.at_home > 0:
            if (income - shortfall) / at_home < pay.poverty_line:
                self.be_counted_as_poor()
            self.enter_the_distribution(income / at_home)

    def be_counted(self) -> None:
        tally = self.home.tally
        tally.households += 1
        tally.persons += self.at_home
        for name in ("children", "young", "middle", "old", "adults"):
            setattr(tally, name, getattr(tally, name) + getattr(self, name))
        for name in ("farm", "local", "self_employed", "away", "firms"):
            setattr(tally, name, getattr(tally, name) + getattr(self, name))
        half = "upper_persons" if self.is_upper_half else "lower_persons"
        setattr(tally, half, getattr(tally, half) + self.at_home)

    def be_counted_as_poor(self) -> None:
        tally = self.home.tally
        tally.poor += self.at_home
        tally.working_age_poor += max(self.young + self.middle - self.away, 0)
        tally.working_age_poor_in_work += self.local + self.self_employed
        if self.ill_years > 0:
            tally.poor_by_illness += self.at_home
        elif self.home.farm_loss > 0.0:
            tally.poor_by_disaster += self.at_home

    def enter_the_distribution(self, per_head: np.float32) -> None:
        village = self.home
        if village.county.is_home:
            group = URBAN_BINS if village.is_urban else RURAL_BINS
            self.model.enter(per_head, self.at_home, group)


class TwinTownsfolk(TwinHousehold):
    """A town household: a native, a settler, somebody from another province or a newcomer."""

    @property
    def workers(self) -> int:
        return self.young + self.middle

    def move_in(self, young: int, middle: int, children: int) -> None:
        """A new household takes its place."""
        state = self.model.state
        u_skill, u_place, _, _ = self.draw("arrival")
        self.young = young
        self.middle = middle
        self.children = children
        self.skill = skill_of(self.model.single.skill_spread_town, u_skill)
        self.schooling = np.float32(state.mean_schooling)
        self.has_town_hukou = int(self.kind == NEWCOMER)
        self.lives_in_village = int(
            self.kind == OUTSIDER
            and u_place < np.float32(self.home.county.outsiders_in_villages_share)
        )

    def leave_rate(self) -> np.float32:
        state = self.model.state
        rates = {
            NATIVE: state.leave_rate_natives,
            OUTSIDER: state.leave_rate_outsiders,
            NEWCOMER: state.leave_rate_newcomers,
            SETTLED: 0.0,
        }
        return np.float32(rates[self.kind])

    def live_on(self, registration: np.float32) -> None:
        """Leave the place for good, or age a year; settlers may change their register."""
        chances = self.draw("town_demography")
        ages = self.draw("town_ageing")
        if self.home.county.is_home and chances[3] < self.leave_rate():
            self.home.tally.left += self.persons
            self.leave_the_world()
            return
        self.live_through(self.life_events(chances, ages))
        if self.persons == 0:
            self.leave_the_world()
        elif self.kind == SETTLED and ages[3] < registration:
            self.has_town_hukou = 1

    def earn(self, pay: Any) -> None:
        workers = count(self.workers)
        persons = count(self.persons)
        is_local = self.kind in (NATIVE, NEWCOMER)
        self.business = ZERO
        self.property = ZERO
        transfer = ZERO
        if is_local:
            self.wage = workers * pay.wage * self.skill
            self.business = self.wage * pay.business_ratio
            self.property = persons * pay.property_level * self.skill
            transfer = count(self.old) * pay.pension
        elif self.kind == SETTLED:
            self.wage = workers * pay.settler_wage * self.skill
            transfer = count(self.old) * pay.pension * HALF
        else:
            self.wage = workers * pay.outsider * self.skill
        before = self.wage + self.business + self.property + transfer
        levy = pay.levy_rate * before
        income = before - levy
        self.transfer = transfer - levy

        tally = self.home.tally
        tally.households += 1
        for name in ("children", "young", "middle", "old"):
            setattr(tally, name, getattr(tally, name) + getattr(self, name))
        self.note(levy=levy)
        if is_local:
            self.note(imputed_rent=pay.imputed * income)
        if self.kind == NATIVE:
            tally.natives += self.persons
            self.note(
                native_wage=self.wage,
                native_business=self.business,
                native_property=self.property,
                native_transfer=self.transfer,
                native_income=income,
            )
        elif self.kind == NEWCOMER:
            tally.newcomers += self.persons
            self.note(newcomer_income=income)
        elif self.kind == SETTLED:
            tally.settled += self.persons
            self.note(settled_income=income)
            if self.has_town_hukou:
                tally.settled_registered += self.persons
                self.note(settled_registered_income=income)
        else:
            tally.outsiders += self.persons
            self.note(outsider_income=income)
            if self.lives_in_village:
                tally.outsiders_in_villages += self.persons
        if self.home.county.is_home:
            self.model.enter(income / persons, self.persons, URBAN_BINS)
