"""Where indicators are published, and what several of them need."""

from __future__ import annotations

from sim.agents.counties import CI
from sim.declare import IndicatorRegistry
from sim.statistics_office import Years

INDICATORS = IndicatorRegistry()
indicator = INDICATORS

PER_HEAD = "yuan/person/year"
#: Source shares follow the old concept to this year, the new one after it.
LAST_OLD_YEAR = 2012


def in_the_west(years: Years) -> Years:
    """The same years in the paired western counties."""
    return years.of(years.w.county_codes[CI.is_home] == 0)
