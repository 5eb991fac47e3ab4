"""Each county's budget is closed, and nothing may be lost or made."""

from __future__ import annotations

import numpy as np

from sim.agents.counties import C
from sim.agents.villages import V
from sim.compiled import double, inlined
from sim.kernels.closure import CLOSURE_DEBT, CLOSURE_SERVICES, CLOSURE_TAX_CUT, saved_by_county
from sim.kernels.tallies import rural_income
from sim.parameters import P
from sim.policy import PAYER
from sim.processes import public_finance
from sim.tallies import T, W
from sim.world import S

services_left = double(public_finance.services_left)

#: Of residents' income: the highest levy of a county, and the largest tax cut.
LARGEST_LEVY = 0.3


@inlined
def close_the_books(w, p, streams, closure):  # type: ignore[no-untyped-def]
    """Step 14. Each county's budget is closed; returns the largest relative imbalance found.

    Revenue, grants and new debt pay for levers, upkeep, grants, interest and services; services
    are what is left. Money the documents budget for levers and that is not spent goes back by
    ``closure``.
    """
    s = w.state
    largest = _imbalance_of_streams(w, streams)
    _price_road_upkeep(w, p)
    saved = np.zeros(w.counties.shape[1])
    if closure != CLOSURE_SERVICES:
        saved = saved_by_county(w, p, streams)
    for c in range(w.counties.shape[1]):
        weight = w.counties[C.weight, c]
        levy = (w.rural[T.levy, c] + w.towns[W.levy, c]) * weight
        base = (rural_income(w, c) + _town_income(w, c)) * weight
        enclave = (
            p[P.plant_return]
            * (1.0 - p[P.profit_outflow])
            * w.counties[C.plant_capital, c]
            * s[S.price]
            / s[S.price_2015]
        )
        w.counties[C.own_revenue, c] = (
            s[S.revenue_share] * (base + enclave) + w.rural[T.tax, c] * weight + levy
        )
        spent_all = (
            w.county_paid[c, PAYER.county]
            + w.county_paid[c, PAYER.county_tax]
            + w.county_paid[c, PAYER.debt]
        )
        interest = p[P.interest_rate] * max(w.counties[C.debt, c], 0.0)
        w.counties[C.interest, c] = interest
        handed_back = 0.0
        if closure == CLOSURE_DEBT:
            handed_back = saved[c]
        w.counties[C.repaid, c] = handed_back
        w.counties[C.lever_spending, c] = spent_all + w.counties[C.grants_in, c]
        services = services_left(
            w.counties[C.own_revenue, c],
            w.counties[C.grants_in, c],
            w.counties[C.new_debt, c],
            w.counties[C.lever_spending, c],
            w.counties[C.upkeep, c],
            w.counties[C.grants_out, c],
            interest,
            handed_back,
        )
        w.counties[C.services, c] = services
        w.counties[C.service_ratio, c] = services / max(w.counties[C.own_revenue, c] - levy, 1.0)
        w.counties[C.debt, c] += w.counties[C.new_debt, c] - handed_back
        largest = max(largest, _imbalance_of_budget(w, c))
        # the levy of next year: to raise what was charged to it, or to hand back what was saved
        wanted = w.counties[C.levy_credit, c]
        if closure == CLOSURE_TAX_CUT:
            wanted -= saved[c]
        rate = wanted / max(base, 1.0)
        w.counties[C.levy_rate, c] = min(max(rate, -LARGEST_LEVY), LARGEST_LEVY)
    return largest


@inlined
def _imbalance_of_streams(w, streams):  # type: ignore[no-untyped-def]
    """What was paid, received and laid out for each lever: the largest relative difference."""
    largest = 0.0
    for stream in range(streams.instrument.shape[0]):
        given = w.paid[stream].sum()
        taken = w.received[stream].sum()
        laid_out = w.stream_money[stream].sum()
        size = max(given, 1.0)
        largest = max(largest, abs(given - taken) / size, abs(given - laid_out) / size)
    return largest


@inlined
def _imbalance_of_budget(w, c):  # type: ignore[no-untyped-def]
    """Sources of a closed county budget against its uses, over the sources."""
    sources = w.counties[C.own_revenue, c] + w.counties[C.grants_in, c] + w.counties[C.new_debt, c]
    uses = (
        w.counties[C.services, c]
        + w.counties[C.lever_spending, c]
        + w.counties[C.upkeep, c]
        + w.counties[C.grants_out, c]
        + w.counties[C.interest, c]
        + w.counties[C.repaid, c]
    )
    return abs(sources - uses) / max(sources, 1.0)


@inlined
def _price_road_upkeep(w, p):  # type: ignore[no-untyped-def]
    """Fill each county's ``upkeep``: a share of what roads built since the start would cost."""
    s = w.state
    for c in range(w.counties.shape[1]):
        upkeep = 0.0
        for v in range(w.first_village[c], w.first_village[c + 1]):
            built = max(w.villages[V.roads, v] - w.villages[V.roads_at_start, v], 0.0)
            upkeep += (
                p[P.road_upkeep_rate]
                * built
                * w.villages[V.kilometres, v]
                * p[P.road_cost]
                * s[S.price]
                / s[S.price_2004]
                * w.counties[C.village_weight, c]
            )
        w.counties[C.upkeep, c] = upkeep


@inlined
def _town_income(w, c):  # type: ignore[no-untyped-def]
    return (
        w.towns[W.native_wage, c]
        + w.towns[W.native_business, c]
        + w.towns[W.native_property, c]
        + w.towns[W.native_transfer, c]
        + w.towns[W.settled_income, c]
        + w.towns[W.outsider_income, c]
        + w.towns[W.newcomer_income, c]
        + w.towns[W.levy, c]
    )
