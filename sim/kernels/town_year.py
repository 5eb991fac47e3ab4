"""A town ward lives its year: people age, leave, settle and arrive; households earn."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.agents.counties import CI, C
from sim.agents.households import FREE, KEPT, NATIVE, NEWCOMER, OUTSIDER, SETTLED
from sim.compiled import borrowing, double, f32, inlined, kernel, single, vectorised, written_in
from sim.compiled_rows import clear_row
from sim.kernels.ageing import age_groups, life_events
from sim.kernels.rows import (
    bin_of,
    count,
    count_into_bins,
    counted,
    counted_if,
    in_lanes,
    row_of,
    send_for,
    total,
)
from sim.parameters import P
from sim.policy import I
from sim.processes import population, towns
from sim.random import decision_key, draw, uniforms
from sim.tallies import W
from sim.world import URBAN_BINS, S

outsider_wage = double(towns.outsider_wage)
skill_of = single(population.skill_of)

DEMOGRAPHY = decision_key("town_demography")
AGEING = decision_key("town_ageing")
ARRIVAL = decision_key("arrival")

zero = f32(0.0)
one = f32(1.0)
#: A settled household's pension over a native one's; an assumption.
settlers_pension = f32(0.5)
no = np.uint8(0)
yes = np.uint8(1)

#: Who moves into a town, in this order: the county's column that counts their households.
SETTLERS, SETTLERS_WITH_CHILD, MIDDLE_SETTLERS, MIDDLE_SETTLERS_WITH_CHILD = range(4)
OUTSIDERS, NEWCOMERS = 4, 5
MOVERS = 6


class Columns(NamedTuple):
    """What a ward's households hold only while they live the year: an entry a row."""

    birth: np.ndarray  # draws, float32 in (0, 1)
    old_death: np.ndarray
    middle_death: np.ndarray
    leaving: np.ndarray
    child: np.ndarray
    young: np.ndarray
    middle: np.ndarray
    registering: np.ndarray
    native_wage: np.ndarray  # yuan, from here on
    native_property: np.ndarray
    native_transfer: np.ndarray
    native_income: np.ndarray
    newcomer_income: np.ndarray
    settled_income: np.ndarray
    registered_income: np.ndarray
    outsider_income: np.ndarray
    levy: np.ndarray
    wage: np.ndarray  # the accounts of a household, see sim.agents.households
    business: np.ndarray
    property: np.ndarray
    transfer: np.ndarray
    goes: np.ndarray  # 1 where nobody is left, uint8
    persons: np.ndarray  # uint8
    bin_: np.ndarray  # of log income, int32


@inlined
def _columns(rows):  # type: ignore[no-untyped-def]
    return Columns(
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
        np.empty(rows, np.float32),
        np.empty(rows, np.float32),
        np.empty(rows, np.float32),
        np.empty(rows, np.float32),
        np.empty(rows, np.float32),
        np.empty(rows, np.uint8),
        np.empty(rows, np.uint8),
        np.empty(rows, np.int32),
    )


@written_in
def _columns_lived(h):  # type: ignore[no-untyped-def]
    """The columns that the year of a town reads or writes."""
    return (
        h.skill,
        h.kind,
        h.children,
        h.young,
        h.middle,
        h.old,
        h.has_town_hukou,
        h.lives_in_village,
    )


class Rates(NamedTuple):
    """Chances of the year for the households of a ward; float32."""

    birth: np.float32
    old_death: np.float32
    leave_native: np.float32
    leave_outsider: np.float32
    leave_newcomer: np.float32
    registration: np.float32


class Pay(NamedTuple):
    """What the households of a ward are paid and pay by; float32."""

    wage: np.float32
    business_ratio: np.float32
    property_per_head: np.float32
    pension: np.float32
    settler_wage: np.float32
    outsider_wage: np.float32
    levy_rate: np.float32


