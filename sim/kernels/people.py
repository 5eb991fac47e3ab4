"""The households of the base year, drawn from declared marginals.

Starting differences are stratified: one low-discrepancy sequence for each attribute, shifted by the
seed, whose terms households take by their number; so they are the same for any number of threads.
"""

from __future__ import annotations

import math

import numpy as np

from sim.agents.counties import CI, C
from sim.agents.households import NATIVE, OUTSIDER, RURAL
from sim.agents.villages import VI, V
from sim.compiled import f32, kernel, single, vectorised, written_in
from sim.declare import numbered
from sim.elementary import whole
from sim.kernels.rows import row_of
from sim.parameters import P
from sim.processes import population, production

skill_of = single(population.skill_of)
logistic = single(population.logistic)
standard_normal = single(population.standard_normal)
asset_index = single(production.asset_index)
whole32 = single(whole)

zero = f32(0.0)
one = f32(1.0)
no = np.uint8(0)
yes = np.uint8(1)
LOWEST = f32(1e-7)
HIGHEST = f32(1.0 - 1e-7)

#: What starting differences are drawn for; each has a sequence of its own.
A = numbered(
    "Attributes",
    (
        "skill",
        "land",
        "assets",
        "schooling",
        "taste",
        "couple",
        "youth",
        "child",
        "old",
        "work",
        "illness",
        "village_productivity",
        "village_distance",
        "village_leader",
        "village_lot",
        "village_urban",
        "village_access",
    ),
)
_PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59)
#: From term to term of each sequence: roots of primes, whose multiples spread evenly.
STEPS = np.array([math.sqrt(prime) % 1.0 for prime in _PRIMES])


@written_in
def _even(shifts, attribute, ordinal):  # type: ignore[no-untyped-def]
    """The ``ordinal``-th term of an attribute's sequence, float32 in (0, 1)."""
    x = shifts[attribute] + (ordinal + 1) * STEPS[attribute]
    return min(max(f32(x - np.floor(x)), LOWEST), HIGHEST)


@written_in
def _members(shifts, ordinal, chances):  # type: ignore[no-untyped-def]
    """Children, young, middle-aged and old of a household; see ``Composition`` for the chances."""
    u_youth = _even(shifts, A.youth, ordinal)
    u_old = _even(shifts, A.old, ordinal)
    is_couple = _even(shifts, A.couple, ordinal) < f32(chances[0])
    is_young_couple = (not is_couple) & (u_youth < f32(chances[1]))
    has_parents = is_couple | is_young_couple
    middle = f32(2.0) if is_couple else zero
    young = whole32(f32(chances[2]) + u_youth) if is_couple else zero
    young = f32(2.0) if is_young_couple else young
    children = whole32(f32(chances[3]) + _even(shifts, A.child, ordinal))
    old_with = one if u_old < f32(chances[5]) else zero
    old = old_with if has_parents else whole32(f32(chances[4]) + u_old)
    return (children if has_parents else zero), young, middle, old


@vectorised
def _villagers(
    h, index, first, ordinal, rows, count, shifts, chances, shares, schooling, assets, p
):  # type: ignore[no-untyped-def]
    """Fill ``count`` places of a village and ``index`` with what parts it in halves."""
    illness_rate = f32(p[P.illness_rate])
    ill_share = f32(p[P.illness_rate] * p[P.illness_years])
    skill_spread = f32(p[P.skill_spread_rural])
    land_spread = f32(p[P.land_spread])
    asset_spread = f32(p[P.asset_spread])
    schooling_spread = f32(p[P.schooling_spread])
    taste_spread = f32(p[P.taste_spread])
    mean_schooling = f32(schooling)
    mean_assets = f32(assets)
    below_away = f32(shares[2])
    below_own = f32(shares[2] + shares[1])
    below_local = f32(shares[2] + shares[1] + shares[0])
    for j in range(rows):
        i = row_of(first, j)
        lives = j < count
        number = ordinal + j
        children, young, middle, old = _members(shifts, number, chances)
        u_ill = _even(shifts, A.illness, number)
        ill_years = one + whole32(u_ill / illness_rate) if u_ill < ill_share else zero
        workers = max(young + middle - (one if ill_years > zero else zero), zero)
        u = _even(shifts, A.work, number)
        away = min(whole32(workers * below_away + u), workers)
        own = min(whole32(workers * below_own + u), workers)
        local = min(whole32(workers * below_local + u), workers)
        skill = skill_of(skill_spread, _even(shifts, A.skill, number))
        owned = mean_assets * skill_of(asset_spread, _even(shifts, A.assets, number))
        land = skill_of(land_spread, _even(shifts, A.land, number))
        years = mean_schooling + schooling_spread * standard_normal(
            _even(shifts, A.schooling, number)
        )
        taste = logistic(taste_spread, _even(shifts, A.taste, number))
        index[j] = asset_index(skill, owned / mean_assets)
        h.kind[i] = np.uint8(RURAL) if lives else no
        h.children[i] = np.uint8(children) if lives else no
        h.young[i] = np.uint8(young) if lives else no
        h.middle[i] = np.uint8(middle) if lives else no
        h.old[i] = np.uint8(old) if lives else no
        h.ill_years[i] = np.uint8(ill_years) if lives else no
        h.away[i] = np.uint8(away) if lives else no
        h.self_employed[i] = np.uint8(own - away) if lives else no
        h.local[i] = np.uint8(local - own) if lives else no
        h.farm[i] = np.uint8(workers - local) if lives else no
        h.skill[i] = skill if lives else zero
        h.land[i] = land if lives else zero
        h.assets[i] = owned if lives else zero
        h.schooling[i] = min(max(years, zero), f32(19.0)) if lives else zero
        h.taste[i] = taste if lives else zero
        h.migrant_years[i] = f32(3.0) if lives & (away > zero) else zero


