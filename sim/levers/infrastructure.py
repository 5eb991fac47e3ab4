from __future__ import annotations

from sim.declare import Setting
from sim.levers import SpendingLever
from sim.policy import Policy


class Infrastructure(SpendingLever):
    """Pave village roads and connect villages to broadband. 村庄道路与宽带"""

    failure = (
        "Coverage saturates; roads without upkeep fall apart; villages that pay for their own "
        "roads show no gain (Bao et al. 2025)."
    )
    source = "zjnews_2012_roads"
    payers = {"county": 0.4, "province": 0.4, "collectives": 0.1, "villagers": 0.1}

    spending = Setting(
        off=0.0,
        unit="yuan/year",
        bounds=(0.0, 1e12),
        label="road money 道路资金",
        moves=Policy.road_works,
        doc="Public works money for village roads, for the whole region.",
    )
    broadband_spending = Setting(
        off=0.0,
        unit="yuan/year",
        bounds=(0.0, 1e12),
        label="broadband money 宽带资金",
        moves=Policy.broadband_works,
        doc="Money for connecting villages to broadband and mobile networks.",
    )
