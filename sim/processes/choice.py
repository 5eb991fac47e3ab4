"""Step 8. A household decides who works where, who settles in town, who comes back."""

from __future__ import annotations

from sim.declare import Parameter, lognormal, normal
from sim.elementary import clip, exp, log, whole


class Choice:
    """Four activities: farm, local wage, self-employed, away. The household is the decider.

    Its workers are spread over the activities in proportion to logit probabilities, by systematic
    sampling with one draw; what the household already does weighs in (experience).
    """

    wage_response = Parameter(
        value=1.5,
        unit="1",
        bounds=(0.2, 6.0),
        prior=lognormal(1.5, 0.30),
        source="assumption",
        label="response to wages 对收入差的反应",
        doc="Weight of log expected earnings in utility.",
    )
    away_share_base = Parameter(
        value=0.075,
        unit="1",
        bounds=(0.01, 0.4),
        prior=normal(0.075, 0.030),
        source="assumption",
        label="away in the base year 基期外出比例",
        doc="Share of rural workers away in the base year; the constant of the choice is inverted "
        "from it. Recentred on a prototype's fit, so the standard deviation is doubled.",
    )
    network = Parameter(
        value=3.2,
        unit="1",
        bounds=(0.0, 3.99),
        prior=normal(3.2, 0.7),
        source="chen_jin_yue",
        label="network 同乡网络效应",
        doc="Weight of the share of co-villagers away; at 4 and more the model would tip.",
    )
    quality_of_life = Parameter(
        value=0.10,
        unit="1",
        bounds=(0.0, 2.0),
        fixed="no study of the pull of village quality is at hand",
        source="assumption",
        label="pull of village quality 环境对留乡的吸引",
        doc="Weight of village quality in the utility of every activity at home.",
    )
    distance_cost = Parameter(
        value=0.25,
        unit="1",
        bounds=(0.0, 3.0),
        fixed="levels are inverted from the base year; only the slope matters",
        source="assumption",
        label="cost of distance 距离成本",
        doc="Disutility of being away, from the nearest to the farthest village.",
    )
    hukou_cost = Parameter(
        value=0.8,
        unit="1",
        bounds=(0.0, 5.0),
        fixed="no episode in this record tells it apart from the trend",
        source="assumption",
        label="cost of closed towns 户籍成本",
        doc="Disutility of being away with towns fully closed.",
    )
    care = Parameter(
        value=0.3,
        unit="1",
        bounds=(0.0, 3.0),
        fixed="no panel of care is at hand",
        source="assumption",
        label="care of the old 赡养牵挂",
        doc="Disutility of being away per old member of the household.",
    )
    youth_pull = Parameter(
        value=0.5,
        unit="1",
        bounds=(0.0, 3.0),
        fixed="sets the age of migrants",
        source="assumption",
        label="youth 青年外出倾向",
        doc="Utility of being away where all workers are young, less where none is.",
    )
    experience = Parameter(
        value=0.8,
        unit="1",
        bounds=(0.0, 4.0),
        fixed="sets turnover, not levels",
        source="assumption",
        label="experience 从业惯性",
        doc="Utility of an activity that all of the household's workers are in already.",
    )
    skill_foreseen = Parameter(
        value=0.2,
        unit="1",
        bounds=(0.0, 1.0),
        fixed="levels are inverted from the base year",
        source="assumption",
        label="skill foreseen 技能预期",
        doc="Elasticity of expected earnings to skill when choosing.",
    )
    reconsider = Parameter(
        value=0.3,
        unit="1/year",
        bounds=(0.01, 1.0),
        fixed="design of the model",
        source="assumption",
        label="share that reconsiders 年度再决策比例",
        doc="Share of households that reconsider in a year.",
    )
    risk_away = Parameter(
        value=0.05,
        unit="1",
        bounds=(0.0, 0.5),
        fixed="no survey of jobless migrants by year is at hand",
        source="assumption",
        label="idle while away 外出待业率",
        doc="Share of the year without work while away.",
    )
    settlement_hazard = Parameter(
        value=0.05,
        unit="1/year",
        bounds=(0.001, 0.5),
        prior=lognormal(0.05, 1.0),
        source="assumption",
        label="settlement hazard 进城落户率",
        doc="Yearly chance of settling after three years away, times .5 + hukou openness. "
        "Recentred on a prototype's fit, so the sigma is doubled.",
    )
    settlement_years = Parameter(
        value=3.0,
        unit="year",
        bounds=(0, 20),
        fixed="design of the model",
        source="assumption",
        label="years before settling 落户前年数",
        doc="Years away before anyone settles.",
    )
    settlement_middle = Parameter(
        value=0.4,
        unit="1",
        bounds=(0.0, 1.0),
        fixed="design of the model",
        source="assumption",
        label="settlement of the middle-aged 中年落户倾向",
        doc="Hazard of the middle-aged over that of the young.",
    )
    child_goes_along = Parameter(
        value=0.5,
        unit="1",
        bounds=(0.0, 1.0),
        fixed="design of the model",
        source="assumption",
        label="child goes along 随迁子女比例",
        doc="Chance that a child goes along with a settler.",
    )
    grant_pull = Parameter(
        value=0.4,
        unit="1",
        bounds=(0.0, 3.0),
        fixed="no evaluation of start-up grants is at hand",
        source="assumption",
        label="pull of a grant 补助对返乡的吸引",
        doc="Utility of home per start-up grant as large as a firm's cost.",
    )
    firm_cost = Parameter(
        value=120e3,
        unit="yuan of 2015/firm",
        bounds=(1e3, 1e7),
        fixed="no survey of start-up cost is at hand",
        source="assumption",
        label="cost of a firm 创业成本",
        doc="Savings and grant needed to start a firm.",
    )
    start_rate_returnee = Parameter(
        value=0.10,
        unit="1",
        bounds=(0.0, 1.0),
        fixed="no survey of starters is at hand",
        source="assumption",
        label="starters among returnees 返乡者创业率",
        doc="Chance that a household that can pay starts a firm in the year somebody returns.",
    )
    start_rate_local = Parameter(
        value=0.004,
        unit="1/year",
        bounds=(0.0, 1.0),
        fixed="no survey of starters is at hand",
        source="assumption",
        label="starters among locals 本地创业率",
        doc="Yearly chance that another household that can pay starts a firm.",
    )
    firm_death_rate = Parameter(
        value=0.15,
        unit="1/year",
        bounds=(0.0, 1.0),
        fixed="10–25 % a year",
        source="assumption",
        label="death of firms 企业死亡率",
        doc="Yearly chance that a firm dies.",
    )
    firm_profit = Parameter(
        value=0.15,
        unit="1",
        bounds=(0.0, 2.0),
        fixed="no survey of profits is at hand",
        source="assumption",
        label="profit of a firm 企业利润率",
        doc="Owner's profit over the wages the firm pays.",
    )


