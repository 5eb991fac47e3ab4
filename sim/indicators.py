"""The published indicators: one function each, with unit, label, meaning and observed counterpart.

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
from sim.statistics_office import Sources, Year
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
def rural_income_old(year: Year) -> float:
    """Net income per head of rural-register households, members away included as heads."""
    return year.rural_old().per_head


@indicator(
    PER_HEAD, "rural income, new definition 农村居民人均可支配收入（新口径）", "rural_income_new"
)
def rural_income_new(year: Year) -> float:
    """Disposable income per usual resident of rural places, with the constant offset."""
    return year.rural_new().per_head * year.offset(is_rural=True)


@indicator(
    PER_HEAD, "urban income, old definition 城镇居民人均可支配收入（旧口径）", "urban_income_old"
)
def urban_income_old(year: Year) -> float:
    """Disposable income per head of households with a town register."""
    return year.urban_old().per_head


@indicator(
    PER_HEAD, "urban income, new definition 城镇居民人均可支配收入（新口径）", "urban_income_new"
)
def urban_income_new(year: Year) -> float:
    """Disposable income per usual resident of towns, with the constant offset."""
    return year.urban_new().per_head * year.offset(is_rural=False)


@indicator("1", "urban–rural ratio, old definition 城乡收入比（旧口径）", "ratio_old")
def ratio_old(year: Year) -> float:
    """Urban over rural income, both on the old definition."""
    return urban_income_old(year) / rural_income_old(year)


@indicator("1", "urban–rural ratio, new definition 城乡收入比（新口径）", "ratio_new")
def ratio_new(year: Year) -> float:
    """Urban over rural income, both on the new definition."""
    return urban_income_new(year) / rural_income_new(year)


@indicator("1", "own break, rural 农村口径自身差异")
def own_break_rural(year: Year) -> float:
    """New over old rural income as the model computes them, without the offset."""
    return year.rural_new().per_head / year.rural_old().per_head


@indicator("1", "own break, urban 城镇口径自身差异")
def own_break_urban(year: Year) -> float:
    """New over old urban income as the model computes them, without the offset."""
    return year.urban_new().per_head / year.urban_old().per_head


@indicator(PER_HEAD, "income of all residents 全体居民人均可支配收入", "all_income_new")
def all_income_new(year: Year) -> float:
    """Disposable income per resident, town and country, new definition."""
    rural, urban = year.rural_new(), year.urban_new()
    return (
        rural.total * year.offset(is_rural=True) + urban.total * year.offset(is_rural=False)
    ) / (rural.persons + urban.persons)


@indicator("1", "urbanisation 城镇化率", "urbanisation_rate")
def urbanisation_rate(year: Year) -> float:
    """Share of usual residents who live in urban places."""
    return 1.0 - year.rural_residents() / year.residents()


@indicator("persons", "residents 常住人口")
def residents(year: Year) -> float:
    """All usual residents, the west left out."""
    return year.residents()


def _sources(year: Year) -> Sources:
    return year.rural_old() if calendar_year(year) <= LAST_OLD_YEAR else year.rural_new()


def calendar_year(year: Year) -> int:
    """The calendar year a snapshot was taken in."""
    return int(year.state(S.calendar_year))


@indicator("1", "wage share 工资性收入占比", "wage_share")
def wage_share(year: Year) -> float:
    """Share of rural income from wages: old concept to 2012 (remittances in), new from 2013."""
    sources = _sources(year)
    return sources.wage / sources.total


@indicator("1", "net business share 经营净收入占比", "net_business_share")
def net_business_share(year: Year) -> float:
    """Share of rural income from farm and own business, net."""
    sources = _sources(year)
    return sources.business / sources.total


@indicator("1", "property share 财产净收入占比", "property_share")
def property_share(year: Year) -> float:
    """Share of rural income from property: dividends, land rent, interest, imputed rent."""
    sources = _sources(year)
    return sources.property / sources.total


@indicator("1", "transfer share 转移净收入占比", "transfer_share")
def transfer_share(year: Year) -> float:
    """Share of rural income from transfers: pensions, dibao, and remittances from 2013."""
    sources = _sources(year)
    return sources.transfer / sources.total


def class_mask(year: Year, county_class: int) -> np.ndarray:
    """Counties of a class inside the year's region; boolean over counties."""
    return np.asarray(year.region & (year.w.county_codes[CI.county_class] == county_class))


