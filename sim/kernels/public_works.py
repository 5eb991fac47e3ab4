"""Money becomes roads, connections, village quality, plants and schools; all of it wears."""

from __future__ import annotations

import numpy as np

from sim.agents.counties import CI, WEST, C
from sim.agents.villages import DEMONSTRATION, NO_PROGRAMME, RENOVATED, VI, V
from sim.compiled import double, inlined
from sim.kernels.allocation import ENOUGH, streams_for_villages
from sim.kernels.neighbours import mean_of_neighbours
from sim.kernels.ranking import best_first
from sim.parameters import P
from sim.policy import I
from sim.processes import public_finance, public_works
from sim.tallies import T
from sim.world import S

absorbed = double(public_finance.absorbed)
effort = double(public_works.effort)
quality_next = double(public_works.quality_next)
reported_quality = double(public_works.reported_quality)
road_next = double(public_works.road_next)
capital_next = double(public_works.capital_next)

#: A county whose services are this share of its own revenue keeps its roads up.
SERVICES_THAT_KEEP_ROADS = 0.8
#: Upkeep that comes with each yuan of a grant for renovation.
UPKEEP_OF_A_GRANT = 0.3


@inlined
def build_and_maintain(w, p, streams, is_living):  # type: ignore[no-untyped-def]
    """Step 4. Last year's money becomes roads, connections, quality and capital; all of it wears.

    Renovation money allotted this year is built next year; roads and broadband within the year.
    Returns the year's money for schools and care per rural child, in base-year prices.
    """
    if not is_living:
        return 0.0
    _renovate_and_keep_up(w, p)
    _pave_and_connect(w, p, streams)
    _choose_demonstrations(w)
    _build_plants(w, p, streams)
    return _school_money_per_child(w, streams)


@inlined
def _renovate_and_keep_up(w, p):  # type: ignore[no-untyped-def]
    """Last year's renovation and upkeep money moves each village's quality, true and reported."""
    s = w.state
    cost = p[P.renovation_cost] * (s[S.price] / s[S.price_2004])
    before = w.villages[V.quality].copy()
    for v in range(w.villages.shape[1]):
        c = w.village_codes[VI.county, v]
        supervision = w.instruments[I.governance_effort, c]
        staff = 0.0
        if w.county_codes[CI.county_class, c] == WEST:
            staff = w.instruments[I.seconded_staff, c]
        e = effort(p[P.plain_effort], max(supervision, staff))
        money = w.villages[V.renovation_money, v]
        upkeep = w.villages[V.upkeep_money, v]
        w.villages[V.quality, v] = quality_next(
            before[v],
            money / cost,
            p[P.leakage],
            e,
            p[P.quality_ceiling],
            mean_of_neighbours(before, w.village_codes[VI.county], v, before[v]),
            p[P.spread],
            1.0 if money > 0.0 else 0.0,
            upkeep * (1.0 - p[P.leakage]) * e / (p[P.upkeep_rate] * cost),
            p[P.quality_decay],
        )
        if w.villages[V.quality, v] < 1e-6:
            w.villages[V.quality, v] = 0.0
        w.villages[V.reported_quality, v] = reported_quality(
            w.villages[V.quality, v],
            p[P.overstatement],
            supervision if w.village_codes[VI.status, v] != NO_PROGRAMME else 0.0,
        )


@inlined
def _pave_and_connect(w, p, streams):  # type: ignore[no-untyped-def]
    """This year's money paves and connects at once; renovation and upkeep are noted for the next.

    A village joins the programme, and its collective becomes a company, with half of the cost.
    """
    s = w.state
    price_2004 = s[S.price] / s[S.price_2004]
    price_2015 = s[S.price] / s[S.price_2015]
    cost = p[P.renovation_cost] * price_2004
    served = streams_for_villages(streams)
    for v in range(w.villages.shape[1]):
        c = w.village_codes[VI.county, v]
        paving = 0.0
        laying = 0.0
        renovating = 0.0
        keeping = 0.0
        supporting = 0.0
        for stream in served:
            instrument = streams.instrument[stream]
            given = w.village_money[stream, v]
            if instrument == I.road_works:
                paving += given
            elif instrument == I.broadband_works:
                laying += given
            elif instrument == I.renovation_works:
                renovating += given
            elif instrument == I.village_upkeep:
                keeping += given
            elif instrument == I.collective_support:
                supporting += given
        w.villages[V.roads, v] = road_next(
            w.villages[V.roads, v],
            paving
            * (1.0 - p[P.leakage])
            / (w.villages[V.kilometres, v] * p[P.road_cost] * price_2004),
            p[P.road_decay],
            w.counties[C.service_ratio, c] / SERVICES_THAT_KEEP_ROADS,
        )
        w.villages[V.broadband, v] = min(
            1.0,
            w.villages[V.broadband, v]
            + laying * (1.0 - p[P.leakage]) / (p[P.broadband_cost] * price_2015),
        )
        w.villages[V.renovation_money, v] = renovating
        w.villages[V.upkeep_money, v] = keeping
        if renovating >= ENOUGH * cost and w.village_codes[VI.status, v] == NO_PROGRAMME:
            w.village_codes[VI.status, v] = RENOVATED
        if supporting >= ENOUGH * p[P.collective_entry_cost] * price_2015:
            w.village_codes[VI.has_company, v] = 1


