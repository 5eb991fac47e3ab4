"""The two halves of the villages' year over all their households at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from experiments.benchmarks.in_numpy.arrays import (
    Living,
    Luck,
    enter_bins,
    f32,
    free_places,
    happens,
    living,
    moves_on,
    over_arrays,
    take_places,
    vacate,
)
from sim.agents.counties import CI, WEST, C
from sim.agents.households import RURAL
from sim.agents.villages import VI, V
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
from sim.tallies import T
from sim.world import RURAL_BINS, URBAN_BINS, S, World

mean_with = over_arrays(demography.mean_with)
share_below = over_arrays(choice.share_below)
log_schooling_premium = over_arrays(choice.log_schooling_premium)
schooling_premium = over_arrays(choice.schooling_premium)
utility_local = over_arrays(choice.utility_local)
utility_self = over_arrays(choice.utility_self)
utility_away = over_arrays(choice.utility_away)
hired = over_arrays(labour_market.hired)
tightness_factor = over_arrays(labour_market.tightness_factor)
road_factor = over_arrays(production.road_factor)
local_factor = over_arrays(production.local_factor)
premium = over_arrays(production.premium)
farm_output = over_arrays(production.farm_output)
remittance = over_arrays(production.remittance)
support_left = over_arrays(production.support_left)
asset_index = over_arrays(production.asset_index)
harvest_lost = over_arrays(hardship.harvest_lost)
uncovered = over_arrays(hardship.uncovered)
dibao = over_arrays(hardship.dibao)
assets_next = over_arrays(consumption.assets_next)


@dataclass(frozen=True)
class Villages:
    """Some neighbouring villages: what each pays, float64 by village."""

    low: int
    high: int
    county: np.ndarray
    is_western: np.ndarray
    productivity: np.ndarray
    road: np.ndarray
    ecommerce: np.ndarray
    wage: np.ndarray
    own: np.ndarray


def villages_of(w: World, p: np.ndarray, low: int, high: int) -> Villages:
    """The villages ``low`` … ``high − 1`` as they stand."""
    s = w.state
    v = slice(low, high)
    c = w.village_codes[VI.county, v]
    productivity = w.counties[C.productivity, c] * w.villages[V.productivity, v]
    road = road_factor(w.villages[V.roads, v], p[P.road_floor], p[P.road_elasticity])
    place_factor = local_factor(productivity, road, w.villages[V.broadband, v], p[P.broadband_gain])
    ecommerce = p[P.ecommerce_gain] * w.village_codes[VI.has_ecommerce, v]
    tightness = tightness_factor(w.counties[C.tightness, c], p[P.tightness_elasticity])
    return Villages(
        low,
        high,
        c,
        w.county_codes[CI.county_class, c] == WEST,
        productivity,
        road,
        ecommerce,
        s[S.local_wage] * np.exp(s[S.log_local_wage]) * place_factor * tightness,
        s[S.self_earnings] * np.exp(s[S.log_self_earnings]) * place_factor * (1.0 + ecommerce),
    )


# ---- the first half


def before_the_market(
    w: World, p: np.ndarray, low: int, high: int, seed: int, year: int, is_living: bool
) -> None:
    """Demography, moving to town, who works where, firms; fills the villages' tallies."""
    w.tallies[low:high] = 0.0
    villages = villages_of(w, p, low, high)
    if is_living:
        people = living(w, low, high)
        founds = _grow_older(w, p, villages, people, Luck(seed, "demography", year, low))
        _found_households(w, villages, people, founds)
    people = living(w, low, high)
    _decide(w, p, villages, people, Luck(seed, "work", year, low), is_living)