@indicator("1", "mountain over plain 山区与平原农村收入比")
def mountain_plain_ratio(year: Year) -> float:
    """Rural income of mountain counties over that of the others, new definition."""
    mountain = year.of(class_mask(year, MOUNTAIN)).rural_new()
    plain = year.of(class_mask(year, PLAIN)).rural_new()
    if mountain.persons == 0 or plain.persons == 0:
        return 1.0
    return mountain.per_head / plain.per_head


@indicator("1", "rural Gini 农村基尼系数")
def gini_rural(year: Year) -> float:
    """Gini coefficient of household income per head among rural residents."""
    return gini(year.bins(RURAL_BINS))


@indicator("1", "Gini of all residents 全体居民基尼系数")
def gini_all(year: Year) -> float:
    """Gini coefficient of household income per head, town and country."""
    return gini(year.bins(RURAL_BINS, URBAN_BINS))


def _quintile(rank: int, en: str, zh: str) -> None:
    def compute(year: Year) -> float:
        return float(quantile_means(year.bins(RURAL_BINS))[rank])

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
def bottom_40_share(year: Year) -> float:
    """Share of rural income that goes to the poorer two fifths."""
    means = quantile_means(year.bins(RURAL_BINS))
    return float(means[:2].sum() / means.sum())


@indicator("1", "poverty rate 贫困发生率")
def poverty_rate(year: Year) -> float:
    """Share of rural residents under the national line.

    What illness costs beyond a household's assets is taken off its income.
    """
    return year.rural(T.poor) / max(year.rural(T.persons), 1.0)


@indicator("1", "poor by illness 因病致贫比例")
def poor_by_illness_share(year: Year) -> float:
    """Share of the poor with a serious illness in the household."""
    return year.rural(T.poor_by_illness) / max(year.rural(T.poor), 1.0)


@indicator("1", "poor by disaster 因灾致贫比例")
def poor_by_disaster_share(year: Year) -> float:
    """Share of the poor, not ill, whose village lost a harvest."""
    return year.rural(T.poor_by_disaster) / max(year.rural(T.poor), 1.0)


@indicator("1", "working-age poor in work 贫困劳动力就业率")
def poor_in_work_share(year: Year) -> float:
    """Share of the working-age poor at home in wage work or own business."""
    return year.rural(T.working_age_poor_in_work) / max(year.rural(T.working_age_poor), 1.0)


@indicator("1", "working-age poor in work, west 西部贫困劳动力就业率")
def poor_in_work_share_west(year: Year) -> float:
    """The same in the paired western counties; 0 where the place has none."""
    west = year.of(year.w.county_codes[CI.is_home] == 0)
    return west.rural(T.working_age_poor_in_work) / max(west.rural(T.working_age_poor), 1.0)


@indicator("households", "family farms 家庭农场数", "family_farms")
def family_farms(year: Year) -> float:
    """Households that operate five mean holdings or more, mostly by renting in."""
    return year.rural(T.family_farms)


@indicator("1", "land rented 土地流转率")
def land_rented_share(year: Year) -> float:
    """Share of land worked by others than those who hold it."""
    return year.rural(T.land_rented) / max(year.rural(T.land), 1.0)


@indicator("1", "migrant share 外出劳动力比例")
def migrant_share(year: Year) -> float:
    """Share of rural workers who work away."""
    workers = sum(year.rural(row) for row in (T.farm, T.local, T.self_employed, T.away))
    return year.rural(T.away) / workers


@indicator("1", "off-farm share 非农就业比例")
def off_farm_share(year: Year) -> float:
    """Share of rural workers who do not farm."""
    workers = sum(year.rural(row) for row in (T.farm, T.local, T.self_employed, T.away))
    return 1.0 - year.rural(T.farm) / workers


@indicator("1", "farm labour share 第一产业劳动力占比", "primary_labour_share")
def primary_labour_share(year: Year) -> float:
    """Share of rural workers who farm."""
    return 1.0 - off_farm_share(year)


@indicator("persons", "rural household size 农村户均人口")
def household_size(year: Year) -> float:
    """Members per rural household, those away included."""
    return (year.rural(T.persons) + year.rural(T.away)) / year.rural(T.households)


