"""What happens above the village: prices, public money, works, jobs, the market, the books.

Everything here is in float64, loops in a fixed order, and is over in well under a millisecond at
the usual scales. Money is nominal yuan of real people: counts of rows times the county's weight.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.agents.counties import CI, MOUNTAIN, PLAIN, WEST, C
from sim.agents.villages import DEMONSTRATION, NO_PROGRAMME, RENOVATED, VI, V
from sim.compiled import double, inlined, kernel
from sim.elementary import exp, log
from sim.external import D
from sim.parameters import P
from sim.policy import PAYER, I
from sim.processes import (
    allocation,
    demography,
    diffusion,
    jobs,
    labour_market,
    prices_and_trends,
    public_finance,
    public_works,
    reclassification,
)
from sim.random import decision_key, uniforms
from sim.tallies import T, W
from sim.world import RECIPIENT, S

exp64 = double(exp)
log64 = double(log)
urban_wage_growth = double(prices_and_trends.urban_wage_growth)
lagged_log_wage = double(prices_and_trends.lagged_log_wage)
agglomerated = double(prices_and_trends.agglomerated)
absorbed = double(public_finance.absorbed)
services_left = double(public_finance.services_left)
jobs_kept_by_services = double(public_finance.jobs_kept_by_services)
review_score = double(allocation.review_score)
effort = double(public_works.effort)
quality_next = double(public_works.quality_next)
reported_quality = double(public_works.reported_quality)
road_next = double(public_works.road_next)
capital_next = double(public_works.capital_next)
adoption_chance = double(diffusion.adoption_chance)
attraction = double(diffusion.attraction)
collective_capital_next = double(diffusion.collective_capital_next)
base_jobs = double(jobs.base_jobs)
plant_jobs = double(jobs.plant_jobs)
jobs_displaced = double(jobs.jobs_displaced)
yearly_chance = double(demography.yearly_chance)
odds_of_hiring = double(labour_market.odds_of_hiring)
layoffs = double(labour_market.layoffs)
tightness = double(labour_market.tightness)
urban_hazard = double(reclassification.urban_hazard)

ADOPTION = decision_key("adoption")
NEIGHBOURS = 3  # on each side, in the same county

FORMULA, SCORE, POOREST, BEST, LOT = range(5)
CLOSURE_SERVICES, CLOSURE_TAX_CUT, CLOSURE_DEBT = range(3)


class Streams(NamedTuple):
    """The money of a year, stream by stream: a lever's setting that pays for an instrument."""

    instrument: np.ndarray  # int64 [streams]
    rule: np.ndarray  # int64 [streams], position in TARGETING
    payers: np.ndarray  # float64 [streams, PAYERS], rows add up to 1
    region: np.ndarray  # float64 [streams, counties], 1 where the lever acts
    amount: np.ndarray  # float64 [streams], yuan a year, or per head for entitlements
    budgeted: np.ndarray  # float64 [streams], the documented amount
    budget_payers: np.ndarray  # float64 [streams, PAYERS], who pays by the documents


@kernel
def read_the_drivers(w, p, table, year_index):  # type: ignore[no-untyped-def]
    """Step 1. Prices, the national trend, shocks and population of the year.

    ``year_index`` counts from the base year; 0 is the burn-in, at base-year prices and wages.
    """
    s = w.state
    t = year_index
    s[S.years_since_base] = t
    s[S.risk_away] = p[P.risk_away]
    s[S.job_loss] = 0.0
    s[S.pillar_fall] = p[P.pillar_exposure] * p[P.pillar_price_fall] * table[D.pillar_price, t]
    if t > 0:
        s[S.price_change_before] = s[S.price_change]
        s[S.price_change] = table[D.cpi, t]
        s[S.price] *= 1.0 + s[S.price_change]
        s[S.farm_price] *= 1.0 + table[D.farm_price, t]
        shock = (
            p[P.shock_financial_crisis] * table[D.financial_crisis, t]
            + p[P.shock_covid] * table[D.covid, t]
            + p[P.shock_lockdowns] * table[D.lockdowns, t]
        )
        s[S.job_loss] = (
            p[P.job_loss_financial_crisis] * table[D.financial_crisis_jobs, t]
            + p[P.job_loss_covid] * table[D.covid_jobs, t]
        )
        s[S.urban_wage] *= exp64(
            urban_wage_growth(
                p[P.urban_growth_start],
                p[P.urban_growth_end],
                t - 1.0,
                s[S.price_change],
                s[S.price_change_before],
                p[P.price_trend],
                p[P.price_now],
                p[P.price_before],
                shock,
            )
        )
        s[S.town_wage] = agglomerated(
            s[S.urban_wage], s[S.urban_population_ratio], p[P.agglomeration]
        )
        s[S.log_local_wage] = lagged_log_wage(
            s[S.log_local_wage],
            s[S.town_wage],
            p[P.pass_through],
            p[P.adjustment_speed],
            p[P.base_year_growth],
        )
        s[S.log_self_earnings] = lagged_log_wage(
            s[S.log_self_earnings],
            s[S.town_wage],
            p[P.pass_through_self_employed],
            p[P.adjustment_speed],
            p[P.base_year_growth],
        )
        s[S.farm_productivity] = exp64(p[P.farm_growth] * t)
        s[S.cumulated_urban_hazard] += (
            p[P.reclassification_rate] + p[P.code_step] * table[D.code_step, t]
        )
    s[S.visits] = table[D.visits, t]


@inlined
def _ordered(key):  # type: ignore[no-untyped-def]
    return np.argsort(-key, kind="mergesort")


@inlined
def _serve_in_order(order, need, weight, money, given):  # type: ignore[no-untyped-def]
    """Give each village its need, in order, until the money is gone; returns what was given."""
    left = money
    for v in order:
        if left <= 0.0:
            break
        share = min(need[v] * weight[v], left)
        if share <= 0.0:
            continue
        given[v] += share / weight[v]
        left -= share
    return money - left


