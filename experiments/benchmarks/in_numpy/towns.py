"""The year of the town wards over all their households at once."""

from __future__ import annotations

from typing import Any

import numpy as np

from experiments.benchmarks.in_numpy.arrays import (
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
from sim.agents.counties import CI, C
from sim.agents.households import NATIVE, NEWCOMER, OUTSIDER, SETTLED
from sim.parameters import P
from sim.policy import I
from sim.processes import towns
from sim.tallies import W
from sim.world import URBAN_BINS, S, World

outsider_wage = over_arrays(towns.outsider_wage)

#: Who moves into a town, in this order: what counts their households; kind, young, middle,
#: children of each. People from elsewhere are as many young as ``arrival_size`` says.
MOVERS = (
    (CI.settler_rows, SETTLED, 1, 0, 0),
    (CI.settler_child_rows, SETTLED, 1, 0, 1),
    (CI.middle_settler_rows, SETTLED, 0, 1, 0),
    (CI.middle_settler_child_rows, SETTLED, 0, 1, 1),
    (CI.outsider_rows, OUTSIDER, -1, 0, 0),
    (CI.newcomer_rows, NEWCOMER, -1, 0, 0),
)


def town_year(
    w: World, p: np.ndarray, low: int, high: int, seed: int, year: int, is_living: bool,
    accounts: int, chunk: int,
) -> None:  # fmt: skip
    """People age, leave, settle and arrive; households earn; fills the wards' tallies."""
    w.ward_tallies[low:high] = 0.0
    if is_living:
        _grow_older(w, p, low, high, Luck(seed, "town_demography", year, low))
        _take_in(w, p, low, high, Luck(seed, "arrival", year, low))
    _earn(w, p, low, high, chunk)


def _grow_older(w: World, p: np.ndarray, low: int, high: int, luck: Luck) -> None:
    """Births, deaths, ageing, leaving and registering; empty households make room."""
    h: Any = w.households
    s = w.state
    villages = w.villages.shape[1]
    c = w.ward_county[low:high]
    t = w.ward_tallies[low:high]
    people = living(w, villages + low, villages + high)
    rows = people.rows
    u = luck.draw(8, people.number)
    kind = h.kind[rows]
    children = h.children[rows].astype(f32)
    young = h.young[rows].astype(f32)
    middle = h.middle[rows].astype(f32)
    old = h.old[rows].astype(f32)
    persons = children + young + middle + old
    rates = np.zeros(NEWCOMER + 1, f32)
    rates[NATIVE] = s[S.leave_rate_natives]
    rates[OUTSIDER] = s[S.leave_rate_outsiders]
    rates[NEWCOMER] = s[S.leave_rate_newcomers]
    is_home = (w.county_codes[CI.is_home, c] == 1)[people.block]
    leaves = u[3] < rates[kind] * is_home
    born = happens(young, f32(s[S.birth_chance]), u[0])
    old_dies = happens(old, f32(s[S.old_death_chance]), u[1])
    middle_dies = happens(middle, f32(p[P.middle_death_rate]), u[2])
    child_grows = moves_on(children, f32(p[P.years_as_child]), u[4])
    young_ages = moves_on(young, f32(p[P.years_as_young]), u[5])
    middle_ages = moves_on(middle - middle_dies, f32(p[P.years_as_middle]), u[6])
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
    died = old_dies.astype(f32) + middle_dies
    registration = p[P.registration_rate] * w.instruments[I.hukou_openness, c]
    registers = (kind == SETTLED) & (u[7] < registration.astype(f32)[people.block])
    h.has_town_hukou[rows] |= registers
    t[:, W.births] = people.sums(born & ~leaves)
    t[:, W.deaths] = people.sums(died * ~leaves)
    t[:, W.left] = people.sums(persons * leaves)
    vacate(w, rows[leaves | (persons + born - died == 0)])


def _take_in(w: World, p: np.ndarray, low: int, high: int, luck: Luck) -> None:
    """Settlers and arrivals are opened in turn over a county's wards, in free places.

    Where a ward is full they join a household of their kind.
    """
    h: Any = w.households
    s = w.state
    villages = w.villages.shape[1]
    c = w.ward_county[low:high]
    t = w.ward_tallies[low:high]
    wards = w.county_codes[CI.wards, c]
    turn = np.arange(low, high) - w.county_codes[CI.first_ward, c]
    counts = np.array([w.county_codes[row, c] for row, *_ in MOVERS])
    counts = (counts + wards - 1 - turn) // wards
    members = np.array([line[1:] for line in MOVERS])
    members[members < 0] = int(p[P.arrival_size])
    ward = np.repeat(np.arange(high - low), counts.sum(axis=0))
    line = np.repeat(np.tile(np.arange(len(MOVERS)), high - low), counts.T.ravel())
    kind, young, middle, children = members[line].T
    t[:, W.arrived] = np.bincount(ward, young + middle + children, minlength=high - low)

    first = villages + low
    free = free_places(w, first, villages + high)
    rows, has_place = take_places(w, first, free, ward)
    u = luck.draw(2, rows.size)
    vacate(w, rows)
    h.kind[rows] = kind[has_place]
    h.young[rows] = young[has_place]
    h.middle[rows] = middle[has_place]
    h.children[rows] = children[has_place]
    spread = f32(p[P.skill_spread_town])
    h.skill[rows] = np.exp(spread * _standard_normal(u[0]) - f32(0.5) * spread * spread)
    h.schooling[rows] = s[S.mean_schooling]
    h.has_town_hukou[rows] = kind[has_place] == NEWCOMER
    share = w.counties[C.outsiders_in_villages_share, c].astype(f32)
    in_village = u[1] < share[ward[has_place]]
    h.lives_in_village[rows] = (kind[has_place] == OUTSIDER) & in_village

    for number in np.flatnonzero(~has_place):  # hardly any
        place = w.first_row[first + ward[number]]
        end = w.first_row[first + ward[number] + 1]
        hosts = np.flatnonzero(h.kind[place:end] == kind[number]) + place
        host = hosts[number % hosts.size] if hosts.size else place
        h.young[host] += np.uint8(young[number])
        h.middle[host] += np.uint8(middle[number])
        h.children[host] += np.uint8(children[number])
        t[ward[number], W.joined] += 1


def _standard_normal(u: np.ndarray) -> np.ndarray:
    """Approximate inverse of the normal distribution; see :mod:`sim.processes.population`."""
    tail = np.maximum(np.minimum(u, 1 - u), f32(1e-7))
    t = np.sqrt(-2 * np.log(tail))
    z = t - (f32(2.515517) + t * (f32(0.802853) + t * f32(0.010328))) / (
        1 + t * (f32(1.432788) + t * (f32(0.189269) + t * f32(0.001308)))
    )
    return np.where(u < 0.5, -z, z)


def _earn(w: World, p: np.ndarray, low: int, high: int, chunk: int) -> None:
    """The incomes of the year, added up by kind of household."""
    h: Any = w.households
    s = w.state
    villages = w.villages.shape[1]
    c = w.ward_county[low:high]
    t = w.ward_tallies[low:high]
    people = living(w, villages + low, villages + high)
    rows = people.rows

    def of(by_ward: np.ndarray) -> np.ndarray:
        return by_ward.astype(f32)[people.block]

    level = w.counties[C.town_level, c]
    town_wage = s[S.town_wage]
    kind = h.kind[rows]
    children = h.children[rows]
    young = h.young[rows]
    middle = h.middle[rows]
    old = h.old[rows]
    workers = young + middle
    persons = workers + children + old
    skill = h.skill[rows]
    is_native = kind == NATIVE
    is_newcomer = kind == NEWCOMER
    is_settled = kind == SETTLED
    is_outsider = kind == OUTSIDER
    is_local = is_native | is_newcomer
    rate = np.where(
        is_local,
        of(s[S.town_wage_per_worker] * town_wage * level),
        f32(s[S.away_earnings] * town_wage * p[P.settler_income]),
    )
    outsiders_wage = outsider_wage(s[S.urban_base_income] * town_wage * level, p[P.outsider_income])
    rate = np.where(is_outsider, of(outsiders_wage), rate)
    wages = workers * rate * skill
    business = wages * f32(s[S.town_business_ratio]) * is_local
    per_head = of(s[S.town_property_per_person] * town_wage * level)
    property_income = persons * per_head * skill * is_local
    pension = old * of(s[S.town_pension_per_old] * level)
    transfer = pension * (is_local + f32(0.5) * is_settled)
    before = wages + business + property_income + transfer
    levy = of(w.counties[C.levy_rate, c]) * before
    income = before - levy

    is_registered = is_settled & (h.has_town_hukou[rows] > 0)
    in_village = is_outsider & (h.lives_in_village[rows] > 0)
    t[:, W.households] = people.counts
    t[:, W.natives] = people.sums(persons * is_native)
    t[:, W.newcomers] = people.sums(persons * is_newcomer)
    t[:, W.settled] = people.sums(persons * is_settled)
    t[:, W.settled_registered] = people.sums(persons * is_registered)
    t[:, W.outsiders] = people.sums(persons * is_outsider)
    t[:, W.outsiders_in_villages] = people.sums(persons * in_village)
    t[:, W.children] = people.sums(children)
    t[:, W.young] = people.sums(young)
    t[:, W.middle] = people.sums(middle)
    t[:, W.old] = people.sums(old)
    t[:, W.native_wage] = people.sums(wages * is_native)
    t[:, W.native_business] = t[:, W.native_wage] * s[S.town_business_ratio]
    t[:, W.native_property] = people.sums(property_income * is_native)
    t[:, W.native_transfer] = people.sums((transfer - levy) * is_native)
    t[:, W.settled_income] = people.sums(income * is_settled)
    t[:, W.settled_registered_income] = people.sums(income * is_registered)
    t[:, W.outsider_income] = people.sums(income * is_outsider)
    t[:, W.newcomer_income] = people.sums(income * is_newcomer)
    t[:, W.levy] = people.sums(levy)
    natives = people.sums(income * is_native)
    t[:, W.imputed_rent] = p[P.imputed_rent_urban] * (natives + t[:, W.newcomer_income])
    is_home = (w.county_codes[CI.is_home, c] == 1)[people.block]
    per_head = income / np.maximum(persons, 1).astype(f32)
    enter_bins(w, chunk, URBAN_BINS, per_head[is_home], persons[is_home])
