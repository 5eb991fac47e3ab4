from __future__ import annotations

from collections.abc import Mapping

from sim.declare import Instrument, Setting
from sim.levers import SpendingLever
from sim.policy import Policy


class SocialProtection(SpendingLever):
    """Guarantee a minimum, insure against illness and pay pensions. 社会保障"""

    failure = (
        "Some of the poor are left out; old people work less and children support them less "
        "(Huang and Zhang 2021)."
    )
    source = "iza_dp10425"
    payers = {"county": 0.4, "province": 0.3, "centre": 0.3}

    pension = Setting(
        off=0.0,
        unit="yuan/person/year",
        bounds=(0.0, 1e6),
        label="pension 养老金",
        moves=Policy.pension,
        doc="Basic pension for each rural person of 60 and more.",
    )
    dibao_line = Setting(
        off=0.0,
        unit="yuan/person/year",
        bounds=(0.0, 1e6),
        label="dibao line 低保标准",
        moves=Policy.dibao_line,
        doc="Income per head up to which poor households are topped up.",
    )
    medical_cover = Setting(
        off=0.0,
        unit="1",
        bounds=(0.0, 1.0),
        label="medical cover 医保覆盖率",
        moves=Policy.medical_cover,
        doc="Share of rural people with medical insurance.",
    )

    @classmethod
    def instruments(cls, values: Mapping[str, float]) -> dict[Instrument, float]:
        return super().instruments(values) | {Policy.medical_fund: values["medical_cover"]}
