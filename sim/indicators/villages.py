"""Roads, renovation, tourism and collectives of villages, and the five revitalisations."""

from __future__ import annotations

import numpy as np

from sim.agents.villages import DEMONSTRATION, RENOVATED, VI, V
from sim.indicators.registry import PER_HEAD, indicator
from sim.statistics_office import Amount, Years
from sim.tallies import T


@indicator("1", "villages with paved roads 村道硬化比例", "roads_graded_share")
def road_coverage(years: Years) -> Amount:
    """Mean paved share of village roads."""
    return years.village_mean(V.roads)


@indicator("1", "villages connected 宽带通村比例")
def broadband_coverage(years: Years) -> Amount:
    """Mean connection of villages."""
    return years.village_mean(V.broadband)


@indicator("villages", "villages renovated 整治村数", "villages_renovated")
def villages_renovated(years: Years) -> Amount:
    """Villages whose renovation has been paid for, demonstrations included."""
    return years.village_count(VI.status, RENOVATED)


@indicator("1", "share of villages renovated 整治村比例", "renovated_village_share")
def renovated_share(years: Years) -> Amount:
    """The same as a share of all villages of the base year."""
    return villages_renovated(years) / np.maximum(years.villages(), 1.0)


@indicator("villages", "demonstration villages 示范村数", "demonstration_villages")
def demonstration_villages(years: Years) -> Amount:
    """Renovated villages made demonstrations."""
    return years.village_count(VI.status, DEMONSTRATION)


@indicator("1", "environment index 村庄环境指数")
def environment_index(years: Years) -> Amount:
    """Mean quality of villages: sewage, waste, water, public space; 0 to 1."""
    return years.village_mean(V.quality)


@indicator("1", "reported environment index 上报环境指数")
def reported_environment_index(years: Years) -> Amount:
    """The same as reported upwards."""
    return years.village_mean(V.reported_quality)


@indicator("visits/year", "visits to villages 乡村旅游人次")
def tourism_visits(years: Years) -> Amount:
    """Visits to all villages together."""
    return years.village_sum(V.visits)


@indicator("yuan/year", "income from tourism 乡村旅游净收入")
def tourism_income(years: Years) -> Amount:
    """Owners' income from visits, wages left out."""
    return years.village_sum(V.tourism_income)


@indicator("villages", "villages selling online 电商村数", "ecommerce_villages")
def ecommerce_villages(years: Years) -> Amount:
    """Villages that sell online."""
    return years.village_count(VI.has_ecommerce)


@indicator("villages", "villages with guesthouses 民宿村数")
def guesthouse_villages(years: Years) -> Amount:
    """Villages clean and connected enough to offer rooms."""
    return years.village_count(VI.has_guesthouses)


@indicator("yuan/year", "income of village collectives 村级集体经济总收入", "collective_income")
def collective_income(years: Years) -> Amount:
    """Revenue of all village collectives."""
    return years.village_sum(V.collective_revenue)


@indicator("yuan", "assets of village collectives 村级集体资产", "collective_assets")
def collective_assets(years: Years) -> Amount:
    """Assets of all village collectives."""
    return years.village_sum(V.collective_capital)


@indicator(PER_HEAD, "collective dividends 集体分红")
def collective_dividends(years: Years) -> Amount:
    """Dividends of collectives per rural resident."""
    return years.rural(T.dividends) / np.maximum(years.rural(T.persons), 1.0)


@indicator("1", "top villages over mean 高收入村与均值比")
def top_village_ratio(years: Years) -> Amount:
    """Income per head of the richest hundredth of villages over the mean of villages."""
    incomes = years.village_incomes()
    top = max(1, incomes.shape[-1] // 100)
    richest = np.sort(np.partition(incomes, -top, axis=-1)[..., -top:], axis=-1)
    return richest.mean(axis=-1) / incomes.mean(axis=-1)


@indicator("1", "upper half over lower half 村内上半与下半收入比")
def upper_lower_ratio(years: Years) -> Amount:
    """Income per head of the upper over the lower half inside villages."""
    upper = years.rural(T.upper_income) / np.maximum(years.rural(T.upper_persons), 1.0)
    lower = years.rural(T.lower_income) / np.maximum(years.rural(T.lower_persons), 1.0)
    return upper / np.maximum(lower, 1e-9)


@indicator("1", "schooling index 人才振兴指数")
def revitalisation_talent(years: Years) -> Amount:
    """Talent: mean schooling of rural adults over twelve years, and returnees' firms."""
    school = years.rural(T.schooling) / np.maximum(years.rural(T.adults), 1.0) / 12.0
    firms = years.rural(T.firms) / np.maximum(years.rural(T.households), 1.0) / 0.05
    return 0.7 * np.minimum(school, 1.0) + 0.3 * np.minimum(firms, 1.0)


@indicator("1", "industry index 产业振兴指数")
def revitalisation_industry(years: Years) -> Amount:
    """Industry: share of rural workers at home in local wages or own business."""
    at_home = sum(years.rural(row) for row in (T.farm, T.local, T.self_employed))
    return (years.rural(T.local) + years.rural(T.self_employed)) / np.maximum(at_home, 1.0)


@indicator("1", "culture index 文化振兴指数")
def revitalisation_culture(years: Years) -> Amount:
    """Culture: share of villages with public places renovated; welfare only, it earns nothing."""
    return renovated_share(years) * environment_index(years)


@indicator("1", "ecology index 生态振兴指数")
def revitalisation_ecology(years: Years) -> Amount:
    """Ecology: the environment index."""
    return environment_index(years)


@indicator("1", "organisation index 组织振兴指数")
def revitalisation_organisation(years: Years) -> Amount:
    """Organisation: share of villages whose collective has a company, and reviews held."""
    reformed = years.village_count(VI.has_company) / np.maximum(years.villages(), 1.0)
    return 0.5 * reformed + 0.5 * years.village_mean(V.score)
