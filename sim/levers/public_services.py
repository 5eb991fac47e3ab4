from __future__ import annotations

from sim.declare import Setting
from sim.levers import SpendingLever
from sim.policy import Policy


class PublicServices(SpendingLever):
    """Better rural schools, clinics and care of the old. 基本公共服务"""

    failure = "The children it reaches enter work only six years later and more."
    source = "assumption"
    payers = {"county": 0.6, "province": 0.4}

    spending = Setting(
        off=0.0,
        unit="yuan/year",
        bounds=(0.0, 1e12),
        label="money for services 公共服务资金",
        moves=Policy.school_and_care,
        doc="Money for rural schools, clinics and care beyond that of 2002.",
    )
