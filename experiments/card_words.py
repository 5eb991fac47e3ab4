"""The words of the card: tests, bars and figures in Chinese, and what a missed bar means."""

from __future__ import annotations

from sim.declare import Label

#: As ``calibration/`` words them; a test holds the two together.
TOLD = (
    Label("fit", "拟合优度"),
    Label(
        "rural and urban MAPE ≤ 1.0 % per definition; ratio RMSE ≤ .03 old, ≤ .02 new; first and "
        "last year inside the 90 % predictive band",
        "两种口径下农村、城镇收入的平均绝对百分比误差均 ≤ 1.0 %；收入比的均方根误差：旧口径 ≤ .03，"
        "新口径 ≤ .02；首年与末年落在 90 % 预测区间内",
    ),
    Label("the hump", "收入比先升后降"),
    Label(
        "share of draws whose old-definition ratio peaks in 2005–2008, latent: ≥ .5",
        "旧口径收入比（不含测量误差）在 2005–2008 年达到峰值的抽样占比 ≥ .5",
    ),
    Label(
        "hold-out: fit to 2015, predict 2016–2023",
        "时间留出检验：拟合到 2015 年，预测 2016–2023 年",
    ),
    Label(
        "rural RMSE below .058, ratio RMSE below .026 (the naive real drift given the same "
        "prices and shocks); the 90 % band covers at least 6 of 8 and is at most 13 % wide on "
        "average",
        "农村收入的均方根误差低于 .058，收入比低于 .026（即在相同物价与冲击下按实际趋势外推的误差）"
        "；90 % 区间至少覆盖 8 年中的 6 年，平均宽度不超过 13 %",
    ),
    Label(
        "rolling origins 2010–2022, 1–5 years ahead, against the naive forecast",
        "滚动起点检验：起点为 2010–2022 年，向前预测 1–5 年，与简单外推比较",
    ),
    Label(
        "CRPS skill at each horizon with its sampling error, reported; short where the naive "
        "forecast of rural income or the ratio is the better one (skill below 0)",
        "列出各预测期的 CRPS 技巧分及其抽样误差；农村收入或收入比的简单外推更准时（技巧分低于 0）"
        "为未达标",
    ),
    Label(
        "hold-out in space: fit some prefectures, predict the others from their starting values",
        "空间留出检验：用部分地市拟合，由初始值预测其余地市",
    ),
    Label(
        "growth-rate correlation reported, short where it is not above 0; rank correlation of "
        "levels only in years the start is not taken from",
        "列出增长率的相关系数，不高于 0 为未达标；水平值只在未用作初始值的年份计算秩相关",
    ),
    Label(
        "hold-out of series: hide the composition of rural income, predict it",
        "序列留出检验：隐去农村收入构成，再加以预测",
    ),
    Label(
        "the 90 % band covers at least 80 % of the published shares",
        "90 % 区间至少覆盖 80 % 的公布占比",
    ),
    Label("recovery", "参数还原"),
    Label(
        "200 truths: correlation ≥ .9 and slope .9–1.1 for every parameter called data-informed",
        "200 组真值：凡称为“数据支持”的参数，相关系数 ≥ .9，斜率在 .9–1.1",
    ),
    Label("simulation-based calibration", "基于模拟的校准检验"),
    Label(
        "500 truths: ranks inside the Holm-adjusted band; each 90 % interval covers .85–.95, "
        "their mean .88–.92; parameters and lever effects",
        "500 组真值：秩落在 Holm 校正的区间内；各 90 % 区间的覆盖率为 .85–.95，平均为 .88–.92；包"
        "括参数与政策影响",
    ),
    Label("negative controls", "反向对照"),
    Label(
        "row 8 fails where the offset or the noise is left out",
        "去掉口径差或噪声后，第 8 行应当不通过",
    ),
    Label("identified?", "可识别性"),
    Label(
        "every parameter and lever effect labelled by its contraction under the stated and under "
        "twice-as-wide priors",
        "按所述先验与加宽 2 倍的先验下的收缩程度，为每个参数与政策影响标明依据",
    ),
    Label("leave a lever out and refit", "去掉一项政策后重新拟合"),
    Label(
        'change of log evidence printed; below 2: "the record does not show this lever"',
        "列出对数证据的变化；低于 2 时：“统计记录看不出这项政策”",
    ),
    Label("break treatments", "口径断点的处理"),
    Label(
        "each lever effect with no, a constant and separate offsets, and on new alone; sign "
        "changes",
        "在无口径差、固定口径差、分段口径差以及只用新口径时各项政策的影响；符号是否改变",
    ),
    Label("null: no levers, and levers of shuffled strength", "零假设：无政策，以及政策力度打乱"),
    Label(
        "log posterior beside the documented paths', and their rank among 99 shuffled, printed",
        "与有据可查的政策路径比较对数后验，并列出后者在 99 次打乱中的名次",
    ),
    Label(
        "refits: 10 seeds, twice the villages, five times the households",
        "重新拟合：10 个随机种子、2 倍村庄数、5 倍农户数",
    ),
    Label(
        "posterior means move by less than .3 posterior sd (aim .1), last year's incomes .5 % (.3)",
        "后验均值的移动小于 .3 个后验标准差（力争 .1），末年收入的变化小于 .5 %（力争 .3）",
    ),
    Label("emulator against the simulator itself", "代理模型与模拟器本身对照"),
    Label(
        "posterior means shift by less than .25 sd, sd ratios .9–1.1, for every parameter",
        "每个参数的后验均值偏移小于 .25 个标准差，标准差之比在 .9–1.1",
    ),
    Label("Monte-Carlo error of effects", "政策影响的蒙特卡罗误差"),
    Label(
        "standard error of every printed lever effect below 10 % of its posterior sd",
        "每项列出的政策影响，其标准误低于后验标准差的 10 %",
    ),
    Label("log rural income of the last year, new definition", "末年农村居民收入的对数（新口径）"),
    Label("sources_of_income", "农村收入构成"),
    Label("prefecture_panel", "分地市收入"),
)

