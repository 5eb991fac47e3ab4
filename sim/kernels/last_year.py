"""What a year's decisions know of the year before, and what it leaves to the next."""

from __future__ import annotations

from sim.agents.counties import CI, C
from sim.compiled import inlined
from sim.kernels.tallies import rural_income
from sim.parameters import P
from sim.tallies import T, W
from sim.world import S


@inlined
def _real_households(w, c):  # type: ignore[no-untyped-def]
    """How many real households a row of county ``c`` stands for; 0 outside the place itself."""
    return w.counties[C.weight, c] if w.county_codes[CI.is_home, c] == 1 else 0.0


@inlined
def carry_last_year(w, p, added_schooling):  # type: ignore[no-untyped-def]
    """Means of last year that this year's decisions look at, and levels that follow prices."""
    s = w.state
    households = 0.0
    assets = 0.0
    schooling = 0.0
    adults = 0.0
    income = 0.0
    for c in range(w.counties.shape[1]):
        real = _real_households(w, c)
        households += real * w.rural[T.households, c]
        assets += real * w.rural[T.assets, c]
        schooling += real * w.rural[T.schooling, c]
        adults += real * w.rural[T.adults, c]
        income += real * rural_income(w, c)
    if households > 0.0:
        s[S.mean_assets] = assets / households
        s[S.mean_schooling] = schooling / adults
        s[S.mean_household_income] = income / households
    s[S.added_schooling] = added_schooling
    s[S.poverty_line] = s[S.poverty_line_2010] * s[S.price] / s[S.price_2010]
    s[S.transfer_level] = (
        s[S.base_transfer] * p[P.transfer_scale] * s[S.town_wage] ** p[P.transfer_elasticity]
    )
    s[S.property_level] = s[S.base_property] * s[S.town_wage] ** p[P.property_elasticity]
    s[S.town_pension_per_old] = s[S.base_town_pension] * s[S.town_wage] ** p[P.town_pension_growth]


@inlined
def note_population(w):  # type: ignore[no-untyped-def]
    """Urban population over that of the base year, for next year's agglomeration."""
    s = w.state
    urban = 0.0
    for c in range(w.counties.shape[1]):
        in_towns = (
            w.towns[W.natives, c]
            + w.towns[W.settled, c]
            + w.towns[W.outsiders, c]
            + w.towns[W.newcomers, c]
            - w.towns[W.outsiders_in_villages, c]
        )
        reclassified = w.rural[T.persons, c] - w.kept[T.persons, c]
        urban += _real_households(w, c) * (in_towns + w.rural[T.away, c] + reclassified)
    if s[S.urban_population_start] == 0.0 or s[S.years_since_base] == 0.0:
        s[S.urban_population_start] = urban
    s[S.urban_population_ratio] = urban / s[S.urban_population_start]
