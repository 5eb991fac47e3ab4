"""How a village's households decide: settling in town, who works where, starting a firm.

Loops over the rows of one village; see :mod:`sim.kernels.rows`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.agents.counties import CI, C
from sim.agents.households import RURAL
from sim.agents.villages import VI, V
from sim.compiled import borrowing, double, f32, single, vectorised
from sim.elementary import exp, log, whole
from sim.kernels.rows import (
    counted,
    counted_if,
    row_of,
)
from sim.parameters import P
from sim.policy import I
from sim.processes import choice, demography, production
from sim.tallies import T
from sim.world import S

happens = single(demography.happens)
share_below = single(choice.share_below)
settlement_chance = single(choice.settlement_chance)
log_schooling_premium = single(choice.log_schooling_premium)
utility_local = single(choice.utility_local)
utility_self = single(choice.utility_self)
utility_away = double(choice.utility_away)
can_start = single(choice.can_start)
road_factor = double(production.road_factor)
local_factor = double(production.local_factor)
premium = double(production.premium)
exp32 = single(exp)
log32 = single(log)
whole32 = single(whole)
log64 = double(log)

zero = f32(0.0)
one = f32(1.0)
half = f32(0.5)
no = np.uint8(0)
yes = np.uint8(1)


class Outlook(NamedTuple):
    """What the households of a village look at when they decide; float32."""

    wage: np.float32  # over the farm's
    log_own: np.float32  # the same, log
    odds: np.float32
    away_common: np.float32
    constant_local: np.float32
    constant_self: np.float32
    log_premium: np.float32  # of the upper half
    openness: np.float32
    separations: np.float32
    placed_rate: np.float32
    grant: np.float32
    cost: np.float32
    mean_assets: np.float32
    settlement_hazard: np.float32


@borrowing
def outlook_of(w, p, v, common, tightness, is_living):  # type: ignore[no-untyped-def]
    """The outlook of village ``v``; without settling in town in the burn-in."""
    s = w.state
    c = w.village_codes[VI.county, v]
    k = w.county_codes[CI.county_class, c]
    quality = w.villages[V.quality, v]
    place_factor = local_factor(
        w.counties[C.productivity, c] * w.villages[V.productivity, v],
        road_factor(w.villages[V.roads, v], p[P.road_floor], p[P.road_elasticity]),
        w.villages[V.broadband, v],
        p[P.broadband_gain],
    )
    ecommerce = p[P.ecommerce_gain] * w.village_codes[VI.has_ecommerce, v]
    farm = w.villages[V.farm_return, v]
    openness = w.instruments[I.hukou_openness, c]
    firm_cost = p[P.firm_cost] * s[S.price] / s[S.price_2015]
    grant = min(w.counties[C.startup_grant, c], firm_cost)
    away_common = utility_away(
        p[P.wage_response],
        s[S.away_earnings] * s[S.town_wage],
        farm,
        s[S.risk_away],
        p[P.network],
        w.villages[V.migrant_share, v],
        w.constants[2, k]
        - p[P.distance_cost] * (w.villages[V.distance, v] - 0.5)
        + p[P.hukou_cost] * (openness - s[S.base_openness])
        - p[P.quality_of_life] * quality
        - p[P.grant_pull] * grant / firm_cost,
    )
    wage = common.local * place_factor * tightness
    own = common.own * place_factor * (1.0 + ecommerce)
    return Outlook(
        f32(wage / farm),
        f32(log64(own / farm)),
        f32(w.counties[C.hiring_odds, c]),
        f32(away_common),
        f32(w.constants[0, k]),
        f32(w.constants[1, k]),
        f32(log64(premium(p[P.quality_premium], quality, 1.0))),
        f32(openness),
        f32(1.0 - (1.0 - p[P.separation_rate]) * (1.0 - w.counties[C.layoff_rate, c])),
        f32(w.counties[C.placed_rate, c]),
        f32(grant),
        f32(firm_cost),
        f32(s[S.mean_assets]),
        f32(p[P.settlement_hazard]) if is_living else zero,
    )


@vectorised
def settle_and_separate(h, u, t, first, rows, outlook, q):  # type: ignore[no-untyped-def]
    """Some of those away settle in town for good; some local jobs end.

    Who loses a job has to choose. Fills the village's tallies ``t`` of settlers; returns how many
    households there were and in how many nobody is left.
    """
    settlement_years = q[P.settlement_years]
    settlement_middle = q[P.settlement_middle]
    child_goes_along = q[P.child_goes_along]
    alone = np.int32(0)
    with_child = np.int32(0)
    middle_alone = np.int32(0)
    middle_with_child = np.int32(0)
    ended = np.int32(0)
    households = np.int32(0)
    for j in range(rows):
        i = row_of(first, j)
        lives = h.kind[i] == RURAL
        children = f32(h.children[i])
        young = f32(h.young[i])
        middle = f32(h.middle[i])
        old = f32(h.old[i])
        away = f32(h.away[i])
        local = f32(h.local[i])
        migrant_years = h.migrant_years[i] + one if away > zero else zero
        age_factor = (young + settlement_middle * middle) / max(young + middle, one)
        chance = settlement_chance(
            outlook.settlement_hazard,
            outlook.openness,
            migrant_years,
            settlement_years,
            age_factor * away,
        )
        is_last_adult = young + middle + old == one
        settles = (
            (away > zero) & (u.settling[j] < chance) & (not (is_last_adult & (children > one)))
        )
        takes_child = (
            settles & (children > zero) & ((u.company[j] < child_goes_along) | is_last_adult)
        )
        is_young = young > zero
        gone = one if settles else zero
        young -= gone if is_young else zero
        middle -= zero if is_young else gone
        children -= one if takes_child else zero
        h.away[i] = np.uint8(away - gone)
        h.young[i] = np.uint8(young)
        h.middle[i] = np.uint8(middle)
        h.children[i] = np.uint8(children)
        h.migrant_years[i] = migrant_years

        # who loses a local job goes back to the farm
        lost = min(whole32(local * outlook.separations + u.separation[j]), local)
        h.local[i] = np.uint8(local - lost)
        h.farm[i] += np.uint8(lost)
        h.must_choose[i] = yes if lost > zero else h.must_choose[i]

        alone = counted_if(settles & is_young & (not takes_child), alone, yes)
        with_child = counted_if(takes_child & is_young, with_child, yes)
        middle_alone = counted_if(settles & (not is_young) & (not takes_child), middle_alone, yes)
        middle_with_child = counted_if(takes_child & (not is_young), middle_with_child, yes)
        is_empty = lives & (children + young + middle + old == zero)
        households = counted_if(lives, households, yes)
        ended = counted_if(is_empty, ended, yes)
    t[T.settlers_alone] = alone
    t[T.settlers_with_child] = with_child
    t[T.middle_settlers_alone] = middle_alone
    t[T.middle_settlers_with_child] = middle_with_child
    return households, ended


@vectorised
def foresee(h, x, first, rows, outlook, q):  # type: ignore[no-untyped-def]
    """What a household expects of each activity, whatever it does now, as utility.

    A loop to itself: it hangs on nothing that happens in the year, and the processor begins the
    next rows before these are done, which it cannot where a loop is long.
    """
    response = q[P.wage_response]
    skill_foreseen = q[P.skill_foreseen]
    schooling_low = q[P.schooling_low]
    schooling_high = q[P.schooling_high]
    for j in range(rows):
        i = row_of(first, j)
        log_school = log_schooling_premium(h.schooling[i], schooling_low, schooling_high)
        log_factor = skill_foreseen * log32(h.skill[i]) + log_school
        log_factor += outlook.log_premium if h.is_upper_half[i] > 0 else zero
        x.local[j] = utility_local(
            response, outlook.odds, outlook.wage, exp32(log_factor), outlook.constant_local
        )
        x.self_employed[j] = utility_self(
            response, outlook.log_own, log_factor, outlook.constant_self
        )
        x.away[j] = outlook.away_common + response * log_school


@vectorised
def weigh(h, u, x, first, rows, outlook, q):  # type: ignore[no-untyped-def]
    """How many workers would be away, on their own or off the farm, were all to choose anew.

    The weights of an activity are what is expected of it, what speaks for and against leaving home
    and what the household does already.
    """
    experience = q[P.experience]
    youth_pull = q[P.youth_pull]
    care = q[P.care]
    for j in range(rows):
        i = row_of(first, j)
        young = f32(h.young[i])
        middle = f32(h.middle[i])
        old = f32(h.old[i])
        away = f32(h.away[i])
        own = f32(h.self_employed[i])
        local = f32(h.local[i])
        farm = f32(h.farm[i])
        workers = farm + local + own + away
        young_share = young / max(young + middle, one)
        habit = experience / max(workers, one)
        weight_farm = exp32(habit * farm)
        weight_local = exp32(x.local[j] + habit * local)
        weight_self = exp32(x.self_employed[j] + habit * own)
        weight_away = exp32(
            x.away[j] + youth_pull * (young_share - half) - care * old - h.taste[i] + habit * away
        )
        all_ = weight_farm + weight_local + weight_self + weight_away
        away_or_self = weight_away + weight_self
        u_spread = u.spread[j]
        x.to_away[j] = np.uint8(share_below(workers, weight_away, all_, u_spread))
        x.to_away_or_self[j] = np.uint8(share_below(workers, away_or_self, all_, u_spread))
        x.off_farm[j] = np.uint8(share_below(workers, away_or_self + weight_local, all_, u_spread))


@vectorised
def decide(h, u, x, t, first, rows, outlook, q):  # type: ignore[no-untyped-def]
    """Choose work, be placed, come back, start a firm.

    Local jobs are asked for here and found in the county's market. Fills the village's tallies.
    """
    reconsider = q[P.reconsider]
    firm_death_rate = q[P.firm_death_rate]
    start_rate_returnee = q[P.start_rate_returnee]
    start_rate_local = q[P.start_rate_local]
    placed_all = np.int32(0)
    returned_all = np.int32(0)
    firms_born = np.int32(0)
    sought_all = np.int32(0)
    local_all = np.int32(0)
    for j in range(rows):
        i = row_of(first, j)
        away = f32(h.away[i])
        own = f32(h.self_employed[i])
        local = f32(h.local[i])
        migrant_years = h.migrant_years[i]
        lives = (h.kind[i] == RURAL) & (h.children[i] + h.young[i] + h.middle[i] + h.old[i] > 0)
        workers = f32(h.farm[i]) + local + own + away
        is_choosing = ((h.must_choose[i] > 0) | (u.reconsidering[j] < reconsider)) & (
            workers > zero
        )
        to_away = f32(x.to_away[j])
        to_away_or_self = f32(x.to_away_or_self[j])
        wanted = f32(x.off_farm[j]) - to_away_or_self
        kept = min(wanted, local)
        before_away = away
        sought = wanted - kept if is_choosing else zero
        local = kept if is_choosing else local
        own = to_away_or_self - to_away if is_choosing else own
        away = to_away if is_choosing else away
        farm = workers - local - own - away

        # western farm workers who seek no job at home are placed in the donors' towns
        idle = farm - min(farm, sought)
        placed = min(whole32(idle * outlook.placed_rate + u.placement[j]), idle)
        farm -= placed
        away += placed
        migrant_years *= before_away / max(away, one) if away > before_away else one
        returned = max(before_away - away, zero)
        h.is_returnee[i] = yes if returned > zero else h.is_returnee[i]
        h.migrant_years[i] = migrant_years
        h.must_choose[i] = no
        h.sought[i] = np.uint8(sought)
        h.farm[i] = np.uint8(farm)
        h.local[i] = np.uint8(local)
        h.self_employed[i] = np.uint8(own)
        h.away[i] = np.uint8(away)
        placed_all = counted(placed_all, np.uint8(placed))
        returned_all = counted(returned_all, np.uint8(returned))
        sought_all = counted(sought_all, np.uint8(sought))
        local_all = counted(local_all, np.uint8(local))

        # a firm may die; who can pay may start one
        firms = f32(h.firms[i])
        died = happens(firms, firm_death_rate, u.firm_death[j])
        rate = start_rate_returnee if returned > zero else start_rate_local
        assets = h.assets[i]
        starts = (
            lives
            & (u.firm_start[j] < rate)
            & (can_start(assets, outlook.grant, outlook.cost) > zero)
        )
        h.firms[i] = np.uint8(firms - died + (one if starts else zero))
        h.assets[i] = max(assets - (outlook.cost - outlook.grant), zero) if starts else assets
        firms_born = counted_if(starts, firms_born, yes)
    t[T.placed] = placed_all
    t[T.returned] = returned_all
    t[T.sought] = sought_all
    t[T.local] = local_all
    t[T.startup_grants] = firms_born * float(outlook.grant)
