"""The year's money is laid out over villages and counties and charged to its payers."""

from __future__ import annotations

import numpy as np

from sim.agents.counties import CI, MOUNTAIN, WEST, C
from sim.agents.villages import NO_PROGRAMME, VI, V
from sim.compiled import borrowing, double, inlined
from sim.kernels.entitlements import is_entitlement
from sim.kernels.payers_and_recipients import charge, post_recipients
from sim.kernels.ranking import best_first
from sim.parameters import P
from sim.policy import TARGETING, I
from sim.processes import allocation, choice
from sim.tallies import T
from sim.world import S

review_score = double(allocation.review_score)
willing_starters = double(choice.willing_starters)

FORMULA, SCORE, POOREST, BEST, LOT = range(len(TARGETING))

#: A road of which less than this share is unpaved needs no more money.
NEARLY_PAVED = 0.01
#: Share of its cost from which a renovation is begun, and a collective gets its company.
ENOUGH = 0.5
#: Purchases raise western farm prices by this share at most.
LARGEST_PREMIUM = 0.5
#: Share of western farm workers that can be placed in a year.
MOST_PLACED = 0.2


@inlined
def allot_to_villages(w, p, streams, is_paying):  # type: ignore[no-untyped-def]
    """Steps 2 and 3. The year's money is laid out over counties and villages and charged to payers.

    Fills ``village_money``, ``stream_money``, ``paid``, ``received`` and ``county_paid`` for
    everything but entitlements, which are known only when people have been paid. Money that nobody
    needs is not spent. With ``is_paying`` false nothing is allotted (burn-in).
    """
    _clear_last_year(w, streams)
    if not is_paying:
        return
    count = w.villages.shape[1]
    weight = np.empty(count)
    need = np.empty(count)
    first = w.first_village
    for v in range(count):
        weight[v] = w.counties[C.village_weight, w.village_codes[VI.county, v]]
        w.villages[V.score, v] = review_score(
            w.villages[V.quality, v], w.villages[V.leader, v], w.villages[V.lot, v]
        )
    for stream in range(streams.instrument.shape[0]):
        instrument = streams.instrument[stream]
        money = streams.amount[stream]
        if money <= 0.0 or is_entitlement(instrument):
            continue
        if _is_for_single_villages(instrument):
            given = w.village_money[stream]
            rule = streams.rule[stream]
            _count_needs(w, p, instrument, streams.region[stream], need)
            is_divisible = instrument == I.broadband_works or instrument == I.village_upkeep
            if rule == FORMULA and is_divisible:
                _serve_in_proportion(need, weight, money, given)
            else:
                _serve_by_rule(w, instrument, rule, need, weight, money, given)
            if instrument == I.renovation_works:
                _renovate_whole_villages(w, given, need, weight, money, p)
            for c in range(w.counties.shape[1]):
                money_of_county = 0.0
                for v in range(first[c], first[c + 1]):
                    money_of_county += given[v] * weight[v]
                w.stream_money[stream, c] = money_of_county
        else:
            _lay_over_counties(w, p, streams, stream, instrument, money)

        if instrument == I.startup_grants:
            continue  # set aside here, charged when starters have been paid
        total = 0.0
        for c in range(w.counties.shape[1]):
            total += w.stream_money[stream, c]
            charge(w, p, streams, stream, c, w.stream_money[stream, c])
        post_recipients(w, p, stream, instrument, total)
    _spread_effects_over_counties(w, p, streams)


@borrowing
def _clear(table):  # type: ignore[no-untyped-def]
    for i in range(table.shape[0]):
        for j in range(table.shape[1]):
            table[i, j] = 0.0


