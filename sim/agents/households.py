"""Households: rural ones in every village, town ones in every county's wards.

A household is one row. Members are counted by age group and workers by activity; incomes are those
of the year just lived, in nominal yuan a year for the whole household.
"""

from __future__ import annotations

from collections import namedtuple
from typing import Any

from sim.declare import Column, declared

#: What a row holds; 0 is a free place that a new household may take.
FREE, RURAL, NATIVE, SETTLED, OUTSIDER, NEWCOMER = range(6)
KINDS = {
    FREE: "free place 空位",
    RURAL: "rural household 农村住户",
    NATIVE: "town native 城镇本地户",
    SETTLED: "settled from a village 进城落户",
    OUTSIDER: "from another province 外省流入",
    NEWCOMER: "other newcomer 其他迁入",
}


class Household:
    """The columns of a household."""

    skill = Column(
        "float32",
        "1",
        "skill 劳动技能",
        "Persistent earnings component, mean one.",
        "lognormal, stratified",
    )
    land = Column(
        "float32", "1", "land 承包地", "Contracted land over the mean.", "lognormal, stratified"
    )
    assets = Column(
        "float32", "yuan", "assets 资产", "Productive and financial assets.", "about 1.4 incomes"
    )
    schooling = Column(
        "float32",
        "year",
        "schooling 受教育年限",
        "Mean years of school of the adults.",
        "normal around the place's mean",
    )
    migrant_years = Column(
        "float32", "year", "years away 外出年数", "Mean years of those away.", "3 where any is away"
    )
    taste = Column(
        "float32",
        "1",
        "taste for home 乡土偏好",
        "Added to the utility of every activity at home.",
        "logistic, stratified",
    )
    wage = Column("float32", "yuan/year", "wage income 工资性收入", "Local wages before tax.")
    business = Column(
        "float32", "yuan/year", "net business income 经营净收入", "Farm and own business, net."
    )
    property = Column(
        "float32", "yuan/year", "property income 财产净收入", "Dividends, land rent, interest."
    )
    transfer = Column(
        "float32", "yuan/year", "transfer income 转移净收入", "Pensions, dibao, other transfers."
    )
    remittances = Column(
        "float32", "yuan/year", "remittances 寄带回收入", "Received from members away."
    )

    kind = Column("uint8", "1", "kind 住户类型", "See KINDS; 0 is a free place.", "by block")
    children = Column("uint8", "persons", "children 0–15岁", "Members of 0 to 15.", "by marginals")
    young = Column("uint8", "persons", "young 16–35岁", "Members of 16 to 35.", "by marginals")
    middle = Column("uint8", "persons", "middle-aged 36–59岁", "36 to 59.", "by marginals")
    old = Column("uint8", "persons", "old 60岁以上", "Members of 60 and more.", "by marginals")
    farm = Column("uint8", "persons", "farm workers 务农人数", "Members who farm.", "by shares")
    local = Column(
        "uint8", "persons", "local wage workers 本地务工人数", "Off-farm wages.", "by shares"
    )
    self_employed = Column(
        "uint8", "persons", "self-employed 自营人数", "In own business.", "by shares"
    )
    away = Column("uint8", "persons", "away 外出人数", "Working away, living there.", "by shares")
    sought = Column("uint8", "jobs", "jobs sought 求职数", "Local jobs asked for this year.")
    firms = Column("uint8", "firms", "firms 企业数", "Own firms that hire.", "by burn-in")
    ill_years = Column("uint8", "year", "years of illness left 患病剩余年数", "One worker idle.")
    must_choose = Column(
        "uint8", "1", "must choose 须重新选择", "Somebody entered work or the household is new."
    )
    is_struck = Column("uint8", "1", "is struck 当年患病", "By serious illness this year.")
    is_returnee = Column("uint8", "1", "is returnee 是否返乡", "Somebody came back from away.")
    is_insured = Column("uint8", "1", "is insured 是否参保", "Has medical cover this year.")
    has_pension = Column("uint8", "1", "has pension 是否领养老金", "An old member draws a pension.")
    has_town_hukou = Column("uint8", "1", "has town hukou 是否城镇户籍", "Registered in town.")
    is_upper_half = Column(
        "uint8", "1", "is in upper half 是否村内上半", "Of the village, on assets and skill."
    )
    lives_in_village = Column(
        "uint8", "1", "lives in a village 是否居村", "An outsider who lives in a village."
    )


COLUMNS = declared(Household, Column)

#: A household's accounts of the year, which no later year looks at.
ACCOUNTS = (
    "wage", "business", "property", "transfer", "remittances", "is_insured", "has_pension",
)  # fmt: skip

#: What becomes of accounts: they are forgotten when the village is done, or counted into bins of
#: income by class of county, or counted and kept. Where none are kept their columns have no rows.
FORGOTTEN, COUNTED, KEPT = range(3)

#: Every column of every household as an array of its own, float32 or uint8, one entry a row.
Households: Any = namedtuple("Households", COLUMNS)  # type: ignore[misc]
