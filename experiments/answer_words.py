"""The words of the tables of comparisons, attributions and frontiers, in English and in Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.declare import Label
from sim.indicators import INDICATORS
from sim.levers import all_levers

WORDS = {
    "indicator": Label("indicator", "指标"),
    "median": Label("median", "中位数"),
    "mean": Label("mean", "均值"),
    "band50": Label("50 % band", "50%区间"),
    "band90": Label("90 % band", "90%区间"),
    "error": Label("error", "误差"),
    "sd": Label("sd", "标准差"),
    "unit": Label("unit", "单位"),
    "part": Label("part", "部分"),
    "sum": Label("sum", "合计"),
    "total": Label("total", "合计"),
    "neutral": Label("budget-neutral", "预算中性"),
    "emulator": Label("emulator", "代理模型"),
    "difference": Label("difference", "差异"),
    "rests_on": Label("rests on", "依据"),
    "posterior": Label("posterior", "后验"),
    "priors": Label("priors", "先验"),
    "services": Label("services", "公共服务"),
    "tax_cut": Label("tax cut", "减税"),
    "debt": Label("debt", "偿债"),
    "payers_keep": Label("payers keep", "其他出资方留存"),
    "not_borrowed": Label("not borrowed", "少举债"),
    "upkeep": Label("upkeep", "道路养护"),
    "interest": Label("interest", "利息"),
    "repaid": Label("repaid", "偿还债务"),
    "lost_revenue": Label("lost revenue", "弥补财政减收"),
    "definition": Label("definition", "统计口径调整"),
    "common_trend": Label("common_trend", "无政策时的趋势"),
    "data-informed": Label("data-informed", "数据支持"),
    "mixed": Label("mixed", "数据与先验兼有"),
    "prior-driven": Label("prior-driven", "主要来自先验"),
    "assumed": Label("assumed", "假定"),
    "no_lever_differs": Label("no lever differs", "政策无差别"),
    "measure_ratio": Label("ratio", "城乡收入比"),
    "measure_rural_income": Label("rural_income", "农村居民收入"),
    "measure_log_rural_income": Label("log_rural_income", "农村居民收入（对数）"),
    "mix": Label("mix", "组合"),
    "mix_own": Label("own", "现行组合"),
    "mix_goal": Label("goal", "达标最省组合"),
    "mix_budget": Label("budget", "预算内最优组合"),
    "bn": Label("bn yuan", "亿元"),
    "on_frontier": Label("on frontier", "在前沿上"),
    "further_yuan": Label("a further yuan of", "再投入1元于"),
    "yuan_of_income": Label("yuan of income", "带来收入（元）"),
    "compared": Label(
        "Each scenario less {against}, {year}; draws: {draws} ({origin}), seeds under each: "
        "{seeds}, scale {scale:g}",
        "{year}年各情景减“{against}”；{draws}组参数抽样（{origin}），每组{seeds}个随机种子，"
        "规模{scale:g}",
    ),
    "order": Label("order by {indicator}: {order}", "按{indicator}排序：{order}"),
    "order_holds": Label("  holds in {share:.0%}", "  在{share:.0%}的抽样中成立"),
    "saved": Label(
        "saved on levers, bn yuan in all years ({closure}): {ways}",
        "政策支出节余，历年合计，亿元（{closure}）：{ways}",
    ),
    "worth": Label(
        "net present value {value:+,.0f} bn yuan (90 %: {span}) in prices of {prices_of} at "
        "{rate:.0%} real ({source}){yield_}; largest in {peak}",
        "净现值{value:+,.0f}亿元（90%区间：{span}），{prices_of}年价格，实际贴现率{rate:.0%}"
        "（{source}）{yield_}；{peak}年影响最大",
    ),
    "yield": Label(
        "; {value:.2f} yuan of income a yuan of money", "；每1元资金带来{value:.2f}元收入"
    ),
    "constants": Label(
        "fixed constants, all {step:.0%} lower or higher at once in {runs} runs, at the central "
        "values, nothing fitted again; what each from lower to higher adds to the effect:",
        "固定常数：在中心值上同时各自降低或提高{step:.0%}，共{runs}次模拟，不重新校准；"
        "各常数由低到高使影响变化：",
    ),
    "constants_of": Label(
        "  {indicator} ({effect}, sd from constants {sd}, error {error}): {constants}",
        "  {indicator}（{effect}，常数引起的标准差{sd}，误差{error}）：{constants}",
    ),
    "labels": Label("labels: {labels}", "依据：{labels}"),
    "from_to": Label(
        "{scenario}, {measure}: {start} ({first}, old definition) → {end} ({last}, new "
        "definition){known}",
        "{scenario}，{measure}：{start}（{first}年，旧口径）→ {end}（{last}年，新口径）{known}",
    ),
    "known": Label(" (published {start} → {end})", "，公布值{start} → {end}"),
    "permuted": Label(
        "draws: {draws} ({origin}), permutations in each: {permutations}, scale {scale:g}",
        "{draws}组参数抽样（{origin}），每组{permutations}种排列，规模{scale:g}",
    ),
    "together": Label(
        "levers together beyond each alone: {share:+.1%} of all they do",
        "政策协同（超出各自单独作用之和）：占总作用的{share:+.1%}",
    ),
    "mixes": Label(
        "{scenario}: mixes of levers by {indicator}; draws: {draws} ({origin}), mixes tried in "
        "each: {points}, scale {scale:g}",
        "{scenario}：按{indicator}比较政策组合；{draws}组参数抽样（{origin}），每组试{points}种"
        "组合，规模{scale:g}",
    ),
    "present_value": Label(
        "money: present value in prices of {year} at {rate:.0%} real; mixes are named by their "
        "share of the scenario's own cost; under a lever, its strength (1 as in the scenario)",
        "资金：现值，{year}年价格，实际贴现率{rate:.0%}；组合以其支出占本情景原有支出之比命名；"
        "各项政策下为其强度（1为与本情景相同）",
    ),
    "goal_reached": Label(
        "goal: {indicator} {goal:g} is reached in {share:.0%} of draws",
        "目标：{indicator} {goal:g}，在{share:.0%}的抽样中达到",
    ),
    "surface": Label(
        "surface: off by {left_out} (one run left out) and {winners} at these mixes; spread of the "
        "mixes tried {spread}",
        "响应面误差：留一检验{left_out}，所列组合处{winners}；所试组合之间的差异{spread}",
    ),
    "from_priors": Label(
        "{place}: no posterior yet, so the {draws} draws come from the priors; effects are less "
        "certain than after a calibration",
        "{place}：尚无后验，{draws}组参数取自先验；校准之后影响的估计会更确定",
    ),
    "written": Label("written to {folder}/", "结果已写入 {folder}/"),
    "written_file": Label("written to {file}", "结果已写入 {file}"),
}


def word(key: str, language: str) -> str:
    """The words for ``key`` in ``en`` or ``zh``; a key without words is its own."""
    return WORDS[key][language] if key in WORDS else key


def indicator_word(name: str, language: str) -> str:
    """An indicator as the tables of a language call it: by its name, or in Chinese by its label."""
    return INDICATORS[name].labels.zh if language == "zh" and name in INDICATORS else name


def lever_word(name: str, language: str) -> str:
    """A lever or another part of a change, by its name, or in Chinese by its label."""
    levers = all_levers()
    if language == "zh" and name in levers:
        return levers[name].label().zh
    return word(name, language)


def scenario_word(content: Mapping[str, Any], language: str) -> str:
    """The scenario of an answer, by its name, or in Chinese by its title."""
    key = "title_zh" if language == "zh" and "title_zh" in content else "scenario"
    return str(content[key])


def unit_word(name: str, language: str) -> str:
    """A unit as it is declared, or in Chinese."""
    from sim.units import unit

    return unit(name).zh if language == "zh" and name != "1" else name
