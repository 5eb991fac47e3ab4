from __future__ import annotations

from sim.declare import Setting
from sim.levers import Lever, nationwide
from sim.policy import Policy


class IndustryTransfer(Lever):
    """Move plants from the coast to mountain and western counties. 山海协作产业转移"""

    failure = (
        "Jobs are lost where plants leave, profits flow back and few residents are hired: "
        "investment and revenue rise, incomes need not (Li et al. 2025)."
    )
    source = "zj_daily_2014_mountain_sea"
    payers = {"firms": 1.0}

    region = nationwide()
    investment = Setting(
        off=0.0,
        unit="yuan/year",
        bounds=(0.0, 1e12),
        label="investment in mountain counties 山区县到位资金",
        moves=Policy.plant_investment,
        doc="Firms' money that arrives in mountain counties in a year.",
    )
    west_investment = Setting(
        off=0.0,
        unit="yuan/year",
        bounds=(0.0, 1e12),
        label="investment in western counties 西部到位资金",
        moves=Policy.west_plant_investment,
        doc="Firms' money that arrives in paired western counties in a year.",
    )