@vectorised
def _grow_older(h, x, t, first, rows, rates, q):  # type: ignore[no-untyped-def]
    """Births, deaths, ageing, leaving and registering; returns how many rows are to be cleared."""
    groups = age_groups(q)
    births = np.int32(0)
    deaths = np.int32(0)
    left = np.int32(0)
    ended = np.int32(0)
    for j in range(rows):
        i = row_of(first, j)
        kind = h.kind[i]
        children = f32(h.children[i])
        young = f32(h.young[i])
        middle = f32(h.middle[i])
        old = f32(h.old[i])
        persons = children + young + middle + old
        leave = rates.leave_outsider if kind == OUTSIDER else rates.leave_native
        leave = rates.leave_newcomer if kind == NEWCOMER else leave
        leave = zero if kind == SETTLED else leave
        leaves = (kind != FREE) & (x.leaving[j] < leave)
        born, old_dies, middle_dies, child_grows, young_ages, middle_ages = life_events(
            x, j, children, young, middle, old, rates.birth, rates.old_death, groups
        )
        h.children[i] = np.uint8(children + born - child_grows)
        h.young[i] = np.uint8(young + child_grows - young_ages)
        h.middle[i] = np.uint8(middle + young_ages - middle_ages - middle_dies)
        h.old[i] = np.uint8(old + middle_ages - old_dies)
        died = old_dies + middle_dies
        births = counted(births, (no if leaves else np.uint8(born)))
        deaths = counted(deaths, (no if leaves else np.uint8(died)))
        left = counted_if(leaves, left, np.uint8(persons))
        is_empty = (kind != FREE) & (persons + born - died == zero)
        registers = (kind == SETTLED) & (x.registering[j] < rates.registration)
        h.has_town_hukou[i] = yes if registers else h.has_town_hukou[i]
        x.goes[j] = yes if leaves | is_empty else no
        ended = counted_if(leaves | is_empty, ended, yes)
    t[W.births] = births
    t[W.deaths] = deaths
    t[W.left] = left
    return ended


@borrowing
def _clear(h, x, first, rows):  # type: ignore[no-untyped-def]
    """Make places free, in the columns that households of a town have anything in."""
    for j in range(rows):
        if x.goes[j] > 0:
            clear_row((*_columns_lived(h), h.schooling), row_of(first, j))


@borrowing
def _open(h, i, kind, young, middle, children, seed, year, block, j, p, s, in_villages):  # type: ignore[no-untyped-def]
    """A household of ``young``, ``middle`` and ``children`` takes the free place ``i``."""
    u_skill, u_place, _, _ = uniforms(seed, ARRIVAL, year, block, j)
    h.kind[i] = kind
    h.young[i] = np.uint8(young)
    h.middle[i] = np.uint8(middle)
    h.children[i] = np.uint8(children)
    h.skill[i] = skill_of(f32(p[P.skill_spread_town]), u_skill)
    h.schooling[i] = f32(s[S.mean_schooling])
    h.has_town_hukou[i] = np.uint8(kind == NEWCOMER)
    h.lives_in_village[i] = np.uint8(kind == OUTSIDER and u_place < f32(in_villages))


@borrowing
def _share_of(total_, wards, ward):  # type: ignore[no-untyped-def]
    """How many of ``total_`` households open in the ``ward``-th of ``wards`` wards."""
    return (total_ + wards - 1 - ward) // wards


@borrowing
def _movers(w, c, line):  # type: ignore[no-untyped-def]
    """A county's movers of one line: households; the kind, young, middle and children of each."""
    codes = w.county_codes
    if line == SETTLERS:
        return codes[CI.settler_rows, c], SETTLED, 1, 0, 0
    if line == SETTLERS_WITH_CHILD:
        return codes[CI.settler_child_rows, c], SETTLED, 1, 0, 1
    if line == MIDDLE_SETTLERS:
        return codes[CI.middle_settler_rows, c], SETTLED, 0, 1, 0
    if line == MIDDLE_SETTLERS_WITH_CHILD:
        return codes[CI.middle_settler_child_rows, c], SETTLED, 0, 1, 1
    if line == OUTSIDERS:
        return codes[CI.outsider_rows, c], OUTSIDER, 0, 0, 0
    return codes[CI.newcomer_rows, c], NEWCOMER, 0, 0, 0