@kernel
def people_villages(w, p, shifts, rows, low, high, chances, shares, schooling, assets):  # type: ignore[no-untyped-def]
    """Fill the villages ``low`` … ``high − 1``; ``rows[v]`` households, then free places.

    ``shares`` is [classes, 3] workers in local wages, self-employed, away; ``rows`` counts before
    it give each household its ordinal.
    """
    h = w.households
    longest = 0
    for v in range(low, high):
        longest = max(longest, w.rows_in_use[v])
    index = np.empty(longest, np.float32)
    for v in range(low, high):
        k = w.county_codes[CI.county_class, w.village_codes[VI.county, v]]
        first = w.first_row[v]
        count = rows[v + 1] - rows[v]
        _villagers(
            h, index, first, rows[v], w.rows_in_use[v], count,
            shifts, chances, shares[k], schooling, assets, p,
        )  # fmt: skip
        middle = np.median(index[:count])
        w.villages[V.upper_threshold, v] = middle
        for j in range(count):
            # the household in the middle of an odd number belongs to either half in turn
            is_upper = index[j] > middle or (index[j] == middle and v % 2 == 0)
            h.is_upper_half[first + j] = np.uint8(is_upper)


@vectorised
def _townspeople(
    h, first, ordinal, rows, natives, count, shifts, chances, schooling, in_villages, p
):  # type: ignore[no-untyped-def]
    """Fill ``count`` places of a ward: ``natives`` of them with natives, the rest by outsiders."""
    skill_spread = f32(p[P.skill_spread_town])
    arrival_size = np.uint8(p[P.arrival_size])
    years = f32(schooling)
    share_in_villages = f32(in_villages)
    for j in range(rows):
        i = row_of(first, j)
        lives = j < count
        is_native = j < natives
        is_outsider = lives & (not is_native)
        number = ordinal + j
        children, young, middle, old = _members(shifts, number, chances)
        skill = skill_of(skill_spread, _even(shifts, A.skill, number))
        kind = np.uint8(NATIVE) if is_native else np.uint8(OUTSIDER)
        h.kind[i] = kind if lives else no
        h.has_town_hukou[i] = yes if is_native else no
        h.children[i] = np.uint8(children) if is_native else no
        h.middle[i] = np.uint8(middle) if is_native else no
        h.old[i] = np.uint8(old) if is_native else no
        youth = np.uint8(young) if is_native else arrival_size
        h.young[i] = youth if lives else no
        in_village = _even(shifts, A.work, number) < share_in_villages
        h.lives_in_village[i] = yes if is_outsider & in_village else no
        h.skill[i] = skill if lives else zero
        h.schooling[i] = years if lives else zero


@kernel
def people_wards(w, p, shifts, natives, outsiders, low, high, chances, schooling):  # type: ignore[no-untyped-def]
    """Fill the wards ``low`` … ``high − 1`` with ``natives[ward]`` and ``outsiders[ward]`` rows."""
    villages = w.villages.shape[1]
    for ward in range(low, high):
        of_natives = natives[ward + 1] - natives[ward]
        in_villages = w.counties[C.outsiders_in_villages_share, w.ward_county[ward]]
        _townspeople(
            w.households, w.first_row[villages + ward], natives[ward] + outsiders[ward],
            w.rows_in_use[villages + ward], of_natives,
            of_natives + outsiders[ward + 1] - outsiders[ward],
            shifts, chances, schooling, in_villages, p,
        )  # fmt: skip