def utility_local(
    response: float, odds: float, wage_over_farm: float, factor: float, constant: float
) -> float:
    """(4) Utility of asking for a local job, over that of farming: the wage comes with odds.

    ``factor`` is what the household expects to earn over what others do.
    """
    return response * log(odds * wage_over_farm * factor + (1.0 - odds)) + constant


def utility_self(
    response: float, log_earnings_over_farm: float, log_factor: float, constant: float
) -> float:
    """(4) Utility of self-employment over that of farming."""
    return response * (log_earnings_over_farm + log_factor) + constant


def utility_away(
    response: float,
    pay: float,
    farm: float,
    risk: float,
    network: float,
    migrant_share: float,
    constant: float,
) -> float:
    """(4) The part of the utility of being away that is the same for a village.

    ``constant`` holds distance, closed towns, village quality, the start-up grant at home and what
    was inverted from the base year.
    """
    return response * log((1.0 - risk) * pay / farm) + network * migrant_share + constant


def share_below(workers: float, weight_below: float, weight_all: float, draw: float) -> float:
    """How many of ``workers`` fall below a cut, by systematic sampling with one draw in (0, 1).

    The expected number is workers · weight_below / weight_all; the count is one of the two whole
    numbers beside it.
    """
    return min(whole(workers * (weight_below / weight_all) + draw), workers)


def settlement_chance(
    hazard: float, openness: float, years_away: float, years_needed: float, age_factor: float
) -> float:
    """(4b) Yearly chance that one of a household's members away for long enough settles in town.

    ``age_factor`` is how many are away, times how apt the household's ages are to settle.
    """
    if years_away < years_needed:
        return 0.0
    return clip(hazard * (0.5 + openness) * age_factor, 0.0, 1.0)


def willing_starters(
    returned: float, households: float, rate_returnee: float, rate_local: float
) -> float:
    """(12) How many would start a firm in a year if all could pay, from last year's counts."""
    return rate_returnee * returned + rate_local * households


def can_start(assets: float, grant: float, cost: float) -> float:
    """(12) 1 if savings and grant pay for a firm."""
    return 1.0 if assets + grant >= cost else 0.0


def log_schooling_premium(schooling: float, low: float, high: float) -> float:
    """(3) Log of the earnings factor of years of school: ``low`` a year to junior high, ``high``
    after it."""
    return low * (min(schooling, 9.0) - 8.0) + high * max(schooling - 9.0, 0.0)


def schooling_premium(schooling: float, low: float, high: float) -> float:
    """(3) Earnings factor of years of school."""
    return exp(log_schooling_premium(schooling, low, high))
