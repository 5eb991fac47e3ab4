"""Step 10. Farm output, off-farm pay, remittances, collective dividends, taxes and transfers."""

from __future__ import annotations

from sim.declare import Parameter, lognormal, normal
from sim.elementary import exp, log


class Production:
    """What households earn."""

    land_share = Parameter(
        value=0.35,
        unit="1",
        bounds=(0.05, 0.9),
        fixed="no farm survey is at hand",
        source="assumption",
        label="land share of farm output 土地产出份额",
        doc="Exponent of land.",
    )
    labour_share = Parameter(
        value=0.35,
        unit="1",
        bounds=(0.05, 0.9),
        fixed="no farm survey is at hand",
        source="assumption",
        label="labour share of farm output 劳动产出份额",
        doc="Exponent of labour; assets have the rest.",
    )
    old_farm_labour = Parameter(
        value=0.25,
        unit="1",
        bounds=(0.0, 1.0),
        fixed="no time-use survey is at hand",
        source="assumption",
        label="farm labour of the old 老年务农强度",
        doc="Farm labour of a person of 60 and more, over that of a worker.",
    )
    pension_labour_loss = Parameter(
        value=0.06,
        unit="1",
        bounds=(0.0, 1.0),
        fixed="from the literature",
        source="huang_zhang_2021",
        label="labour lost to pensions 养老金减少劳动",
        doc="Relative fall of the farm labour of the old where a pension is paid.",
    )
    pension_crowding = Parameter(
        value=0.28,
        unit="1",
        bounds=(0.0, 1.0),
        fixed="from the literature",
        source="huang_zhang_2021",
        label="support crowded out 养老金挤出子女赡养",
        doc="Yuan of remittances less per yuan of pension, where children are away.",
    )
    family_farm_size = Parameter(
        value=5.0,
        unit="1",
        bounds=(1.0, 100.0),
        fixed="set near the published count of family farms in 2020; checked, not fitted",
        source="assumption",
        label="size of a family farm 家庭农场规模",
        doc="Land operated, over the mean holding, from which a household counts as a family farm.",
    )
    pillar_exposure = Parameter(
        value=0.4,
        unit="1",
        bounds=(0.0, 1.0),
        fixed="no farm accounts of the paired counties are at hand",
        source="assumption",
        label="exposure to pillar produce 支柱产业依赖度",
        doc="Share of western farm income from one pillar product.",
    )
    pillar_price_fall = Parameter(
        value=0.5,
        unit="1",
        bounds=(0.0, 1.0),
        fixed="size of a scenario's shock",
        source="assumption",
        label="fall of the pillar price 支柱产品跌价幅度",
        doc="Fall of the pillar product's price in the year of a pillar-price shock.",
    )
    road_elasticity = Parameter(
        value=0.07,
        unit="1",
        bounds=(0.0, 0.5),
        prior=lognormal(0.07, 0.5),
        source="assumption",
        label="earnings on roads 道路增收弹性",
        doc="Elasticity of local earnings to road access, half of it for farming.",
    )
    road_floor = Parameter(
        value=0.4,
        unit="1",
        bounds=(0.05, 1.0),
        fixed="scale of road access",
        source="assumption",
        label="access without road 无路时可达性",
        doc="Access of a village without a paved road.",
    )
    broadband_gain = Parameter(
        value=0.05,
        unit="1",
        bounds=(0.0, 0.5),
        prior=lognormal(0.05, 0.5),
        source="assumption",
        label="earnings on broadband 宽带增收",
        doc="Relative gain of local earnings in a connected village.",
    )
    quality_premium = Parameter(
        value=0.15,
        unit="1",
        bounds=(0.0, 0.5),
        prior=normal(0.15, 0.05),
        source="park_wang_2010",
        label="premium of village quality 环境质量溢价",
        doc="Relative gain of non-farm earnings per unit of quality, for the upper half of each "
        "village; village investment raised richer households by 6–9 % and poorer ones not.",
    )
    schooling_low = Parameter(
        value=0.06,
        unit="1",
        bounds=(0.0, 0.3),
        fixed="from the literature",
        source="assumption",
        label="return to schooling 教育回报",
        doc="Per year to junior high.",
    )
    schooling_high = Parameter(
        value=0.11,
        unit="1",
        bounds=(0.0, 0.3),
        fixed="from the literature",
        source="assumption",
        label="return to further schooling 初中后教育回报",
        doc="Per year after junior high.",
    )
    remitted_share = Parameter(
        value=0.30,
        unit="1",
        bounds=(0.0, 1.0),
        fixed="no survey of remittances by distance is at hand; see compare --constants",
        source="assumption",
        label="remitted share, distant 远距离寄回比例",
        doc="Share of pay sent home by those far away.",
    )
    remitted_share_near = Parameter(
        value=0.70,
        unit="1",
        bounds=(0.0, 1.0),
        fixed="no survey of remittances by distance is at hand; see compare --constants",
        source="assumption",
        label="remitted share, commuting 通勤者寄回比例",
        doc="Share of pay brought home by those who work away within reach.",
    )
    commuting_distance = Parameter(
        value=0.05,
        unit="1",
        bounds=(0.0, 1.0),
        fixed="no survey of commuting is at hand",
        source="assumption",
        label="commuting distance 通勤半径",
        doc="Villages nearer than this, on the scale of distance, count as commuting.",
    )
    remittance_decay = Parameter(
        value=0.04,
        unit="1/year",
        bounds=(0.0, 0.5),
        fixed="design of the model",
        source="assumption",
        label="fading of remittances 寄回比例年降幅",
        doc="Relative fall of the remitted share per year away.",
    )
    input_gain = Parameter(
        value=0.02,
        unit="1",
        bounds=(0.0, 0.5),
        fixed="from the literature",
        source="debrauw_taylor_rozelle_2003",
        label="remittances spent on inputs 汇款用于投入",
        doc="Relative gain of farm output where remittances come in, against the labour lost.",
    )
    property_elasticity = Parameter(
        value=0.3,
        unit="1",
        bounds=(0.0, 2.0),
        fixed="design of the model",
        source="assumption",
        label="property income on wages 财产收入弹性",
        doc="Elasticity of interest and rents to the urban wage index.",
    )
    transfer_elasticity = Parameter(
        value=0.9,
        unit="1",
        bounds=(0.0, 2.0),
        fixed="design of the model",
        source="assumption",
        label="other transfers on wages 其他转移收入弹性",
        doc="Elasticity of private and other transfers to the urban wage index.",
    )
    transfer_scale = Parameter(
        value=1.0,
        unit="1",
        bounds=(0.2, 4.0),
        prior=lognormal(1.0, 0.2),
        source="assumption",
        label="transfer scale 转移支付规模",
        doc="Scale of pensions and other public transfers paid, over the stated path.",
    )


