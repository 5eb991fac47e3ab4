"""A village lives its year, in two halves around the county's labour market.

Each half visits the villages ``low`` … ``high`` one after the other; a village's households stay in
cache while they live through it. The halves call the equations of :mod:`sim.processes` and hold
none themselves. Nothing here depends on the order in which villages are visited.
"""

from __future__ import annotations

import numpy as np

from sim.agents.counties import CI, WEST, C
from sim.agents.households import FREE, HB, RURAL, H
from sim.agents.villages import VI, V
from sim.compiled import double, f32, inlined, kernel, single
from sim.elementary import exp, log, whole
from sim.parameters import P
from sim.policy import I
from sim.processes import (
    choice,
    consumption,
    demography,
    hardship,
    labour_market,
    production,
)
from sim.random import decision_key, uniforms
from sim.tallies import T
from sim.world import ALL_BINS, BINS, BINS_PER_E, FIRST_BIN, RURAL_BINS, S

moves_on = single(demography.moves_on)
happens = single(demography.happens)
mean_with = single(demography.mean_with)
share_below = single(choice.share_below)
settlement_chance = single(choice.settlement_chance)
schooling_premium = single(choice.schooling_premium)
utility_local = single(choice.utility_local)
utility_self = single(choice.utility_self)
utility_away = double(choice.utility_away)
can_start = single(choice.can_start)
hired = single(labour_market.hired)
tightness_factor = double(labour_market.tightness_factor)
farm_output = single(production.farm_output)
road_factor = double(production.road_factor)
local_factor = double(production.local_factor)
premium = single(production.premium)
remittance = single(production.remittance)
support_left = single(production.support_left)
asset_index = single(production.asset_index)
harvest_lost = double(hardship.harvest_lost)
uncovered = single(hardship.uncovered)
dibao = single(hardship.dibao)
assets_next = single(consumption.assets_next)
exp32 = single(exp)
log32 = single(log)
whole32 = single(whole)
exp64 = double(exp)

DEMOGRAPHY = decision_key("demography")
AGEING = decision_key("ageing")
HARDSHIP = decision_key("hardship")
WORK = decision_key("work")
LEAVING = decision_key("leaving")
MATCHING = decision_key("matching")
FIRMS = decision_key("firms")
VILLAGE_ROW = 0xFFFFFF  # the "row" under which a village itself draws

zero = f32(0.0)
one = f32(1.0)
half = f32(0.5)


@inlined
def _workers(m, i):  # type: ignore[no-untyped-def]
    return (
        f32(m[HB.farm, i]) + f32(m[HB.local, i]) + f32(m[HB.self_employed, i]) + f32(m[HB.away, i])
    )


@inlined
def _persons(m, i):  # type: ignore[no-untyped-def]
    return f32(m[HB.children, i]) + f32(m[HB.young, i]) + f32(m[HB.middle, i]) + f32(m[HB.old, i])


@inlined
def _stop_one_working(m, i, draw):  # type: ignore[no-untyped-def]
    """One worker stops: who, in proportion to the household's activities."""
    place = draw * _workers(m, i)
    farm = f32(m[HB.farm, i])
    local = farm + f32(m[HB.local, i])
    own = local + f32(m[HB.self_employed, i])
    if place < farm:
        m[HB.farm, i] -= 1
    elif place < local:
        m[HB.local, i] -= 1
    elif place < own or m[HB.away, i] == 0:
        m[HB.self_employed, i] -= 1
    else:
        m[HB.away, i] -= 1


@inlined
def _settle_who_works(m, i, draw):  # type: ignore[no-untyped-def]
    """Workers are the adults of working age less one who is ill; entrants begin on the farm."""
    able = f32(m[HB.young, i]) + f32(m[HB.middle, i])
    if m[HB.ill_years, i] > 0:
        able = max(able - one, zero)
    while _workers(m, i) > able:
        _stop_one_working(m, i, draw)
    entrants = able - _workers(m, i)
    m[HB.farm, i] += np.uint8(entrants)
    return entrants


