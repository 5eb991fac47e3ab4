from __future__ import annotations

from sim.declare import Setting
from sim.levers import SpendingLever
from sim.policy import TARGETING, Policy


class ThousandVillages(SpendingLever):
    """Renovate villages and make the best of them demonstrations. 千村示范万村整治"""

    failure = (
        "Richer households take the gain (Park and Wang 2010); a village without upkeep decays."
    )
    source = "thousand_villages_abstract_2004"
    payers = {
        "county": 0.20,
        "province": 0.10,
        "collectives": 0.10,
        "firms": 0.15,
        "villagers": 0.10,
        "land_quota": 0.35,
    }

    spending = Setting(
        off=0.0,
        unit="yuan/year",
        bounds=(0.0, 1e12),
        label="renovation money 整治资金",
        moves=Policy.renovation_works,
        doc="Money of all payers for renovating villages, for the whole region.",
    )
    upkeep = Setting(
        off=0.0,
        unit="yuan/year",
        bounds=(0.0, 1e12),
        label="upkeep money 管护资金",
        moves=Policy.village_upkeep,
        doc="Money that keeps finished villages up.",
    )
    demonstration_share = Setting(
        off=0.0,
        unit="1",
        bounds=(0.0, 1.0),
        label="demonstration share 示范村比例",
        moves=Policy.demonstration_share,
        is_use=True,
        doc="Share of renovated villages made demonstration villages, best score first.",
    )
    targeting = Setting(
        off="score",
        unit="1",
        label="targeting rule 瞄准规则",
        choices=TARGETING,
        doc="In which order villages are renovated.",
    )
