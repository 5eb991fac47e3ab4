"""Step 10. Town households: natives, settlers, people from other provinces, newcomers."""

from __future__ import annotations

from sim.declare import Parameter, normal


class Towns:
    """Who lives in town and what they earn."""

    outsider_income = Parameter(
        value=0.9,
        unit="1",
        bounds=(0.3, 1.5),
        prior=normal(0.9, 0.14),
        source="assumption",
        label="outsiders' income 外来人口相对收入",
        doc="Income per head of people from other provinces over that of natives, net of what "
        "they send home. Recentred on a prototype's fit, so the standard deviation is doubled.",
    )
    settler_income = Parameter(
        value=1.15,
        unit="1",
        bounds=(0.5, 2.0),
        fixed="no survey of settlers is at hand",
        source="assumption",
        label="settlers' pay 落户者相对工资",
        doc="Pay per worker of settled households over that of those away.",
    )
    town_pension_growth = Parameter(
        value=0.95,
        unit="1",
        bounds=(0.0, 2.0),
        fixed="no yearly series is at hand",
        source="assumption",
        label="town pensions on wages 城镇养老金弹性",
        doc="Elasticity of town pensions to the urban wage.",
    )
    skill_spread_town = Parameter(
        value=0.50,
        unit="1",
        bounds=(0.0, 1.5),
        fixed="near the grouped urban Gini of .33 (national)",
        source="assumption",
        label="spread of town earnings 城镇收入离散度",
        doc="Standard deviation of log skill in towns.",
    )
    arrival_size = Parameter(
        value=2.0,
        unit="persons",
        bounds=(1, 6),
        fixed="no survey of arriving households is at hand",
        source="assumption",
        label="size of arriving households 迁入户规模",
        doc="Persons in an arriving household, all of working age.",
    )


def outsider_wage(native_income: float, relative: float) -> float:
    """(5b) Income per worker of people from other provinces, net of what they send home."""
    return native_income * relative