@inlined
def _vacate(h, m, i):  # type: ignore[no-untyped-def]
    for column in range(m.shape[0]):
        m[column, i] = 0
    for column in range(h.shape[0]):
        h[column, i] = zero


@inlined
def _grow_older(h, m, i, t, seed, year, v, row, p, s):  # type: ignore[no-untyped-def]
    """Births, deaths, ageing and illness of one household; returns entrants and 1 if struck."""
    u_birth, u_old, u_middle, _ = uniforms(seed, DEMOGRAPHY, year, v, row)
    u_child, u_young, u_age, u_drop = uniforms(seed, AGEING, year, v, row)
    u_ill, _, _, _ = uniforms(seed, HARDSHIP, year, v, row)
    born = happens(f32(m[HB.young, i]), f32(s[S.birth_chance]), u_birth)
    old_dies = happens(f32(m[HB.old, i]), f32(s[S.old_death_chance]), u_old)
    middle_dies = happens(f32(m[HB.middle, i]), f32(p[P.middle_death_rate]), u_middle)
    child_grows = moves_on(f32(m[HB.children, i]), f32(p[P.years_as_child]), u_child)
    young_ages = moves_on(f32(m[HB.young, i]), f32(p[P.years_as_young]), u_young)
    middle_ages = moves_on(f32(m[HB.middle, i]) - middle_dies, f32(p[P.years_as_middle]), u_age)
    if child_grows > zero:
        adults = f32(m[HB.young, i]) + f32(m[HB.middle, i]) + f32(m[HB.old, i])
        years = f32(
            p[P.entrant_schooling]
            + p[P.entrant_schooling_growth] * s[S.years_since_base]
            + s[S.added_schooling]
        )
        h[H.schooling, i] = mean_with(h[H.schooling, i], adults, years)
    m[HB.children, i] = np.uint8(f32(m[HB.children, i]) + born - child_grows)
    m[HB.young, i] = np.uint8(f32(m[HB.young, i]) + child_grows - young_ages)
    m[HB.middle, i] = np.uint8(f32(m[HB.middle, i]) + young_ages - middle_ages - middle_dies)
    m[HB.old, i] = np.uint8(f32(m[HB.old, i]) + middle_ages - old_dies)
    t[T.births] += born
    t[T.deaths] += old_dies + middle_dies
    struck = zero
    if m[HB.ill_years, i] > 0:
        m[HB.ill_years, i] -= 1
    elif u_ill < f32(p[P.illness_rate]):
        m[HB.ill_years, i] = np.uint8(p[P.illness_years])
        struck = one
    entrants = _settle_who_works(m, i, u_drop)
    return entrants, struck


@inlined
def _found_household(h, m, parent, child, threshold, mean_assets):  # type: ignore[no-untyped-def]
    """A young adult who works at home leaves ``parent`` for the free place ``child``."""
    if m[HB.farm, parent] > 0:
        activity = HB.farm
    elif m[HB.self_employed, parent] > 0:
        activity = HB.self_employed
    else:
        activity = HB.local
    m[HB.young, parent] -= 1
    m[activity, parent] -= 1
    part = one / (_persons(m, parent) + one)
    _vacate(h, m, child)
    m[HB.kind, child] = RURAL
    m[HB.young, child] = 1
    m[activity, child] = 1
    for column in (H.skill, H.schooling, H.taste):
        h[column, child] = h[column, parent]
    for column in (H.land, H.assets):
        given = part * h[column, parent]
        h[column, child] = given
        h[column, parent] -= given
    index = asset_index(h[H.skill, child], h[H.assets, child] / mean_assets)
    m[HB.is_upper_half, child] = np.uint8(index > threshold)