@borrowing
def _take_in(w, t, first, c, ward, block, seed, year, p):  # type: ignore[no-untyped-def]
    """Settlers and arrivals of a county are opened in turn over its wards, in free places.

    Where a ward is full they join a household of their kind, so that nobody is lost. Returns the
    number of places that hold all households.
    """
    h = w.households
    places = w.first_row[block + 1] - first
    in_use = w.rows_in_use[block]
    wards = w.county_codes[CI.wards, c]
    turn = ward - w.county_codes[CI.first_ward, c]
    place = 0
    host = 0
    for line in range(MOVERS):
        all_, kind, young, middle, children = _movers(w, c, line)
        if line >= OUTSIDERS:
            young = int(p[P.arrival_size])
        for _ in range(_share_of(all_, wards, turn)):
            while place < places and h.kind[row_of(first, place)] != FREE:
                place += 1
            t[W.arrived] += young + middle + children
            if place < places:
                in_use = max(in_use, in_lanes(place + 1))
                _open(
                    h, row_of(first, place), kind, young, middle, children,
                    seed, year, block, place, p, w.state,
                    w.counties[C.outsiders_in_villages_share, c],
                )  # fmt: skip
                continue
            tries = places
            while tries > 0 and h.kind[row_of(first, host)] != kind:
                host = host + 1 if host + 1 < places else 0
                tries -= 1
            i = row_of(first, host)
            h.young[i] += np.uint8(young)
            h.middle[i] += np.uint8(middle)
            h.children[i] += np.uint8(children)
            host = host + 1 if host + 1 < places else 0
            t[W.joined] += 1
    w.rows_in_use[block] = in_use
    return in_use


@vectorised
def _earn(h, x, t, first, rows, pay):  # type: ignore[no-untyped-def]
    """The incomes of the year; fills the columns that are added up by kind of household."""
    households = np.int32(0)
    natives = np.int32(0)
    newcomers = np.int32(0)
    settled = np.int32(0)
    registered = np.int32(0)
    outsiders = np.int32(0)
    in_villages = np.int32(0)
    for j in range(rows):
        i = row_of(first, j)
        kind = h.kind[i]
        workers = f32(h.young[i]) + f32(h.middle[i])
        old = f32(h.old[i])
        persons = workers + f32(h.children[i]) + old
        heads = np.uint8(persons)
        skill = h.skill[i]
        is_native = kind == NATIVE
        is_newcomer = kind == NEWCOMER
        is_settled = kind == SETTLED
        is_outsider = kind == OUTSIDER
        is_local = is_native | is_newcomer
        rate = pay.wage if is_local else pay.settler_wage
        rate = pay.outsider_wage if is_outsider else rate
        wages = workers * rate * skill
        business = wages * pay.business_ratio if is_local else zero
        property_income = persons * pay.property_per_head * skill if is_local else zero
        pension = old * pay.pension
        transfer = pension if is_local else (pension * settlers_pension if is_settled else zero)
        before = wages + business + property_income + transfer
        levy = pay.levy_rate * before
        income = before - levy
        x.wage[j] = wages
        x.business[j] = business
        x.property[j] = property_income
        x.transfer[j] = transfer - levy
        is_registered = is_settled & (h.has_town_hukou[i] > 0)
        x.native_wage[j] = wages if is_native else zero
        x.native_property[j] = property_income if is_native else zero
        x.native_transfer[j] = transfer - levy if is_native else zero
        x.native_income[j] = income if is_native else zero
        x.newcomer_income[j] = income if is_newcomer else zero
        x.settled_income[j] = income if is_settled else zero
        x.registered_income[j] = income if is_registered else zero
        x.outsider_income[j] = income if is_outsider else zero
        x.levy[j] = levy
        x.persons[j] = heads
        x.bin_[j] = bin_of(income / max(persons, one))
        households = counted_if(kind != FREE, households, yes)
        natives = counted_if(is_native, natives, heads)
        newcomers = counted_if(is_newcomer, newcomers, heads)
        settled = counted_if(is_settled, settled, heads)
        registered = counted_if(is_registered, registered, heads)
        outsiders = counted_if(is_outsider, outsiders, heads)
        in_villages = counted_if(is_outsider & (h.lives_in_village[i] > 0), in_villages, heads)
    t[W.households] = households
    t[W.natives] = natives
    t[W.newcomers] = newcomers
    t[W.settled] = settled
    t[W.settled_registered] = registered
    t[W.outsiders] = outsiders
    t[W.outsiders_in_villages] = in_villages


@vectorised
def _keep_accounts(h, x, first, rows):  # type: ignore[no-untyped-def]
    """Enter the accounts of the year with the households, where somebody will read them."""
    for j in range(rows):
        i = row_of(first, j)
        h.wage[i] = x.wage[j]
        h.business[i] = x.business[j]
        h.property[i] = x.property[j]
        h.transfer[i] = x.transfer[j]


