"""Illness, villagers' contributions, the labour market and public money."""

from __future__ import annotations

import numpy as np

from sim.agents.counties import C
from sim.indicators.registry import PER_HEAD, in_the_west, indicator
from sim.statistics_office import Amount, Years
from sim.tallies import T, W


@indicator("1", "illness 大病发生比例")
def illness_rate(years: Years) -> Amount:
    """Share of rural households struck by serious illness in the year."""
    return years.rural(T.ill) / np.maximum(years.rural(T.households), 1.0)


@indicator(PER_HEAD, "medical cost borne 自付医疗费")
def medical_cost_borne(years: Years) -> Amount:
    """What households paid themselves for serious illness, per rural resident."""
    return years.rural(T.medical_cost) / np.maximum(years.rural(T.persons), 1.0)


@indicator(PER_HEAD, "medical cost reimbursed 医保报销")
def medical_cost_reimbursed(years: Years) -> Amount:
    """What insurance paid for serious illness, per rural resident."""
    return years.rural(T.medical) / np.maximum(years.rural(T.persons), 1.0)


@indicator("households", "households formed 净新增农户")
def households_formed(years: Years) -> Amount:
    """Rural households founded less those that ended in the year."""
    return years.rural(T.formed) - years.rural(T.dissolved)


@indicator("yuan/year", "gain from solidarity purchases 消费帮扶增收")
def produce_gain_west(years: Years) -> Amount:
    """What western producers gained from produce bought through cooperation."""
    return years.once(in_the_west).rural(T.produce_premium)


@indicator("yuan/year", "asked of villagers 村民筹资")
def villagers_contributions(years: Years) -> Amount:
    """What villagers were asked to pay for levers; it comes out of their assets."""
    return years.rural(T.contributions)


@indicator("1", "share of children 0–15岁人口占比")
def child_share(years: Years) -> Amount:
    """Share of residents of up to 15 years."""
    return (years.rural(T.children) + years.town(W.children)) / years.residents()


@indicator("households", "households arriving in shared homes 合住迁入户数")
def arrivals_sharing(years: Years) -> Amount:
    """Households that arrived in the year in a town without a free place and joined others."""
    return years.town(W.joined)


@indicator("1", "hiring odds 求职成功率")
def hiring_odds(years: Years) -> Amount:
    """Mean chance of a local job for those who ask for one, by seekers."""
    return years.county_mean(C.hiring_odds, by=C.seekers)


@indicator("1", "labour market tightness 劳动力市场紧张度")
def labour_tightness(years: Years) -> Amount:
    """Mean tightness of county labour markets over the base year, by workers."""
    return years.county_mean(C.tightness, by=C.labour_force)


@indicator("yuan/year", "public services 一般公共服务支出")
def services(years: Years) -> Amount:
    """What counties have left for services after levers, grants and interest."""
    return years.county(C.services)


@indicator("yuan/year", "public revenue 财政收入")
def own_revenue(years: Years) -> Amount:
    """Counties' own revenue."""
    return years.county(C.own_revenue)


@indicator("yuan/year", "levies of counties 县级附加税")
def levies(years: Years) -> Amount:
    """Extra tax that counties raise to pay for levers; below zero for a tax cut."""
    return years.rural(T.levy) + years.town(W.levy)


@indicator("yuan", "county debt 县级债务")
def county_debt(years: Years) -> Amount:
    """Debt of counties taken up to pay for levers."""
    return years.county(C.debt)


@indicator("persons/year", "net migration of villages 农村净流出")
def net_migration(years: Years) -> Amount:
    """People who settled in town in the year, less those who came back from being away.

    Those who set out to be away are not in it.
    """
    alone = years.rural(T.settlers_alone) + years.rural(T.middle_settlers_alone)
    with_child = years.rural(T.settlers_with_child) + years.rural(T.middle_settlers_with_child)
    return alone + 2.0 * with_child - years.rural(T.returned)