@inlined
def _serve_in_proportion(need, weight, money, given):  # type: ignore[no-untyped-def]
    """Give each village the same share of its need; returns what was given."""
    total = 0.0
    for v in range(need.shape[0]):
        total += need[v] * weight[v]
    if total <= 0.0:
        return 0.0
    share = min(1.0, money / total)
    for v in range(need.shape[0]):
        given[v] += share * need[v]
    return share * total


@inlined
def _is_entitlement(instrument):  # type: ignore[no-untyped-def]
    """Whether people have a right to the money, so that its sum is known when they are paid."""
    return instrument == I.pension or instrument == I.dibao_line or instrument == I.medical_fund


@kernel
def allot_to_villages(w, p, streams, is_paying):  # type: ignore[no-untyped-def]
    """Steps 2 and 3. The year's money is laid out over counties and villages and charged to payers.

    Fills ``village_money``, ``stream_money``, ``paid``, ``received`` and ``county_paid`` for
    everything but entitlements, which are known only when people have been paid. Money that nobody
    needs is not spent. With ``is_paying`` false nothing is allotted (burn-in).
    """
    s = w.state
    count = w.villages.shape[1]
    counties = w.counties.shape[1]
    w.village_money[:] = 0.0
    w.stream_money[:] = 0.0
    w.paid[:] = 0.0
    w.received[:] = 0.0
    w.county_paid[:] = 0.0
    w.counties[C.contribution, :] = 0.0
    w.counties[C.new_debt, :] = 0.0
    w.counties[C.levy_credit, :] = 0.0
    w.counties[C.grants_in, :] = 0.0
    w.counties[C.grants_out, :] = 0.0
    w.counties[C.startup_grant, :] = 0.0
    w.counties[C.produce_premium, :] = 0.0
    w.counties[C.placed_rate, :] = 0.0
    if not is_paying:
        return
    weight = np.empty(count)
    need = np.empty(count)
    key = np.empty(count)
    for v in range(count):
        weight[v] = w.counties[C.village_weight, w.village_codes[VI.county, v]]
        w.villages[V.score, v] = review_score(
            w.villages[V.quality, v], w.villages[V.leader, v], w.villages[V.lot, v]
        )
    price_2004 = s[S.price] / s[S.price_2004]
    price_2015 = s[S.price] / s[S.price_2015]
    renovation_cost = p[P.renovation_cost] * price_2004
    for stream in range(streams.instrument.shape[0]):
        instrument = streams.instrument[stream]
        money = streams.amount[stream]
        if money <= 0.0 or _is_entitlement(instrument):
            continue
        given = w.village_money[stream]
        in_villages = True
        if instrument == I.road_works:
            for v in range(count):
                c = w.village_codes[VI.county, v]
                missing = max(1.0 - w.villages[V.roads, v], 0.0)
                if missing < 0.01:
                    missing = 0.0
                need[v] = (
                    streams.region[stream, c]
                    * missing
                    * w.villages[V.kilometres, v]
                    * p[P.road_cost]
                    * price_2004
                )
        elif instrument == I.broadband_works:
            for v in range(count):
                c = w.village_codes[VI.county, v]
                need[v] = (
                    streams.region[stream, c]
                    * (1.0 - w.villages[V.broadband, v])
                    * p[P.broadband_cost]
                    * price_2015
                )
        elif instrument == I.renovation_works:
            for v in range(count):
                c = w.village_codes[VI.county, v]
                need[v] = 0.0
                if w.village_codes[VI.status, v] == NO_PROGRAMME:
                    need[v] = streams.region[stream, c] * renovation_cost
        elif instrument == I.village_upkeep:
            for v in range(count):
                c = w.village_codes[VI.county, v]
                need[v] = 0.0
                if w.village_codes[VI.status, v] != NO_PROGRAMME:
                    need[v] = streams.region[stream, c] * p[P.upkeep_rate] * renovation_cost
        elif instrument == I.collective_support:
            for v in range(count):
                c = w.village_codes[VI.county, v]
                need[v] = 0.0
                if w.village_codes[VI.has_company, v] == 0:
                    need[v] = streams.region[stream, c] * p[P.collective_entry_cost] * price_2015
        else:
            in_villages = False

        if in_villages:
            rule = streams.rule[stream]
            for v in range(count):
                c = w.village_codes[VI.county, v]
                if w.county_codes[CI.is_home, c] == 0:
                    need[v] = 0.0  # the place's own programmes stop at its border
                if rule == SCORE:
                    key[v] = w.villages[V.score, v]
                elif rule == POOREST:
                    key[v] = -w.villages[V.income, v]
                elif rule == BEST:
                    key[v] = w.villages[V.income, v]
                elif rule == LOT:
                    key[v] = w.villages[V.lot, v]
                elif instrument == I.road_works:
                    key[v] = -w.villages[V.distance, v]  # cheapest kilometres first
                else:
                    key[v] = w.villages[V.distance, v]  # most remote first
            is_divisible = instrument == I.broadband_works or instrument == I.village_upkeep
            if rule == FORMULA and is_divisible:
                _serve_in_proportion(need, weight, money, given)
            else:
                _serve_in_order(_ordered(key), need, weight, money, given)
            if instrument == I.renovation_works:
                _renovate_whole_villages(w, given, need, weight, money, p, renovation_cost)
            for v in range(count):
                c = w.village_codes[VI.county, v]
                w.stream_money[stream, c] += given[v] * weight[v]
        else:
            _lay_over_counties(w, p, streams, stream, instrument, money)

        if instrument == I.startup_grants:
            continue  # set aside here, charged when starters have been paid
        total = 0.0
        for c in range(counties):
            total += w.stream_money[stream, c]
            _charge(w, p, streams, stream, c, w.stream_money[stream, c])
        _post_recipients(w, p, stream, instrument, total)
    _spread_effects_over_counties(w, p, streams)


