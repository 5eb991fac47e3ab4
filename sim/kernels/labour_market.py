"""Jobs meet those who look for one, county by county."""

from __future__ import annotations

from sim.agents.counties import C
from sim.agents.villages import VI
from sim.compiled import double, inlined
from sim.processes import labour_market
from sim.tallies import T

odds_of_hiring = double(labour_market.odds_of_hiring)
tightness = double(labour_market.tightness)


@inlined
def clear_the_labour_market(w, p, is_living):  # type: ignore[no-untyped-def]
    """Step 9. Hiring odds and tightness of each county from what its villages asked for."""
    counties = w.counties.shape[1]
    for c in range(counties):
        w.counties[C.employed, c] = 0.0
        w.counties[C.seekers, c] = 0.0
    for v in range(w.villages.shape[1]):
        c = w.village_codes[VI.county, v]
        w.counties[C.employed, c] += w.tallies[v, T.local]
        w.counties[C.seekers, c] += w.tallies[v, T.sought]
    for c in range(counties):
        jobs = w.counties[C.jobs, c]
        employed = w.counties[C.employed, c]
        seekers = w.counties[C.seekers, c]
        w.counties[C.hiring_odds, c] = odds_of_hiring(jobs, employed, seekers)
        if not is_living:
            w.counties[C.base_tightness, c] = max(jobs, 1e-9) / max(employed + seekers, 1e-9)
        w.counties[C.tightness, c] = tightness(
            jobs, employed, seekers, w.counties[C.base_tightness, c]
        )
