"""The words on figures of a calibration, in English and in Chinese."""

from __future__ import annotations

from sim.declare import Label

WORDS = {
    "rural": Label("rural", "农村"),
    "urban": Label("urban", "城镇"),
    "ratio_name": Label("ratio", "收入比"),
    "old": Label("old definition", "旧口径"),
    "new": Label("new definition", "新口径"),
    "path_fan": Label(
        "Income per head: published (dots), simulated (lines),\n"
        "50 and 90 % of what could have been published (bands)",
        "人均收入：公布值（点）、模拟值（线），\n可能公布值的50%与90%区间（带）",
    ),
    "ratio_fan": Label(
        "Urban over rural income: published (dots), simulated (lines),\n"
        "50 and 90 % of what could have been published (bands)",
        "城乡收入比：公布值（点）、模拟值（线），\n可能公布值的50%与90%区间（带）",
    ),
    "income_axis": Label(
        "yuan per person and year, current prices (log scale)", "元/人·年（当年价，对数坐标）"
    ),
    "ratio_axis": Label("ratio, rural income = 1", "倍（农村居民收入 = 1）"),
    "residual": Label("simulated over published", "模拟值与公布值之差"),
    "residual_ratio": Label("simulated less published", "模拟值减公布值"),
    "naive": Label("naive forecast from {year}", "{year}年起的简单外推"),
    "naive_short": Label("naive forecast", "简单外推"),
    "of_break": Label(
        "{year}: definition changes,\npublished ×{factor:.3f}",
        "{year}年：统计口径调整，\n公布值 ×{factor:.3f}",
    ),
    "year": Label("year", "年份"),
    "hold_out": Label(
        "Fitted to {year}: 50 and 90 % of what was to be published, and what was (dots)",
        "仅用{year}年及以前数据：预测的50%与90%区间（带）与实际公布值（点）",
    ),
    "foreseen": Label("forecast, median", "预测中位数"),
    "skill": Label("skill by years ahead (± standard error)", "各预测期的技巧分（± 标准误）"),
    "skill_axis": Label("CRPS skill over the naive forecast", "相对简单外推的CRPS技巧分"),
    "years_ahead": Label("years ahead", "预测期（年）"),
    "simulated": Label("simulated, without the walk", "模拟值（不含随机游走）"),
    "published": Label("published", "公布值"),
    "nothing": Label(
        "rural and urban income were never published together", "城乡收入没有同时公布的年份"
    ),
    "not_measured": Label("not measured yet", "尚未测算"),
    "marginals": Label(
        "Prior (grey) and posterior of every parameter: 50 and 90 %, median\n"
        "(blue: contraction above {a_lot:g})",
        "各参数的先验（灰）与后验：50%与90%区间及中位数\n（蓝：收缩大于{a_lot:g}）",
    ),
    "marginals_axis": Label(
        "prior standard deviations from the prior's median", "偏离先验中位数（先验标准差）"
    ),
    "contraction": Label("contraction", "收缩"),
    "pairs": Label(
        "Draws of the parameters that the record narrows most", "数据约束最强的参数的后验抽样"
    ),
    "profiles": Label(
        "Profile of the log likelihood: how much worse with one parameter held "
        "(cut at \u2212{floor:g})",
        "剖面对数似然：固定一个参数时拟合变差多少（\u2212{floor:g}以下不画）",
    ),
    "profiles_axis": Label("log likelihood less its largest", "对数似然与最大值之差"),
    "scores_axis": Label("prior standard deviations", "先验标准差"),
    "spectrum": Label(
        "Directions of which the record says more than the prior", "数据信息多于先验的方向"
    ),
    "spectrum_axis": Label("information (prior = 1, log scale)", "信息量（先验 = 1，对数坐标）"),
    "direction": Label("direction, by how much is known of it", "方向（按信息量排序）"),
    "all_targets": Label("all targets: {count} above 1", "全部目标：{count}个大于1"),
    "incomes_alone": Label("incomes alone: {count} above 1", "仅收入：{count}个大于1"),
    "prior_line": Label("as much as the prior", "与先验相当"),
    "recovery": Label(
        "Known truths and what is found of them; green: parameters called data-informed",
        "已知真值与估计值；绿色为称为“数据支持”的参数",
    ),
    "truth_axis": Label("truth, prior standard deviations", "真值（先验标准差）"),
    "found_axis": Label("posterior mean, prior standard deviations", "后验均值（先验标准差）"),
    "ranks": Label(
        "Ranks of truths among posterior draws: the shipped pipeline and negative controls",
        "真值在后验抽样中的秩：现行流程与反向对照",
    ),
    "ranks_axis": Label("share of ranks below, less what is right", "秩的经验分布与均匀分布之差"),
    "rank_axis": Label("rank of the truth, as a share", "真值的秩（占比）"),
    "shipped": Label("shipped pipeline", "现行流程"),
    "no_offset": Label("control: no offset", "反向对照：无口径差"),
    "no_noise": Label("control: no walks, no chance", "反向对照：无游走与随机性"),
    "envelope": Label("simultaneous 95 % band (grey)", "95%同时置信带（灰）"),
    "emulator": Label(
        "The emulator beside the simulator at posterior draws", "后验抽样处：代理模型与模拟器"
    ),
    "runs_axis": Label("simulator less published, in standard errors", "模拟器减公布值（标准误）"),
    "emulator_axis": Label(
        "emulator less published, in standard errors", "代理模型减公布值（标准误）"
    ),
    "root_mean_square": Label(
        "root mean square gap {gap:.2f}; chance of the runs alone {chance:.2f}",
        "均方根差 {gap:.2f}；其中模拟随机性 {chance:.2f}",
    ),
    "others": Label("other targets", "其他目标"),
}


def word(key: str, language: str, **values: object) -> str:
    """The words for ``key`` in ``en`` or ``zh``, with values put in."""
    return WORDS[key][language].format(**values)