def _grow_older(
    w: World, p: np.ndarray, villages: Villages, people: Living, luck: Luck
) -> np.ndarray:
    """Births, deaths, ageing and illness; who enters work and who stops.

    Returns the numbers among ``people`` of those from whom a young adult parts.
    """
    h: Any = w.households
    s = w.state
    rows = people.rows
    t = w.tallies[villages.low : villages.high]
    u = luck.draw(9, people.number)
    children = h.children[rows].astype(f32)
    young = h.young[rows].astype(f32)
    middle = h.middle[rows].astype(f32)
    old = h.old[rows].astype(f32)
    born = happens(young, f32(s[S.birth_chance]), u[0])
    old_dies = happens(old, f32(s[S.old_death_chance]), u[1])
    middle_dies = happens(middle, f32(p[P.middle_death_rate]), u[2])
    child_grows = moves_on(children, f32(p[P.years_as_child]), u[3])
    young_ages = moves_on(young, f32(p[P.years_as_young]), u[4])
    middle_ages = moves_on(middle - middle_dies, f32(p[P.years_as_middle]), u[5])
    entrant = f32(
        p[P.entrant_schooling]
        + p[P.entrant_schooling_growth] * s[S.years_since_base]
        + s[S.added_schooling]
    )
    schooling = h.schooling[rows]
    taught = mean_with(schooling, young + middle + old, entrant)
    h.schooling[rows] = np.where(child_grows, taught, schooling)
    children += born
    children -= child_grows
    young += child_grows
    young -= young_ages
    middle += young_ages
    middle -= middle_ages
    middle -= middle_dies
    old += middle_ages
    old -= old_dies
    h.children[rows] = children
    h.young[rows] = young
    h.middle[rows] = middle
    h.old[rows] = old

    ill_years = h.ill_years[rows]
    falls_ill = (ill_years == 0) & (u[6] < f32(p[P.illness_rate]))
    left = np.where(ill_years > 0, ill_years - 1, 0)
    left = np.where(falls_ill, np.uint8(p[P.illness_years]), left)
    h.ill_years[rows] = left
    h.is_struck[rows] = falls_ill

    able = np.maximum(young + middle - (left > 0), f32(0.0))
    away = h.away[rows].astype(f32)
    own = h.self_employed[rows].astype(f32)
    local = h.local[rows].astype(f32)
    workers = h.farm[rows] + local + own + away
    stops = able < workers
    everyone = np.maximum(workers, f32(1.0))
    away_left = share_below(able, away, everyone, u[7])
    own_left = share_below(able, away + own, everyone, u[7]) - away_left
    local_left = share_below(able, away + own + local, everyone, u[7]) - own_left - away_left
    away = np.where(stops, away_left, away)
    own = np.where(stops, own_left, own)
    local = np.where(stops, local_left, local)
    h.away[rows] = away
    h.self_employed[rows] = own
    h.local[rows] = local
    h.farm[rows] = able - away - own - local
    h.must_choose[rows] = able > workers
    t[:, T.births] = people.sums(born)
    t[:, T.deaths] = people.sums(old_dies) + people.sums(middle_dies)
    t[:, T.ill] = people.sums(falls_ill)
    parts = (middle > 0) & (young > 0) & (able > away)
    parts &= u[8] < f32(p[P.formation_rate]) * young
    return np.flatnonzero(parts)


def _found_households(w: World, villages: Villages, people: Living, founds: np.ndarray) -> None:
    """Young adults who part take a free place while there is one."""
    h: Any = w.households
    low, high = villages.low, villages.high
    block = people.block[founds]
    child, has_place = take_places(w, low, free_places(w, low, high), block)
    parent = people.rows[founds[has_place]]
    w.tallies[low:high, T.formed] = np.bincount(block[has_place], minlength=high - low)
    vacate(w, child)
    from_farm = h.farm[parent] > 0
    from_own = ~from_farm & (h.self_employed[parent] > 0)
    from_local = ~from_farm & ~from_own
    for column, comes in ((h.farm, from_farm), (h.self_employed, from_own), (h.local, from_local)):
        column[parent] -= comes.astype(np.uint8)
        column[child] = comes
    h.young[parent] -= np.uint8(1)
    persons = h.children[parent] + h.young[parent] + h.middle[parent] + h.old[parent]
    part = f32(1.0) / (persons + f32(1.0))
    h.kind[child] = RURAL
    h.young[child] = 1
    h.must_choose[child] = 1
    for column in (h.skill, h.schooling, h.taste):
        column[child] = column[parent]
    for column in (h.land, h.assets):
        column[child] = part * column[parent]
        column[parent] -= column[child]
    threshold = w.villages[V.upper_threshold, low + block[has_place]].astype(f32)
    mean_assets = f32(w.state[S.mean_assets])
    h.is_upper_half[child] = asset_index(h.skill[child], h.assets[child] / mean_assets) > threshold


