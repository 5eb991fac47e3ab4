"""How a village's households grow older, part, end and leave an estate.

Loops over the rows of one village; see :mod:`sim.kernels.rows`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.agents.households import FREE, RURAL
from sim.compiled import borrowing, f32, single, vectorised
from sim.kernels.ageing import age_groups, life_events
from sim.kernels.rows import (
    counted,
    counted_if,
    in_lanes,
    row_of,
    vacate,
)
from sim.parameters import P
from sim.processes import choice, demography, production

mean_with = single(demography.mean_with)
share_below = single(choice.share_below)
asset_index = single(production.asset_index)

zero = f32(0.0)
one = f32(1.0)
half = f32(0.5)
no = np.uint8(0)
yes = np.uint8(1)


class Lifetimes(NamedTuple):
    """Chances of births, deaths and illness of a year; the same for all villages."""

    birth_chance: np.float32
    old_death_chance: np.float32
    entrant_schooling: np.float32


@vectorised
def grow_older(h, u, founds, first, rows, lifetimes, q):  # type: ignore[no-untyped-def]
    """Births, deaths, ageing and illness; who enters work and who stops.

    Fills ``founds`` (1 where a young adult leaves to found a household); returns how many were
    born, died and were struck by illness, and in how many households somebody parts.
    """
    groups = age_groups(q)
    illness_rate = q[P.illness_rate]
    illness_years = np.uint8(q[P.illness_years])
    formation_rate = q[P.formation_rate]
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
        born, old_dies, middle_dies, child_grows, young_ages, middle_ages = life_events(
            u,
            j,
            children,
            young,
            middle,
            old,
            lifetimes.birth_chance,
            lifetimes.old_death_chance,
            groups,
        )
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
def found_households(h, founds, first, rows, places, threshold, mean_assets):  # type: ignore[no-untyped-def]
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


@borrowing
def clear_ended(h, first, rows):  # type: ignore[no-untyped-def]
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


@vectorised
def share_out(h, first, rows, land, assets):  # type: ignore[no-untyped-def]
    """Every household of the village inherits the same."""
    for j in range(rows):
        i = row_of(first, j)
        inherits = h.kind[i] == RURAL
        h.land[i] += land if inherits else zero
        h.assets[i] += assets if inherits else zero
