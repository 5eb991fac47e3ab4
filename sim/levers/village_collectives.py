from __future__ import annotations

from sim.declare import Setting
from sim.levers import SpendingLever
from sim.policy import Policy


class VillageCollectives(SpendingLever):
    """Turn village collectives into companies that trade and pay dividends. 村级集体经济"""

    failure = (
        "Entry costs, failing companies, and little gain for producers from e-commerce "
        "(Couture et al. 2021)."
    )
    source = "english_zj_2018"
    payers = {"county": 0.5, "province": 0.5}

    support = Setting(
        off=0.0,
        unit="yuan/year",
        bounds=(0.0, 1e12),
        label="support of collectives 集体经济扶持资金",
        moves=Policy.collective_support,
        doc="Money that pays the entry cost of a collective with a company.",
    )
    dividend_share = Setting(
        off=0.0,
        unit="1",
        bounds=(0.0, 1.0),
        label="dividend share 分红比例",
        moves=Policy.collective_dividend_share,
        is_use=True,
        doc="Share of a reformed collective's revenue paid to its members.",
    )
