"""A town ward lives its year: people age, leave, settle and arrive; households earn."""

from __future__ import annotations

import numpy as np

from sim.agents.counties import CI, C
from sim.agents.households import FREE, HB, NATIVE, NEWCOMER, OUTSIDER, SETTLED, H
from sim.compiled import double, f32, inlined, kernel, single
from sim.elementary import log
from sim.parameters import P
from sim.policy import I
from sim.processes import demography, population, towns
from sim.random import decision_key, uniforms
from sim.tallies import W
from sim.world import ALL_BINS, BINS, BINS_PER_E, FIRST_BIN, S

moves_on = single(demography.moves_on)
happens = single(demography.happens)
outsider_wage = double(towns.outsider_wage)
log32 = single(log)
skill_of = single(population.skill_of)

DEMOGRAPHY = decision_key("town_demography")
AGEING = decision_key("town_ageing")
ARRIVAL = decision_key("arrival")

zero = f32(0.0)
one = f32(1.0)


@inlined
def _vacate(h, m, i):  # type: ignore[no-untyped-def]
    for column in range(m.shape[0]):
        m[column, i] = 0
    for column in range(h.shape[0]):
        h[column, i] = zero


@inlined
def _open(h, m, i, kind, young, middle, children, seed, year, ward, row, p, s):  # type: ignore[no-untyped-def]
    """A household of ``young``, ``middle`` and ``children`` takes the free place ``i``."""
    _vacate(h, m, i)
    u_skill, u_place, _, _ = uniforms(seed, ARRIVAL, year, ward, row)
    m[HB.kind, i] = kind
    m[HB.young, i] = np.uint8(young)
    m[HB.middle, i] = np.uint8(middle)
    m[HB.children, i] = np.uint8(children)
    h[H.skill, i] = skill_of(f32(p[P.skill_spread_town]), u_skill)
    h[H.schooling, i] = f32(s[S.mean_schooling])
    m[HB.has_town_hukou, i] = np.uint8(kind == NEWCOMER)
    m[HB.lives_in_village, i] = np.uint8(
        kind == OUTSIDER and u_place < f32(s[S.outsiders_in_villages])
    )


@inlined
def _share_of(total, wards, ward):  # type: ignore[no-untyped-def]
    """How many of ``total`` rows open in the ``ward``-th of ``wards`` wards."""
    return (total + wards - 1 - ward) // wards


