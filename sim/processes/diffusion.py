"""Step 5. Villages copy neighbours, collectives earn and share out, visitors choose villages."""

from __future__ import annotations

from sim.declare import Parameter
from sim.elementary import exp, log


class Diffusion:
    """Adoption of e-commerce and tourism, the collective's surplus, and where visitors go."""

    ecommerce_rate = Parameter(
        value=0.0012,
        unit="1/year",
        bounds=(0.0, 1.0),
        fixed="set near the count of Taobao villages; checked, not fitted",
        source="assumption",
        label="e-commerce adoption 电商采用率",
        doc="Yearly chance of a connected village to start selling online by itself.",
    )
    ecommerce_imitation = Parameter(
        value=0.45,
        unit="1/year",
        bounds=(0.0, 1.0),
        fixed="set near the count of Taobao villages; checked, not fitted",
        source="assumption",
        label="e-commerce imitation 电商模仿率",
        doc="Added chance when all neighbours sell online.",
    )
    ecommerce_gain = Parameter(
        value=0.02,
        unit="1",
        bounds=(-0.05, 0.3),
        fixed="a randomised trial found little gain for producers",
        source="couture_et_al_2021",
        label="e-commerce gain 电商增收",
        doc="Relative gain of farm and self-employed earnings in a village that sells online.",
    )
    ecommerce_failure = Parameter(
        value=0.05,
        unit="1/year",
        bounds=(0.0, 1.0),
        fixed="no panel is published",
        source="assumption",
        label="e-commerce failure 电商失败率",
        doc="Yearly chance of giving up.",
    )
    visit_quality = Parameter(
        value=1.5,
        unit="1",
        bounds=(0.0, 5.0),
        fixed="no panel of visits by village is published",
        source="assumption",
        label="visitors on quality 游客对环境的弹性",
        doc="Elasticity of a village's attraction to its quality.",
    )
    visit_access = Parameter(
        value=1.0,
        unit="1",
        bounds=(0.0, 5.0),
        fixed="no panel of visits by village is published",
        source="assumption",
        label="visitors on access 游客对可达性的弹性",
        doc="Elasticity of a village's attraction to its access.",
    )
    visit_capital = Parameter(
        value=0.3,
        unit="1",
        bounds=(0.0, 5.0),
        fixed="no panel of visits by village is published",
        source="assumption",
        label="visitors on collective capital 游客对集体资产的弹性",
        doc="Elasticity of a village's attraction to its collective capital.",
    )
    visit_spending = Parameter(
        value=104.0,
        unit="yuan/visit",
        bounds=(10, 2000),
        fixed="35.38 bn yuan over 340 m visits in 2017",
        source="town_zjol_2018",
        label="spending per visit 人次消费",
        doc="Gross spending of one visit.",
    )
    visit_value_added = Parameter(
        value=0.40,
        unit="1",
        bounds=(0.05, 1.0),
        fixed="no accounts by village are published",
        source="assumption",
        label="value added of tourism 旅游增加值率",
        doc="Share of spending that stays as income.",
    )
    visit_wage_share = Parameter(
        value=0.5,
        unit="1",
        bounds=(0.0, 1.0),
        fixed="no accounts by village are published",
        source="assumption",
        label="wages in tourism 旅游增加值中工资占比",
        doc="Share of tourism's value added paid as wages for local jobs; owners have the rest.",
    )
    collective_return = Parameter(
        value=0.09,
        unit="1/year",
        bounds=(0.0, 0.5),
        fixed="75.4 bn yuan of revenue over 834.7 bn of assets in 2022",
        source="assumption",
        label="return of collectives 集体资产收益率",
        doc="Revenue over assets of a collective with a company.",
    )
    collective_return_plain = Parameter(
        value=0.06,
        unit="1/year",
        bounds=(0.0, 0.5),
        fixed="no series for collectives without a company is published",
        source="assumption",
        label="return without company 未改制集体收益率",
        doc="Revenue over assets of a collective without a company.",
    )
    collective_reinvested = Parameter(
        value=0.45,
        unit="1",
        bounds=(0.0, 1.0),
        fixed="shares of use are published for dividends and welfare only",
        source="assumption",
        label="reinvested share 集体再投资比例",
        doc="Share of a reformed collective's revenue that is invested.",
    )
    collective_failure = Parameter(
        value=0.03,
        unit="1/year",
        bounds=(0.0, 1.0),
        fixed="no panel is published",
        source="assumption",
        label="failure of collective companies 集体企业失败率",
        doc="Yearly chance that a company fails and a fifth of the capital is lost.",
    )
    collective_appreciation = Parameter(
        value=0.10,
        unit="1/year",
        bounds=(-0.1, 0.3),
        fixed="set so that assets reach their published level in 2022; checked, not fitted",
        source="assumption",
        label="appreciation of collective assets 集体资产增值率",
        doc="Real yearly gain in value of collective land and buildings.",
    )
    collective_capital_start = Parameter(
        value=3.0e6,
        unit="yuan of 2015/village",
        bounds=(1e4, 1e9),
        fixed="no figure for the base year is published; the 2022 stock is a check",
        source="assumption",
        label="collective capital at the start 期初集体资产",
        doc="Mean assets of a village's collective in the base year.",
    )
    dividend_share_plain = Parameter(
        value=0.10,
        unit="1",
        bounds=(0.0, 1.0),
        fixed="no series for collectives without a company is published",
        source="assumption",
        label="dividends without company 未改制集体分红比例",
        doc="Share of revenue paid to members by a collective without a company.",
    )


def adoption_chance(own: float, imitation: float, neighbours: float, connection: float) -> float:
    """Yearly chance to adopt: by itself and by example, both only where connected."""
    return (own + imitation * neighbours) * connection


def attraction(
    quality: float,
    access: float,
    capital: float,
    on_quality: float,
    on_access: float,
    on_capital: float,
) -> float:
    """(9) Attraction of a village; its share of all visits is its share of all attraction.

    ``capital`` is collective capital over the mean. One village's visitors are partly another's
    loss.
    """
    return exp(
        on_quality * log(max(quality, 0.02))
        + on_access * log(max(access, 0.02))
        + on_capital * log(max(capital, 0.02))
    )


def collective_capital_next(capital: float, appreciation: float, reinvested: float) -> float:
    """Assets of a collective next year, nominal yuan: land gains value as wages rise."""
    return capital * (1.0 + appreciation) + reinvested
