"""Step 1. Prices, the national trend of urban wages, shocks from outside."""

from __future__ import annotations

from sim.declare import Parameter, normal
from sim.elementary import exp, log


class PricesAndTrends:
    """Consumer and farm prices, the urban wage and what of it reaches the villages."""

    urban_growth_start = Parameter(
        value=0.090,
        unit="1/year",
        bounds=(0.0, 0.2),
        prior=normal(0.090, 0.024),
        source="assumption",
        label="real urban wage growth 2003 城镇实际工资增速（起点）",
        doc="Real growth of the urban wage in the first year; it falls linearly. Centre from a "
        "prototype's fit to this record, so the standard deviation is doubled.",
    )
    urban_growth_end = Parameter(
        value=0.042,
        unit="1/year",
        bounds=(-0.05, 0.15),
        prior=normal(0.042, 0.024),
        source="assumption",
        label="real urban wage growth 2023 城镇实际工资增速（终点）",
        doc="Real growth of the urban wage twenty years later.",
    )
    shock_financial_crisis = Parameter(
        value=-0.02,
        unit="1",
        bounds=(-0.15, 0.10),
        prior=normal(-0.02, 0.015),
        source="assumption",
        label="financial crisis 2008 国际金融危机冲击",
        doc="Change of log urban wages in the year; half as much again the next, then "
        "three quarters are made good.",
    )
    shock_covid = Parameter(
        value=-0.03,
        unit="1",
        bounds=(-0.15, 0.10),
        prior=normal(-0.03, 0.015),
        source="assumption",
        label="covid 2020 新冠疫情冲击",
        doc="Change of log urban wages in the year; .6 of it is made good the next year.",
    )
    shock_lockdowns = Parameter(
        value=-0.03,
        unit="1",
        bounds=(-0.15, 0.10),
        prior=normal(-0.03, 0.015),
        source="assumption",
        label="lockdowns 2022 疫情封控冲击",
        doc="Lasting change of log urban wages in the year.",
    )
    pass_through = Parameter(
        value=1.0,
        unit="1",
        bounds=(0.2, 2.0),
        prior=normal(1.0, 0.12),
        source="assumption",
        label="wage pass-through 务工工资传导弹性",
        doc="Elasticity of local off-farm wages to the urban wage.",
    )
    pass_through_self_employed = Parameter(
        value=0.95,
        unit="1",
        bounds=(0.2, 2.0),
        prior=normal(0.95, 0.10),
        source="assumption",
        label="pass-through to self-employed 自营收入传导弹性",
        doc="Elasticity of self-employed earnings to the urban wage.",
    )
    adjustment_speed = Parameter(
        value=0.65,
        unit="1/year",
        bounds=(0.05, 1.0),
        prior=normal(0.65, 0.15),
        source="assumption",
        label="speed of wages 工资调整速度",
        doc="Share of the gap between the wage and its target closed in a year.",
    )
    base_year_growth = Parameter(
        value=0.09,
        unit="1/year",
        bounds=(0.0, 0.3),
        fixed="only sets where the lag stands in the base year, so that no start-up shows",
        source="assumption",
        label="wage growth before the start 基期前工资增速",
        doc="Nominal growth of urban wages before the first year; the lag starts at its "
        "stationary gap for it.",
    )
    price_now = Parameter(
        value=0.6,
        unit="1",
        bounds=(0.0, 1.0),
        fixed="not told apart from the trend by yearly data",
        source="assumption",
        label="wage indexation, this year 当年物价传导",
        doc="Share of this year's price change in this year's urban wage.",
    )
    price_before = Parameter(
        value=0.2,
        unit="1",
        bounds=(0.0, 1.0),
        fixed="not told apart from the trend by yearly data",
        source="assumption",
        label="wage indexation, last year 上年物价传导",
        doc="Share of last year's price change in this year's urban wage.",
    )
    price_trend = Parameter(
        value=0.024,
        unit="1/year",
        bounds=(0.0, 0.1),
        fixed="the mean of the consumer price series",
        source="assumption",
        label="trend inflation 趋势通胀",
        doc="Price change expected in the long run; the rest of the indexation.",
    )
    agglomeration = Parameter(
        value=0.05,
        unit="1",
        bounds=(0.0, 0.2),
        fixed="from the literature; no series of this record speaks to it",
        source="combes_et_al",
        label="agglomeration 城市集聚弹性",
        doc="Elasticity of the urban wage to urban population.",
    )
    farm_growth = Parameter(
        value=0.03,
        unit="1/year",
        bounds=(-0.05, 0.12),
        prior=normal(0.03, 0.012),
        source="assumption",
        label="farm productivity growth 农业生产率增速",
        doc="Real growth of farm productivity, capital deepening included.",
    )


def urban_wage_growth(
    start: float,
    end: float,
    years_since: float,
    price_now: float,
    price_before: float,
    price_trend: float,
    weight_now: float,
    weight_before: float,
    shock: float,
) -> float:
    """(5) Log change of the nominal urban wage: a real trend falling linearly, prices, shocks.

    ``years_since`` counts from the first simulated year; twenty years reach ``end``. Prices are
    changes on the year before.
    """
    real = start + (end - start) * years_since / 20.0
    indexed = (
        weight_now * price_now
        + weight_before * price_before
        + (1.0 - weight_now - weight_before) * price_trend
    )
    return real + indexed + shock


def lagged_log_wage(
    last: float, urban_wage: float, pass_through: float, speed: float, base_growth: float
) -> float:
    """(3) Log wage index moving to ``pass_through`` · log urban wage at ``speed`` a year.

    The gap that the lag would have in steady growth is taken out, so the index starts at 0 with
    no transient: otherwise the lag itself would look like a hump of the ratio.
    """
    gap = (1.0 - speed) / speed * base_growth
    return last + speed * (pass_through * (log(urban_wage) + gap) - last)


def agglomerated(urban_wage: float, population_ratio: float, elasticity: float) -> float:
    """(5) The urban wage lifted by the growth of the urban population (Combes et al.)."""
    return urban_wage * exp(elasticity * log(population_ratio))