def farm_output(
    level: float,
    land: float,
    labour: float,
    assets: float,
    land_share: float,
    labour_share: float,
) -> float:
    """(2) Net farm product, yuan a year.

    ``level`` is the village's productivity times the price; land and assets are over their means,
    so that g_F holds capital deepening; ``labour`` > 0 in workers.
    """
    return level * exp(
        land_share * log(max(land, 0.01))
        + labour_share * log(labour)
        + (1.0 - land_share - labour_share) * log(max(assets, 0.05))
    )


def road_factor(paved: float, floor: float, elasticity: float) -> float:
    """(3) Factor of road access on local earnings: (R_min + (1 − R_min)·R)^η_R."""
    return exp(elasticity * log(floor + (1.0 - floor) * paved))


def local_factor(productivity: float, road: float, broadband: float, gain: float) -> float:
    """(3) What a village's place in the world does to local earnings."""
    return productivity * road * (1.0 + gain * broadband)


def premium(quality_premium: float, quality: float, is_upper_half: float) -> float:
    """(8) Factor on non-farm earnings: village quality pays for the upper half only."""
    return 1.0 + quality_premium * quality * is_upper_half


def remittance(pay: float, share: float, decay: float, years_away: float) -> float:
    """Yuan sent home of ``pay``, the share fading by ``decay`` a year away."""
    return pay * share * exp(years_away * log(1.0 - decay))


def support_left(remittances: float, pension: float, crowding: float) -> float:
    """Remittances after a pension has crowded some of them out; never below 0."""
    return max(remittances - crowding * pension, 0.0)


def asset_index(skill: float, assets_over_mean: float) -> float:
    """(8) The one index that parts a village in halves: log skill and half of log assets."""
    return log(skill) + 0.5 * log(max(assets_over_mean, 0.01))
