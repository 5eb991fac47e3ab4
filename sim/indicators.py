"""The published indicators: one function each, with unit, label, meaning and observed counterpart.

A function takes the years of a run and gives an array by year, or a single year and gives a number.

Incomes are nominal yuan per head and year. New-definition incomes carry the one constant offset
of the 2013 change of definition and nothing else.
"""

from __future__ import annotations

import numpy as np

from sim.agents.counties import CI, MOUNTAIN, PLAIN, C
from sim.agents.villages import DEMONSTRATION, RENOVATED, VI, V
from sim.declare import IndicatorRegistry
from sim.measures import gini, quantile_means, sigma_convergence
from sim.parameters import P
from sim.statistics_office import Amount, Sources, Years
from sim.tallies import T, W
from sim.world import RURAL_BINS, URBAN_BINS, S

INDICATORS = IndicatorRegistry()
indicator = INDICATORS

PER_HEAD = "yuan/person/year"
#: Source shares follow the old concept to this year, the new one after it.
LAST_OLD_YEAR = 2012


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
    old, new = years.once(Years.rural_old), years.once(Years.rural_new)
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


def _west(years: Years) -> Years:
    return years.of(years.w.county_codes[CI.is_home] == 0)


@indicator("1", "working-age poor in work, west 西部贫困劳动力就业率")
def poor_in_work_share_west(years: Years) -> Amount:
    """The same in the paired western counties; 0 where the place has none."""
    west = years.once(_west)
    return west.rural(T.working_age_poor_in_work) / np.maximum(west.rural(T.working_age_poor), 1.0)


@indicator("households", "family farms 家庭农场数", "family_farms")
def family_farms(years: Years) -> Amount:
    """Households that operate five mean holdings or more, mostly by renting in."""
    return years.rural(T.family_farms)


@indicator("1", "land rented 土地流转率")
def land_rented_share(years: Years) -> Amount:
    """Share of land worked by others than those who hold it."""
    return years.rural(T.land_rented) / np.maximum(years.rural(T.land), 1.0)


@indicator("1", "migrant share 外出劳动力比例")
def migrant_share(years: Years) -> Amount:
    """Share of rural workers who work away."""
    workers = sum(years.rural(row) for row in (T.farm, T.local, T.self_employed, T.away))
    return years.rural(T.away) / workers


@indicator("1", "off-farm share 非农就业比例")
def off_farm_share(years: Years) -> Amount:
    """Share of rural workers who do not farm."""
    workers = sum(years.rural(row) for row in (T.farm, T.local, T.self_employed, T.away))
    return 1.0 - years.rural(T.farm) / workers


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


def _by_prefecture(years: Years) -> Years:
    return years.by(years.w.county_codes[CI.prefecture])


@indicator("1", "σ-convergence 地区收入离散度")
def sigma_prefectures(years: Years) -> Amount:
    """Standard deviation of log rural income between prefectures; falling means convergence."""
    rural = years.once(_by_prefecture).rural_new()
    return sigma_convergence(rural.per_head, rural.persons)


@indicator("1", "highest over lowest prefecture 地区间最高最低收入比")
def prefecture_max_min(years: Years) -> Amount:
    """Highest over lowest all-resident income of prefectures, new definition."""
    incomes = all_income_new(years.once(_by_prefecture))
    return incomes.max(axis=-1) / incomes.min(axis=-1)


@indicator("jobs", "jobs at relocated plants 产业转移岗位")
def jobs_created(years: Years) -> Amount:
    """Jobs that relocated plants and absorbed grants bring to residents."""
    return years.county_rows(C.plant_jobs)


@indicator("jobs", "jobs displaced 迁出地减少岗位")
def jobs_displaced(years: Years) -> Amount:
    """Jobs lost by residents where plants left."""
    return years.county_rows(C.jobs_displaced)


@indicator("jobs", "jobs in returnees' firms 创业带动岗位")
def jobs_in_firms(years: Years) -> Amount:
    """Jobs in the firms of returnees and local starters."""
    return years.county_rows(C.firm_jobs)


@indicator("persons/year", "western workers placed 劳务协作人数")
def jobs_placed(years: Years) -> Amount:
    """Western workers placed in the donors' towns in the year; out of the arrivals."""
    return years.once(_west).rural(T.placed)


@indicator("firms", "returnees' firms 创业企业数")
def returnee_firms(years: Years) -> Amount:
    """Firms run by rural households that hire."""
    return years.rural(T.firms)


@indicator("persons/year", "returned in the year 当年返乡人数")
def returned(years: Years) -> Amount:
    """People who came back from away in the year."""
    return years.rural(T.returned)


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
    return villages_renovated(years) / np.maximum(years.villages(), 1.0) * environment_index(years)


@indicator("1", "ecology index 生态振兴指数")
def revitalisation_ecology(years: Years) -> Amount:
    """Ecology: the environment index."""
    return environment_index(years)


@indicator("1", "organisation index 组织振兴指数")
def revitalisation_organisation(years: Years) -> Amount:
    """Organisation: share of villages whose collective has a company, and reviews held."""
    reformed = years.village_count(VI.has_company) / np.maximum(years.villages(), 1.0)
    return 0.5 * reformed + 0.5 * years.village_mean(V.score)


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
    return years.once(_west).rural(T.produce_premium)


@indicator("yuan/year", "asked of villagers 村民筹资")
def villagers_contributions(years: Years) -> Amount:
    """What villagers were asked to pay for levers; it comes out of their assets."""
    return years.rural(T.contributions)


@indicator("1", "share of children 0–15岁人口占比")
def child_share(years: Years) -> Amount:
    """Share of residents of up to 15 years."""
    return (years.rural(T.children) + years.town(W.children)) / years.residents()


@indicator("persons/year", "arrivals in shared homes 合住迁入人数")
def arrivals_sharing(years: Years) -> Amount:
    """Households that arrived in a town without a free place and moved in with others."""
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


@indicator("persons", "net migration of villages 农村净流出")
def net_migration(years: Years) -> Amount:
    """Change in the year of those away plus those who settled; negative when people come back."""
    alone = years.rural(T.settlers_alone) + years.rural(T.middle_settlers_alone)
    with_child = years.rural(T.settlers_with_child) + years.rural(T.middle_settlers_with_child)
    return alone + 2.0 * with_child - years.rural(T.returned)