@written_in
def _count_and_add_up(h, x, t, first, rows, pay, imputed_rent):  # type: ignore[no-untyped-def]
    """Fill the ward's tallies from the columns of its households."""
    t[W.children] = count(h.children, first, rows)
    t[W.young] = count(h.young, first, rows)
    t[W.middle] = count(h.middle, first, rows)
    t[W.old] = count(h.old, first, rows)
    t[W.native_wage] = total(x.native_wage, 0, rows)
    t[W.native_business] = t[W.native_wage] * float(pay.business_ratio)
    t[W.native_property] = total(x.native_property, 0, rows)
    t[W.native_transfer] = total(x.native_transfer, 0, rows)
    t[W.settled_income] = total(x.settled_income, 0, rows)
    t[W.settled_registered_income] = total(x.registered_income, 0, rows)
    t[W.outsider_income] = total(x.outsider_income, 0, rows)
    t[W.newcomer_income] = total(x.newcomer_income, 0, rows)
    t[W.levy] = total(x.levy, 0, rows)
    natives = total(x.native_income, 0, rows)
    t[W.imputed_rent] = imputed_rent * (natives + t[W.newcomer_income])


@borrowing
def _pay(w, p, c):  # type: ignore[no-untyped-def]
    s = w.state
    level = w.counties[C.town_level, c]
    town_wage = s[S.town_wage]
    return Pay(
        f32(s[S.town_wage_per_worker] * town_wage * level),
        f32(s[S.town_business_ratio]),
        f32(s[S.town_property_per_person] * town_wage * level),
        f32(s[S.town_pension_per_old] * level),
        f32(s[S.away_earnings] * town_wage * p[P.settler_income]),
        f32(outsider_wage(s[S.urban_base_income] * town_wage * level, p[P.outsider_income])),
        f32(w.counties[C.levy_rate, c]),
    )


@borrowing
def _rates(w, p, c):  # type: ignore[no-untyped-def]
    s = w.state
    is_home = w.county_codes[CI.is_home, c] == 1
    return Rates(
        f32(s[S.birth_chance]),
        f32(s[S.old_death_chance]),
        f32(s[S.leave_rate_natives]) if is_home else zero,
        f32(s[S.leave_rate_outsiders]) if is_home else zero,
        f32(s[S.leave_rate_newcomers]) if is_home else zero,
        f32(p[P.registration_rate]) * f32(w.instruments[I.hukou_openness, c]),
    )


@kernel
def town_year(w, p, low, high, seed, year, is_living, accounts, chunk):  # type: ignore[no-untyped-def]
    """The year of wards ``low`` … ``high − 1``: their tallies, and the income bins of ``chunk``.

    ``accounts`` says whether households keep theirs.
    """
    h = w.households
    villages = w.villages.shape[1]
    longest = 0
    for ward in range(low, high):
        block = villages + ward
        longest = max(longest, w.first_row[block + 1] - w.first_row[block])
    x = _columns(longest)
    q = p.astype(np.float32)
    for ward in range(low, high):
        tally = w.ward_tallies[ward]
        tally[:] = 0.0
        c = w.ward_county[ward]
        block = villages + ward
        first = w.first_row[block]
        rows = w.rows_in_use[block]
        send_for(_columns_lived(h), w.first_row[block + 1])
        if is_living:
            draw(
                x.birth, x.old_death, x.middle_death, x.leaving,
                rows, seed, DEMOGRAPHY, year, block,
            )  # fmt: skip
            draw(x.child, x.young, x.middle, x.registering, rows, seed, AGEING, year, block)
            if _grow_older(h, x, tally, first, rows, _rates(w, p, c), q) > 0:
                _clear(h, x, first, rows)
            rows = _take_in(w, tally, first, c, ward, block, seed, year, p)
        pay = _pay(w, p, c)
        _earn(h, x, tally, first, rows, pay)
        if accounts == KEPT:
            _keep_accounts(h, x, first, rows)
        _count_and_add_up(h, x, tally, first, rows, pay, p[P.imputed_rent_urban])
        if w.county_codes[CI.is_home, c] == 1:
            count_into_bins(w.bins, chunk, URBAN_BINS, x.bin_, x.persons, rows)
