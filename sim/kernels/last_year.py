"""Who has what when a run is over: incomes of the last year by class of county."""

from __future__ import annotations

from sim.agents.counties import CI
from sim.agents.households import RURAL
from sim.agents.villages import VI
from sim.compiled import f32, kernel
from sim.kernels.rows import bin_of


@kernel
def count_rural_incomes(w, low, high, persons):  # type: ignore[no-untyped-def]
    """Add residents of villages ``low`` … ``high − 1`` to ``persons`` [classes, BINS], by income.

    Villages that count as urban are left out.
    Incomes are those households have, nominal yuan a head and year; ``persons`` is int64.
    """
    h = w.households
    for v in range(low, high):
        if w.village_codes[VI.is_urban, v] == 1:
            continue
        k = w.county_codes[CI.county_class, w.village_codes[VI.county, v]]
        for i in range(w.first_row[v], w.first_row[v] + w.rows_in_use[v]):
            heads = h.children[i] + h.young[i] + h.middle[i] + h.old[i] - h.away[i]
            if h.kind[i] != RURAL or heads <= 0:
                continue
            income = h.wage[i] + h.business[i] + h.property[i] + h.transfer[i] + h.remittances[i]
            persons[k, bin_of(income / f32(heads))] += heads