@inlined
def _renovate_whole_villages(w, given, need, weight, money, p, cost):  # type: ignore[no-untyped-def]
    """Villages are renovated whole; what is left deepens the work where quality is lowest."""
    used = 0.0
    for v in range(given.shape[0]):
        if 0.0 < given[v] < 0.5 * cost:
            given[v] = 0.0
        used += given[v] * weight[v]
    left = money - used
    if left <= 0.0:
        return
    total = 0.0
    for v in range(given.shape[0]):
        missing = 0.0
        if w.village_codes[VI.status, v] != NO_PROGRAMME:
            missing = max(p[P.quality_ceiling] - w.villages[V.quality, v], 0.0) * cost
        need[v] = missing
        total += missing * weight[v]
    if total <= 0.0:
        return
    share = min(1.0, left / total)
    for v in range(given.shape[0]):
        given[v] += share * need[v]


@inlined
def _lay_over_counties(w, p, streams, stream, instrument, money):  # type: ignore[no-untyped-def]
    """Money that is not for single villages: by persons, by workers, or evenly over the west."""
    counties = w.counties.shape[1]
    base = np.zeros(counties)
    for c in range(counties):
        k = w.county_codes[CI.county_class, c]
        inside = streams.region[stream, c]
        real = w.counties[C.weight, c]
        if instrument == I.plant_investment:
            base[c] = inside * real * w.rural[T.persons, c] if k == MOUNTAIN else 0.0
        elif (
            instrument == I.west_grants
            or instrument == I.west_plant_investment
            or instrument == I.produce_purchases
        ):
            base[c] = inside if k == WEST else 0.0
        else:
            base[c] = inside * real * w.rural[T.persons, c] if k != WEST else 0.0
    total = base.sum()
    if total <= 0.0:
        return
    for c in range(counties):
        w.stream_money[stream, c] = money * base[c] / total


@inlined
def _charge(w, p, streams, stream, c, amount):  # type: ignore[no-untyped-def]
    """Charge an amount spent in county ``c`` to its payers."""
    if amount == 0.0:
        return
    for payer in range(streams.payers.shape[1]):
        share = amount * streams.payers[stream, payer]
        if share == 0.0:
            continue
        account = payer
        if payer == PAYER.donor:
            donor = w.county_codes[CI.partner, c]
            if w.county_codes[CI.county_class, c] == MOUNTAIN:
                donor = w.county_codes[CI.sea_partner, c]
            if donor >= 0:
                w.counties[C.grants_out, donor] += share
                w.counties[C.grants_in, c] += share
                w.county_paid[donor, PAYER.donor] += share
                w.paid[stream, PAYER.donor] += share
                continue
            account = PAYER.county
        elif payer == PAYER.debt:
            room = p[P.debt_cap] * w.counties[C.own_revenue, c] - (
                w.counties[C.debt, c] + w.counties[C.new_debt, c]
            )
            borrowed = min(share, max(room, 0.0))
            w.counties[C.new_debt, c] += borrowed
            w.county_paid[c, PAYER.debt] += borrowed
            w.paid[stream, PAYER.debt] += borrowed
            share -= borrowed
            if share == 0.0:
                continue
            account = PAYER.county
        elif payer == PAYER.villagers:
            persons = w.rural[T.persons, c] * w.counties[C.weight, c]
            if persons > 0.0:
                w.counties[C.contribution, c] += share / persons
        elif payer == PAYER.county_tax:
            w.counties[C.levy_credit, c] += share
        w.county_paid[c, account] += share
        w.paid[stream, account] += share


@inlined
def _post_recipients(w, p, stream, instrument, total):  # type: ignore[no-untyped-def]
    """Who received the money of a stream; public works lose a share on the way."""
    r = w.received
    if (
        instrument == I.road_works
        or instrument == I.broadband_works
        or instrument == I.renovation_works
        or instrument == I.village_upkeep
    ):
        lost = p[P.leakage] * total
        r[stream, RECIPIENT.lost] += lost
        r[stream, RECIPIENT.works] += total - lost
    elif instrument == I.west_grants:
        lost = p[P.leakage] * total
        r[stream, RECIPIENT.lost] += lost
        r[stream, RECIPIENT.western_counties] += total - lost
    elif instrument == I.plant_investment or instrument == I.west_plant_investment:
        lost = p[P.leakage] * total
        r[stream, RECIPIENT.lost] += lost
        r[stream, RECIPIENT.plants] += total - lost
    elif instrument == I.collective_support:
        r[stream, RECIPIENT.collectives] += total
    elif instrument == I.supervision:
        r[stream, RECIPIENT.administration] += total
    elif instrument == I.school_and_care:
        r[stream, RECIPIENT.services] += total
    else:
        r[stream, RECIPIENT.households] += total


@inlined
def _spread_effects_over_counties(w, p, streams):  # type: ignore[no-untyped-def]
    """What laid-out money means for a county: grants per starter, produce premium, placements."""
    counties = w.counties.shape[1]
    western_workers = 0.0
    for c in range(counties):
        takes_part = w.instruments[I.placed_workers, c] > 0.0
        if w.county_codes[CI.county_class, c] == WEST and takes_part:
            western_workers += w.counties[C.weight, c] * w.rural[T.farm, c]
    for stream in range(streams.instrument.shape[0]):
        instrument = streams.instrument[stream]
        for c in range(counties):
            money = w.stream_money[stream, c]
            if money == 0.0:
                continue
            if instrument == I.startup_grants:
                starters = max(w.rural[T.firms_born, c], 1.0) * w.counties[C.weight, c]
                w.counties[C.startup_grant, c] += money / starters
            elif instrument == I.produce_purchases:
                output = w.rural[T.farm_income, c] * w.counties[C.weight, c]
                if output > 0.0:
                    gain = p[P.produce_margin] * money / output
                    w.counties[C.produce_premium, c] += min(gain, 0.5)
    for c in range(counties):
        if w.county_codes[CI.county_class, c] == WEST and western_workers > 0.0:
            rate = w.instruments[I.placed_workers, c] / western_workers
            w.counties[C.placed_rate, c] = min(rate, 0.2)