CHINESE = {words.en: words.zh for words in TOLD}

#: What the card's figures call their numbers; names that mean two things have the part before them.
FIGURE_WORDS = {
    "rural_mape_old": "农村收入平均误差%（旧口径）",
    "rural_mape_new": "农村收入平均误差%（新口径）",
    "urban_mape_old": "城镇收入平均误差%（旧口径）",
    "urban_mape_new": "城镇收入平均误差%（新口径）",
    "ratio_rmse_old": "收入比均方根误差（旧口径）",
    "ratio_rmse_new": "收入比均方根误差（新口径）",
    "straight_line": "对数直线",
    "without_levers": "去掉全部政策后重新拟合",
    "inside_90_band": "落在90%区间内的收入数据",
    "incomes": "收入数据总数",
    "inside_90_band_left_out": "逐年留出时落在90%区间内",
    "inside_50_band_left_out": "逐年留出时落在50%区间内",
    "ends_inside_90_band": "首末年落在90%区间内",
    "latent": "不含测量误差",
    "with_measurement_noise": "含测量误差",
    "peak_by_year": "峰值在各年的占比",
    "fitted_until": "拟合至",
    "years": "年份",
    "model": "本模型",
    "model_shocks_unknown": "本模型（不知其后的冲击）",
    "naive": "简单外推",
    "naive_shocks_unknown": "简单外推（不知其后的冲击）",
    "naive_prices_and_shocks_unknown": "简单外推（不知物价与冲击）",
    "rural": "农村",
    "urban": "城镇",
    "ratio": "收入比",
    "rural_income": "农村收入",
    "rmse": "均方根误差",
    "crps": "CRPS",
    "covered": "覆盖",
    "of": "共",
    "mean_width": "平均宽度",
    "fan": "预测区间",
    "pareto_k": "帕累托k",
    "weight_ess": "有效抽样",
    "recentred_priors": "以早期拟合为中心的先验",
    "origins": "起点",
    "skill": "技巧分",
    "years_ahead": "预测期（年）",
    "naive_crps": "简单外推的CRPS",
    "standard_error": "标准误",
    "largest_r_hat": "最大R-hat",
    "growth_correlation": "增长率相关系数",
    "paths": "序列数",
    "published_growth_sd": "公布增长率的标准差",
    "modelled_growth_sd": "模拟增长率的标准差",
    "level_rank_correlation": "水平值的秩相关",
    "levels": "水平值个数",
    "growth": "各序列增长率",
    "share": "占比",
    "by_series": "分项",
    "mean_error": "平均误差",
    "correlation": "相关系数",
    "slope": "斜率",
    "independent_draws": "独立抽样数",
    "least": "最少",
    "at_5_percent": "5%分位",
    "median": "中位数",
    "declared": "称为“数据支持”的参数",
    "missed": "其中未达标",
    "points": "真值与估计值",
    "records": "合成数据组数",
    "mean_coverage_90": "90%区间平均覆盖率",
    "smallest_coverage_90": "最低覆盖率",
    "largest_coverage_90": "最高覆盖率",
    "coverage_outside": "覆盖率超出范围",
    "uneven": "秩分布不均匀",
    "ranks": "秩",
    "no_offset": "无口径差",
    "no_noise": "无噪声",
    "no_chance": "无随机性",
    "parameters": "参数",
    "lever_effects": "政策影响",
    "label": "依据",
    "contraction": "收缩程度",
    "contraction_wide": "收缩程度（先验加宽2倍）",
    "expected_correlation": "预期与真值的相关系数",
    "counts": "各类个数",
    "narrowed_here_only": "仅在本记录处收窄",
    "lost_log_evidence": "去掉后损失的对数证据",
    "not_shown_by_the_record": "统计记录看不出的政策",
    "effect_on_rural_income_percent": "对农村收入的影响（%）",
    "constant": "固定口径差",
    "none": "无口径差",
    "each segment alone": "分段口径差",
    "new definition only": "只用新口径",
    "sign_changes": "符号改变的政策",
    "log_posterior_lost_without_levers": "去掉全部政策损失的对数后验",
    "rank_among_shuffled": "在打乱力度中的名次",
    "median_lost_when_shuffled": "打乱力度时损失的中位数",
    "draws": "抽样数",
    "effective_draws": "有效抽样",
    "largest": "最大",
    "largest_shift": "最大偏移",
    "sd": "标准差",
    "sd_ratio": "标准差之比",
    "sd_ratio.ratio": "比值",
    "shifts": "各参数偏移",
    "sd_ratios": "各参数标准差之比",
    "refits": "重新拟合",
    "refits.of": "参数",
    "root_mean_square_shift": "均方根偏移",
    "rural_income_change": "农村收入变化",
    "urban_income_change": "城镇收入变化",
    "largest_income_change": "收入的最大变化",
    "twice_the_villages": "2倍村庄数",
    "five_times_the_households": "5倍农户数",
}

