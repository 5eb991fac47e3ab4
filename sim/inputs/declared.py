"""What a place may give: numbers of its base year, yearly series from outside, kinds of shocks."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.declare import Declaration, bilingual, declared

COUNTY_CLASSES = ("plain", "mountain", "west")
SHOCKS = {
    "financial_crisis": bilingual("world financial crisis 国际金融危机"),
    "covid": bilingual("covid pandemic 新冠疫情"),
    "lockdowns": bilingual("lockdowns 疫情封控"),
    "pillar_price": bilingual("collapse of the western pillar price 西部支柱产品跌价"),
    "statistical_code": bilingual("new urban–rural statistical code 城乡划分新规"),
}
LAST_YEAR = 2035


@dataclass(frozen=True, eq=False)
class BaseValue(Declaration):
    """A number of the base year that a place may give; else the default, an assumption."""

    default: float
    unit: str
    bounds: tuple[float, float]
    label: str
    doc: str
    name: str = field(default="", init=False)
    owner: str = field(default="", init=False)


@dataclass(frozen=True, eq=False)
class Driver(Declaration):
    """A yearly series from outside the model: prices, population, shocks' years are not among them.

    ``default`` stands for every year of a place that does not give the series; ``None`` means that
    the model works it out from the base year.
    """

    default: float | None
    unit: str
    bounds: tuple[float, float]
    label: str
    doc: str
    name: str = field(default="", init=False)
    owner: str = field(default="", init=False)


class Drivers:
    """The series that come from outside."""

    cpi = Driver(2.0, "percent", (-20, 50), "consumer prices 居民消费价格", "Change on last year.")
    farm_price = Driver(
        2.0, "percent", (-50, 100), "farm prices 农产品生产价格", "Producer prices, on last year."
    )
    resident_population = Driver(
        None, "persons", (100, 2e9), "residents 常住人口", "All usual residents at the end of year."
    )
    outsiders = Driver(
        0.0,
        "persons",
        (0, 2e9),
        "residents from other provinces 外省流入人口",
        "Stock of residents whose household register is in another province.",
    )
    birth_rate = Driver(
        10.0, "per thousand", (0, 60), "births per thousand 出生率", "Per thousand."
    )
    death_rate = Driver(6.0, "per thousand", (0, 60), "deaths per thousand 死亡率", "Per thousand.")
    rural_tourism_visits = Driver(
        0.0, "visits/year", (0, 1e11), "visits to villages 乡村旅游人次", "All villages together."
    )


class BaseYear:
    """The numbers of the base year, from which the stationary start is made."""

    residents = BaseValue(1e6, "persons", (100, 2e9), "residents 常住人口", "End of base year.")
    urbanisation_rate = BaseValue(0.5, "1", (0.01, 0.99), "urban share 城镇化率", "Of residents.")
    household_size_rural = BaseValue(
        3.0, "persons", (1.5, 6), "rural household size 农村户均人口", "Persons per household."
    )
    household_size_town = BaseValue(
        2.9, "persons", (1.5, 6), "town household size 城镇户均人口", "Persons per household."
    )
    villages = BaseValue(
        1000, "villages", (2, 1e7), "villages 行政村数", "Administrative villages."
    )
    rural_income_old = BaseValue(
        5000, "yuan/person/year", (1, 1e7), "rural net income 农村居民人均纯收入", "Old definition."
    )
    urban_income_old = BaseValue(
        12000,
        "yuan/person/year",
        (1, 1e7),
        "urban disposable income 城镇居民人均可支配收入",
        "Old definition.",
    )
    farm_earnings = BaseValue(
        5000, "yuan/worker/year", (1, 1e7), "farm earnings 务农收入", "Net product per farm worker."
    )
    local_wage = BaseValue(
        7900, "yuan/worker/year", (1, 1e7), "local wage 本地务工收入", "Local off-farm wage."
    )
    self_employed_earnings = BaseValue(
        8000, "yuan/worker/year", (1, 1e7), "self-employed earnings 自营收入", "Per worker."
    )
    away_earnings = BaseValue(
        9200, "yuan/worker/year", (1, 1e7), "earnings away 外出务工收入", "Per worker."
    )
    wage_share_plain = BaseValue(
        0.38, "1", (0, 0.9), "wage workers, plain 平原务工占比", "Share of workers in local wages."
    )
    wage_share_mountain = BaseValue(
        0.24, "1", (0, 0.9), "wage workers, mountain 山区务工占比", "Share of workers."
    )
    wage_share_west = BaseValue(
        0.15, "1", (0, 0.9), "wage workers, west 西部务工占比", "Share of workers."
    )
    self_employed_share_plain = BaseValue(
        0.25, "1", (0, 0.9), "self-employed, plain 平原自营占比", "Share of workers."
    )
    self_employed_share_mountain = BaseValue(
        0.20, "1", (0, 0.9), "self-employed, mountain 山区自营占比", "Share of workers."
    )
    self_employed_share_west = BaseValue(
        0.08, "1", (0, 0.9), "self-employed, west 西部自营占比", "Share of workers."
    )
    away_share_plain = BaseValue(
        0.07, "1", (0.001, 0.9), "away, plain 平原外出占比", "Share of workers away."
    )
    away_share_mountain = BaseValue(
        0.13, "1", (0.001, 0.9), "away, mountain 山区外出占比", "Share of workers away."
    )
    away_share_west = BaseValue(
        0.22, "1", (0.001, 0.9), "away, west 西部外出占比", "Share of workers away."
    )
    rural_property_income = BaseValue(
        120, "yuan/person/year", (0, 1e6), "rural property income 农村财产性收入", "Per person."
    )
    rural_transfer_income = BaseValue(
        230, "yuan/person/year", (0, 1e6), "rural transfers 农村转移性收入", "Per person."
    )
    town_transfer_share = BaseValue(
        0.21, "1", (0, 0.6), "town transfer share 城镇转移性收入占比", "Of town income."
    )
    town_property_share = BaseValue(
        0.05, "1", (0, 0.6), "town property share 城镇财产性收入占比", "Of town income."
    )
    town_business_share = BaseValue(
        0.08, "1", (0, 0.6), "town business share 城镇经营净收入占比", "Of town income."
    )
    rural_child_share = BaseValue(0.20, "1", (0.02, 0.6), "rural 0–15 农村0–15岁", "Of persons.")
    rural_young_share = BaseValue(0.30, "1", (0.05, 0.6), "rural 16–35 农村16–35岁", "Of persons.")
    rural_middle_share = BaseValue(0.36, "1", (0.05, 0.6), "rural 36–59 农村36–59岁", "Of persons.")
    rural_old_share = BaseValue(0.14, "1", (0.01, 0.6), "rural 60+ 农村60岁以上", "Of persons.")
    town_child_share = BaseValue(0.18, "1", (0.02, 0.6), "town 0–15 城镇0–15岁", "Of persons.")
    town_young_share = BaseValue(0.36, "1", (0.05, 0.7), "town 16–35 城镇16–35岁", "Of persons.")
    town_middle_share = BaseValue(0.35, "1", (0.05, 0.6), "town 36–59 城镇36–59岁", "Of persons.")
    town_old_share = BaseValue(0.11, "1", (0.01, 0.6), "town 60+ 城镇60岁以上", "Of persons.")
    rural_schooling = BaseValue(
        7.5, "year", (0, 16), "rural schooling 农村受教育年限", "Mean years of adults."
    )
    town_schooling = BaseValue(
        10.0, "year", (0, 18), "town schooling 城镇受教育年限", "Mean years of adults."
    )
    graded_road_share = BaseValue(
        0.58, "1", (0, 1), "villages with graded roads 通等级公路村比例", "Share of villages."
    )
    agricultural_tax_revenue = BaseValue(
        0.0, "yuan/year", (0, 1e12), "agricultural tax 农业税", "Revenue outside the west."
    )
    agricultural_tax_rate_west = BaseValue(
        0.045, "1", (0, 0.2), "agricultural tax rate, west 西部农业税率", "Of farm income."
    )
    fiscal_revenue_share = BaseValue(
        0.28,
        "1",
        (0.01, 0.9),
        "public revenue over income 财政收入占居民收入比",
        "Public revenue as a share of residents' income.",
    )
    poverty_line = BaseValue(
        2300, "yuan of 2010/person/year", (1, 1e6), "poverty line 贫困线", "National line."
    )
    outsiders_in_villages_share = BaseValue(
        0.15,
        "1",
        (0, 1),
        "outsiders in villages 外来人口居村比例",
        "Share of all outsiders; in a county in proportion to how much of it is rural.",
    )


BASE_VALUES: dict[str, BaseValue] = declared(BaseYear, BaseValue)
DRIVERS: dict[str, Driver] = declared(Drivers, Driver)