@kernel
def build_and_maintain(w, p, streams, is_living):  # type: ignore[no-untyped-def]
    """Step 4. Last year's money becomes roads, connections, quality and capital; all of it wears.

    Renovation money allotted this year is built next year; roads and broadband within the year.
    Returns the year's money for schools and care per rural child, in base-year prices.
    """
    s = w.state
    count = w.villages.shape[1]
    price_2004 = s[S.price] / s[S.price_2004]
    price_2015 = s[S.price] / s[S.price_2015]
    cost = p[P.renovation_cost] * price_2004
    if not is_living:
        return 0.0
    before = w.villages[V.quality].copy()
    for v in range(count):
        c = w.village_codes[VI.county, v]
        supervision = w.instruments[I.governance_effort, c]
        staff = 0.0
        if w.county_codes[CI.county_class, c] == WEST:
            staff = w.instruments[I.seconded_staff, c]
        e = effort(p[P.plain_effort], max(supervision, staff))
        money = w.villages[V.renovation_money, v]
        upkeep = w.villages[V.upkeep_money, v]
        total = 0.0
        near = 0
        for step in range(-NEIGHBOURS, NEIGHBOURS + 1):
            other = v + step
            if step != 0 and 0 <= other < count and w.village_codes[VI.county, other] == c:
                total += before[other]
                near += 1
        neighbours = total / near if near > 0 else before[v]
        w.villages[V.quality, v] = quality_next(
            before[v],
            money / cost,
            p[P.leakage],
            e,
            p[P.quality_ceiling],
            neighbours,
            p[P.spread],
            1.0 if money > 0.0 else 0.0,
            upkeep * (1.0 - p[P.leakage]) * e / (p[P.upkeep_rate] * cost),
            p[P.quality_decay],
        )
        if w.villages[V.quality, v] < 1e-6:
            w.villages[V.quality, v] = 0.0
        w.villages[V.reported_quality, v] = reported_quality(
            w.villages[V.quality, v],
            p[P.overstatement],
            supervision if w.village_codes[VI.status, v] != NO_PROGRAMME else 0.0,
        )
        paving = 0.0
        laying = 0.0
        renovating = 0.0
        keeping = 0.0
        supporting = 0.0
        for stream in range(streams.instrument.shape[0]):
            instrument = streams.instrument[stream]
            given = w.village_money[stream, v]
            if instrument == I.road_works:
                paving += given
            elif instrument == I.broadband_works:
                laying += given
            elif instrument == I.renovation_works:
                renovating += given
            elif instrument == I.village_upkeep:
                keeping += given
            elif instrument == I.collective_support:
                supporting += given
        w.villages[V.roads, v] = road_next(
            w.villages[V.roads, v],
            paving
            * (1.0 - p[P.leakage])
            / (w.villages[V.kilometres, v] * p[P.road_cost] * price_2004),
            p[P.road_decay],
            w.counties[C.service_ratio, c] / 0.8,
        )
        w.villages[V.broadband, v] = min(
            1.0,
            w.villages[V.broadband, v]
            + laying * (1.0 - p[P.leakage]) / (p[P.broadband_cost] * price_2015),
        )
        w.villages[V.renovation_money, v] = renovating
        w.villages[V.upkeep_money, v] = keeping
        if renovating >= 0.5 * cost and w.village_codes[VI.status, v] == NO_PROGRAMME:
            w.village_codes[VI.status, v] = RENOVATED
        if supporting >= 0.5 * p[P.collective_entry_cost] * price_2015:
            w.village_codes[VI.has_company, v] = 1
    _choose_demonstrations(w)
    for c in range(w.counties.shape[1]):
        plants = 0.0
        grants = 0.0
        for stream in range(streams.instrument.shape[0]):
            instrument = streams.instrument[stream]
            if instrument == I.plant_investment or instrument == I.west_plant_investment:
                plants += w.stream_money[stream, c]
            elif instrument == I.west_grants:
                grants += w.stream_money[stream, c]
        kept = 1.0 - p[P.leakage]
        w.counties[C.plant_capital, c] = capital_next(
            w.counties[C.plant_capital, c], kept * plants / price_2015, p[P.capital_decay]
        )
        usable = 0.0
        if grants > 0.0:
            capacity = p[P.absorptive_capacity] * (
                1.0 + p[P.staff_absorption] * w.instruments[I.seconded_staff, c]
            )
            usable = absorbed(kept * grants / price_2015, capacity)
        w.counties[C.grant_capital, c] = capital_next(
            w.counties[C.grant_capital, c],
            p[P.grant_to_capital_share] * usable,
            p[P.capital_decay],
        )
        if usable > 0.0:
            _renovate_with_grant(w, p, c, (1.0 - p[P.grant_to_capital_share]) * usable)
    school = 0.0
    children = 0.0
    for stream in range(streams.instrument.shape[0]):
        if streams.instrument[stream] == I.school_and_care:
            for c in range(w.counties.shape[1]):
                school += w.stream_money[stream, c]
    for c in range(w.counties.shape[1]):
        if w.county_codes[CI.is_home, c] == 1:
            children += w.rural[T.children, c] * w.counties[C.weight, c]
    return school / max(children, 1.0) / s[S.price]


@inlined
def _renovate_with_grant(w, p, c, money):  # type: ignore[no-untyped-def]
    """A western county spreads absorbed grant money (yuan of 2015) over its villages' works."""
    s = w.state
    count = w.villages.shape[1]
    villages = 0.0
    for v in range(count):
        if w.village_codes[VI.county, v] == c:
            villages += w.counties[C.village_weight, c]
    if villages == 0.0:
        return
    nominal = money * s[S.price] / s[S.price_2015] / villages
    for v in range(count):
        if w.village_codes[VI.county, v] == c:
            w.villages[V.renovation_money, v] += nominal
            w.villages[V.upkeep_money, v] += 0.3 * nominal