@indicator("1", "share of 60 and more 60岁以上人口占比", "age_60_share")
def age_60_share(year: Year) -> float:
    """Share of residents of 60 years and more."""
    return (year.rural(T.old) + year.town(W.old)) / year.residents()


@indicator(PER_HEAD, "income of the 2002 rural-origin people 期初农村人口现收入")
def cohort_income(year: Year) -> float:
    """Income per head of people of rural origin wherever they live now.

    Villagers, those away with all they earn, reclassified villages and settlers; so that neither
    reclassification nor migration is mistaken for growth.
    """
    rural = year.rural_old()
    kept_away = year.rural(T.away_pay) - year.rural(T.remittances)
    persons = year.rural(T.persons) + year.rural(T.away) + year.town(W.settled)
    return (rural.total + kept_away + year.town(W.settled_income)) / persons


@indicator("yuan/household", "income per rural household 农村户均收入")
def income_per_household(year: Year) -> float:
    """Old-definition income per rural household, a year."""
    return year.rural_old().total / year.rural(T.households)


@indicator(PER_HEAD, "composition effect of reclassification 村改居构成效应")
def reclassification_effect(year: Year) -> float:
    """Rural income per resident with reclassified villages kept, less without them."""
    total = (
        sum(
            year.rural(row)
            for row in (T.wage, T.farm_income, T.business, T.property, T.transfer, T.remittances)
        )
        - year.rural(T.tax)
        - year.rural(T.levy)
    )
    new = year.rural_new()
    rent = 1.0 + year.parameter(P.imputed_rent_rural)
    return total * rent / year.rural(T.persons) - new.per_head


def prefecture_masks(year: Year) -> list[np.ndarray]:
    """A mask of counties for each prefecture with counties in the year's region."""
    prefectures = year.w.county_codes[CI.prefecture]
    return [
        np.asarray(year.region & (prefectures == number))
        for number in np.unique(prefectures[year.region])
    ]


@indicator("1", "σ-convergence 地区收入离散度")
def sigma_prefectures(year: Year) -> float:
    """Standard deviation of log rural income between prefectures; falling means convergence."""
    parts = [year.of(mask).rural_new() for mask in prefecture_masks(year)]
    return sigma_convergence(
        np.array([part.per_head for part in parts]), np.array([part.persons for part in parts])
    )


@indicator("1", "highest over lowest prefecture 地区间最高最低收入比")
def prefecture_max_min(year: Year) -> float:
    """Highest over lowest all-resident income of prefectures, new definition."""
    values = [all_income_new(year.of(mask)) for mask in prefecture_masks(year)]
    return max(values) / min(values)


@indicator("jobs", "jobs at relocated plants 产业转移岗位")
def jobs_created(year: Year) -> float:
    """Jobs that relocated plants and absorbed grants bring to residents."""
    return year.county_rows(C.plant_jobs)


@indicator("jobs", "jobs displaced 迁出地减少岗位")
def jobs_displaced(year: Year) -> float:
    """Jobs lost by residents where plants left."""
    return year.county_rows(C.jobs_displaced)


@indicator("jobs", "jobs in returnees' firms 创业带动岗位")
def jobs_in_firms(year: Year) -> float:
    """Jobs in the firms of returnees and local starters."""
    return year.county_rows(C.firm_jobs)


@indicator("persons/year", "western workers placed 劳务协作人数")
def jobs_placed(year: Year) -> float:
    """Western workers placed in the donors' towns in the year; out of the arrivals."""
    w = year.w
    west = w.county_codes[CI.is_home] == 0
    return float((w.counties[C.weight] * w.rural[T.placed])[west].sum())


@indicator("firms", "returnees' firms 创业企业数")
def returnee_firms(year: Year) -> float:
    """Firms run by rural households that hire."""
    return year.rural(T.firms)


@indicator("persons/year", "returned in the year 当年返乡人数")
def returned(year: Year) -> float:
    """People who came back from away in the year."""
    return year.rural(T.returned)


@indicator("1", "villages with paved roads 村道硬化比例", "roads_graded_share")
def road_coverage(year: Year) -> float:
    """Mean paved share of village roads."""
    return year.village_mean(V.roads)


@indicator("1", "villages connected 宽带通村比例")
def broadband_coverage(year: Year) -> float:
    """Mean connection of villages."""
    return year.village_mean(V.broadband)


