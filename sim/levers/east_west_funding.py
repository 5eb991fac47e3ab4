from __future__ import annotations

from sim.declare import Setting
from sim.levers import Lever, nationwide
from sim.policy import Policy


class EastWestFunding(Lever):
    """Fund, staff and buy from paired western counties. 东西部协作"""

    failure = (
        "A county absorbs only so much (Becker, Egger and von Ehrlich 2012); some money is lost "
        "on the way; the donor's own services pay for it yuan by yuan."
    )
    source = "sichuan_online_2021"
    payers = {"donor": 1.0}

    region = nationwide()
    grants = Setting(
        off=0.0,
        unit="yuan/year",
        bounds=(0.0, 1e12),
        label="grants 财政援助资金",
        moves=Policy.west_grants,
        doc="Grants from donor counties to their paired western counties, all pairs together.",
    )
    purchases = Setting(
        off=0.0,
        unit="yuan/year",
        bounds=(0.0, 1e12),
        label="purchases of produce 消费帮扶",
        moves=Policy.produce_purchases,
        doc="Produce of paired counties bought in the donors' towns; buyers get their produce.",
    )
    placed_workers = Setting(
        off=0.0,
        unit="persons/year",
        bounds=(0.0, 1e7),
        label="workers placed 劳务协作人数",
        moves=Policy.placed_workers,
        doc="Western workers placed in jobs in the donors' towns, out of the arrivals.",
    )
    staff = Setting(
        off=0.0,
        unit="1",
        bounds=(0.0, 1.0),
        label="seconded staff 挂职干部",
        moves=Policy.seconded_staff,
        doc="Presence of seconded officials, 0 to 1; they raise effort.",
    )