@inlined
def _choose_demonstrations(w):  # type: ignore[no-untyped-def]
    """The best-scored renovated villages of each county become demonstrations, to the set share."""
    count = w.villages.shape[1]
    order = np.argsort(-w.villages[V.score], kind="mergesort")
    counties = w.counties.shape[1]
    treated = np.zeros(counties)
    chosen = np.zeros(counties)
    for v in range(count):
        c = w.village_codes[VI.county, v]
        if w.village_codes[VI.status, v] != NO_PROGRAMME:
            treated[c] += 1.0
        if w.village_codes[VI.status, v] == DEMONSTRATION:
            chosen[c] += 1.0
    carried = 0.0
    room = np.zeros(counties)
    for c in range(counties):
        carried += max(w.instruments[I.demonstration_share, c] * treated[c] - chosen[c], 0.0)
        room[c] = np.floor(carried)
        carried -= room[c]
    for v in order:
        c = w.village_codes[VI.county, v]
        if room[c] >= 1.0 and w.village_codes[VI.status, v] == RENOVATED:
            w.village_codes[VI.status, v] = DEMONSTRATION
            room[c] -= 1.0


@kernel
def imitate_and_adopt(w, p, streams, seed, year, is_living):  # type: ignore[no-untyped-def]
    """Step 5. Villages copy neighbours, collectives earn, visitors choose among villages."""
    s = w.state
    count = w.villages.shape[1]
    selling = w.village_codes[VI.has_ecommerce].copy()
    appreciation = s[S.price_change] + p[P.collective_appreciation]
    total_attraction = 0.0
    collectives_pay = np.zeros(w.counties.shape[1])
    for stream in range(streams.instrument.shape[0]):
        share = streams.payers[stream, PAYER.collectives]
        if share > 0.0:
            for c in range(w.counties.shape[1]):
                collectives_pay[c] += share * w.stream_money[stream, c]
    villages_in = np.zeros(w.counties.shape[1])
    for v in range(count):
        c = w.village_codes[VI.county, v]
        villages_in[c] += w.counties[C.village_weight, c]
    for v in range(count):
        c = w.village_codes[VI.county, v]
        if is_living:
            u_adopt, u_quit, u_fail, _ = uniforms(seed, ADOPTION, year, v, 0)
            near = 0
            online = 0.0
            for step in range(-NEIGHBOURS, NEIGHBOURS + 1):
                other = v + step
                if step != 0 and 0 <= other < count and w.village_codes[VI.county, other] == c:
                    online += selling[other]
                    near += 1
            example = online / near if near > 0 else 0.0
            if selling[v] == 1:
                if u_quit < p[P.ecommerce_failure]:
                    w.village_codes[VI.has_ecommerce, v] = 0
            elif u_adopt < adoption_chance(
                p[P.ecommerce_rate],
                p[P.ecommerce_imitation],
                example,
                w.villages[V.broadband, v],
            ):
                w.village_codes[VI.has_ecommerce, v] = 1
            if w.village_codes[VI.has_company, v] == 1 and u_fail < p[P.collective_failure]:
                w.village_codes[VI.has_company, v] = 0
                w.villages[V.collective_capital, v] *= 0.8
        has_company = w.village_codes[VI.has_company, v] == 1
        capital = w.villages[V.collective_capital, v]
        rate = p[P.collective_return] if has_company else p[P.collective_return_plain]
        revenue = rate * capital
        paid_out = (
            max(w.instruments[I.collective_dividend_share, c], p[P.dividend_share_plain])
            if has_company
            else p[P.dividend_share_plain]
        )
        w.villages[V.collective_revenue, v] = revenue
        w.villages[V.dividends, v] = paid_out * revenue
        if is_living:
            put_back = p[P.collective_reinvested] * revenue if has_company else 0.0
            asked = collectives_pay[c] / villages_in[c]
            w.villages[V.collective_capital, v] = max(
                collective_capital_next(capital, appreciation, put_back) - asked, 0.1 * capital
            )
        w.village_codes[VI.has_guesthouses, v] = (
            1 if w.villages[V.quality, v] > 0.5 and w.villages[V.roads, v] > 0.9 else 0
        )
        pull = 0.0
        if w.county_codes[CI.is_home, c] == 1:
            pull = attraction(
                w.villages[V.quality, v] + 0.1,
                w.villages[V.access, v] * (0.5 + 0.5 * w.villages[V.roads, v]),
                capital / max(s[S.mean_collective_capital], 1.0),
                p[P.visit_quality],
                p[P.visit_access],
                p[P.visit_capital],
            )
        w.villages[V.visits, v] = pull
        total_attraction += pull * w.counties[C.village_weight, c]
    money = 0.0
    weight = 0.0
    for v in range(count):
        c = w.village_codes[VI.county, v]
        visits = 0.0
        if total_attraction > 0.0:
            visits = s[S.visits] * w.villages[V.visits, v] / total_attraction
        w.villages[V.visits, v] = visits
        added = (
            visits * p[P.visit_spending] * s[S.price] / s[S.price_2015] * (p[P.visit_value_added])
        )
        w.villages[V.tourism_income, v] = added * (1.0 - p[P.visit_wage_share])
        if w.county_codes[CI.is_home, c] == 1:
            money += w.villages[V.collective_capital, v] * w.counties[C.village_weight, c]
            weight += w.counties[C.village_weight, c]
    s[S.mean_collective_capital] = money / max(weight, 1.0)