def _decide(
    w: World, p: np.ndarray, villages: Villages, people: Living, luck: Luck, is_living: bool
) -> None:
    """Settle in town, lose a job, choose work, be placed, come back, start a firm."""
    h: Any = w.households
    s = w.state
    v = slice(villages.low, villages.high)
    c = villages.county
    rows = people.rows
    block = people.block
    t = w.tallies[v]
    u = luck.draw(8, people.number)

    def of(by_village: np.ndarray) -> np.ndarray:
        return by_village.astype(f32)[block]

    openness = w.instruments[I.hukou_openness, c]
    firm_cost = p[P.firm_cost] * s[S.price] / s[S.price_2015]
    grant = np.minimum(w.counties[C.startup_grant, c], firm_cost)
    quality = w.villages[V.quality, v]
    farm_return = w.villages[V.farm_return, v]
    k = w.county_codes[CI.county_class, c]
    away_common = utility_away(
        p[P.wage_response],
        s[S.away_earnings] * s[S.town_wage],
        farm_return,
        s[S.risk_away],
        p[P.network],
        w.villages[V.migrant_share, v],
        w.constants[2, k]
        - p[P.distance_cost] * (w.villages[V.distance, v] - 0.5)
        + p[P.hukou_cost] * (openness - s[S.base_openness])
        - p[P.quality_of_life] * quality
        - p[P.grant_pull] * grant / firm_cost,
    )
    separations = 1.0 - (1.0 - p[P.separation_rate]) * (1.0 - w.counties[C.layoff_rate, c])

    children = h.children[rows].astype(f32)
    young = h.young[rows].astype(f32)
    middle = h.middle[rows].astype(f32)
    old = h.old[rows].astype(f32)
    away = h.away[rows].astype(f32)
    own = h.self_employed[rows].astype(f32)
    local = h.local[rows].astype(f32)
    farm = h.farm[rows].astype(f32)

    # those away grow used to it; some settle in town for good
    migrant_years = np.where(away > 0, h.migrant_years[rows] + f32(1.0), f32(0.0))
    if is_living:
        age_factor = (young + f32(p[P.settlement_middle]) * middle) / np.maximum(young + middle, 1)
        hazard = of(p[P.settlement_hazard] * (0.5 + openness))
        chance = np.clip(hazard * age_factor * away, 0.0, 1.0)
        is_last = young + middle + old == 1
        settles = (migrant_years >= f32(p[P.settlement_years])) & (away > 0) & (u[0] < chance)
        settles &= ~(is_last & (children > 1))
        takes_child = settles & (children > 0)
        takes_child &= (u[1] < f32(p[P.child_goes_along])) | is_last
        is_young = young > 0
        away -= settles
        young -= settles & is_young
        middle -= settles & ~is_young
        children -= takes_child
        h.young[rows] = young
        h.middle[rows] = middle
        h.children[rows] = children
        t[:, T.settlers_alone] = people.sums(settles & is_young & ~takes_child)
        t[:, T.settlers_with_child] = people.sums(takes_child & is_young)
        t[:, T.middle_settlers_alone] = people.sums(settles & ~is_young & ~takes_child)
        t[:, T.middle_settlers_with_child] = people.sums(takes_child & ~is_young)
    is_empty = children + young + middle + old == 0

    # who loses a local job goes back to the farm
    lost = np.minimum(np.floor(local * of(separations) + u[2]), local)
    local -= lost
    farm += lost

    # workers are spread over activities
    workers = farm + local + own + away
    chooses = (h.must_choose[rows] > 0) | (lost > 0) | (u[3] < f32(p[P.reconsider]))
    chooses &= workers > 0
    response = f32(p[P.wage_response])
    log_school = log_schooling_premium(
        h.schooling[rows], f32(p[P.schooling_low]), f32(p[P.schooling_high])
    )
    log_premium = of(np.log(premium(p[P.quality_premium], quality, 1.0)))
    log_factor = f32(p[P.skill_foreseen]) * np.log(h.skill[rows]) + log_school
    log_factor += np.where(h.is_upper_half[rows] > 0, log_premium, f32(0.0))
    young_share = young / np.maximum(young + middle, 1)
    habit = f32(p[P.experience]) / np.maximum(workers, 1)
    weight_farm = np.exp(habit * farm)
    weight_local = np.exp(
        utility_local(
            response,
            of(w.counties[C.hiring_odds, c]),
            of(villages.wage / farm_return),
            np.exp(log_factor),
            of(w.constants[0, k]),
        )
        + habit * local
    )
    weight_self = np.exp(
        utility_self(
            response, of(np.log(villages.own / farm_return)), log_factor, of(w.constants[1, k])
        )
        + habit * own
    )
    weight_away = np.exp(
        of(away_common)
        + response * log_school
        + f32(p[P.youth_pull]) * (young_share - f32(0.5))
        - f32(p[P.care]) * old
        - h.taste[rows]
        + habit * away
    )
    all_ = weight_farm + weight_local + weight_self + weight_away
    to_away = share_below(workers, weight_away, all_, u[4])
    not_below = share_below(workers, weight_away + weight_self, all_, u[4])
    not_farm = share_below(workers, weight_away + weight_self + weight_local, all_, u[4])
    wanted = not_farm - not_below
    kept = np.minimum(wanted, local)
    before_away = away
    sought = np.where(chooses, wanted - kept, f32(0.0))
    local = np.where(chooses, kept, local)
    own = np.where(chooses, not_below - to_away, own)
    away = np.where(chooses, to_away, away)
    farm = workers - local - own - away

    # western farm workers who seek no job at home are placed in the donors' towns
    placed_rate = w.counties[C.placed_rate, c]
    if placed_rate.any():
        idle = farm - np.minimum(farm, sought)
        placed = np.minimum(np.floor(idle * of(placed_rate) + luck.draw(1, rows.size)[0]), idle)
        farm -= placed
        away = away + placed
        t[:, T.placed] = people.sums(placed)
    fading = before_away / np.maximum(away, 1)
    migrant_years *= np.where(away > before_away, fading, f32(1.0))
    returned = np.maximum(before_away - away, f32(0.0))
    h.is_returnee[rows] |= returned > 0
    h.migrant_years[rows] = migrant_years
    h.must_choose[rows] = 0
    h.sought[rows] = sought
    h.farm[rows] = farm
    h.local[rows] = local
    h.self_employed[rows] = own
    h.away[rows] = away

    # a firm may die; who can pay may start one
    firms = h.firms[rows].astype(f32)
    died = happens(firms, f32(p[P.firm_death_rate]), u[5])
    rate = np.where(returned > 0, f32(p[P.start_rate_returnee]), f32(p[P.start_rate_local]))
    assets = h.assets[rows]
    help_ = of(grant)
    starts = ~is_empty & (u[6] < rate) & (assets + help_ >= f32(firm_cost))
    h.firms[rows] = firms - died + starts
    paid = np.maximum(assets - (f32(firm_cost) - help_), f32(0.0))
    h.assets[rows] = np.where(starts, paid, assets)
    t[:, T.returned] = people.sums(returned)
    t[:, T.sought] = people.sums(sought)
    t[:, T.local] = people.sums(local)
    t[:, T.startup_grants] = people.sums(starts) * grant
    _pass_on(w, villages, people, is_empty)


