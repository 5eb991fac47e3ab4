from __future__ import annotations

from sim.declare import Setting
from sim.levers import SpendingLever
from sim.policy import Policy


class ReturningYouth(SpendingLever):
    """Help young people return and start firms. 青年回乡创业"""

    failure = "Many firms die within a few years, and inequality inside the village rises."
    source = "xcgbb_2024"
    payers = {"county": 0.6, "province": 0.4}

    spending = Setting(
        off=0.0,
        unit="yuan/year",
        bounds=(0.0, 1e11),
        label="start-up grants 创业补助",
        moves=Policy.startup_grants,
        doc="Grants for returnees and local starters, in equal parts for all who would start a "
        "firm; how many they are is told from last year's returnees and households.",
    )