@indicator("villages", "villages renovated 整治村数", "villages_renovated")
def villages_renovated(year: Year) -> float:
    """Villages whose renovation has been paid for, demonstrations included."""
    return year.village_count(VI.status, RENOVATED)


@indicator("1", "share of villages renovated 整治村比例", "renovated_village_share")
def renovated_share(year: Year) -> float:
    """The same as a share of all villages of the base year."""
    return villages_renovated(year) / max(year.villages(), 1.0)


@indicator("villages", "demonstration villages 示范村数", "demonstration_villages")
def demonstration_villages(year: Year) -> float:
    """Renovated villages made demonstrations."""
    return year.village_count(VI.status, DEMONSTRATION)


@indicator("1", "environment index 村庄环境指数")
def environment_index(year: Year) -> float:
    """Mean quality of villages: sewage, waste, water, public space; 0 to 1."""
    return year.village_mean(V.quality)


@indicator("1", "reported environment index 上报环境指数")
def reported_environment_index(year: Year) -> float:
    """The same as reported upwards."""
    return year.village_mean(V.reported_quality)


@indicator("visits/year", "visits to villages 乡村旅游人次")
def tourism_visits(year: Year) -> float:
    """Visits to all villages together."""
    return year.village_sum(V.visits)


@indicator("yuan/year", "income from tourism 乡村旅游净收入")
def tourism_income(year: Year) -> float:
    """Owners' income from visits, wages left out."""
    return year.village_sum(V.tourism_income)


@indicator("villages", "villages selling online 电商村数", "ecommerce_villages")
def ecommerce_villages(year: Year) -> float:
    """Villages that sell online."""
    return year.village_count(VI.has_ecommerce)


@indicator("villages", "villages with guesthouses 民宿村数")
def guesthouse_villages(year: Year) -> float:
    """Villages clean and connected enough to offer rooms."""
    return year.village_count(VI.has_guesthouses)


@indicator("yuan/year", "income of village collectives 村级集体经济总收入", "collective_income")
def collective_income(year: Year) -> float:
    """Revenue of all village collectives."""
    return year.village_sum(V.collective_revenue)


@indicator("yuan", "assets of village collectives 村级集体资产", "collective_assets")
def collective_assets(year: Year) -> float:
    """Assets of all village collectives."""
    return year.village_sum(V.collective_capital)


@indicator(PER_HEAD, "collective dividends 集体分红")
def collective_dividends(year: Year) -> float:
    """Dividends of collectives per rural resident."""
    return year.rural(T.dividends) / max(year.rural(T.persons), 1.0)