@kernel
def count_jobs(w, p):  # type: ignore[no-untyped-def]
    """Step 6. Local jobs of each county, in rows; jobs displaced are taken from the origin."""
    s = w.state
    counties = w.counties.shape[1]
    t = s[S.years_since_base]
    tourism = np.zeros(counties)
    for v in range(w.villages.shape[1]):
        c = w.village_codes[VI.county, v]
        owners = w.villages[V.tourism_income, v] * w.counties[C.village_weight, c]
        share = p[P.visit_wage_share]
        if share < 1.0:
            tourism[c] += owners / (1.0 - share) * share
    w.counties[C.jobs_displaced, :] = 0.0
    for c in range(counties):
        origin = w.county_codes[CI.sea_partner, c]
        if w.county_codes[CI.county_class, c] == WEST:
            origin = w.county_codes[CI.partner, c]
        if origin >= 0:
            w.counties[C.jobs_displaced, origin] += (
                jobs_displaced(
                    w.counties[C.plant_capital, c],
                    p[P.capital_per_job],
                    p[P.displacement],
                    p[P.resident_share],
                )
                / w.counties[C.weight, origin]
            )
    wage = s[S.local_wage] * exp64(s[S.log_local_wage])
    for c in range(counties):
        weight = w.counties[C.weight, c]
        workers = w.rural[T.farm, c] + w.rural[T.local, c] + w.rural[T.self_employed, c]
        w.counties[C.labour_force, c] = workers
        w.counties[C.firm_jobs, c] = p[P.firm_jobs] * w.rural[T.firms, c]
        w.counties[C.plant_jobs, c] = (
            plant_jobs(
                w.counties[C.plant_capital, c] + w.counties[C.grant_capital, c],
                p[P.capital_per_job],
                p[P.job_multiplier],
                p[P.displacement],
                p[P.resident_share],
            )
            / weight
        )
        w.counties[C.tourism_jobs, c] = tourism[c] / (wage * w.counties[C.productivity, c]) / weight
        base = base_jobs(
            w.counties[C.jobs_per_worker, c], workers, p[P.job_growth], t, s[S.job_loss]
        ) * jobs_kept_by_services(p[P.service_job_share], w.counties[C.service_ratio, c])
        crowded = 0.0
        if w.county_codes[CI.is_home, c] == 1:
            crowded = p[P.crowding] * max(
                w.towns[W.outsiders_in_villages, c] - w.counties[C.outsiders_at_start, c], 0.0
            )
        w.counties[C.jobs, c] = max(
            base
            + w.counties[C.plant_jobs, c]
            + w.counties[C.firm_jobs, c]
            + w.counties[C.tourism_jobs, c]
            - w.counties[C.jobs_displaced, c]
            - crowded,
            0.0,
        )
        employed = w.rural[T.local, c]
        w.counties[C.layoff_rate, c] = layoffs(w.counties[C.jobs, c], employed)


@kernel
def clear_the_labour_market(w, p, is_living):  # type: ignore[no-untyped-def]
    """Step 9. Hiring odds and tightness of each county from what its villages asked for."""
    counties = w.counties.shape[1]
    w.counties[C.employed, :] = 0.0
    w.counties[C.seekers, :] = 0.0
    for v in range(w.villages.shape[1]):
        c = w.village_codes[VI.county, v]
        w.counties[C.employed, c] += w.tallies[T.local, v]
        w.counties[C.seekers, c] += w.tallies[T.sought, v]
    for c in range(counties):
        jobs_ = w.counties[C.jobs, c]
        employed = w.counties[C.employed, c]
        seekers = w.counties[C.seekers, c]
        w.counties[C.hiring_odds, c] = odds_of_hiring(jobs_, employed, seekers)
        if not is_living:
            w.counties[C.base_tightness, c] = max(jobs_, 1e-9) / max(employed + seekers, 1e-9)
        w.counties[C.tightness, c] = tightness(
            jobs_, employed, seekers, w.counties[C.base_tightness, c]
        )


@kernel
def reclassify(w):  # type: ignore[no-untyped-def]
    """Step 12. Plain villages of the place become urban, richer ones first."""
    s = w.state
    for v in range(w.villages.shape[1]):
        c = w.village_codes[VI.county, v]
        if w.county_codes[CI.county_class, c] != PLAIN or w.village_codes[VI.is_urban, v] == 1:
            continue
        hazard = urban_hazard(s[S.cumulated_urban_hazard], w.villages[V.productivity, v])
        if w.villages[V.urban_rank, v] < hazard:
            w.village_codes[VI.is_urban, v] = 1


@kernel
def add_up(w):  # type: ignore[no-untyped-def]
    """Village and ward tallies become county tallies, village by village in order."""
    w.rural[:] = 0.0
    w.kept[:] = 0.0
    w.towns[:] = 0.0
    for v in range(w.villages.shape[1]):
        c = w.village_codes[VI.county, v]
        stays = w.village_codes[VI.is_urban, v] == 0
        for j in range(w.tallies.shape[0]):
            w.rural[j, c] += w.tallies[j, v]
            if stays:
                w.kept[j, c] += w.tallies[j, v]
    for ward in range(w.ward_tallies.shape[1]):
        c = w.ward_county[ward]
        for j in range(w.ward_tallies.shape[0]):
            w.towns[j, c] += w.ward_tallies[j, ward]


