"""Villages become urban by the statistical code."""

from __future__ import annotations

from sim.agents.counties import CI, PLAIN
from sim.agents.villages import VI, V
from sim.compiled import double, inlined
from sim.processes import reclassification
from sim.world import S

urban_hazard = double(reclassification.urban_hazard)


@inlined
def reclassify(w):  # type: ignore[no-untyped-def]
    """Step 12. Plain villages of the place become urban, richer ones first."""
    s = w.state
    for v in range(w.villages.shape[1]):
        c = w.village_codes[VI.county, v]
        if w.county_codes[CI.county_class, c] != PLAIN or w.village_codes[VI.is_urban, v] == 1:
            continue
        hazard = urban_hazard(s[S.cumulated_urban_hazard], w.villages[V.productivity, v])
        if w.villages[V.urban_rank, v] < hazard:
            w.village_codes[VI.is_urban, v] = 1
