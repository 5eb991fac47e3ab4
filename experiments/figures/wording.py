"""The words on figures, in English and in Chinese."""

from __future__ import annotations

from sim.declare import Label
from sim.units import unit

WORDS = {
    "rural": Label("rural", "农村"),
    "urban": Label("urban", "城镇"),
    "old": Label("old definition", "旧口径"),
    "new": Label("new definition", "新口径"),
    "incomes": Label(
        "Income per head, modelled (lines) and published (dots)",
        "人均收入：模型（线）与公布值（点）",
    ),
    "income_axis": Label(
        "yuan per person and year, current prices (log scale)", "元/人·年（当年价，对数坐标）"
    ),
    "residual_axis": Label("model over published", "模型与公布值之差"),
    "ratio": Label(
        "Urban over rural income, modelled (lines) and published (dots)",
        "城乡收入比：模型（线）与公布值（点）",
    ),
    "ratio_axis": Label("ratio, rural income = 1", "倍（农村居民收入 = 1）"),
    "difference_axis": Label("model less published", "模型减公布值"),
    "of_break": Label(": definition changes", "年：统计口径调整"),
    "factors": Label(
        "published ×{published:.3f}\nmodelled ×{modelled:.3f}",
        "公布值 ×{published:.3f}\n模型 ×{modelled:.3f}",
    ),
    "modelled_peak": Label("modelled peak", "模型峰值"),
    "published_peak": Label("published peak", "公布值峰值"),
    "sources": Label(
        "Rural income by source, modelled (areas) and published (dots)",
        "农村居民收入构成：模型（面积）与公布值（点）",
    ),
    "sources_axis": Label("cumulated share of rural income", "占农村居民收入比重（累计）"),
    "wage_share": Label("wages", "工资性收入"),
    "net_business_share": Label("net business", "经营净收入"),
    "property_share": Label("property", "财产净收入"),
    "transfer_share": Label("transfers", "转移净收入"),
    "ledger": Label("Money of the levers", "政策资金"),
    "by_payer": Label("who pays", "资金来源"),
    "by_lever": Label("for which lever", "资金用途"),
    "bn": Label("bn yuan per year, current prices", "十亿元/年（当年价）"),
    "m": Label("m yuan per year, current prices", "百万元/年（当年价）"),
    "revitalisations": Label(
        "Five revitalisations of the countryside, modelled", "乡村五大振兴指数（模型）"
    ),
    "index_axis": Label("index, 0 to 1", "指数（0–1）"),
    "revitalisation_industry": Label("industry", "产业"),
    "revitalisation_talent": Label("talent", "人才"),
    "revitalisation_culture": Label("culture (earns nothing)", "文化（不产生收入）"),
    "revitalisation_ecology": Label("ecology", "生态"),
    "revitalisation_organisation": Label("organisation", "组织"),
    "quintiles": Label(
        "Rural income per head by fifths of the people, modelled", "农村居民五等份人均收入（模型）"
    ),
    "rural_quintile_1": Label("lowest fifth", "低收入组"),
    "rural_quintile_2": Label("second fifth", "中间偏下组"),
    "rural_quintile_3": Label("middle fifth", "中间组"),
    "rural_quintile_4": Label("fourth fifth", "中间偏上组"),
    "rural_quintile_5": Label("highest fifth", "高收入组"),
    "highest_over_lowest": Label("highest over lowest", "高低收入组之比"),
    "prefectures": Label(
        "Rural income of prefectures over the whole place's, modelled",
        "各地市农村居民收入与全域之比（模型）",
    ),
    "prefectures_axis": Label(
        "rural income over that of the whole place, new definition",
        "农村居民收入与全域平均之比（新口径）",
    ),
    "by_county": Label("{what}, by county, {year}, modelled", "{year}年各县（市、区）{what}，模型"),
    "no_map": Label("no county here has a row and a column", "本地各县没有行列位置"),
    "synthetic": Label(
        "Everything below the prefecture is synthetic and says nothing of a real county.",
        "地市以下均为合成数据，不代表真实县域。",
    ),
    "percent": Label("percent", "百分比"),
    "mountain_county": Label("mountain county", "山区县"),
    "no_money": Label("no lever has money in this scenario", "本情景没有政策资金"),
}


def word(key: str, language: str) -> str:
    """The words for ``key`` in ``en`` or ``zh``."""
    return WORDS[key][language]


def in_unit(name: str, language: str) -> tuple[str, float]:
    """The words for a unit on an axis, and what to multiply values by; a share is in percent."""
    if name == "1":
        return word("percent", language), 100.0
    held = unit(name)
    if language == "zh":
        return held.zh, 1.0
    prices = {"current": ", current prices"}.get(held.prices or "", "")
    return f"{name.replace('/year', ' and year').replace('/', ' per ')}{prices}", 1.0
