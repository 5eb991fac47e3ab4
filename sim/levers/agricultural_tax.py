from __future__ import annotations

from sim.declare import Setting
from sim.levers import Lever, nationwide
from sim.policy import Policy


class AgriculturalTax(Lever):
    """Lift the agricultural tax. 减免农业税"""

    failure = "The county's budget loses what farmers gain, and its services pay for it."
    source = "zjol_2004_tax"

    region = nationwide()
    relief_share = Setting(
        off=0.0,
        unit="1",
        bounds=(0.0, 1.0),
        label="share lifted 减免比例",
        moves=Policy.agricultural_tax_relief,
        doc="Share of the tax of 2002 that is no longer levied.",
    )