#: English names that are shorter than what ``card.json`` says, where a table would be too wide.
SHORT_NAMES = {
    "refits.largest_shift": "shift",
    "refits.root_mean_square_shift": "rms",
    "refits.rural_income_change": "rural income",
    "refits.urban_income_change": "urban income",
}

#: What a missed bar means to whoever uses the model. Rows 10 to 13 report and cannot be missed.
MISSED = {
    1: Label(
        "the central run strays from the published record by more than promised: read differences "
        "between scenarios rather than levels",
        "中心模拟偏离公布数据的程度超过承诺：应看情景之间的差异，少看水平值",
    ),
    2: Label(
        "most draws do not show the ratio's rise before its fall: do not use the model to explain "
        "the years before the peak",
        "多数抽样看不出收入比先升后降：不宜用本模型解释峰值之前的年份",
    ),
    3: Label(
        "fitted to a part of the record, the model foresees what is named as missed less closely, "
        "or less surely, than the bar asks: use it to compare policies, not to forecast",
        "只用部分年份拟合时，模型对上述未达标各项的预测不够准，或区间过宽：宜用于比较政策，"
        "不宜用于预测",
    ),
    4: Label(
        "for what is named, so many years ahead, carrying on the growth of recent years is the "
        "better forecast: the model is for comparing policies over many years, not for the figures "
        "of next year",
        "对上述各项和预测期，按近年增长简单外推更准：本模型宜用于比较多年的政策效果，不宜用于预测下一年"
        "的数字",
    ),
    5: Label(
        "the model does not tell which prefecture grows faster than another, since it knows no "
        "more of each than where it starts, its class and its distances: do not use the paths of "
        "single prefectures as forecasts",
        "模型分辨不出哪个地市增长更快，因为它只知道各地市的初始收入、类别与距离：各地市的模拟路径不宜当作"
        "预测",
    ),
    6: Label(
        "not told of them, the model misjudges where rural income comes from: do not quote its "
        "sources of income",
        "不给出农村收入构成时，模型判断有误：不宜引用其收入构成",
    ),
    7: Label(
        "even where the truth is known the method does not find the named parameters again "
        "closely enough: the record narrows them but does not pin them down, so quote their bands, "
        "never single values",
        "即使真值已知，也不能足够准确地还原上述参数：统计记录缩小了其范围，但不能确定其数值，"
        "应引用区间，不应引用单个数值",
    ),
    8: Label(
        "bands hold the truth more or less often than they say: read them as rough",
        "区间包含真值的频率与其标称不符：只宜粗略看待",
    ),
    9: Label(
        "the check of the bands overlooks faults put there on purpose, so that row 8 proves less "
        "than it seems to",
        "对区间的检验没有发现故意设置的缺陷，因此第 8 行的说服力有限",
    ),
    14: Label(
        "calibrated again under other seeds or with a larger sample, parameters or incomes of the "
        "last year move by more than the bar allows: a difference no larger than such a move is "
        "chance, not a finding",
        "换随机种子或扩大样本重新校准时，参数或末年收入的移动超过标准：不大于这一移动的差异属于偶然，"
        "不是结论",
    ),
    15: Label(
        "the emulator stands in for the model less well than promised: labels, and what is worked "
        "out on it, are rough",
        "代理模型未能足够好地代替模拟器：依据标签及由它算出的结果只宜粗略看待",
    ),
    16: Label(
        "too few draws for the effects named: their last digits are chance",
        "对上述影响而言抽样太少：末位数字属于偶然",
    ),
}