def _pass_on(w: World, villages: Villages, people: Living, is_empty: np.ndarray) -> None:
    """What households without anybody leave goes to all others of the village alike."""
    h: Any = w.households
    t = w.tallies[villages.low : villages.high]
    ended = people.sums(is_empty)
    t[:, T.dissolved] = ended
    if not ended.any():
        return
    gone = people.rows[is_empty]
    left = people.rows[~is_empty]
    heirs = np.maximum(people.counts - ended, 1.0)
    for column in (h.land, h.assets):
        estate = np.bincount(people.block[is_empty], column[gone], minlength=ended.size) / heirs
        column[left] += estate.astype(f32)[people.block[~is_empty]]
    vacate(w, gone)


# ---- the second half


def after_the_market(
    w: World, p: np.ndarray, low: int, high: int, seed: int, year: int, is_living: bool,
    accounts: int, chunk: int,
) -> None:  # fmt: skip
    """Jobs found, harvests, incomes, taxes, savings; fills tallies and the bins of ``chunk``.

    Accounts of households are neither kept nor counted by class, whatever ``accounts`` says.
    """
    h: Any = w.households
    s = w.state
    v = slice(low, high)
    villages = villages_of(w, p, low, high)
    c = villages.county
    people = living(w, low, high)
    rows = people.rows
    block = people.block
    t = w.tallies[v]
    luck = Luck(seed, "fortune", year, low)
    u = luck.draw(4, people.number)

    def of(by_village: np.ndarray) -> np.ndarray:
        return by_village.astype(f32)[block]

    # jobs asked for are found or not; some of the refused start on their own
    sought = h.sought[rows].astype(f32)
    found = hired(sought, of(w.counties[C.hiring_odds, c]), u[0])
    refused = sought - found
    alone = hired(refused, f32(p[P.fallback_self_employed]), u[1])
    farm = h.farm[rows] - found - alone
    local = h.local[rows] + found
    own = h.self_employed[rows] + alone
    h.local[rows] = local
    h.self_employed[rows] = own
    h.farm[rows] = farm
    t[:, T.hired] = people.sums(found)
    children = h.children[rows]
    young = h.young[rows]
    middle = h.middle[rows]
    old = h.old[rows]
    away = h.away[rows]
    at_home = children + young + middle + old - away
    t[:, T.persons] = people.sums(at_home)
    persons = t[:, T.persons]

    # farms produce; rent of land rented in goes into the village's pool
    pension = w.instruments[I.pension, c] * p[P.transfer_scale]
    kept_labour = np.where(pension > 0.0, 1.0 - p[P.pension_labour_loss], 1.0)
    land = h.land[rows]
    labour = farm + of(p[P.old_farm_labour] * kept_labour) * old
    works = labour > 0
    worked_land = people.sums(np.where(works, land, f32(0.0)))
    idle_land = people.sums(np.where(works, f32(0.0), land))
    loss = np.zeros(high - low)
    if is_living:
        hit, size = luck.draw(2, high - low)
        loss = np.where(hit < p[P.disaster_rate], harvest_lost(p[P.disaster_loss], size), 0.0)
    w.villages[V.farm_loss, v] = loss
    extra = w.counties[C.produce_premium, c]
    level = (
        s[S.farm_earnings]
        * s[S.farm_productivity]
        * s[S.farm_price]
        * np.sqrt(villages.productivity * villages.road)
        * (1.0 + villages.ecommerce)
        * (1.0 + extra)
        * (1.0 - loss)
        * (1.0 - s[S.pillar_fall] * villages.is_western)
    )
    rented_in = np.minimum(idle_land / np.maximum(worked_land, 1e-9), 5.0)
    rented = of(rented_in)
    operated = np.where(works, land, f32(0.0)) * (1 + rented)
    assets = h.assets[rows]
    land_share = f32(p[P.land_share])
    output = farm_output(
        of(level),
        operated,
        np.maximum(labour, f32(0.01)),
        assets / f32(s[S.mean_assets]),
        land_share,
        f32(p[P.labour_share]),
    )
    output *= np.where(away > 0, f32(1.0 + p[P.input_gain]), f32(1.0))
    output *= works
    rent = land_share * output * rented / (1 + rented)
    farm_income = output - rent
    t[:, T.family_farms] = people.sums(operated >= f32(p[P.family_farm_size]))
    t[:, T.land] = worked_land + idle_land
    t[:, T.land_rented] = worked_land * rented_in
    t[:, T.farm_labour] = people.sums(labour)
    t[:, T.farm_income] = people.sums(farm_income)
    t[:, T.produce_premium] = t[:, T.farm_income] * extra / (1.0 + extra)
    rent_per_land = np.divide(
        people.sums(rent), idle_land, out=np.zeros(high - low), where=idle_land > 0.0
    )

    # all incomes, taxes and costs of the year, and what is saved
    real_persons = np.maximum(
        persons * w.counties[C.weight, c] / w.counties[C.village_weight, c], 1.0
    )
    tax_rate = np.where(villages.is_western, s[S.tax_rate_west], s[S.tax_rate])
    tax_rate = tax_rate * (1.0 - w.instruments[I.agricultural_tax_relief, c])
    levy_rate = w.counties[C.levy_rate, c]
    is_near = w.villages[V.distance, v] < p[P.commuting_distance]
    sent = np.where(is_near, p[P.remitted_share_near], p[P.remitted_share])
    dividend = w.villages[V.dividends, v] / real_persons
    contribution = w.counties[C.contribution, c]
    is_upper = h.is_upper_half[rows]
    years = h.schooling[rows]
    school = schooling_premium(years, f32(p[P.schooling_low]), f32(p[P.schooling_high]))
    quality = premium(f32(p[P.quality_premium]), of(w.villages[V.quality, v]), is_upper)
    better = h.skill[rows] * school * quality
    wages = local * of(villages.wage) * better
    nonfarm = (
        own * of(villages.own) * better
        + h.firms[rows] * of(p[P.firm_profit] * p[P.firm_jobs] * villages.wage)
        + of(w.villages[V.tourism_income, v] / real_persons) * at_home
    )
    away_pay = away * f32(s[S.away_earnings] * s[S.town_wage] * (1.0 - s[S.risk_away])) * school
    pensions = of(pension) * old
    home = support_left(
        remittance(away_pay, of(sent), f32(p[P.remittance_decay]), h.migrant_years[rows]),
        pensions,
        f32(p[P.pension_crowding]),
    )
    home *= away > 0
    let = np.where(works, f32(0.0), of(rent_per_land) * land)
    property_income = (f32(s[S.property_level]) + of(dividend)) * at_home + let
    transfers = f32(s[S.transfer_level]) * at_home + pensions
    tax = of(tax_rate) * np.maximum(farm_income, f32(0.0))
    income = wages + farm_income + nonfarm + property_income + transfers + home - tax
    line = of(w.instruments[I.dibao_line, c])
    topped = dibao(income, at_home, line, u[3] >= f32(p[P.dibao_exclusion]))
    topped *= (line > 0) & (at_home > 0)
    levy = of(levy_rate) * np.maximum(income, f32(0.0))
    income = income + topped - levy

    is_insured = u[2] < of(w.instruments[I.medical_cover, c])
    is_struck = h.is_struck[rows] > 0
    bill = f32(p[P.illness_cost] * s[S.mean_household_income])
    insured_share = f32(p[P.insured_share])
    medical = uncovered(bill, is_insured, insured_share) * is_struck
    shortfall = np.maximum(medical - assets, f32(0.0))
    if is_living:
        h.assets[rows] = assets_next(
            assets,
            np.maximum(income, f32(0.0)),
            f32(p[P.saving_rate]),
            f32(p[P.asset_decay]),
            medical + of(contribution) * at_home,
        )

    heads = np.maximum(at_home, 1).astype(f32)
    is_poor = ((income - shortfall) / heads < f32(s[S.poverty_line])) & (at_home > 0)
    is_ill = h.ill_years[rows] > 0
    workers_at_home = np.maximum(young.astype(f32) + middle - away, f32(0.0))
    poor_persons = at_home * is_poor
    covered = bill - uncovered(bill, 1.0, insured_share)
    adults = young + middle + old

    t[:, T.households] = people.counts
    t[:, T.medical] = people.sums(is_insured & is_struck) * float(covered)
    t[:, T.upper_persons] = people.sums(at_home * is_upper)
    t[:, T.poor] = people.sums(poor_persons)
    t[:, T.poor_by_illness] = people.sums(poor_persons * is_ill)
    t[:, T.poor_by_disaster] = people.sums(poor_persons * ~is_ill) * (loss > 0.0)
    t[:, T.working_age_poor] = people.sums(workers_at_home * is_poor)
    t[:, T.working_age_poor_in_work] = people.sums((local + own) * is_poor)
    t[:, T.children] = people.sums(children)
    t[:, T.young] = people.sums(young)
    t[:, T.middle] = people.sums(middle)
    t[:, T.old] = people.sums(old)
    t[:, T.adults] = t[:, T.young] + t[:, T.middle] + t[:, T.old]
    t[:, T.away] = people.sums(away)
    t[:, T.farm] = people.sums(farm)
    t[:, T.local] = people.sums(local)
    t[:, T.self_employed] = people.sums(own)
    t[:, T.firms] = people.sums(h.firms[rows])
    t[:, T.schooling] = people.sums(adults * years)
    t[:, T.wage] = people.sums(wages)
    t[:, T.business] = people.sums(nonfarm)
    t[:, T.property] = people.sums(property_income)
    t[:, T.levy] = people.sums(levy)
    t[:, T.transfer] = people.sums(transfers + topped)
    t[:, T.remittances] = people.sums(home)
    t[:, T.away_pay] = people.sums(away_pay)
    t[:, T.tax] = tax_rate * t[:, T.farm_income]
    t[:, T.pension] = pension * t[:, T.old]
    t[:, T.dibao] = people.sums(topped)
    t[:, T.medical_cost] = people.sums(medical)
    t[:, T.dividends] = dividend * persons
    t[:, T.contributions] = contribution * persons
    t[:, T.assets] = people.sums(h.assets[rows])
    t[:, T.upper_income] = people.sums(income * is_upper)
    t[:, T.lower_income] = people.sums(income) - t[:, T.upper_income]
    t[:, T.lower_persons] = persons - t[:, T.upper_persons]
    _look_back(w, villages)

    is_home = (w.county_codes[CI.is_home, c] == 1)[block]
    is_urban = (w.village_codes[VI.is_urban, v] == 1)[block]
    per_head = income / heads
    for group, mask in ((RURAL_BINS, is_home & ~is_urban), (URBAN_BINS, is_home & is_urban)):
        enter_bins(w, chunk, group, per_head[mask], at_home[mask])


def _look_back(w: World, villages: Villages) -> None:
    """What next year's decisions look at: the farms' return, who is away, income a head."""
    s = w.state
    v = slice(villages.low, villages.high)
    t = w.tallies[v].T
    least = 0.1 * s[S.farm_earnings] * s[S.farm_price]
    workers = t[T.farm] + t[T.local] + t[T.self_employed] + t[T.away]
    new = (
        (V.farm_return, t[T.farm_income], t[T.farm_labour]),
        (V.migrant_share, t[T.away], workers),
        (V.income, t[T.upper_income] + t[T.lower_income], t[T.persons]),
    )
    for row, part, whole in new:
        np.divide(part, whole, out=w.villages[row, v], where=whole > 0.0)
    np.maximum(w.villages[V.farm_return, v], least, out=w.villages[V.farm_return, v])
