"""The words on figures, in English and in Chinese."""

from __future__ import annotations

from sim.declare import Label

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
    "mountain_county": Label("mountain county", "山区县"),
    "no_money": Label("no lever has money in this scenario", "本情景没有政策资金"),
}


def word(key: str, language: str) -> str:
    """The words for ``key`` in ``en`` or ``zh``."""
    return WORDS[key][language]
