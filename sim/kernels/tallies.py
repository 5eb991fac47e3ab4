"""What villages and wards counted is added up by county."""

from __future__ import annotations

import numpy as np

from sim.agents.villages import VI
from sim.compiled import borrowing, inlined, vectorised
from sim.tallies import T


@inlined
def add_up(w):  # type: ignore[no-untyped-def]
    """Village and ward tallies become county tallies, village by village in order.

    Villages of a county lie one after the other, and so do wards: their sums are taken in a stretch
    of memory of their own before they are entered.
    """
    w.rural[:] = 0.0
    w.kept[:] = 0.0
    w.towns[:] = 0.0
    county = w.village_codes[VI.county]
    all_ = np.zeros(w.rural.shape[0])
    rural = np.zeros(w.rural.shape[0])
    for v in range(county.size):
        _add(w.tallies[v], all_)
        if w.village_codes[VI.is_urban, v] == 0:
            _add(w.tallies[v], rural)
        if _is_last(county, v):
            _enter(all_, w.rural, county[v])
            _enter(rural, w.kept, county[v])
    in_towns = np.zeros(w.towns.shape[0])
    for ward in range(w.ward_county.size):
        _add(w.ward_tallies[ward], in_towns)
        if _is_last(w.ward_county, ward):
            _enter(in_towns, w.towns, w.ward_county[ward])


@inlined
def _is_last(county, block):  # type: ignore[no-untyped-def]
    return block + 1 == county.size or county[block + 1] != county[block]


@vectorised
def _add(tally, sums):  # type: ignore[no-untyped-def]
    for j in range(sums.size):
        sums[j] += tally[j]


@borrowing
def _enter(sums, table, c):  # type: ignore[no-untyped-def]
    """Enter sums as those of county ``c``, and begin anew."""
    for j in range(sums.size):
        table[j, c] = sums[j]
        sums[j] = 0.0


@inlined
def rural_income(w, c):  # type: ignore[no-untyped-def]
    """Income of the villagers of county ``c``, those away without their pay; yuan of its rows."""
    return (
        w.rural[T.wage, c]
        + w.rural[T.farm_income, c]
        + w.rural[T.business, c]
        + w.rural[T.property, c]
        + w.rural[T.transfer, c]
        + w.rural[T.remittances, c]
    )