@inlined
def _choose_demonstrations(w):  # type: ignore[no-untyped-def]
    """The best-scored renovated villages of each county become demonstrations, to the set share."""
    status = w.village_codes[VI.status]
    counties = w.counties.shape[1]
    treated = np.zeros(counties)
    chosen = np.zeros(counties)
    for v in range(status.size):
        c = w.village_codes[VI.county, v]
        if status[v] != NO_PROGRAMME:
            treated[c] += 1.0
        if status[v] == DEMONSTRATION:
            chosen[c] += 1.0
    # what whole villages leave over or take too much is carried to the next county, so that the
    # place as a whole has its share at any scale
    carried = 0.0
    room = np.zeros(counties)
    for c in range(counties):
        carried += w.instruments[I.demonstration_share, c] * treated[c] - chosen[c]
        room[c] = max(np.floor(carried), 0.0)
        carried -= room[c]
    left = room.sum()
    if left <= 0.0:
        return
    candidates = np.empty(status.size, np.int64)
    count = 0
    for v in range(status.size):
        if status[v] == RENOVATED and room[w.village_codes[VI.county, v]] >= 1.0:
            candidates[count] = v
            count += 1
    for v in best_first(w.villages[V.score], candidates[:count]):
        c = w.village_codes[VI.county, v]
        if room[c] >= 1.0:
            status[v] = DEMONSTRATION
            room[c] -= 1.0
            left -= 1.0
            if left <= 0.0:
                break


@inlined
def _build_plants(w, p, streams):  # type: ignore[no-untyped-def]
    """Investment becomes plants; of its grants a western county absorbs what it can."""
    price_2015 = w.state[S.price] / w.state[S.price_2015]
    for c in range(w.counties.shape[1]):
        plants = 0.0
        grants = 0.0
        for stream in range(streams.instrument.shape[0]):
            instrument = streams.instrument[stream]
            if instrument == I.plant_investment or instrument == I.west_plant_investment:
                plants += w.stream_money[stream, c]
            elif instrument == I.west_grants:
                grants += w.stream_money[stream, c]
        kept = 1.0 - p[P.leakage]
        w.counties[C.plant_capital, c] = capital_next(
            w.counties[C.plant_capital, c], kept * plants / price_2015, p[P.capital_decay]
        )
        usable = 0.0
        if grants > 0.0:
            capacity = p[P.absorptive_capacity] * (
                1.0 + p[P.staff_absorption] * w.instruments[I.seconded_staff, c]
            )
            usable = absorbed(kept * grants / price_2015, capacity)
        w.counties[C.grant_capital, c] = capital_next(
            w.counties[C.grant_capital, c],
            p[P.grant_to_capital_share] * usable,
            p[P.capital_decay],
        )
        if usable > 0.0:
            _renovate_with_grant(w, p, c, (1.0 - p[P.grant_to_capital_share]) * usable)


@inlined
def _renovate_with_grant(w, p, c, money):  # type: ignore[no-untyped-def]
    """A western county spreads absorbed grant money (yuan of 2015) over its villages' works."""
    s = w.state
    count = w.villages.shape[1]
    villages = 0.0
    for v in range(count):
        if w.village_codes[VI.county, v] == c:
            villages += w.counties[C.village_weight, c]
    if villages == 0.0:
        return
    nominal = money * s[S.price] / s[S.price_2015] / villages
    for v in range(count):
        if w.village_codes[VI.county, v] == c:
            w.villages[V.renovation_money, v] += nominal
            w.villages[V.upkeep_money, v] += UPKEEP_OF_A_GRANT * nominal


@inlined
def _school_money_per_child(w, streams):  # type: ignore[no-untyped-def]
    """Money for schools and care per rural child of the place, in base-year prices."""
    school = 0.0
    children = 0.0
    for stream in range(streams.instrument.shape[0]):
        if streams.instrument[stream] == I.school_and_care:
            for c in range(w.counties.shape[1]):
                school += w.stream_money[stream, c]
    for c in range(w.counties.shape[1]):
        if w.county_codes[CI.is_home, c] == 1:
            children += w.rural[T.children, c] * w.counties[C.weight, c]
    return school / max(children, 1.0) / w.state[S.price]
