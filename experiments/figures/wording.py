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
    "goal": Label("goal", "目标"),
    "modelled_peak": Label("modelled peak", "模型峰值"),
    "published_peak": Label("published peak", "公布值峰值"),
    "sources": Label(
        "Rural income by source, modelled (areas) and published (dots)",
        "农村居民收入构成：模型（面积）与公布值（点）",
    ),
    "sources_axis": Label("cumulated share of rural income", "占农村居民收入比重（累计）"),
    "study_differences": Label(
        "{title}: {year}, difference from {first} (median, 90 % band)",
        "{title}：{year} 年与“{first}”之差（中位数与 90% 区间）",
    ),
    "study_sobol": Label(
        "{title}: {year}, total Sobol indices (95 % interval)",
        "{title}：{year} 年，总 Sobol 指数（95% 区间）",
    ),
    "study_morris": Label(
        "{title}: {year}, mean absolute effects by Morris (95 % interval)",
        "{title}：{year} 年，Morris 平均绝对效应（95% 区间）",
    ),
    "study_levels": Label(
        "{title}: {year} (median, 90 % band)", "{title}：{year} 年（中位数与 90% 区间）"
    ),
    "wage_share": Label("wages", "工资性收入"),
    "net_business_share": Label("net business", "经营净收入"),
    "property_share": Label("property", "财产净收入"),
    "transfer_share": Label("transfers", "转移净收入"),
    "ledger": Label("Money of the levers", "政策资金"),
    "by_payer": Label("who pays", "资金来源"),
    "by_lever": Label("for which lever", "资金用途"),
    "bn": Label("bn yuan per year, current prices", "亿元/年（当年价）"),
    "m": Label("m yuan per year, current prices", "万元/年（当年价）"),
    "mountain_county": Label("mountain county", "山区县"),
    "less": Label("{scenario} less {against}", "{scenario} 减 {against}"),
    "difference_fans": Label(
        "Paired difference to {against}: {indicator}", "与“{against}”之差（配对）：{indicator}"
    ),
    "share_axis": Label("share or ratio, 1 = all", "占比（1为全部）"),
    "white": Label("white: some draws leave nobody rural there", "白色：部分抽样中无农村居民"),
    "bands": Label("median, 50 % and 90 % of draws", "中位数及50%、90%区间"),
    "last_year_difference": Label(
        "{indicator}, {year}: difference to {against}", "{year}年{indicator}：与“{against}”之差"
    ),
    "who_gains": Label(
        "Who gains: rural income {year} by class of county and fifth, difference to {against}",
        "谁受益：{year}年农村居民收入，按县域类型与收入五等份，与“{against}”之差",
    ),
    "per_head_axis": Label("yuan per person and year, current prices", "元/人·年（当年价）"),
    "fifth_1": Label("lowest fifth", "低收入组"),
    "fifth_2": Label("second", "中间偏下"),
    "fifth_3": Label("middle", "中间"),
    "fifth_4": Label("fourth", "中间偏上"),
    "fifth_5": Label("highest", "高收入组"),
    "class_plain": Label("plain counties", "平原县"),
    "class_mountain": Label("mountain counties", "山区县"),
    "class_west": Label("paired west", "西部结对县"),
    "data-informed": Label("data-informed", "数据支持"),
    "mixed": Label("mixed", "数据与先验兼有"),
    "prior-driven": Label("prior-driven", "主要来自先验"),
    "assumed": Label("assumed", "假定"),
    "no_lever_differs": Label("no lever differs", "政策无差别"),
    "ledger_difference": Label("Money: difference to {against}", "资金：与“{against}”之差"),
    "spent_more": Label("spent on levers, more (+) or less (−)", "政策支出：多（+）少（−）"),
    "saved_goes": Label("where it comes from (−) or goes (+)", "资金去向（+）与来源（−）"),
    "payers_keep": Label("kept by other payers", "其他出资方留存"),
    "not_borrowed": Label("not borrowed", "少举债"),
    "tax_cut": Label("tax cut", "减税"),
    "services": Label("services", "公共服务"),
    "upkeep": Label("road upkeep", "道路养护"),
    "interest": Label("interest", "利息"),
    "repaid": Label("debt repaid", "偿还债务"),
    "lost_revenue": Label("fills lost revenue", "弥补财政减收"),
    "without": Label("no {lever}", "取消{lever}"),
    "tornado": Label(
        "Scenarios by their effect, {year}, less {against}", "各情景的影响，{year}年，减“{against}”"
    ),
    "waterfall": Label(
        "{measure}, {first} to {last}: what made the change",
        "{measure}：{first}—{last}年变化的来源",
    ),
    "shapley_bars": Label(
        "{measure}: what each lever did (Shapley values)", "{measure}：各项政策的贡献（沙普利值）"
    ),
    "measure_ratio": Label("Urban over rural income", "城乡收入比"),
    "measure_rural_income": Label("Rural income", "农村居民收入"),
    "measure_log_rural_income": Label("Rural income, in logs", "农村居民收入（对数）"),
    "axis_ratio": Label("ratio, rural income = 1", "倍（农村居民收入 = 1）"),
    "axis_rural_income": Label("yuan per person and year, current prices", "元/人·年（当年价）"),
    "axis_log_rural_income": Label("log points", "对数点"),
    "definition": Label("change of definition", "统计口径调整"),
    "common_trend": Label("trend without any lever", "无政策时的趋势"),
    "old_series": Label("old series", "旧口径期"),
    "new_series": Label("new series", "新口径期"),
    "published": Label("published {value}", "公布值 {value}"),
    "levers_rest_on": Label("a lever's effect is", "政策效应的依据"),
    "budget_neutral": Label(
        "budget-neutral: saved money handed back", "预算中性：节余资金返还居民"
    ),
    "gross": Label("gross", "总效应：节余资金按情景规定使用"),
    "mean_and_band": Label("mean and 90 % of draws", "均值及90%区间"),
    "mean_and_bands": Label("mean, 50 % and 90 % of draws", "均值及50%、90%区间"),
    "frontier": Label(
        "What money buys at best: {indicator}, last year", "资金的最好用法：末年{indicator}"
    ),
    "frontier_key": Label(
        "line: best mixes with 90 % of draws; percent: draws in which nothing "
        "tried beats them; dots: all tried",
        "线：最优组合及其90%区间；百分数：未被其他组合超过的抽样比例；点：全部组合与抽样",
    ),
    "present_value": Label(
        "present value of all money, bn yuan in prices of {year}, discounted at {rate}",
        "资金现值，亿元（{year}年价格，贴现率{rate}）",
    ),
    "mix_own": Label("as it is", "现行组合"),
    "mix_goal": Label("cheapest for the goal", "达标最省组合"),
    "mix_budget": Label("best for the budget", "预算内最优组合"),
    "marginal_yuan": Label("A further yuan of each lever", "各项政策再投入1元"),
    "breaks_even": Label("1: income rises by what is spent", "1：收入增加等于支出"),
    "yuan_per_yuan": Label(
        "yuan of all residents' income, both as present values",
        "带来的全体居民收入（元），均为现值",
    ),
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
    "few_households": Label(
        "Striped frame: fewer than {few} rural households simulated, so that chance moves the "
        "figure by a tenth and more.",
        "斜纹边框：模拟的农村家庭不足{few}户，数值受随机性影响在一成以上。",
    ),
    "synthetic": Label(
        "Everything below the prefecture is synthetic and says nothing of a real county.",
        "地市以下均为合成数据，不代表真实县域。",
    ),
    "percent": Label("percent", "百分比"),
    "no_money": Label("no lever has money in this scenario", "本情景没有政策资金"),
}


def word(key: str, language: str) -> str:
    """The words for ``key`` in ``en`` or ``zh``."""
    return WORDS[key][language]


def colon(language: str) -> str:
    return "：" if language == "zh" else ": "


def in_brackets(text: str, language: str) -> str:
    """Words in brackets behind others, with the space that a language wants before them."""
    return f"（{text}）" if language == "zh" else f" ({text})"


def in_unit(name: str, language: str) -> tuple[str, float]:
    """The words for a unit on an axis, and what to multiply values by; a share is in percent."""
    if name == "1":
        return word("percent", language), 100.0
    held = unit(name)
    if language == "zh":
        return held.zh, 1.0
    prices = {"current": ", current prices"}.get(held.prices or "", "")
    return f"{name.replace('/year', ' and year').replace('/', ' per ')}{prices}", 1.0
