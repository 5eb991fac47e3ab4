from __future__ import annotations

from collections.abc import Mapping

from sim.declare import Instrument, Setting
from sim.levers import Lever, nationwide
from sim.policy import Policy


class HukouReform(Lever):
    """Open the towns to settlers from villages. 户籍制度改革"""

    failure = "Those who leave are the young and schooled; the villages age."
    source = "assumption"

    region = nationwide()
    index = Setting(
        off=Policy.hukou_openness.neutral,
        unit="1",
        bounds=(0.0, 1.0),
        label="openness of towns 户籍开放度",
        doc="0: closed; 0.4: as in 2002; 1: anyone may settle anywhere.",
    )

    @classmethod
    def instruments(cls, values: Mapping[str, float]) -> dict[Instrument, float]:
        return {Policy.hukou_openness: values["index"] - float(cls.index.off)}
