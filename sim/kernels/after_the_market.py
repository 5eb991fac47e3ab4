"""The second half of a village's year: jobs found, harvests, incomes, taxes, savings.

It follows :mod:`sim.kernels.before_the_market` and the county's labour market. The loops over
households call the equations of :mod:`sim.processes` and hold none themselves. Nothing depends on
the order of villages.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.agents.counties import CI, WEST, C
from sim.agents.households import COUNTED, KEPT
from sim.agents.villages import VI, V
from sim.compiled import borrowing, double, f32, inlined, kernel, written_in
from sim.kernels.pay import common_pay, tightness_pay
from sim.kernels.rows import (
    count,
    count_into_bins,
    send_for,
    total,
)
from sim.kernels.village_incomes import (
    Farming,
    earn,
    find_bins_of_sources,
    find_jobs,
    harvest,
    keep_accounts,
    old_labour_of,
    pay_of,
    settle_accounts,
)
from sim.parameters import P
from sim.processes import hardship, production
from sim.random import decision_key, draw, uniforms
from sim.tallies import T
from sim.world import RURAL_BINS, URBAN_BINS, S

harvest_lost = double(hardship.harvest_lost)
road_factor = double(production.road_factor)

FORTUNE = decision_key("fortune")
DISASTER = decision_key("disaster")
VILLAGE_ROW = 0xFFFFFF  # the "row" under which a village itself draws
#: Idle land goes to those who farm, up to so many times what they hold.
MOST_RENTED = 5.0
#: What a farm is expected to return at least, over the base year's return at today's prices.
LEAST_FARM_RETURN = 0.1

zero = f32(0.0)


class Columns(NamedTuple):
    """What a village's households hold only while they live this half: an entry a row."""

    hiring: np.ndarray  # draws, float32 in (0, 1)
    refusal: np.ndarray
    insurance: np.ndarray
    reach: np.ndarray
    labour: np.ndarray  # on the farm, workers
    worked_land: np.ndarray  # over the mean
    idle_land: np.ndarray
    farm_income: np.ndarray  # yuan, from here on
    rent: np.ndarray
    nonfarm: np.ndarray
    wage: np.ndarray  # the accounts of a household, see sim.agents.households
    business: np.ndarray
    property: np.ndarray
    transfer: np.ndarray
    remittances: np.ndarray
    before_dibao: np.ndarray
    away_pay: np.ndarray
    levy: np.ndarray
    dibao: np.ndarray
    medical: np.ndarray
    income: np.ndarray
    upper_income: np.ndarray
    schooling: np.ndarray  # years of all adults
    at_home: np.ndarray  # persons, uint8
    has_pension: np.ndarray
    is_insured: np.ndarray
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
        np.empty(rows, np.float32),
        np.empty(rows, np.float32),
        np.empty(rows, np.uint8),
        np.empty(rows, np.uint8),
        np.empty(rows, np.uint8),
        np.empty(rows, np.int32),
    )


@written_in
def _columns_lived(h):  # type: ignore[no-untyped-def]
    """The columns that this half reads or writes."""
    return (
        h.skill,
        h.land,
        h.assets,
        h.schooling,
        h.migrant_years,
        h.kind,
        h.children,
        h.young,
        h.middle,
        h.old,
        h.farm,
        h.local,
        h.self_employed,
        h.away,
        h.sought,
        h.firms,
        h.ill_years,
        h.is_struck,
        h.is_upper_half,
    )


@borrowing
def _farm_loss(p, seed, year, v):  # type: ignore[no-untyped-def]
    u_disaster, u_size, _, _ = uniforms(seed, DISASTER, year, v, VILLAGE_ROW)
    if u_disaster < p[P.disaster_rate]:
        return harvest_lost(p[P.disaster_loss], float(u_size))
    return 0.0


@written_in
def _count_people(h, t, first, rows):  # type: ignore[no-untyped-def]
    """Fill the village's tallies of persons, workers and firms."""
    t[T.children] = count(h.children, first, rows)
    t[T.young] = count(h.young, first, rows)
    t[T.middle] = count(h.middle, first, rows)
    t[T.old] = count(h.old, first, rows)
    t[T.adults] = t[T.young] + t[T.middle] + t[T.old]
    t[T.away] = count(h.away, first, rows)
    t[T.farm] = count(h.farm, first, rows)
    t[T.local] = count(h.local, first, rows)
    t[T.self_employed] = count(h.self_employed, first, rows)
    t[T.firms] = count(h.firms, first, rows)


@written_in
def _add_up(h, x, t, first, rows, pay):  # type: ignore[no-untyped-def]
    """Fill the village's tallies of money; what nobody can have is not looked for."""
    persons = t[T.persons]
    t[T.schooling] = total(x.schooling, 0, rows)
    t[T.wage] = total(x.wage, 0, rows)
    t[T.business] = total(x.nonfarm, 0, rows)
    t[T.property] = total(x.property, 0, rows)
    t[T.levy] = total(x.levy, 0, rows) if pay.levy_rate != zero else 0.0
    t[T.transfer] = total(x.transfer, 0, rows) + t[T.levy]
    t[T.remittances] = total(x.remittances, 0, rows)
    t[T.away_pay] = total(x.away_pay, 0, rows)
    t[T.tax] = float(pay.tax_rate) * t[T.farm_income]
    t[T.pension] = float(pay.pension) * t[T.old]
    t[T.dibao] = total(x.dibao, 0, rows) if pay.dibao_line > zero else 0.0
    t[T.medical_cost] = total(x.medical, 0, rows) if t[T.ill] > 0.0 else 0.0
    t[T.dividends] = float(pay.dividend) * persons
    t[T.contributions] = float(pay.contribution) * persons
    t[T.assets] = total(h.assets, first, rows)
    t[T.upper_income] = total(x.upper_income, 0, rows)
    t[T.lower_income] = total(x.income, 0, rows) - t[T.upper_income]
    t[T.lower_persons] = persons - t[T.upper_persons]


