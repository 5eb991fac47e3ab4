"""What the calibration calls the tests and bars of its card and further series, in Chinese too."""

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
