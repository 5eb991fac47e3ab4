"""What villages and wards counted is added up by county."""

from __future__ import annotations

from sim.agents.villages import VI
from sim.compiled import inlined


@inlined
def add_up(w):  # type: ignore[no-untyped-def]
    """Village and ward tallies become county tallies, village by village in order."""
    for c in range(w.counties.shape[1]):
        for j in range(w.rural.shape[0]):
            w.rural[j, c] = 0.0
            w.kept[j, c] = 0.0
        for j in range(w.towns.shape[0]):
            w.towns[j, c] = 0.0
    for v in range(w.villages.shape[1]):
        c = w.village_codes[VI.county, v]
        stays = w.village_codes[VI.is_urban, v] == 0
        for j in range(w.tallies.shape[1]):
            w.rural[j, c] += w.tallies[v, j]
            if stays:
                w.kept[j, c] += w.tallies[v, j]
    for ward in range(w.ward_tallies.shape[0]):
        c = w.ward_county[ward]
        for j in range(w.ward_tallies.shape[1]):
            w.towns[j, c] += w.ward_tallies[ward, j]