@kernel
def before_the_market(w, p, low, high, seed, year, is_living):  # type: ignore[no-untyped-def]
    """First half of the year of villages ``low`` … ``high − 1``.

    Demography and illness (only when ``is_living``), separations, who works where, who settles in
    town, who starts a firm. Local jobs are asked for here and found in the county's market.
    ``year`` is the calendar year that keys the draws.
    """
    h = w.households
    m = w.members
    s = w.state
    for v in range(low, high):
        t = w.tallies[:, v]
        t[:] = 0.0
        c = w.village_codes[VI.county, v]
        k = w.county_codes[CI.county_class, c]
        first = w.first_row[v]
        last = w.first_row[v + 1]
        mean_assets = f32(s[S.mean_assets])
        threshold = f32(w.villages[V.upper_threshold, v])
        estate_land = zero
        estate_assets = zero

        if is_living:
            for i in range(first, last):
                if m[HB.kind, i] != RURAL:
                    continue
                entrants, struck = _grow_older(h, m, i, t, seed, year, v, i - first, p, s)
                m[HB.must_choose, i] = np.uint8(entrants > zero)
                m[HB.is_struck, i] = np.uint8(struck)
                t[T.ill] += struck
                if _persons(m, i) == zero:
                    t[T.dissolved] += 1
                    estate_land += h[H.land, i]
                    estate_assets += h[H.assets, i]
                    _vacate(h, m, i)
            place = first
            for i in range(first, last):
                if m[HB.kind, i] != RURAL or m[HB.middle, i] == 0 or m[HB.young, i] == 0:
                    continue
                at_home = m[HB.farm, i] + m[HB.local, i] + m[HB.self_employed, i]
                _, _, _, u_found = uniforms(seed, DEMOGRAPHY, year, v, i - first)
                chance = f32(p[P.formation_rate]) * f32(m[HB.young, i])
                if at_home == 0 or u_found >= chance:
                    continue
                while place < last and m[HB.kind, place] != FREE:
                    place += 1
                if place == last:
                    break
                _found_household(h, m, i, place, threshold, mean_assets)
                m[HB.must_choose, place] = 1
                t[T.formed] += 1

        # what is the same for the whole village
        quality = w.villages[V.quality, v]
        productivity = w.counties[C.productivity, c] * w.villages[V.productivity, v]
        place_factor = local_factor(
            productivity,
            road_factor(w.villages[V.roads, v], p[P.road_floor], p[P.road_elasticity]),
            w.villages[V.broadband, v],
            p[P.broadband_gain],
        )
        ecommerce = p[P.ecommerce_gain] * w.village_codes[VI.has_ecommerce, v]
        farm64 = w.villages[V.farm_return, v]
        farm = f32(farm64)
        wage = f32(
            s[S.local_wage]
            * exp64(s[S.log_local_wage])
            * place_factor
            * tightness_factor(w.counties[C.tightness, c], p[P.tightness_elasticity])
        )
        own = f32(
            s[S.self_earnings] * exp64(s[S.log_self_earnings]) * place_factor * (1.0 + ecommerce)
        )
        openness = w.instruments[I.hukou_openness, c]
        firm_cost = p[P.firm_cost] * s[S.price] / s[S.price_2015]
        grant64 = min(w.counties[C.startup_grant, c], firm_cost)
        away_common = f32(
            utility_away(
                p[P.wage_response],
                s[S.away_earnings] * s[S.town_wage],
                farm64,
                s[S.risk_away],
                p[P.network],
                w.villages[V.migrant_share, v],
                w.constants[2, k]
                - p[P.distance_cost] * (w.villages[V.distance, v] - 0.5)
                + p[P.hukou_cost] * (openness - s[S.base_openness])
                - p[P.quality_of_life] * quality
                - p[P.grant_pull] * grant64 / firm_cost,
            )
        )
        response = f32(p[P.wage_response])
        odds = f32(w.counties[C.hiring_odds, c])
        constant_local = f32(w.constants[0, k])
        constant_self = f32(w.constants[1, k])
        separations = f32(1.0 - (1.0 - p[P.separation_rate]) * (1.0 - w.counties[C.layoff_rate, c]))
        placed_rate = f32(w.counties[C.placed_rate, c])
        grant = f32(grant64)
        cost = f32(firm_cost)

        for i in range(first, last):
            if m[HB.kind, i] != RURAL:
                continue
            row = i - first
            u_reconsider, u_spread, u_separate, u_place = uniforms(seed, WORK, year, v, row)
            must_choose = m[HB.must_choose, i] > 0
            m[HB.must_choose, i] = 0
            m[HB.sought, i] = 0

            # those away grow used to it; some settle in town for good
            if m[HB.away, i] > 0:
                h[H.migrant_years, i] += one
            else:
                h[H.migrant_years, i] = zero
            if is_living and m[HB.away, i] > 0:
                u_settle, u_child, _, _ = uniforms(seed, LEAVING, year, v, row)
                young = f32(m[HB.young, i])
                middle = f32(m[HB.middle, i])
                age_factor = (young + f32(p[P.settlement_middle]) * middle) / (young + middle)
                chance = settlement_chance(
                    f32(p[P.settlement_hazard]),
                    f32(openness),
                    h[H.migrant_years, i],
                    f32(p[P.settlement_years]),
                    age_factor * f32(m[HB.away, i]),
                )
                adults_left = young + middle + f32(m[HB.old, i]) - one
                takes_child = m[HB.children, i] > 0 and (
                    u_child < f32(p[P.child_goes_along]) or adults_left == zero
                )
                leaves_orphans = adults_left == zero and m[HB.children, i] > 1
                if u_settle < chance and not leaves_orphans:
                    is_young = m[HB.young, i] > 0
                    m[HB.away, i] -= 1
                    if is_young:
                        m[HB.young, i] -= 1
                    else:
                        m[HB.middle, i] -= 1
                    if takes_child:
                        m[HB.children, i] -= 1
                        t[T.settlers_with_child if is_young else T.middle_settlers_with_child] += 1
                    else:
                        t[T.settlers_alone if is_young else T.middle_settlers_alone] += 1
                    if _persons(m, i) == zero:
                        t[T.dissolved] += 1
                        estate_land += h[H.land, i]
                        estate_assets += h[H.assets, i]
                        _vacate(h, m, i)
                        continue

            lost = whole32(f32(m[HB.local, i]) * separations + u_separate)
            lost = min(lost, f32(m[HB.local, i]))
            m[HB.local, i] -= np.uint8(lost)
            m[HB.farm, i] += np.uint8(lost)

            workers = _workers(m, i)
            before_away = f32(m[HB.away, i])
            if workers > zero and (
                must_choose or lost > zero or u_reconsider < f32(p[P.reconsider])
            ):
                skill = exp32(f32(p[P.skill_foreseen]) * log32(h[H.skill, i]))
                school = schooling_premium(
                    h[H.schooling, i], f32(p[P.schooling_low]), f32(p[P.schooling_high])
                )
                bonus = premium(
                    f32(p[P.quality_premium]), f32(quality), f32(m[HB.is_upper_half, i])
                )
                factor = skill * school * bonus
                young_share = f32(m[HB.young, i]) / max(
                    f32(m[HB.young, i]) + f32(m[HB.middle, i]), one
                )
                habit = f32(p[P.experience]) / workers
                weight_farm = exp32(habit * f32(m[HB.farm, i]))
                weight_local = exp32(
                    utility_local(response, odds, wage * factor, farm, constant_local)
                    + habit * f32(m[HB.local, i])
                )
                weight_self = exp32(
                    utility_self(response, own * factor, farm, constant_self)
                    + habit * f32(m[HB.self_employed, i])
                )
                weight_away = exp32(
                    away_common
                    + response * log32(school)
                    + f32(p[P.youth_pull]) * (young_share - half)
                    - f32(p[P.care]) * f32(m[HB.old, i])
                    - h[H.taste, i]
                    + habit * f32(m[HB.away, i])
                )
                total = weight_farm + weight_local + weight_self + weight_away
                to_away = share_below(workers, weight_away, total, u_spread)
                to_self = share_below(workers, weight_away + weight_self, total, u_spread)
                to_local = share_below(
                    workers, weight_away + weight_self + weight_local, total, u_spread
                )
                wanted = to_local - to_self
                kept = min(wanted, f32(m[HB.local, i]))
                m[HB.sought, i] = np.uint8(wanted - kept)
                m[HB.local, i] = np.uint8(kept)
                m[HB.self_employed, i] = np.uint8(to_self - to_away)
                m[HB.away, i] = np.uint8(to_away)
                m[HB.farm, i] = np.uint8(workers - kept - to_self)
                if to_away > before_away:
                    h[H.migrant_years, i] *= before_away / to_away
            if placed_rate > zero:
                placed = min(
                    whole32(
                        f32(m[HB.farm, i] - min(m[HB.farm, i], m[HB.sought, i])) * placed_rate
                        + u_place
                    ),
                    f32(m[HB.farm, i] - min(m[HB.farm, i], m[HB.sought, i])),
                )
                m[HB.farm, i] -= np.uint8(placed)
                if placed > zero:
                    h[H.migrant_years, i] *= f32(m[HB.away, i]) / (f32(m[HB.away, i]) + placed)
                m[HB.away, i] += np.uint8(placed)
                t[T.placed] += placed

            returned = max(before_away - f32(m[HB.away, i]), zero)
            if returned > zero:
                m[HB.is_returnee, i] = 1
                t[T.returned] += returned
            u_die, u_start, _, _ = uniforms(seed, FIRMS, year, v, row)
            died = happens(f32(m[HB.firms, i]), f32(p[P.firm_death_rate]), u_die)
            m[HB.firms, i] -= np.uint8(died)
            start = f32(p[P.start_rate_returnee]) if returned > zero else f32(p[P.start_rate_local])
            if u_start < start and can_start(h[H.assets, i], grant, cost) > zero:
                m[HB.firms, i] += 1
                h[H.assets, i] = max(h[H.assets, i] - (cost - grant), zero)
                t[T.firms_born] += 1
                t[T.startup_grants] += grant

            t[T.sought] += f32(m[HB.sought, i])
            t[T.local] += f32(m[HB.local, i])

        # what households that ended leave goes to all others of the village alike
        if estate_land > zero or estate_assets > zero:
            heirs = zero
            for i in range(first, last):
                heirs += one if m[HB.kind, i] == RURAL else zero
            for i in range(first, last):
                if m[HB.kind, i] == RURAL:
                    h[H.land, i] += estate_land / heirs
                    h[H.assets, i] += estate_assets / heirs


