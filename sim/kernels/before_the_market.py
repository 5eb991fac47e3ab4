"""The first half of a village's year: demography, moving to town, who works where, firms.

The county's labour market follows, then :mod:`sim.kernels.after_the_market`. A village's households
stay in cache while they live through it; the loops over them call the equations of
:mod:`sim.processes` and hold none themselves. Nothing depends on the order of villages.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.agents.counties import CI, C
from sim.agents.households import FREE, RURAL
from sim.agents.villages import VI, V
from sim.compiled import borrowing, double, f32, inlined, kernel, single, vectorised
from sim.elementary import exp, log, whole
from sim.kernels.pay import common_pay, tightness_pay
from sim.kernels.rows import counted, counted_if, in_lanes, row_of, send_for, vacate
from sim.parameters import P
from sim.policy import I
from sim.processes import choice, demography, production
from sim.random import decision_key, draw, draw_one
from sim.tallies import T
from sim.world import S

moves_on = single(demography.moves_on)
happens = single(demography.happens)
mean_with = single(demography.mean_with)
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
asset_index = single(production.asset_index)
exp32 = single(exp)
log32 = single(log)
whole32 = single(whole)
log64 = double(log)

DEMOGRAPHY = decision_key("demography")
AGEING = decision_key("ageing")
WORK = decision_key("work")
MOVING = decision_key("moving")
PLACEMENT = decision_key("placement")

zero = f32(0.0)
one = f32(1.0)
half = f32(0.5)
no = np.uint8(0)
yes = np.uint8(1)


class Draws(NamedTuple):
    """The year's luck of a village's households: float32 in (0, 1), an entry a row."""

    birth: np.ndarray
    old_death: np.ndarray
    middle_death: np.ndarray
    founding: np.ndarray
    child: np.ndarray
    young: np.ndarray
    middle: np.ndarray
    stopping: np.ndarray
    illness: np.ndarray
    reconsidering: np.ndarray
    spread: np.ndarray
    separation: np.ndarray
    settling: np.ndarray
    company: np.ndarray
    firm_death: np.ndarray
    firm_start: np.ndarray
    placement: np.ndarray


@inlined
def _draws(rows):  # type: ignore[no-untyped-def]
    return Draws(
        np.empty(rows, np.float32),
        np.empty(rows, np.float32),
        np.empty(rows, np.float32),
        np.empty(rows, np.float32),
        np.empty(rows, np.float32),
        np.empty(rows, np.float32),
        np.empty(rows, np.float32),
        np.empty(rows, np.float32),
        np.empty(rows, np.float32),
        np.empty(rows, np.float32),
        np.empty(rows, np.float32),
        np.empty(rows, np.float32),
        np.empty(rows, np.float32),
        np.empty(rows, np.float32),
        np.empty(rows, np.float32),
        np.empty(rows, np.float32),
        np.zeros(rows, np.float32),
    )


class Lifetimes(NamedTuple):
    """Chances of births, deaths and illness of a year; the same for all villages."""

    birth_chance: np.float32
    old_death_chance: np.float32
    entrant_schooling: np.float32


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
def _outlook(w, p, v, common, tightness, is_living):  # type: ignore[no-untyped-def]
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
def _grow_older(h, u, founds, first, rows, lifetimes, p):  # type: ignore[no-untyped-def]
    """Births, deaths, ageing and illness; who enters work and who stops.

    Fills ``founds`` (1 where a young adult leaves to found a household); returns how many were
    born, died and were struck by illness, and in how many households somebody parts.
    """
    years_as_child = f32(p[P.years_as_child])
    years_as_young = f32(p[P.years_as_young])
    years_as_middle = f32(p[P.years_as_middle])
    middle_death_rate = f32(p[P.middle_death_rate])
    illness_rate = f32(p[P.illness_rate])
    illness_years = np.uint8(p[P.illness_years])
    formation_rate = f32(p[P.formation_rate])
    births = np.int32(0)
    deaths = np.int32(0)
    struck = np.int32(0)
    parting = np.int32(0)
    for j in range(rows):
        i = row_of(first, j)
        lives = h.kind[i] == RURAL
        children = f32(h.children[i])
        young = f32(h.young[i])
        middle = f32(h.middle[i])
        old = f32(h.old[i])
        born = happens(young, lifetimes.birth_chance, u.birth[j])
        old_dies = happens(old, lifetimes.old_death_chance, u.old_death[j])
        middle_dies = happens(middle, middle_death_rate, u.middle_death[j])
        child_grows = moves_on(children, years_as_child, u.child[j])
        young_ages = moves_on(young, years_as_young, u.young[j])
        middle_ages = moves_on(middle - middle_dies, years_as_middle, u.middle[j])
        schooling = h.schooling[i]
        taught = mean_with(schooling, young + middle + old, lifetimes.entrant_schooling)
        h.schooling[i] = taught if child_grows > zero else schooling
        children += born - child_grows
        young += child_grows - young_ages
        middle += young_ages - middle_ages - middle_dies
        old += middle_ages - old_dies
        h.children[i] = np.uint8(children)
        h.young[i] = np.uint8(young)
        h.middle[i] = np.uint8(middle)
        h.old[i] = np.uint8(old)
        births = counted(births, np.uint8(born))
        deaths = counted(deaths, np.uint8(old_dies + middle_dies))

        # one worker is idle while an illness lasts
        ill_years = h.ill_years[i]
        falls_ill = lives & (ill_years == 0) & (u.illness[j] < illness_rate)
        left = ill_years - yes if ill_years > 0 else no
        left = illness_years if falls_ill else left
        h.ill_years[i] = left
        h.is_struck[i] = yes if falls_ill else no
        struck = counted_if(falls_ill, struck, yes)

        # workers are the adults of working age less one who is ill: entrants begin on the farm,
        # those who stop are spread over the household's activities
        able = young + middle - (one if left > 0 else zero)
        able = max(able, zero)
        away = f32(h.away[i])
        own = f32(h.self_employed[i])
        local = f32(h.local[i])
        workers = f32(h.farm[i]) + local + own + away
        entrants = able - workers
        all_ = max(workers, one)
        u_stop = u.stopping[j]
        away_left = share_below(able, away, all_, u_stop)
        own_left = share_below(able, away + own, all_, u_stop) - away_left
        local_left = share_below(able, away + own + local, all_, u_stop) - own_left - away_left
        away = away_left if entrants < zero else away
        own = own_left if entrants < zero else own
        local = local_left if entrants < zero else local
        h.away[i] = np.uint8(away)
        h.self_employed[i] = np.uint8(own)
        h.local[i] = np.uint8(local)
        h.farm[i] = np.uint8(able - away - own - local)
        h.must_choose[i] = yes if entrants > zero else no

        parts = (
            (middle > zero)
            & (young > zero)
            & (able - away > zero)
            & (u.founding[j] < formation_rate * young)
        )
        founds[j] = yes if parts else no
        parting = counted_if(parts, parting, yes)
    return births, deaths, struck, parting


@borrowing
def _clear_ended(h, first, rows):  # type: ignore[no-untyped-def]
    """Households without anybody make room; returns their land and assets."""
    land = 0.0
    assets = 0.0
    for j in range(rows):
        i = row_of(first, j)
        if h.kind[i] != RURAL:
            continue
        if h.children[i] + h.young[i] + h.middle[i] + h.old[i] == 0:
            land += h.land[i]
            assets += h.assets[i]
            vacate(h, i)
    return land, assets


@borrowing
def _found_households(h, founds, first, rows, places, threshold, mean_assets):  # type: ignore[no-untyped-def]
    """Young adults who part take a free place while there is one.

    Returns how many do, and the number of places that hold all households.
    """
    formed = 0
    place = 0
    for j in range(rows):
        if founds[j] == 0:
            continue
        while place < places and h.kind[row_of(first, place)] != FREE:
            place += 1
        if place == places:
            break
        parent = row_of(first, j)
        _found_household(h, parent, row_of(first, place), threshold, mean_assets)
        formed += 1
    return formed, max(rows, in_lanes(place + 1 if place < places else places))


@borrowing
def _found_household(h, parent, child, threshold, mean_assets):  # type: ignore[no-untyped-def]
    """A young adult who works at home leaves ``parent`` for the free place ``child``."""
    vacate(h, child)
    if h.farm[parent] > 0:
        h.farm[parent] -= 1
        h.farm[child] = 1
    elif h.self_employed[parent] > 0:
        h.self_employed[parent] -= 1
        h.self_employed[child] = 1
    else:
        h.local[parent] -= 1
        h.local[child] = 1
    h.young[parent] -= 1
    persons = h.children[parent] + h.young[parent] + h.middle[parent] + h.old[parent]
    part = one / (f32(persons) + one)
    h.kind[child] = RURAL
    h.young[child] = 1
    h.must_choose[child] = 1
    h.skill[child] = h.skill[parent]
    h.schooling[child] = h.schooling[parent]
    h.taste[child] = h.taste[parent]
    h.land[child] = part * h.land[parent]
    h.land[parent] -= h.land[child]
    h.assets[child] = part * h.assets[parent]
    h.assets[parent] -= h.assets[child]
    index = asset_index(h.skill[child], h.assets[child] / mean_assets)
    h.is_upper_half[child] = np.uint8(index > threshold)


@vectorised
def _decide(h, u, t, first, rows, outlook, p):  # type: ignore[no-untyped-def]
    """Settle in town, lose a job, choose work, be placed, come back, start a firm.

    Local jobs are asked for here and found in the county's market. Fills the village's tallies
    ``t``; returns how many households there were and in how many nobody is left.
    """
    settlement_years = f32(p[P.settlement_years])
    settlement_middle = f32(p[P.settlement_middle])
    child_goes_along = f32(p[P.child_goes_along])
    reconsider = f32(p[P.reconsider])
    response = f32(p[P.wage_response])
    skill_foreseen = f32(p[P.skill_foreseen])
    schooling_low = f32(p[P.schooling_low])
    schooling_high = f32(p[P.schooling_high])
    experience = f32(p[P.experience])
    youth_pull = f32(p[P.youth_pull])
    care = f32(p[P.care])
    firm_death_rate = f32(p[P.firm_death_rate])
    start_rate_returnee = f32(p[P.start_rate_returnee])
    start_rate_local = f32(p[P.start_rate_local])
    alone = np.int32(0)
    with_child = np.int32(0)
    middle_alone = np.int32(0)
    middle_with_child = np.int32(0)
    placed_all = np.int32(0)
    returned_all = np.int32(0)
    firms_born = np.int32(0)
    ended = np.int32(0)
    households = np.int32(0)
    sought_all = np.int32(0)
    local_all = np.int32(0)
    for j in range(rows):
        i = row_of(first, j)
        lives = h.kind[i] == RURAL
        children = f32(h.children[i])
        young = f32(h.young[i])
        middle = f32(h.middle[i])
        old = f32(h.old[i])
        away = f32(h.away[i])
        own = f32(h.self_employed[i])
        local = f32(h.local[i])
        farm = f32(h.farm[i])

        # those away grow used to it; some settle in town for good
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
        away -= gone
        young -= gone if is_young else zero
        middle -= zero if is_young else gone
        children -= one if takes_child else zero
        h.young[i] = np.uint8(young)
        h.middle[i] = np.uint8(middle)
        h.children[i] = np.uint8(children)
        alone = counted_if(settles & is_young & (not takes_child), alone, yes)
        with_child = counted_if(takes_child & is_young, with_child, yes)
        middle_alone = counted_if(settles & (not is_young) & (not takes_child), middle_alone, yes)
        middle_with_child = counted_if(takes_child & (not is_young), middle_with_child, yes)
        is_empty = lives & (children + young + middle + old == zero)
        households = counted_if(lives, households, yes)
        ended = counted_if(is_empty, ended, yes)
        lives = lives & (not is_empty)

        # who loses a local job goes back to the farm
        lost = min(whole32(local * outlook.separations + u.separation[j]), local)
        local -= lost
        farm += lost

        # workers are spread over activities
        workers = farm + local + own + away
        is_choosing = (
            (h.must_choose[i] > 0) | (lost > zero) | (u.reconsidering[j] < reconsider)
        ) & (workers > zero)
        log_school = log_schooling_premium(h.schooling[i], schooling_low, schooling_high)
        log_factor = skill_foreseen * log32(h.skill[i]) + log_school
        log_factor += outlook.log_premium if h.is_upper_half[i] > 0 else zero
        young_share = young / max(young + middle, one)
        habit = experience / max(workers, one)
        weight_farm = exp32(habit * farm)
        weight_local = exp32(
            utility_local(
                response, outlook.odds, outlook.wage, exp32(log_factor), outlook.constant_local
            )
            + habit * local
        )
        weight_self = exp32(
            utility_self(response, outlook.log_own, log_factor, outlook.constant_self) + habit * own
        )
        weight_away = exp32(
            outlook.away_common
            + response * log_school
            + youth_pull * (young_share - half)
            - care * old
            - h.taste[i]
            + habit * away
        )
        all_ = weight_farm + weight_local + weight_self + weight_away
        u_spread = u.spread[j]
        to_away = share_below(workers, weight_away, all_, u_spread)
        not_below = share_below(workers, weight_away + weight_self, all_, u_spread)
        not_farm = share_below(workers, weight_away + weight_self + weight_local, all_, u_spread)
        wanted = not_farm - not_below
        kept = min(wanted, local)
        before_away = away
        sought = wanted - kept if is_choosing else zero
        local = kept if is_choosing else local
        own = not_below - to_away if is_choosing else own
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
    t[T.settlers_alone] = alone
    t[T.settlers_with_child] = with_child
    t[T.middle_settlers_alone] = middle_alone
    t[T.middle_settlers_with_child] = middle_with_child
    t[T.placed] = placed_all
    t[T.returned] = returned_all
    t[T.sought] = sought_all
    t[T.local] = local_all
    t[T.firms_born] = firms_born
    t[T.startup_grants] = firms_born * float(outlook.grant)
    return households, ended


@vectorised
def _share_out(h, first, rows, land, assets):  # type: ignore[no-untyped-def]
    """Every household of the village inherits the same."""
    for j in range(rows):
        i = row_of(first, j)
        inherits = h.kind[i] == RURAL
        h.land[i] += land if inherits else zero
        h.assets[i] += assets if inherits else zero


@borrowing
def _draw_work(u, rows, seed, year, v):  # type: ignore[no-untyped-def]
    draw(u.illness, u.reconsidering, u.spread, u.separation, rows, seed, WORK, year, v)


@kernel
def before_the_market(w, p, low, high, seed, year, is_living):  # type: ignore[no-untyped-def]
    """First half of the year of villages ``low`` … ``high − 1``.

    Demography and illness (only when ``is_living``), separations, who works where, who settles in
    town, who starts a firm. Local jobs are asked for here and found in the county's market.
    ``year`` is the calendar year that keys the draws.
    """
    h = w.households
    s = w.state
    longest = 0
    for v in range(low, high):
        longest = max(longest, w.first_row[v + 1] - w.first_row[v])
    u = _draws(longest)
    founds = np.zeros(longest, np.uint8)
    lifetimes = Lifetimes(
        f32(s[S.birth_chance]),
        f32(s[S.old_death_chance]),
        f32(
            p[P.entrant_schooling]
            + p[P.entrant_schooling_growth] * s[S.years_since_base]
            + s[S.added_schooling]
        ),
    )
    common = common_pay(s)
    county = -1
    tightness = 1.0
    for v in range(low, high):
        t = w.tallies[v]
        t[:] = 0.0
        first = w.first_row[v]
        rows = w.rows_in_use[v]
        send_for(h, w.first_row[v + 1])
        if w.village_codes[VI.county, v] != county:
            county = w.village_codes[VI.county, v]
            tightness = tightness_pay(w, p, county)
        outlook = _outlook(w, p, v, common, tightness, is_living)
        _draw_work(u, rows, seed, year, v)
        if is_living:
            draw(u.birth, u.old_death, u.middle_death, u.founding, rows, seed, DEMOGRAPHY, year, v)
            draw(u.child, u.young, u.middle, u.stopping, rows, seed, AGEING, year, v)
            births, deaths, struck, parting = _grow_older(h, u, founds, first, rows, lifetimes, p)
            t[T.births] = births
            t[T.deaths] = deaths
            t[T.ill] = struck
            if parting > 0:
                places = w.first_row[v + 1] - first
                threshold = f32(w.villages[V.upper_threshold, v])
                t[T.formed], needed = _found_households(
                    h, founds, first, rows, places, threshold, outlook.mean_assets
                )
                if needed > rows:
                    rows = needed
                    w.rows_in_use[v] = rows
                    draw(
                        u.illness,
                        u.reconsidering,
                        u.spread,
                        u.separation,
                        rows,
                        seed,
                        WORK,
                        year,
                        v,
                    )
        draw(u.settling, u.company, u.firm_death, u.firm_start, rows, seed, MOVING, year, v)
        if outlook.placed_rate > zero:
            draw_one(u.placement, rows, seed, PLACEMENT, year, v)
        households, ended = _decide(h, u, t, first, rows, outlook, p)
        t[T.dissolved] = ended
        if ended > 0:
            # what they leave goes to all others of the village alike
            land, assets = _clear_ended(h, first, rows)
            heirs = max(households - ended, 1)
            _share_out(h, first, rows, f32(land / heirs), f32(assets / heirs))