@kernel
def after_the_market(w, p, low, high, seed, year, is_living, accounts, chunk):  # type: ignore[no-untyped-def]
    """Second half of the year of villages ``low`` … ``high − 1``.

    Jobs are found or not; farms produce, wages, profits, remittances, dividends, pensions and
    dibao are paid, taxes and levies raised, savings made. Fills the villages' tallies and, for
    villages of the place itself, the income bins of ``chunk``; ``accounts`` says what else becomes
    of households' accounts.
    """
    h = w.households
    s = w.state
    if accounts >= COUNTED:
        w.class_bins[chunk] = 0
    longest = 0
    for v in range(low, high):
        longest = max(longest, w.first_row[v + 1] - w.first_row[v])
    x = _columns(longest)
    q = p.astype(np.float32)
    common = common_pay(s)
    county = -1
    tightness = 1.0
    for v in range(low, high):
        tally = w.tallies[v]
        c = w.village_codes[VI.county, v]
        first = w.first_row[v]
        rows = w.rows_in_use[v]
        if c != county:
            county = c
            tightness = tightness_pay(w, p, c)
        send_for(_columns_lived(h), w.first_row[v + 1])
        old_labour = old_labour_of(w, p, c)
        draw(x.hiring, x.refusal, x.insurance, x.reach, rows, seed, FORTUNE, year, v)
        odds = f32(w.counties[C.hiring_odds, c])
        persons = float(find_jobs(h, x, tally, first, rows, odds, old_labour, q))

        loss = _farm_loss(p, seed, year, v) if is_living else 0.0
        w.villages[V.farm_loss, v] = loss
        worked_land = total(x.worked_land, 0, rows)
        idle_land = total(x.idle_land, 0, rows)
        produce_premium = w.counties[C.produce_premium, c]
        productivity = w.counties[C.productivity, c] * w.villages[V.productivity, v]
        road = road_factor(w.villages[V.roads, v], p[P.road_floor], p[P.road_elasticity])
        ecommerce = p[P.ecommerce_gain] * w.village_codes[VI.has_ecommerce, v]
        is_western = w.county_codes[CI.county_class, c] == WEST
        farming = Farming(
            f32(
                s[S.farm_earnings]
                * s[S.farm_productivity]
                * s[S.farm_price]
                * np.sqrt(productivity * road)
                * (1.0 + ecommerce)
                * (1.0 + produce_premium)
                * (1.0 - loss)
                * (1.0 - (s[S.pillar_fall] if is_western else 0.0))
            ),
            f32(min(idle_land / max(worked_land, 1e-9), MOST_RENTED)),
            f32(1.0 + p[P.input_gain]),
            old_labour,
            f32(s[S.mean_assets]),
        )
        harvest(h, x, tally, first, rows, farming, q)
        tally[T.persons] = persons
        tally[T.land] = worked_land + idle_land
        tally[T.land_rented] = worked_land * float(farming.rented_in)
        tally[T.farm_labour] = total(x.labour, 0, rows)
        tally[T.farm_income] = total(x.farm_income, 0, rows)
        tally[T.produce_premium] = tally[T.farm_income] * produce_premium / (1.0 + produce_premium)
        # the pool of rents is shared out by land let
        rent_per_land = total(x.rent, 0, rows) / idle_land if idle_land > 0.0 else 0.0

        pay = pay_of(
            w, p, v, common, tightness, productivity, road, ecommerce, persons, rent_per_land
        )
        earn(h, x, first, rows, pay, q)
        settle_accounts(h, x, tally, first, rows, pay, loss > 0.0, is_living, q)
        _count_people(h, tally, first, rows)
        _add_up(h, x, tally, first, rows, pay)
        if w.county_codes[CI.is_home, c] == 1:
            group = URBAN_BINS if w.village_codes[VI.is_urban, v] == 1 else RURAL_BINS
            count_into_bins(w.bins, chunk, group, x.bin_, x.at_home, rows)
        if accounts >= COUNTED and w.village_codes[VI.is_urban, v] == 0:
            find_bins_of_sources(x, rows)
            class_ = w.county_codes[CI.county_class, c]
            count_into_bins(w.class_bins, chunk, class_, x.bin_, x.at_home, rows)
        if accounts == KEPT:
            keep_accounts(h, x, first, rows)

        if tally[T.farm_labour] > 0.0:
            w.villages[V.farm_return, v] = max(
                tally[T.farm_income] / tally[T.farm_labour],
                LEAST_FARM_RETURN * s[S.farm_earnings] * s[S.farm_price],
            )
        workers = tally[T.farm] + tally[T.local] + tally[T.self_employed] + tally[T.away]
        if workers > 0.0:
            w.villages[V.migrant_share, v] = tally[T.away] / workers
        if persons > 0.0:
            w.villages[V.income, v] = (tally[T.upper_income] + tally[T.lower_income]) / persons
