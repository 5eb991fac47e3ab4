"""Chances of birth and death of the year; who is to arrive, to leave and to settle in town."""

from __future__ import annotations

import numpy as np

from sim.agents.counties import CI, C
from sim.agents.villages import VI
from sim.compiled import double, inlined
from sim.external import D
from sim.parameters import P
from sim.processes import demography
from sim.tallies import T, W
from sim.world import S

yearly_chance = double(demography.yearly_chance)

#: Share of towns' natives who leave in a year at most, where residents fall.
MOST_NATIVES_LEAVING = 0.2


@inlined
def plan_population(w, p, table, year_index):  # type: ignore[no-untyped-def]
    """Step 7. Chances of birth and death, and who is to arrive or leave, from published figures.

    Residents follow the published total; people from other provinces follow their published
    stock, and the rest is a line of its own. Arrivals are whole households laid over the counties'
    towns; where fewer people are wanted, households leave by lot.
    """
    s = w.state
    counties = w.counties.shape[1]
    young = 0.0
    middle = 0.0
    old = 0.0
    persons = 0.0
    outsiders = 0.0
    newcomers = 0.0
    natives = 0.0
    pull = np.zeros(counties)
    for c in range(counties):
        w.county_codes[CI.outsider_rows, c] = 0
        w.county_codes[CI.newcomer_rows, c] = 0
        if w.county_codes[CI.is_home, c] == 0:
            continue
        weight = w.counties[C.weight, c]
        young += weight * (w.rural[T.young, c] + w.towns[W.young, c])
        middle += weight * (w.rural[T.middle, c] + w.towns[W.middle, c])
        old += weight * (w.rural[T.old, c] + w.towns[W.old, c])
        town = (
            w.towns[W.natives, c]
            + w.towns[W.settled, c]
            + w.towns[W.outsiders, c]
            + w.towns[W.newcomers, c]
        )
        persons += weight * (w.rural[T.persons, c] + w.rural[T.away, c] + town)
        outsiders += weight * w.towns[W.outsiders, c]
        newcomers += weight * w.towns[W.newcomers, c]
        natives += weight * w.towns[W.natives, c]
        pull[c] = weight * w.towns[W.natives, c] * w.counties[C.town_level, c] ** 2
    births = table[D.birth_rate, year_index] * persons
    deaths = table[D.death_rate, year_index] * persons
    s[S.birth_chance] = yearly_chance(births, young)
    s[S.old_death_chance] = yearly_chance(deaths - p[P.middle_death_rate] * middle, old)
    more = table[D.resident_population, year_index] - persons - (births - deaths)
    wanted_outsiders = table[D.outsiders, year_index] - outsiders
    s[S.leave_rate_outsiders] = 0.0
    s[S.leave_rate_newcomers] = 0.0
    s[S.leave_rate_natives] = 0.0
    rest = more - wanted_outsiders
    if wanted_outsiders < 0.0:
        s[S.leave_rate_outsiders] = min(-wanted_outsiders / max(outsiders, 1.0), 1.0)
        wanted_outsiders = 0.0
    if rest < 0.0:
        s[S.leave_rate_newcomers] = min(-rest / max(newcomers, 1.0), 1.0)
        rest_natives = max(-rest - newcomers, 0.0)
        s[S.leave_rate_natives] = min(rest_natives / max(natives, 1.0), MOST_NATIVES_LEAVING)
        rest = 0.0
    total = pull.sum()
    size = np.floor(p[P.arrival_size])
    carried_out = 0.5
    carried_new = 0.5
    for c in range(counties):
        if total <= 0.0 or pull[c] == 0.0:
            continue
        rows = pull[c] / total / (w.counties[C.weight, c] * size)
        carried_out += wanted_outsiders * rows
        carried_new += rest * rows
        w.county_codes[CI.outsider_rows, c] = int(carried_out)
        w.county_codes[CI.newcomer_rows, c] = int(carried_new)
        carried_out -= int(carried_out)
        carried_new -= int(carried_new)


@inlined
def send_settlers(w):  # type: ignore[no-untyped-def]
    """Step 8. Those who settle go to the town of their county."""
    for c in range(w.counties.shape[1]):
        w.county_codes[CI.settler_rows, c] = 0
        w.county_codes[CI.settler_child_rows, c] = 0
        w.county_codes[CI.middle_settler_rows, c] = 0
        w.county_codes[CI.middle_settler_child_rows, c] = 0
    for v in range(w.villages.shape[1]):
        c = w.village_codes[VI.county, v]
        t = w.tallies[v]
        w.county_codes[CI.settler_rows, c] += int(t[T.settlers_alone])
        w.county_codes[CI.settler_child_rows, c] += int(t[T.settlers_with_child])
        w.county_codes[CI.middle_settler_rows, c] += int(t[T.middle_settlers_alone])
        w.county_codes[CI.middle_settler_child_rows, c] += int(t[T.middle_settlers_with_child])
