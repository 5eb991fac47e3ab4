"""The first half of a village's year: demography, moving to town, who works where, firms.

The county's labour market follows, then :mod:`sim.kernels.after_the_market`. A village's households
stay in cache while they live through it; the loops over them call the equations of
:mod:`sim.processes` and hold none themselves. Nothing depends on the order of villages.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.agents.villages import VI, V
from sim.compiled import f32, inlined, kernel, written_in
from sim.kernels.pay import common_pay, tightness_pay
from sim.kernels.rows import send_for
from sim.kernels.village_choice import decide, foresee, outlook_of, settle_and_separate, weigh
from sim.kernels.village_demography import (
    Lifetimes,
    clear_ended,
    found_households,
    grow_older,
    share_out,
)
from sim.parameters import P
from sim.random import decision_key, draw, draw_one
from sim.tallies import T
from sim.world import S

DEMOGRAPHY = decision_key("demography")
AGEING = decision_key("ageing")
WORK = decision_key("work")
MOVING = decision_key("moving")
PLACEMENT = decision_key("placement")

zero = f32(0.0)


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


class Leanings(NamedTuple):
    """What a village's households are drawn to while they decide: an entry a row."""

    local: np.ndarray  # expected utility over farming's, float32
    self_employed: np.ndarray
    away: np.ndarray
    to_away: np.ndarray  # workers, were all to choose anew, uint8
    to_away_or_self: np.ndarray
    off_farm: np.ndarray


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


@inlined
def _leanings(rows):  # type: ignore[no-untyped-def]
    return Leanings(
        np.empty(rows, np.float32),
        np.empty(rows, np.float32),
        np.empty(rows, np.float32),
        np.empty(rows, np.uint8),
        np.empty(rows, np.uint8),
        np.empty(rows, np.uint8),
    )


@written_in
def _columns_lived(h):  # type: ignore[no-untyped-def]
    """The columns that this half reads or writes."""
    return (
        h.skill,
        h.assets,
        h.schooling,
        h.migrant_years,
        h.taste,
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
        h.must_choose,
        h.is_struck,
        h.is_returnee,
        h.is_upper_half,
    )


@written_in
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
    x = _leanings(longest)
    q = p.astype(np.float32)
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
        send_for(_columns_lived(h), w.first_row[v + 1])
        if w.village_codes[VI.county, v] != county:
            county = w.village_codes[VI.county, v]
            tightness = tightness_pay(w, p, county)
        outlook = outlook_of(w, p, v, common, tightness, is_living)
        _draw_work(u, rows, seed, year, v)
        if is_living:
            draw(u.birth, u.old_death, u.middle_death, u.founding, rows, seed, DEMOGRAPHY, year, v)
            draw(u.child, u.young, u.middle, u.stopping, rows, seed, AGEING, year, v)
            births, deaths, struck, parting = grow_older(h, u, founds, first, rows, lifetimes, q)
            t[T.births] = births
            t[T.deaths] = deaths
            t[T.ill] = struck
            if parting > 0:
                places = w.first_row[v + 1] - first
                threshold = f32(w.villages[V.upper_threshold, v])
                t[T.formed], needed = found_households(
                    h, founds, first, rows, places, threshold, outlook.mean_assets
                )
                if needed > rows:
                    rows = needed
                    w.rows_in_use[v] = rows
                    _draw_work(u, rows, seed, year, v)
        draw(u.settling, u.company, u.firm_death, u.firm_start, rows, seed, MOVING, year, v)
        if outlook.placed_rate > zero:
            draw_one(u.placement, rows, seed, PLACEMENT, year, v)
        households, ended = settle_and_separate(h, u, t, first, rows, outlook, q)
        foresee(h, x, first, rows, outlook, q)
        weigh(h, u, x, first, rows, outlook, q)
        decide(h, u, x, t, first, rows, outlook, q)
        t[T.dissolved] = ended
        if ended > 0:
            # what they leave goes to all others of the village alike
            land, assets = clear_ended(h, first, rows)
            heirs = max(households - ended, 1)
            share_out(h, first, rows, f32(land / heirs), f32(assets / heirs))
