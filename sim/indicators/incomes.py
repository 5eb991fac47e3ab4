"""Incomes, the ratio, where income comes from and how it is spread."""

from __future__ import annotations

import numpy as np

from sim.agents.counties import CI, MOUNTAIN, PLAIN
from sim.indicators.registry import LAST_OLD_YEAR, PER_HEAD, indicator
from sim.measures import gini, quantile_means
from sim.statistics_office import Amount, Sources, Years
from sim.world import RURAL_BINS, URBAN_BINS, S


@indicator(
    PER_HEAD, "rural income, old definition 农村居民人均纯收入（旧口径）", "rural_income_old"
)
def rural_income_old(years: Years) -> Amount:
    """Net income per head of rural-register households, members away included as heads."""
    return years.rural_old().per_head


@indicator(
    PER_HEAD, "rural income, new definition 农村居民人均可支配收入（新口径）", "rural_income_new"
)
def rural_income_new(years: Years) -> Amount:
    """Disposable income per usual resident of rural places, with the constant offset."""
    return years.rural_new().per_head * years.offset(is_rural=True)


@indicator(
    PER_HEAD, "urban income, old definition 城镇居民人均可支配收入（旧口径）", "urban_income_old"
)
def urban_income_old(years: Years) -> Amount:
    """Disposable income per head of households with a town register."""
    return years.urban_old().per_head


@indicator(
    PER_HEAD, "urban income, new definition 城镇居民人均可支配收入（新口径）", "urban_income_new"
)
def urban_income_new(years: Years) -> Amount:
    """Disposable income per usual resident of towns, with the constant offset."""
    return years.urban_new().per_head * years.offset(is_rural=False)


@indicator("1", "urban–rural ratio, old definition 城乡收入比（旧口径）", "ratio_old")
def ratio_old(years: Years) -> Amount:
    """Urban over rural income, both on the old definition."""
    return urban_income_old(years) / rural_income_old(years)


@indicator("1", "urban–rural ratio, new definition 城乡收入比（新口径）", "ratio_new")
def ratio_new(years: Years) -> Amount:
    """Urban over rural income, both on the new definition."""
    return urban_income_new(years) / rural_income_new(years)


@indicator("1", "own break, rural 农村口径自身差异")
def own_break_rural(years: Years) -> Amount:
    """New over old rural income as the model computes them, without the offset."""
    return years.rural_new().per_head / years.rural_old().per_head


@indicator("1", "own break, urban 城镇口径自身差异")
def own_break_urban(years: Years) -> Amount:
    """New over old urban income as the model computes them, without the offset."""
    return years.urban_new().per_head / years.urban_old().per_head


@indicator(PER_HEAD, "income of all residents 全体居民人均可支配收入", "all_income_new")
def all_income_new(years: Years) -> Amount:
    """Disposable income per resident, town and country, new definition."""
    rural, urban = years.rural_new(), years.urban_new()
    return (
        rural.total * years.offset(is_rural=True) + urban.total * years.offset(is_rural=False)
    ) / (rural.persons + urban.persons)


@indicator("1", "urbanisation 城镇化率", "urbanisation_rate")
def urbanisation_rate(years: Years) -> Amount:
    """Share of usual residents who live in urban places."""
    return 1.0 - years.rural_residents() / years.residents()


@indicator("persons", "residents 常住人口")
def residents(years: Years) -> Amount:
    """All usual residents, the west left out."""
    return years.residents()


def _sources(years: Years) -> Sources:
    """Rural income on the concept of its year."""
    is_old = years.state(S.calendar_year) <= LAST_OLD_YEAR
    old, new = years.rural_old(), years.rural_new()
    return Sources(
        *(
            np.where(is_old, getattr(old, name), getattr(new, name))
            for name in ("wage", "business", "property", "transfer", "persons")
        )
    )


@indicator("1", "wage share 工资性收入占比", "wage_share")
def wage_share(years: Years) -> Amount:
    """Share of rural income from wages: old concept to 2012 (remittances in), new from 2013."""
    sources = _sources(years)
    return sources.wage / sources.total


@indicator("1", "net business share 经营净收入占比", "net_business_share")
def net_business_share(years: Years) -> Amount:
    """Share of rural income from farm and own business, net."""
    sources = _sources(years)
    return sources.business / sources.total


@indicator("1", "property share 财产净收入占比", "property_share")
def property_share(years: Years) -> Amount:
    """Share of rural income from property: dividends, land rent, interest, imputed rent."""
    sources = _sources(years)
    return sources.property / sources.total


@indicator("1", "transfer share 转移净收入占比", "transfer_share")
def transfer_share(years: Years) -> Amount:
    """Share of rural income from transfers: pensions, dibao, and remittances from 2013."""
    sources = _sources(years)
    return sources.transfer / sources.total


@indicator("1", "mountain over plain 山区与平原农村收入比")
def mountain_plain_ratio(years: Years) -> Amount:
    """Rural income of mountain counties over that of the others, new definition."""
    classes = years.w.county_codes[CI.county_class]
    mountain, plain = (
        years.of(years.region & (classes == county_class)).rural_new()
        for county_class in (MOUNTAIN, PLAIN)
    )
    has_both = (mountain.persons > 0) & (plain.persons > 0)
    return np.where(has_both, mountain.per_head / plain.per_head, 1.0)


@indicator("1", "rural Gini 农村基尼系数")
def gini_rural(years: Years) -> Amount:
    """Gini coefficient of household income per head among rural residents."""
    return gini(years.bins(RURAL_BINS))


@indicator("1", "Gini of all residents 全体居民基尼系数")
def gini_all(years: Years) -> Amount:
    """Gini coefficient of household income per head, town and country."""
    return gini(years.bins(RURAL_BINS, URBAN_BINS))


def _fifths(years: Years) -> np.ndarray:
    """Mean income per head of each fifth of rural residents, poorest first, along the last axis."""
    return quantile_means(years.bins(RURAL_BINS))


def _quintile(rank: int, en: str, zh: str) -> None:
    def compute(years: Years) -> Amount:
        return years.once(_fifths)[..., rank]

    compute.__name__ = f"rural_quintile_{rank + 1}"
    compute.__doc__ = f"Mean income per head of the {en} fifth of rural residents."
    indicator(PER_HEAD, f"rural income, {en} fifth 农村{zh}收入组")(compute)


for _rank, (_en, _zh) in enumerate(
    [
        ("lowest", "低"),
        ("second", "中间偏下"),
        ("middle", "中间"),
        ("fourth", "中间偏上"),
        ("highest", "高"),
    ]
):
    _quintile(_rank, _en, _zh)


@indicator("1", "share of the bottom 40 % 农村后40%人口收入份额")
def bottom_40_share(years: Years) -> Amount:
    """Share of rural income that goes to the poorer two fifths."""
    means = years.once(_fifths)
    return means[..., :2].sum(axis=-1) / means.sum(axis=-1)