@kernel
def settle_entitlements(w, p, streams):  # type: ignore[no-untyped-def]
    """Step 10. Pensions and dibao were paid to people; charge them to their payers.

    Several streams on one instrument share what was paid by their amounts. Start-up grants were set
    aside and are charged as far as starters received them.
    """
    counties = w.counties.shape[1]
    aside = np.zeros(counties)
    for stream in range(streams.instrument.shape[0]):
        if streams.instrument[stream] == I.startup_grants:
            for c in range(counties):
                aside[c] += w.stream_money[stream, c]
    for stream in range(streams.instrument.shape[0]):
        instrument = streams.instrument[stream]
        if instrument == I.startup_grants:
            for c in range(counties):
                paid = 0.0
                if aside[c] > 0.0:
                    part = w.stream_money[stream, c] / aside[c]
                    paid = part * w.rural[T.startup_grants, c] * w.counties[C.weight, c]
                w.stream_money[stream, c] = paid
                _charge(w, p, streams, stream, c, paid)
                w.received[stream, RECIPIENT.households] += paid
        elif _is_entitlement(instrument):
            column = T.pension
            if instrument == I.dibao_line:
                column = T.dibao
            elif instrument == I.medical_fund:
                column = T.medical
            for c in range(counties):
                whole = 0.0
                for other in range(streams.instrument.shape[0]):
                    if streams.instrument[other] == instrument:
                        whole += streams.amount[other] * streams.region[other, c]
                if whole <= 0.0:
                    continue
                part = streams.amount[stream] * streams.region[stream, c] / whole
                paid = part * w.rural[column, c] * w.counties[C.weight, c]
                w.stream_money[stream, c] = paid
                _charge(w, p, streams, stream, c, paid)
                w.received[stream, RECIPIENT.households] += paid


@inlined
def _saved(w, p, streams, c, persons_home):  # type: ignore[no-untyped-def]
    """What the documents would have county ``c`` pay for levers and the scenario does not.

    Budgets are laid over counties by rural persons, grants to the west over donors by partners.
    """
    saved = 0.0
    part = w.rural[T.persons, c] * w.counties[C.weight, c] / max(persons_home, 1.0)
    for stream in range(streams.instrument.shape[0]):
        instrument = streams.instrument[stream]
        laid_out = part
        if instrument == I.pension:
            laid_out = w.rural[T.old, c] * w.counties[C.weight, c] * p[P.transfer_scale]
        elif instrument == I.dibao_line or instrument == I.medical_fund:
            continue  # what would have been claimed is not known
        saved += laid_out * max(
            streams.budget_payers[stream, PAYER.county] * streams.budgeted[stream]
            - streams.payers[stream, PAYER.county] * streams.amount[stream],
            0.0,
        )
        if instrument == I.west_grants:
            partners = 0.0
            west = 0.0
            for other in range(w.counties.shape[1]):
                if w.county_codes[CI.county_class, other] == WEST:
                    west += 1.0
                    partners += 1.0 if w.county_codes[CI.partner, other] == c else 0.0
            if west > 0.0:
                saved += (partners / west) * max(
                    streams.budget_payers[stream, PAYER.donor] * streams.budgeted[stream]
                    - streams.payers[stream, PAYER.donor] * streams.amount[stream],
                    0.0,
                )
    # what fell to the county beyond its planned share, for want of a donor or of credit
    planned = 0.0
    for stream in range(streams.instrument.shape[0]):
        planned += streams.payers[stream, PAYER.county] * w.stream_money[stream, c]
    beyond = max(w.county_paid[c, PAYER.county] - planned, 0.0)
    return max(saved - beyond, 0.0)


@kernel
def close_the_books(w, p, streams, closure):  # type: ignore[no-untyped-def]
    """Step 14. Each county's budget is closed; returns the largest relative imbalance found.

    Revenue, grants and new debt pay for levers, upkeep, grants, interest and services; services
    are what is left. Money the documents budget for levers and the
    scenario does not goes back by ``closure``.
    """
    s = w.state
    counties = w.counties.shape[1]
    largest = 0.0
    for stream in range(streams.instrument.shape[0]):
        given = w.paid[stream].sum()
        taken = w.received[stream].sum()
        laid_out = w.stream_money[stream].sum()
        size = max(given, 1.0)
        largest = max(largest, abs(given - taken) / size, abs(given - laid_out) / size)
    persons_home = 0.0
    w.counties[C.upkeep, :] = 0.0
    for v in range(w.villages.shape[1]):
        c = w.village_codes[VI.county, v]
        built = max(w.villages[V.roads, v] - w.villages[V.roads_at_start, v], 0.0)
        w.counties[C.upkeep, c] += (
            p[P.road_upkeep_rate]
            * built
            * w.villages[V.kilometres, v]
            * p[P.road_cost]
            * s[S.price]
            / s[S.price_2004]
            * w.counties[C.village_weight, c]
        )
    for c in range(counties):
        if w.county_codes[CI.is_home, c] == 1:
            persons_home += w.rural[T.persons, c] * w.counties[C.weight, c]
    for c in range(counties):
        weight = w.counties[C.weight, c]
        rural = (
            w.rural[T.wage, c]
            + w.rural[T.farm_income, c]
            + w.rural[T.business, c]
            + w.rural[T.property, c]
            + w.rural[T.transfer, c]
            + w.rural[T.remittances, c]
        )
        town = (
            w.towns[W.native_wage, c]
            + w.towns[W.native_business, c]
            + w.towns[W.native_property, c]
            + w.towns[W.native_transfer, c]
            + w.towns[W.settled_income, c]
            + w.towns[W.outsider_income, c]
            + w.towns[W.newcomer_income, c]
            + w.towns[W.levy, c]
        )
        levy = (w.rural[T.levy, c] + w.towns[W.levy, c]) * weight
        base = (rural + town) * weight
        enclave = (
            p[P.plant_return]
            * (1.0 - p[P.profit_outflow])
            * w.counties[C.plant_capital, c]
            * s[S.price]
            / s[S.price_2015]
        )
        w.counties[C.own_revenue, c] = (
            s[S.revenue_share] * (base + enclave) + w.rural[T.tax, c] * weight + levy
        )
        spent_all = (
            w.county_paid[c, PAYER.county]
            + w.county_paid[c, PAYER.county_tax]
            + w.county_paid[c, PAYER.debt]
        )
        saved = 0.0
        if closure != CLOSURE_SERVICES and w.county_codes[CI.is_home, c] == 1:
            saved = _saved(w, p, streams, c, persons_home)
        interest = p[P.interest_rate] * max(w.counties[C.debt, c], 0.0)
        w.counties[C.interest, c] = interest
        handed_back = 0.0
        if closure == CLOSURE_DEBT:
            handed_back = saved
        w.counties[C.repaid, c] = handed_back
        w.counties[C.lever_spending, c] = spent_all + w.counties[C.grants_in, c]
        services = services_left(
            w.counties[C.own_revenue, c],
            w.counties[C.grants_in, c],
            w.counties[C.new_debt, c],
            w.counties[C.lever_spending, c],
            w.counties[C.upkeep, c],
            w.counties[C.grants_out, c],
            interest,
            handed_back,
        )
        w.counties[C.services, c] = services
        w.counties[C.service_ratio, c] = services / max(w.counties[C.own_revenue, c] - levy, 1.0)
        w.counties[C.debt, c] += w.counties[C.new_debt, c] - handed_back
        sources = (
            w.counties[C.own_revenue, c] + w.counties[C.grants_in, c] + w.counties[C.new_debt, c]
        )
        uses = (
            services
            + w.counties[C.lever_spending, c]
            + w.counties[C.upkeep, c]
            + w.counties[C.grants_out, c]
            + interest
            + handed_back
        )
        largest = max(largest, abs(sources - uses) / max(sources, 1.0))
        # the levy of next year: to raise what was charged to it, or to hand back what was saved
        wanted = w.counties[C.levy_credit, c]
        if closure == CLOSURE_TAX_CUT:
            wanted -= saved
        rate = wanted / max(base, 1.0)
        w.counties[C.levy_rate, c] = min(max(rate, -0.3), 0.3)
    return largest