@inlined
def _clear_last_year(w, streams):  # type: ignore[no-untyped-def]
    for stream in streams_for_villages(streams):
        w.village_money[stream, :] = 0.0
    _clear(w.stream_money)
    _clear(w.paid)
    _clear(w.received)
    _clear(w.county_paid)
    for c in range(w.counties.shape[1]):
        w.counties[C.contribution, c] = 0.0
        w.counties[C.new_debt, c] = 0.0
        w.counties[C.levy_credit, c] = 0.0
        w.counties[C.grants_in, c] = 0.0
        w.counties[C.grants_out, c] = 0.0
        w.counties[C.startup_grant, c] = 0.0
        w.counties[C.produce_premium, c] = 0.0
        w.counties[C.placed_rate, c] = 0.0


@inlined
def streams_for_villages(streams):  # type: ignore[no-untyped-def]
    """The streams whose money goes to single villages; the others' is laid over counties."""
    found = np.empty(streams.instrument.size, np.int64)
    count = 0
    for stream in range(found.size):
        if _is_for_single_villages(streams.instrument[stream]):
            found[count] = stream
            count += 1
    return found[:count]


@inlined
def _is_for_single_villages(instrument):  # type: ignore[no-untyped-def]
    """Whether the money goes to villages by what each needs; the rest is laid over counties."""
    return (
        instrument == I.road_works
        or instrument == I.broadband_works
        or instrument == I.renovation_works
        or instrument == I.village_upkeep
        or instrument == I.collective_support
    )


@inlined
def _count_needs(w, p, instrument, region, need):  # type: ignore[no-untyped-def]
    """Fill ``need`` with what each real village could use this year, yuan.

    ``region`` is 1 for the counties in which the lever acts; a place's own programmes stop at its
    border unless a scenario names counties beyond it.
    """
    s = w.state
    price_2004 = s[S.price] / s[S.price_2004]
    price_2015 = s[S.price] / s[S.price_2015]
    renovation_cost = p[P.renovation_cost] * price_2004
    for v in range(need.shape[0]):
        c = w.village_codes[VI.county, v]
        has_programme = w.village_codes[VI.status, v] != NO_PROGRAMME
        need[v] = 0.0
        if instrument == I.road_works:
            missing = max(1.0 - w.villages[V.roads, v], 0.0)
            if missing >= NEARLY_PAVED:
                kilometres = region[c] * missing * w.villages[V.kilometres, v]
                need[v] = kilometres * p[P.road_cost] * price_2004
        elif instrument == I.broadband_works:
            missing = 1.0 - w.villages[V.broadband, v]
            need[v] = region[c] * missing * p[P.broadband_cost] * price_2015
        elif instrument == I.renovation_works:
            if not has_programme:
                need[v] = region[c] * renovation_cost
        elif instrument == I.village_upkeep:
            if has_programme:
                need[v] = region[c] * p[P.upkeep_rate] * renovation_cost
        elif w.village_codes[VI.has_company, v] == 0:
            need[v] = region[c] * p[P.collective_entry_cost] * price_2015


@inlined
def _serve_by_rule(w, instrument, rule, need, weight, money, given):  # type: ignore[no-untyped-def]
    """Give each village its need, in the order of the rule, until the money is gone."""
    if rule == FORMULA:
        # cheapest kilometres first, or most remote villages
        order = w.nearest_first if instrument == I.road_works else w.farthest_first
        _serve_in_order(order, need, weight, money, given)
    else:
        needy = np.flatnonzero(need > 0.0)
        _serve_in_order(best_first(_standing(w, rule), needy), need, weight, money, given)


@inlined
def _standing(w, rule):  # type: ignore[no-untyped-def]
    """What villages are served by under a rule, the highest first."""
    if rule == SCORE:
        return w.villages[V.score]
    if rule == POOREST:
        return -w.villages[V.income]
    if rule == BEST:
        return w.villages[V.income]
    return w.villages[V.lot]


@inlined
def _serve_in_order(order, need, weight, money, given):  # type: ignore[no-untyped-def]
    """Give each village its need, in order, until the money is gone."""
    left = money
    for v in order:
        if left <= 0.0:
            break
        share = min(need[v] * weight[v], left)
        if share <= 0.0:
            continue
        given[v] += share / weight[v]
        left -= share


