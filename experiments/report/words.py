"""The words of the page, in English and in Chinese."""

from __future__ import annotations

from sim.declare import Label

WORDS = {
    "title": Label("What {scenarios} would have changed", "{scenarios}会带来什么变化"),
    "lead": Label(
        "Each scenario is held against “{against}” in {place}, {first} to {last}: the same "
        "parameter draws, the same seeds and the same random numbers on both sides, so that only "
        "the policy differs.",
        "在{place}，{first}—{last}年，将各情景与“{against}”逐一配对比较：两边使用相同的参数抽样、"
        "相同的随机种子和相同的随机数，差别只在政策。",
    ),
    "short": Label("In short, {year}", "要点（{year}年）"),
    "scenario": Label("scenario", "情景"),
    "indicator": Label("indicator", "指标"),
    "median": Label("median", "中位数"),
    "band90": Label("90 % of draws", "90%区间"),
    "band50": Label("50 % of draws", "50%区间"),
    "error": Label("Monte-Carlo error", "蒙特卡罗误差"),
    "sd": Label("sd from parameters", "参数标准差"),
    "unit": Label("unit", "单位"),
    "rests_on": Label("rests on", "依据"),
    "money": Label("Money", "资金"),
    "money_lead": Label(
        "Sums over all years, bn yuan of each year. What levers cost less, and where it goes under "
        "the closure “{closure}”; a minus means that they cost more, or that less goes there.",
        "历年合计，亿元（当年价）：政策支出的节余及其去向（按“{closure}”处理）；"
        "负号表示支出增加，或该去向减少。",
    ),
    "saved": Label("saved on levers", "政策支出节余"),
    "worth": Label(
        "Present values in prices of {year}, discounted at {rate} a year, real ({source}), "
        "medians: residents' income {income} bn yuan, money for levers {money} bn yuan, "
        "net {value} bn yuan (90 %: {low} to {high}). The effect on rural income is largest in "
        "{peak}.",
        "现值（{year}年价格，实际贴现率每年{rate}，{source}；中位数）：居民收入{income}亿元，"
        "政策支出{money}亿元，净额{value}亿元（90%区间：{low}至{high}）。"
        "对农村居民收入的影响在{peak}年最大。",
    ),
    "figures": Label("Figures", "图"),
    "order": Label("Order of the scenarios", "情景排序"),
    "order_line": Label(
        "By {indicator}: {order}. The whole order holds in {share} of draws.",
        "按{indicator}：{order}。整个次序在{share}的抽样中成立。",
    ),
    "trust": Label("How far to trust this", "可信程度"),
    "trust_line": Label(
        "{draws} draws ({origin}), seeds under each: {seeds}, {scale} of the real households in "
        "each run. An effect is “data-informed” when the published record narrows it, "
        "“mixed” when it narrows it in part, “prior-driven” when it rests on what was believed "
        "before, “assumed” when it rests on fixed numbers alone. A dash: draws spread the effect "
        "no more than chance does. The published series identify the trend; they hardly identify "
        "any single lever.",
        "{draws}组参数抽样（{origin}），每组{seeds}个种子，每次模拟真实住户的{scale}。"
        "“数据支持”指公布数据缩小了其不确定性，“数据与先验兼有”指只缩小了一部分，“主要来自先验”指依据事先的认识，"
        "“假定”指仅依据固定数值。短横表示抽样之间的差异不大于随机性。"
        "公布的序列能够识别总趋势，几乎不能单独识别任何一项政策。",
    ),
    "made": Label("Made from", "生成信息"),
    "posterior": Label("posterior", "后验"),
    "priors": Label("priors", "先验"),
    "central values": Label("central values", "中心值"),
    "closure_services": Label("services", "公共服务"),
    "closure_tax_cut": Label("tax cut", "减税"),
    "closure_debt": Label("debt", "偿债"),
    "and": Label(" and ", "与"),
}


def word(key: str, language: str) -> str:
    """The words for ``key`` in ``en`` or ``zh``."""
    return WORDS[key][language]