@kernel
def town_year(w, p, low, high, seed, year, is_living, chunk):  # type: ignore[no-untyped-def]
    """The year of wards ``low`` … ``high − 1``: their tallies, and the income bins of ``chunk``.

    Settlers and arrivals of a county are opened in turn over its wards, in free places; where a
    ward is full a settler joins a settled household, so that nobody is lost.
    """
    h = w.households
    m = w.members
    s = w.state
    villages = w.villages.shape[1]
    for ward in range(low, high):
        t = w.ward_tallies[:, ward]
        t[:] = 0.0
        c = w.ward_county[ward]
        block = villages + ward
        first = w.first_row[block]
        last = w.first_row[block + 1]
        is_home = w.county_codes[CI.is_home, c] == 1
        openness = f32(w.instruments[I.hukou_openness, c])
        registration = f32(p[P.registration_rate]) * openness

        if is_living:
            for i in range(first, last):
                kind = m[HB.kind, i]
                if kind == FREE:
                    continue
                u_birth, u_old, u_middle, u_leave = uniforms(
                    seed, DEMOGRAPHY, year, block, i - first
                )
                u_child, u_young, u_age, u_register = uniforms(seed, AGEING, year, block, i - first)
                persons = (
                    f32(m[HB.children, i])
                    + f32(m[HB.young, i])
                    + f32(m[HB.middle, i])
                    + f32(m[HB.old, i])
                )
                leave = f32(s[S.leave_rate_natives])
                if kind == OUTSIDER:
                    leave = f32(s[S.leave_rate_outsiders])
                elif kind == NEWCOMER:
                    leave = f32(s[S.leave_rate_newcomers])
                elif kind == SETTLED:
                    leave = zero
                if is_home and u_leave < leave:
                    t[W.left] += persons
                    _vacate(h, m, i)
                    continue
                born = happens(f32(m[HB.young, i]), f32(s[S.birth_chance]), u_birth)
                old_dies = happens(f32(m[HB.old, i]), f32(s[S.old_death_chance]), u_old)
                middle_dies = happens(f32(m[HB.middle, i]), f32(p[P.middle_death_rate]), u_middle)
                child_grows = moves_on(f32(m[HB.children, i]), f32(p[P.years_as_child]), u_child)
                young_ages = moves_on(f32(m[HB.young, i]), f32(p[P.years_as_young]), u_young)
                middle_ages = moves_on(
                    f32(m[HB.middle, i]) - middle_dies, f32(p[P.years_as_middle]), u_age
                )
                m[HB.children, i] = np.uint8(f32(m[HB.children, i]) + born - child_grows)
                m[HB.young, i] = np.uint8(f32(m[HB.young, i]) + child_grows - young_ages)
                m[HB.middle, i] = np.uint8(
                    f32(m[HB.middle, i]) + young_ages - middle_ages - middle_dies
                )
                m[HB.old, i] = np.uint8(f32(m[HB.old, i]) + middle_ages - old_dies)
                t[W.births] += born
                t[W.deaths] += old_dies + middle_dies
                if persons + born - old_dies - middle_dies == zero:
                    _vacate(h, m, i)
                elif kind == SETTLED and u_register < registration:
                    m[HB.has_town_hukou, i] = 1

            place = first
            host = first
            wards = w.county_codes[CI.wards, c]
            turn = ward - w.county_codes[CI.first_ward, c]
            for line in range(6):
                children = 0
                young = 1
                middle = 0
                kind_new = SETTLED
                if line == 0:
                    rows = _share_of(w.county_codes[CI.settler_rows, c], wards, turn)
                elif line == 1:
                    rows = _share_of(w.county_codes[CI.settler_child_rows, c], wards, turn)
                    children = 1
                elif line == 2:
                    rows = _share_of(w.county_codes[CI.middle_settler_rows, c], wards, turn)
                    young, middle = 0, 1
                elif line == 3:
                    rows = _share_of(w.county_codes[CI.middle_settler_child_rows, c], wards, turn)
                    young, middle, children = 0, 1, 1
                elif line == 4:
                    rows = _share_of(w.county_codes[CI.outsider_rows, c], wards, turn)
                    kind_new = OUTSIDER
                    young = int(p[P.arrival_size])
                else:
                    rows = _share_of(w.county_codes[CI.newcomer_rows, c], wards, turn)
                    kind_new = NEWCOMER
                    young = int(p[P.arrival_size])
                for _ in range(rows):
                    while place < last and m[HB.kind, place] != FREE:
                        place += 1
                    if place < last:
                        _open(
                            h, m, place, kind_new, young, middle, children,
                            seed, year, block, place - first, p, s,
                        )  # fmt: skip
                        t[W.arrived] += young + middle + children
                        continue
                    # the ward is full: they move in with somebody of their kind, in turn
                    tries = last - first
                    while tries > 0 and m[HB.kind, host] != kind_new:
                        host = host + 1 if host + 1 < last else first
                        tries -= 1
                    m[HB.young, host] += np.uint8(young)
                    m[HB.middle, host] += np.uint8(middle)
                    m[HB.children, host] += np.uint8(children)
                    host = host + 1 if host + 1 < last else first
                    t[W.joined] += 1
                    t[W.arrived] += young + middle + children

        # households earn
        level = w.counties[C.town_level, c]
        town_wage = s[S.town_wage]
        wage = f32(s[S.town_wage_per_worker] * town_wage * level)
        business_ratio = f32(s[S.town_business_ratio])
        property_level = f32(s[S.town_property_per_person] * town_wage * level)
        pension = f32(s[S.town_pension_per_old] * level)
        settler_wage = f32(s[S.away_earnings] * town_wage * p[P.settler_income])
        outsider_pay = f32(
            outsider_wage(s[S.urban_base_income] * town_wage * level, p[P.outsider_income])
        )
        imputed = f32(p[P.imputed_rent_urban])
        levy_rate = f32(w.counties[C.levy_rate, c])
        for i in range(first, last):
            kind = m[HB.kind, i]
            if kind == FREE:
                continue
            workers = f32(m[HB.young, i]) + f32(m[HB.middle, i])
            persons = workers + f32(m[HB.children, i]) + f32(m[HB.old, i])
            skill = h[H.skill, i]
            business = zero
            property_income = zero
            transfer = zero
            if kind == NATIVE or kind == NEWCOMER:
                wages = workers * wage * skill
                business = wages * business_ratio
                property_income = persons * property_level * skill
                transfer = f32(m[HB.old, i]) * pension
            elif kind == SETTLED:
                wages = workers * settler_wage * skill
                transfer = f32(m[HB.old, i]) * pension * f32(0.5)
            else:
                wages = workers * outsider_pay * skill
            before = wages + business + property_income + transfer
            levy = levy_rate * before
            income = before - levy
            h[H.wage, i] = wages
            h[H.business, i] = business
            h[H.property, i] = property_income
            h[H.transfer, i] = transfer - levy
            t[W.households] += 1
            t[W.children] += f32(m[HB.children, i])
            t[W.young] += f32(m[HB.young, i])
            t[W.middle] += f32(m[HB.middle, i])
            t[W.old] += f32(m[HB.old, i])
            t[W.levy] += levy
            if kind == NATIVE:
                t[W.natives] += persons
                t[W.native_wage] += wages
                t[W.native_business] += business
                t[W.native_property] += property_income
                t[W.native_transfer] += transfer - levy
                t[W.imputed_rent] += imputed * income
            elif kind == NEWCOMER:
                t[W.newcomers] += persons
                t[W.newcomer_income] += income
                t[W.imputed_rent] += imputed * income
            elif kind == SETTLED:
                t[W.settled] += persons
                t[W.settled_income] += income
                if m[HB.has_town_hukou, i] > 0:
                    t[W.settled_registered] += persons
                    t[W.settled_registered_income] += income
            else:
                t[W.outsiders] += persons
                t[W.outsider_income] += income
                if m[HB.lives_in_village, i] > 0:
                    t[W.outsiders_in_villages] += persons
            if is_home:
                per_head = max(income / persons, one)
                bin_ = int((log32(per_head) - f32(FIRST_BIN)) * f32(BINS_PER_E))
                w.bins[chunk, ALL_BINS, min(max(bin_, 0), BINS - 1)] += np.int64(persons)