@inlined
def _serve_in_proportion(need, weight, money, given):  # type: ignore[no-untyped-def]
    """Give each village the same share of its need."""
    total = 0.0
    for v in range(need.shape[0]):
        total += need[v] * weight[v]
    if total <= 0.0:
        return
    share = min(1.0, money / total)
    for v in range(need.shape[0]):
        given[v] += share * need[v]


@inlined
def _renovate_whole_villages(w, given, need, weight, money, p):  # type: ignore[no-untyped-def]
    """Villages are renovated whole; what is left deepens the work where quality is lowest."""
    cost = p[P.renovation_cost] * (w.state[S.price] / w.state[S.price_2004])
    used = 0.0
    for v in range(given.shape[0]):
        if 0.0 < given[v] < ENOUGH * cost:
            given[v] = 0.0
        used += given[v] * weight[v]
    left = money - used
    if left <= 0.0:
        return
    total = 0.0
    for v in range(given.shape[0]):
        missing = 0.0
        if w.village_codes[VI.status, v] != NO_PROGRAMME:
            missing = max(p[P.quality_ceiling] - w.villages[V.quality, v], 0.0) * cost
        need[v] = missing
        total += missing * weight[v]
    if total <= 0.0:
        return
    share = min(1.0, left / total)
    for v in range(given.shape[0]):
        given[v] += share * need[v]


@inlined
def _lay_over_counties(w, p, streams, stream, instrument, money):  # type: ignore[no-untyped-def]
    """Money that is not for single villages: by persons, by workers, or evenly over the west."""
    counties = w.counties.shape[1]
    base = np.zeros(counties)
    for c in range(counties):
        k = w.county_codes[CI.county_class, c]
        inside = streams.region[stream, c]
        real = w.counties[C.weight, c]
        if instrument == I.plant_investment:
            base[c] = inside * real * w.rural[T.persons, c] if k == MOUNTAIN else 0.0
        elif (
            instrument == I.west_grants
            or instrument == I.west_plant_investment
            or instrument == I.produce_purchases
        ):
            base[c] = inside if k == WEST else 0.0
        else:
            base[c] = inside * real * w.rural[T.persons, c]
    total = base.sum()
    if total <= 0.0:
        return
    for c in range(counties):
        w.stream_money[stream, c] = money * base[c] / total


@inlined
def _spread_effects_over_counties(w, p, streams):  # type: ignore[no-untyped-def]
    """What laid-out money means for a county: grants per starter, produce premium, placements."""
    counties = w.counties.shape[1]
    western_workers = 0.0
    for c in range(counties):
        takes_part = w.instruments[I.placed_workers, c] > 0.0
        if w.county_codes[CI.county_class, c] == WEST and takes_part:
            western_workers += w.counties[C.weight, c] * w.rural[T.farm, c]
    for stream in range(streams.instrument.shape[0]):
        instrument = streams.instrument[stream]
        for c in range(counties):
            money = w.stream_money[stream, c]
            if money == 0.0:
                continue
            if instrument == I.startup_grants:
                willing = willing_starters(
                    w.rural[T.returned, c],
                    w.rural[T.households, c],
                    p[P.start_rate_returnee],
                    p[P.start_rate_local],
                )
                if willing > 0.0:
                    w.counties[C.startup_grant, c] += money / (willing * w.counties[C.weight, c])
            elif instrument == I.produce_purchases:
                output = w.rural[T.farm_income, c] * w.counties[C.weight, c]
                if output > 0.0:
                    gain = p[P.produce_margin] * money / output
                    w.counties[C.produce_premium, c] += min(gain, LARGEST_PREMIUM)
    for c in range(counties):
        if w.county_codes[CI.county_class, c] == WEST and western_workers > 0.0:
            rate = w.instruments[I.placed_workers, c] / western_workers
            w.counties[C.placed_rate, c] = min(rate, MOST_PLACED)