@indicator("1", "top villages over mean 高收入村与均值比")
def top_village_ratio(year: Year) -> float:
    """Income per head of the richest hundredth of villages over the mean of villages."""
    c = year.w.village_codes[VI.county]
    incomes = np.sort(year.w.villages[V.income][year.region[c]])
    top = max(1, incomes.size // 100)
    return float(incomes[-top:].mean() / incomes.mean())


@indicator("1", "upper half over lower half 村内上半与下半收入比")
def upper_lower_ratio(year: Year) -> float:
    """Income per head of the upper over the lower half inside villages."""
    upper = year.rural(T.upper_income) / max(year.rural(T.upper_persons), 1.0)
    return upper / max(year.rural(T.lower_income) / max(year.rural(T.lower_persons), 1.0), 1e-9)


@indicator("1", "schooling index 人才振兴指数")
def revitalisation_talent(year: Year) -> float:
    """Talent: mean schooling of rural adults over twelve years, and returnees' firms."""
    school = year.rural(T.schooling) / max(year.rural(T.adults), 1.0) / 12.0
    firms = year.rural(T.firms) / max(year.rural(T.households), 1.0) / 0.05
    return 0.7 * min(school, 1.0) + 0.3 * min(firms, 1.0)


@indicator("1", "industry index 产业振兴指数")
def revitalisation_industry(year: Year) -> float:
    """Industry: share of rural workers at home in local wages or own business."""
    at_home = sum(year.rural(row) for row in (T.farm, T.local, T.self_employed))
    return (year.rural(T.local) + year.rural(T.self_employed)) / max(at_home, 1.0)


@indicator("1", "culture index 文化振兴指数")
def revitalisation_culture(year: Year) -> float:
    """Culture: share of villages with public places renovated; welfare only, it earns nothing."""
    return villages_renovated(year) / max(year.villages(), 1.0) * environment_index(year)


@indicator("1", "ecology index 生态振兴指数")
def revitalisation_ecology(year: Year) -> float:
    """Ecology: the environment index."""
    return environment_index(year)


@indicator("1", "organisation index 组织振兴指数")
def revitalisation_organisation(year: Year) -> float:
    """Organisation: share of villages whose collective has a company, and reviews held."""
    reformed = year.village_count(VI.has_company) / max(year.villages(), 1.0)
    return 0.5 * reformed + 0.5 * year.village_mean(V.score)


@indicator("1", "illness 大病发生比例")
def illness_rate(year: Year) -> float:
    """Share of rural households struck by serious illness in the year."""
    return year.rural(T.ill) / max(year.rural(T.households), 1.0)


@indicator(PER_HEAD, "medical cost borne 自付医疗费")
def medical_cost_borne(year: Year) -> float:
    """What households paid themselves for serious illness, per rural resident."""
    return year.rural(T.medical_cost) / max(year.rural(T.persons), 1.0)


@indicator(PER_HEAD, "medical cost reimbursed 医保报销")
def medical_cost_reimbursed(year: Year) -> float:
    """What insurance paid for serious illness, per rural resident."""
    return year.rural(T.medical) / max(year.rural(T.persons), 1.0)


@indicator("households", "households formed 净新增农户")
def households_formed(year: Year) -> float:
    """Rural households founded less those that ended in the year."""
    return year.rural(T.formed) - year.rural(T.dissolved)


@indicator("yuan/year", "gain from solidarity purchases 消费帮扶增收")
def produce_gain_west(year: Year) -> float:
    """What western producers gained from produce bought through cooperation."""
    return year.of(year.w.county_codes[CI.is_home] == 0).rural(T.produce_premium)


@indicator("yuan/year", "asked of villagers 村民筹资")
def villagers_contributions(year: Year) -> float:
    """What villagers were asked to pay for levers; it comes out of their assets."""
    return year.rural(T.contributions)


@indicator("1", "share of children 0–15岁人口占比")
def child_share(year: Year) -> float:
    """Share of residents of up to 15 years."""
    return (year.rural(T.children) + year.town(W.children)) / year.residents()


@indicator("persons/year", "arrivals in shared homes 合住迁入人数")
def arrivals_sharing(year: Year) -> float:
    """Households that arrived in a town without a free place and moved in with others."""
    return year.town(W.joined)


@indicator("1", "hiring odds 求职成功率")
def hiring_odds(year: Year) -> float:
    """Mean chance of a local job for those who ask for one, by seekers."""
    seekers = year.weight * year.w.counties[C.seekers]
    return float((seekers * year.w.counties[C.hiring_odds]).sum() / max(seekers.sum(), 1e-9))


@indicator("1", "labour market tightness 劳动力市场紧张度")
def labour_tightness(year: Year) -> float:
    """Mean tightness of county labour markets over the base year, by workers."""
    workers = year.weight * year.w.counties[C.labour_force]
    return float((workers * year.w.counties[C.tightness]).sum() / max(workers.sum(), 1e-9))


@indicator("yuan/year", "public services 一般公共服务支出")
def services(year: Year) -> float:
    """What counties have left for services after levers, grants and interest."""
    return year.county(C.services)


@indicator("yuan/year", "public revenue 财政收入")
def own_revenue(year: Year) -> float:
    """Counties' own revenue."""
    return year.county(C.own_revenue)


@indicator("yuan/year", "levies of counties 县级附加税")
def levies(year: Year) -> float:
    """Extra tax that counties raise to pay for levers; below zero for a tax cut."""
    return year.rural(T.levy) + year.town(W.levy)


@indicator("yuan", "county debt 县级债务")
def county_debt(year: Year) -> float:
    """Debt of counties taken up to pay for levers."""
    return year.county(C.debt)


@indicator("persons", "net migration of villages 农村净流出")
def net_migration(year: Year) -> float:
    """Change in the year of those away plus those who settled; negative when people come back."""
    alone = year.rural(T.settlers_alone) + year.rural(T.middle_settlers_alone)
    with_child = year.rural(T.settlers_with_child) + year.rural(T.middle_settlers_with_child)
    return alone + 2.0 * with_child - year.rural(T.returned)