@kernel
def after_the_market(w, p, low, high, seed, year, is_living, chunk):  # type: ignore[no-untyped-def]
    """Second half of the year of villages ``low`` … ``high − 1``.

    Jobs are found or not; farms produce, wages, profits, remittances, dividends, pensions and
    dibao are paid, taxes and levies raised, savings made. Fills the villages' tallies and, for
    villages of the place itself, the income bins of ``chunk``.
    """
    h = w.households
    m = w.members
    s = w.state
    for v in range(low, high):
        t = w.tallies[:, v]
        t[T.local] = 0.0
        c = w.village_codes[VI.county, v]
        k = w.county_codes[CI.county_class, c]
        first = w.first_row[v]
        last = w.first_row[v + 1]
        is_home = w.county_codes[CI.is_home, c] == 1
        odds = f32(w.counties[C.hiring_odds, c])
        to_self_share = f32(p[P.fallback_self_employed])
        quality = f32(w.villages[V.quality, v])
        productivity = w.counties[C.productivity, c] * w.villages[V.productivity, v]
        road = road_factor(w.villages[V.roads, v], p[P.road_floor], p[P.road_elasticity])
        ecommerce = p[P.ecommerce_gain] * w.village_codes[VI.has_ecommerce, v]
        place_factor = local_factor(
            productivity, road, w.villages[V.broadband, v], p[P.broadband_gain]
        )
        pension = f32(w.instruments[I.pension, c] * p[P.transfer_scale])
        old_labour = f32(p[P.old_farm_labour])
        if pension > zero:
            old_labour *= f32(1.0 - p[P.pension_labour_loss])

        # jobs are found; who farms how much land
        idle_land = 0.0
        worked_land = 0.0
        persons = 0.0
        for i in range(first, last):
            if m[HB.kind, i] != RURAL:
                continue
            u_hire, u_fall, _, _ = uniforms(seed, MATCHING, year, v, i - first)
            sought = f32(m[HB.sought, i])
            if sought > zero:
                found = hired(sought, odds, u_hire)
                refused = min(whole32((sought - found) * to_self_share + u_fall), sought - found)
                m[HB.local, i] += np.uint8(found)
                m[HB.self_employed, i] += np.uint8(refused)
                m[HB.farm, i] -= np.uint8(found + refused)
                t[T.hired] += found
            if f32(m[HB.farm, i]) + old_labour * f32(m[HB.old, i]) > zero:
                worked_land += h[H.land, i]
            else:
                idle_land += h[H.land, i]
            persons += _persons(m, i) - f32(m[HB.away, i])

        # what is the same for the whole village
        loss = 0.0
        if is_living:
            u_disaster, u_size, _, _ = uniforms(seed, HARDSHIP, year, v, VILLAGE_ROW)
            if u_disaster < p[P.disaster_rate]:
                loss = harvest_lost(p[P.disaster_loss], float(u_size))
        w.villages[V.farm_loss, v] = loss
        rented_in = f32(min(idle_land / max(worked_land, 1e-9), 5.0))
        level = f32(
            s[S.farm_earnings]
            * s[S.farm_productivity]
            * s[S.farm_price]
            * np.sqrt(productivity * road)
            * (1.0 + ecommerce)
            * (1.0 + w.counties[C.produce_premium, c])
            * (1.0 - loss)
            * (1.0 - (s[S.pillar_fall] if k == WEST else 0.0))
        )
        premium_share = w.counties[C.produce_premium, c] / (1.0 + w.counties[C.produce_premium, c])
        mean_assets = f32(s[S.mean_assets])

        # farms produce; rent of land let is pooled and shared out by land
        rent_pool = 0.0
        for i in range(first, last):
            if m[HB.kind, i] != RURAL:
                continue
            labour = f32(m[HB.farm, i]) + old_labour * f32(m[HB.old, i])
            output = zero
            if labour > zero:
                output = farm_output(
                    level,
                    h[H.land, i] * (one + rented_in),
                    labour,
                    h[H.assets, i] / mean_assets,
                    f32(p[P.land_share]),
                    f32(p[P.labour_share]),
                )
                if m[HB.away, i] > 0:
                    output *= f32(1.0 + p[P.input_gain])
                rent = f32(p[P.land_share]) * output * rented_in / (one + rented_in)
                rent_pool += rent
                output -= rent
                t[T.farm_labour] += labour
                operated = h[H.land, i] * (one + rented_in)
                t[T.family_farms] += one if operated >= f32(p[P.family_farm_size]) else zero
                t[T.land_rented] += h[H.land, i] * rented_in
                t[T.farm_income] += output
            t[T.land] += h[H.land, i]
            h[H.business, i] = output
        rent_per_land = f32(rent_pool / idle_land) if idle_land > 0.0 else zero

        weight = w.counties[C.weight, c]
        village_weight = w.counties[C.village_weight, c]
        real_persons = max(persons * weight / village_weight, 1.0)
        wage = f32(
            s[S.local_wage]
            * exp64(s[S.log_local_wage])
            * place_factor
            * tightness_factor(w.counties[C.tightness, c], p[P.tightness_elasticity])
        )
        own = f32(
            s[S.self_earnings] * exp64(s[S.log_self_earnings]) * place_factor * (1.0 + ecommerce)
        )
        away_pay = f32(s[S.away_earnings] * s[S.town_wage] * (1.0 - s[S.risk_away]))
        is_near = w.villages[V.distance, v] < p[P.commuting_distance]
        sent = f32(p[P.remitted_share_near] if is_near else p[P.remitted_share])
        fading = f32(p[P.remittance_decay])
        dividend = f32(w.villages[V.dividends, v] / real_persons)
        tourism = f32(w.villages[V.tourism_income, v] / real_persons)
        property_base = f32(s[S.property_level])
        transfer_base = f32(s[S.transfer_level])
        tax_rate = f32(
            (s[S.tax_rate] if k != WEST else s[S.tax_rate_west])
            * (1.0 - w.instruments[I.agricultural_tax_relief, c])
        )
        levy_rate = f32(w.counties[C.levy_rate, c])
        line = f32(w.instruments[I.dibao_line, c])
        poverty_line = f32(s[S.poverty_line])
        cover = f32(w.instruments[I.medical_cover, c])
        illness_cost = f32(p[P.illness_cost] * s[S.mean_household_income])
        contribution = f32(w.counties[C.contribution, c])
        profit = f32(p[P.firm_profit] * p[P.firm_jobs])
        workers_all = 0.0
        workers_away = 0.0
        income_all = 0.0

        for i in range(first, last):
            if m[HB.kind, i] != RURAL:
                continue
            _, u_insured, u_reached, _ = uniforms(seed, HARDSHIP, year, v, i - first)
            at_home = _persons(m, i) - f32(m[HB.away, i])
            is_upper = f32(m[HB.is_upper_half, i])
            school = schooling_premium(
                h[H.schooling, i], f32(p[P.schooling_low]), f32(p[P.schooling_high])
            )
            factor = h[H.skill, i] * school
            better = factor * premium(f32(p[P.quality_premium]), quality, is_upper)
            farm_income = h[H.business, i]
            wages = f32(m[HB.local, i]) * wage * better
            nonfarm = (
                f32(m[HB.self_employed, i]) * own * better
                + f32(m[HB.firms, i]) * profit * wage
                + tourism * at_home
            )
            gross_away = f32(m[HB.away, i]) * away_pay * school
            pensions = pension * f32(m[HB.old, i])
            home = zero
            if m[HB.away, i] > 0:
                home = support_left(
                    remittance(gross_away, sent, fading, h[H.migrant_years, i]),
                    pensions,
                    f32(p[P.pension_crowding]),
                )
            labour = f32(m[HB.farm, i]) + old_labour * f32(m[HB.old, i])
            rent = rent_per_land * h[H.land, i] if labour <= zero else zero
            dividends = dividend * at_home
            property_income = property_base * at_home + dividends + rent
            transfers = transfer_base * at_home + pensions
            tax = tax_rate * max(farm_income, zero)
            before_dibao = wages + farm_income + nonfarm + property_income + transfers + home - tax
            topped = zero
            if line > zero and at_home > zero:
                is_reached = one if u_reached >= f32(p[P.dibao_exclusion]) else zero
                topped = dibao(before_dibao, at_home, line, is_reached)
            levy = levy_rate * max(before_dibao, zero)
            income = before_dibao + topped - levy

            m[HB.is_insured, i] = np.uint8(u_insured < cover)
            medical = zero
            shortfall = zero
            if m[HB.is_struck, i] > 0:
                medical = uncovered(illness_cost, f32(m[HB.is_insured, i]), f32(p[P.insured_share]))
                shortfall = max(medical - h[H.assets, i], zero)
                t[T.medical_cost] += medical
                t[T.medical] += illness_cost - medical
            asked = contribution * at_home
            if is_living:
                h[H.assets, i] = assets_next(
                    h[H.assets, i],
                    max(income, zero),
                    f32(p[P.saving_rate]),
                    f32(p[P.asset_decay]),
                    medical + asked,
                )
            h[H.wage, i] = wages
            h[H.business, i] = farm_income + nonfarm - tax
            h[H.property, i] = property_income
            h[H.transfer, i] = transfers + topped - levy
            h[H.remittances, i] = home
            m[HB.has_pension, i] = np.uint8(pensions > zero)

            t[T.households] += 1
            t[T.persons] += at_home
            t[T.children] += f32(m[HB.children, i])
            t[T.young] += f32(m[HB.young, i])
            t[T.middle] += f32(m[HB.middle, i])
            t[T.old] += f32(m[HB.old, i])
            t[T.away] += f32(m[HB.away, i])
            t[T.farm] += f32(m[HB.farm, i])
            t[T.local] += f32(m[HB.local, i])
            t[T.self_employed] += f32(m[HB.self_employed, i])
            t[T.firms] += f32(m[HB.firms, i])
            adults = f32(m[HB.young, i]) + f32(m[HB.middle, i]) + f32(m[HB.old, i])
            t[T.adults] += adults
            t[T.schooling] += adults * h[H.schooling, i]
            t[T.wage] += wages
            t[T.business] += nonfarm
            t[T.property] += property_income
            t[T.transfer] += transfers + topped
            t[T.remittances] += home
            t[T.away_pay] += gross_away
            t[T.tax] += tax
            t[T.levy] += levy
            t[T.pension] += pensions
            t[T.dibao] += topped
            t[T.dividends] += dividends
            t[T.produce_premium] += farm_income * premium_share
            t[T.contributions] += asked
            t[T.assets] += h[H.assets, i]
            workers_all += float(_workers(m, i))
            workers_away += float(m[HB.away, i])
            income_all += income
            if m[HB.is_upper_half, i] > 0:
                t[T.upper_income] += income
                t[T.upper_persons] += at_home
            else:
                t[T.lower_income] += income
                t[T.lower_persons] += at_home
            if at_home > zero:
                left = (income - shortfall) / at_home
                is_poor = left < poverty_line
                if is_poor:
                    t[T.poor] += at_home
                    working_age = f32(m[HB.young, i]) + f32(m[HB.middle, i]) - f32(m[HB.away, i])
                    t[T.working_age_poor] += max(working_age, zero)
                    t[T.working_age_poor_in_work] += f32(m[HB.local, i]) + f32(
                        m[HB.self_employed, i]
                    )
                    if m[HB.ill_years, i] > 0:
                        t[T.poor_by_illness] += at_home
                    elif loss > 0.0:
                        t[T.poor_by_disaster] += at_home
                if is_home:
                    per_head = max(income / at_home, one)
                    bin_ = int((log32(per_head) - f32(FIRST_BIN)) * f32(BINS_PER_E))
                    bin_ = min(max(bin_, 0), BINS - 1)
                    if w.village_codes[VI.is_urban, v] == 0:
                        w.bins[chunk, RURAL_BINS, bin_] += np.int64(at_home)
                    w.bins[chunk, ALL_BINS, bin_] += np.int64(at_home)

        if t[T.farm_labour] > 0.0:
            w.villages[V.farm_return, v] = max(
                t[T.farm_income] / t[T.farm_labour], 0.1 * s[S.farm_earnings] * s[S.farm_price]
            )
        if workers_all > 0.0:
            w.villages[V.migrant_share, v] = workers_away / workers_all
        if persons > 0.0:
            w.villages[V.income, v] = income_all / persons