@kernel
def plan_population(w, p, table, year_index):  # type: ignore[no-untyped-def]
    """Step 7. Chances of birth and death, and who is to arrive or leave, from published figures.

    Residents follow the published total; people from other provinces follow their published
    stock, and the rest is a line of its own. Arrivals are whole households laid over the counties'
    towns; where fewer people are wanted, households leave by lot.
    """
    s = w.state
    counties = w.counties.shape[1]
    young = 0.0
    middle = 0.0
    old = 0.0
    persons = 0.0
    outsiders = 0.0
    newcomers = 0.0
    natives = 0.0
    pull = np.zeros(counties)
    for c in range(counties):
        w.county_codes[CI.outsider_rows, c] = 0
        w.county_codes[CI.newcomer_rows, c] = 0
        if w.county_codes[CI.is_home, c] == 0:
            continue
        weight = w.counties[C.weight, c]
        young += weight * (w.rural[T.young, c] + w.towns[W.young, c])
        middle += weight * (w.rural[T.middle, c] + w.towns[W.middle, c])
        old += weight * (w.rural[T.old, c] + w.towns[W.old, c])
        town = (
            w.towns[W.natives, c]
            + w.towns[W.settled, c]
            + w.towns[W.outsiders, c]
            + w.towns[W.newcomers, c]
        )
        persons += weight * (w.rural[T.persons, c] + w.rural[T.away, c] + town)
        outsiders += weight * w.towns[W.outsiders, c]
        newcomers += weight * w.towns[W.newcomers, c]
        natives += weight * w.towns[W.natives, c]
        pull[c] = weight * w.towns[W.natives, c] * w.counties[C.town_level, c] ** 2
    births = table[D.birth_rate, year_index] * persons
    deaths = table[D.death_rate, year_index] * persons
    s[S.birth_chance] = yearly_chance(births, young)
    s[S.old_death_chance] = yearly_chance(deaths - p[P.middle_death_rate] * middle, old)
    more = table[D.resident_population, year_index] - persons - (births - deaths)
    wanted_outsiders = table[D.outsiders, year_index] - outsiders
    s[S.leave_rate_outsiders] = 0.0
    s[S.leave_rate_newcomers] = 0.0
    s[S.leave_rate_natives] = 0.0
    rest = more - wanted_outsiders
    if wanted_outsiders < 0.0:
        s[S.leave_rate_outsiders] = min(-wanted_outsiders / max(outsiders, 1.0), 1.0)
        wanted_outsiders = 0.0
    if rest < 0.0:
        s[S.leave_rate_newcomers] = min(-rest / max(newcomers, 1.0), 1.0)
        rest_natives = max(-rest - newcomers, 0.0)
        s[S.leave_rate_natives] = min(rest_natives / max(natives, 1.0), 0.2)
        rest = 0.0
    total = pull.sum()
    size = np.floor(p[P.arrival_size])
    carried_out = 0.5
    carried_new = 0.5
    for c in range(counties):
        if total <= 0.0 or pull[c] == 0.0:
            continue
        rows = pull[c] / total / (w.counties[C.weight, c] * size)
        carried_out += wanted_outsiders * rows
        carried_new += rest * rows
        w.county_codes[CI.outsider_rows, c] = int(carried_out)
        w.county_codes[CI.newcomer_rows, c] = int(carried_new)
        carried_out -= int(carried_out)
        carried_new -= int(carried_new)


@kernel
def send_settlers(w):  # type: ignore[no-untyped-def]
    """Step 8. Those who settle go to the town of their county."""
    w.county_codes[CI.settler_rows, :] = 0
    w.county_codes[CI.settler_child_rows, :] = 0
    w.county_codes[CI.middle_settler_rows, :] = 0
    w.county_codes[CI.middle_settler_child_rows, :] = 0
    for v in range(w.villages.shape[1]):
        c = w.village_codes[VI.county, v]
        t = w.tallies[:, v]
        w.county_codes[CI.settler_rows, c] += int(t[T.settlers_alone])
        w.county_codes[CI.settler_child_rows, c] += int(t[T.settlers_with_child])
        w.county_codes[CI.middle_settler_rows, c] += int(t[T.middle_settlers_alone])
        w.county_codes[CI.middle_settler_child_rows, c] += int(t[T.middle_settlers_with_child])
