"""The poor, what people work at, households and who moved."""

from __future__ import annotations

import numpy as np

from sim.indicators.registry import PER_HEAD, in_the_west, indicator
from sim.parameters import P
from sim.statistics_office import Amount, Years
from sim.tallies import T, W


@indicator("1", "poverty rate 贫困发生率")
def poverty_rate(years: Years) -> Amount:
    """Share of rural residents under the national line.

    What illness costs beyond a household's assets is taken off its income.
    """
    return years.rural(T.poor) / np.maximum(years.rural(T.persons), 1.0)


@indicator("1", "poor by illness 因病致贫比例")
def poor_by_illness_share(years: Years) -> Amount:
    """Share of the poor with a serious illness in the household."""
    return years.rural(T.poor_by_illness) / np.maximum(years.rural(T.poor), 1.0)


@indicator("1", "poor by disaster 因灾致贫比例")
def poor_by_disaster_share(years: Years) -> Amount:
    """Share of the poor, not ill, whose village lost a harvest."""
    return years.rural(T.poor_by_disaster) / np.maximum(years.rural(T.poor), 1.0)


@indicator("1", "working-age poor in work 贫困劳动力就业率")
def poor_in_work_share(years: Years) -> Amount:
    """Share of the working-age poor at home in wage work or own business."""
    return years.rural(T.working_age_poor_in_work) / np.maximum(
        years.rural(T.working_age_poor), 1.0
    )


@indicator("1", "working-age poor in work, west 西部贫困劳动力就业率")
def poor_in_work_share_west(years: Years) -> Amount:
    """The same in the paired western counties; 0 where the place has none."""
    west = years.once(in_the_west)
    return west.rural(T.working_age_poor_in_work) / np.maximum(west.rural(T.working_age_poor), 1.0)


@indicator("households", "family farms 家庭农场数", "family_farms")
def family_farms(years: Years) -> Amount:
    """Households that operate five mean holdings or more, mostly by renting in."""
    return years.rural(T.family_farms)


@indicator("1", "land rented 土地流转率")
def land_rented_share(years: Years) -> Amount:
    """Share of land worked by others than those who hold it."""
    return years.rural(T.land_rented) / np.maximum(years.rural(T.land), 1.0)


def _workers(years: Years) -> Amount:
    """Rural workers at home and away."""
    return sum(years.rural(row) for row in (T.farm, T.local, T.self_employed, T.away))


@indicator("1", "migrant share 外出劳动力比例")
def migrant_share(years: Years) -> Amount:
    """Share of rural workers who work away."""
    return years.rural(T.away) / _workers(years)


@indicator("1", "off-farm share 非农就业比例")
def off_farm_share(years: Years) -> Amount:
    """Share of rural workers who do not farm."""
    return 1.0 - years.rural(T.farm) / _workers(years)


@indicator("1", "farm labour share 第一产业劳动力占比", "primary_labour_share")
def primary_labour_share(years: Years) -> Amount:
    """Share of rural workers who farm."""
    return 1.0 - off_farm_share(years)


@indicator("persons", "rural household size 农村户均人口")
def household_size(years: Years) -> Amount:
    """Members per rural household, those away included."""
    return (years.rural(T.persons) + years.rural(T.away)) / years.rural(T.households)


@indicator("1", "share of 60 and more 60岁以上人口占比", "age_60_share")
def age_60_share(years: Years) -> Amount:
    """Share of residents of 60 years and more."""
    return (years.rural(T.old) + years.town(W.old)) / years.residents()


@indicator(PER_HEAD, "income of the 2002 rural-origin people 期初农村人口现收入")
def cohort_income(years: Years) -> Amount:
    """Income per head of people of rural origin wherever they live now.

    Villagers, those away with all they earn, reclassified villages and settlers; so that neither
    reclassification nor migration is mistaken for growth.
    """
    rural = years.rural_old()
    kept_away = years.rural(T.away_pay) - years.rural(T.remittances)
    persons = years.rural(T.persons) + years.rural(T.away) + years.town(W.settled)
    return (rural.total + kept_away + years.town(W.settled_income)) / persons


@indicator("yuan/household", "income per rural household 农村户均收入")
def income_per_household(years: Years) -> Amount:
    """Old-definition income per rural household, a year."""
    return years.rural_old().total / years.rural(T.households)


@indicator(PER_HEAD, "composition effect of reclassification 村改居构成效应")
def reclassification_effect(years: Years) -> Amount:
    """Rural income per resident with reclassified villages kept, less without them."""
    total = (
        sum(
            years.rural(row)
            for row in (T.wage, T.farm_income, T.business, T.property, T.transfer, T.remittances)
        )
        - years.rural(T.tax)
        - years.rural(T.levy)
    )
    new = years.rural_new()
    rent = 1.0 + years.parameter(P.imputed_rent_rural)
    return total * rent / years.rural(T.persons) - new.per_head
