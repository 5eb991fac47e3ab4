"""Villages copy their neighbours, collectives earn, and visitors choose among villages."""

from __future__ import annotations

import numpy as np

from sim.agents.counties import CI, C
from sim.agents.villages import VI, V
from sim.compiled import double, inlined
from sim.kernels.neighbours import mean_of_neighbours
from sim.parameters import P
from sim.policy import PAYER, I
from sim.processes import diffusion
from sim.random import decision_key, uniforms
from sim.world import S

adoption_chance = double(diffusion.adoption_chance)
attraction = double(diffusion.attraction)
collective_capital_next = double(diffusion.collective_capital_next)

ADOPTION = decision_key("adoption")
#: What a collective keeps of its capital when its company fails, and at the least in a year.
KEPT_IN_FAILURE = 0.8
KEPT_AT_LEAST = 0.1
#: Quality and paved share above which a village offers rooms.
CLEAN_ENOUGH, PAVED_ENOUGH = 0.5, 0.9
#: What draws visitors to a village that has not been renovated, in units of quality.
PLAIN_ATTRACTION = 0.1
#: Access for visitors where no road is paved, over that where all are.
ACCESS_WITHOUT_ROADS = 0.5


@inlined
def imitate_and_adopt(w, p, streams, seed, year, is_living):  # type: ignore[no-untyped-def]
    """Step 5. Villages copy neighbours, collectives earn, visitors choose among villages."""
    if is_living:
        _imitate_and_fail(w, p, seed, year)
    total_attraction = _attract_visitors(w, p)  # by what collectives have before they earn
    _run_collectives(w, p, streams, is_living)
    _receive_visitors(w, p, total_attraction)
    _note_collective_capital(w)


@inlined
def _imitate_and_fail(w, p, seed, year):  # type: ignore[no-untyped-def]
    """Villages take up e-commerce where neighbours sell, or give it up; companies fail."""
    selling = w.village_codes[VI.has_ecommerce].copy()
    for v in range(w.villages.shape[1]):
        u_adopt, u_quit, u_fail, _ = uniforms(seed, ADOPTION, year, v, 0)
        if selling[v] == 1:
            if u_quit < p[P.ecommerce_failure]:
                w.village_codes[VI.has_ecommerce, v] = 0
        elif u_adopt < adoption_chance(
            p[P.ecommerce_rate],
            p[P.ecommerce_imitation],
            mean_of_neighbours(selling, w.village_codes[VI.county], v, 0.0),
            w.villages[V.broadband, v],
        ):
            w.village_codes[VI.has_ecommerce, v] = 1
        if w.village_codes[VI.has_company, v] == 1 and u_fail < p[P.collective_failure]:
            w.village_codes[VI.has_company, v] = 0
            w.villages[V.collective_capital, v] *= KEPT_IN_FAILURE


@inlined
def _attract_visitors(w, p):  # type: ignore[no-untyped-def]
    """Fill ``visits`` with how visitors are drawn to each village; returns the weighted sum."""
    s = w.state
    total = 0.0
    for v in range(w.villages.shape[1]):
        c = w.village_codes[VI.county, v]
        w.village_codes[VI.has_guesthouses, v] = (
            1
            if w.villages[V.quality, v] > CLEAN_ENOUGH and w.villages[V.roads, v] > PAVED_ENOUGH
            else 0
        )
        pull = 0.0
        if w.county_codes[CI.is_home, c] == 1:
            pull = attraction(
                w.villages[V.quality, v] + PLAIN_ATTRACTION,
                w.villages[V.access, v]
                * (ACCESS_WITHOUT_ROADS + (1.0 - ACCESS_WITHOUT_ROADS) * w.villages[V.roads, v]),
                w.villages[V.collective_capital, v] / max(s[S.mean_collective_capital], 1.0),
                p[P.visit_quality],
                p[P.visit_access],
                p[P.visit_capital],
            )
        w.villages[V.visits, v] = pull
        total += pull * w.counties[C.village_weight, c]
    return total


@inlined
def _run_collectives(w, p, streams, is_living):  # type: ignore[no-untyped-def]
    """Collectives earn on their capital, pay dividends and their part of the works, and put back.

    What works ask of collectives is divided evenly over a county's villages.
    """
    appreciation = w.state[S.price_change] + p[P.collective_appreciation]
    collectives_pay = np.zeros(w.counties.shape[1])
    for stream in range(streams.instrument.shape[0]):
        share = streams.payers[stream, PAYER.collectives]
        if share > 0.0:
            for c in range(w.counties.shape[1]):
                collectives_pay[c] += share * w.stream_money[stream, c]
    first = w.first_village
    villages_in = np.zeros(w.counties.shape[1])
    for c in range(villages_in.size):
        real = 0.0
        for _ in range(first[c], first[c + 1]):
            real += w.counties[C.village_weight, c]
        villages_in[c] = real
    for v in range(w.villages.shape[1]):
        c = w.village_codes[VI.county, v]
        has_company = w.village_codes[VI.has_company, v] == 1
        capital = w.villages[V.collective_capital, v]
        rate = p[P.collective_return] if has_company else p[P.collective_return_plain]
        revenue = rate * capital
        paid_out = (
            max(w.instruments[I.collective_dividend_share, c], p[P.dividend_share_plain])
            if has_company
            else p[P.dividend_share_plain]
        )
        w.villages[V.collective_revenue, v] = revenue
        w.villages[V.dividends, v] = paid_out * revenue
        if is_living:
            put_back = p[P.collective_reinvested] * revenue if has_company else 0.0
            asked = collectives_pay[c] / villages_in[c]
            w.villages[V.collective_capital, v] = max(
                collective_capital_next(capital, appreciation, put_back) - asked,
                KEPT_AT_LEAST * capital,
            )


@inlined
def _receive_visitors(w, p, total_attraction):  # type: ignore[no-untyped-def]
    """The year's visits are divided over villages; what hosts earn beyond wages is the owners'."""
    s = w.state
    for v in range(w.villages.shape[1]):
        visits = 0.0
        if total_attraction > 0.0:
            visits = s[S.visits] * w.villages[V.visits, v] / total_attraction
        w.villages[V.visits, v] = visits
        added = visits * p[P.visit_spending] * s[S.price] / s[S.price_2015] * p[P.visit_value_added]
        w.villages[V.tourism_income, v] = added * (1.0 - p[P.visit_wage_share])


@inlined
def _note_collective_capital(w):  # type: ignore[no-untyped-def]
    """The mean of the place's collectives, against which next year's visitors see each."""
    money = 0.0
    weight = 0.0
    for v in range(w.villages.shape[1]):
        c = w.village_codes[VI.county, v]
        if w.county_codes[CI.is_home, c] == 1:
            money += w.villages[V.collective_capital, v] * w.counties[C.village_weight, c]
            weight += w.counties[C.village_weight, c]
    w.state[S.mean_collective_capital] = money / max(weight, 1.0)
