"""A calibration as text, in two languages: what was fitted, and how each gate was passed."""

from __future__ import annotations

import re
from typing import Any

from sim.declare import Label

WORDS = {
    "fitted": Label(
        "{estimated} parameters estimated, {exogenous} outside series given; fitted to {targets}, "
        "to {until}",
        "估计{estimated}个参数，外生给定{exogenous}条序列；拟合对象：{targets}，至{until}年",
    ),
    "target": Label("{count} {group}", "{group}{count}个"),
    "chains": Label(
        "chains: largest R-hat {r_hat:.3f} (below 1.01), smallest effective sample {ess:,} (above "
        "1,000)",
        "马尔可夫链：最大R-hat {r_hat:.3f}（应低于1.01），最小有效样本量{ess:,}（应高于1,000）",
    ),
    "simulator": Label(
        "simulator: Pareto k {k:.2f} (below .7), effective draws {ess:.0f} (200 or more), after "
        "{waves} waves",
        "模拟器校验：帕累托k {k:.2f}（应低于.7），有效抽样{ess:.0f}（应不少于200），"
        "共{waves}轮运行",
    ),
    "variance": Label("variance of log incomes: {shares}", "对数收入方差的构成：{shares}"),
    "distrust": Label(
        "do not trust this posterior yet: {missed}; more --runs would help",
        "此后验尚不可信：{missed}；增加 --runs 会有帮助",
    ),
    "between": Label("; ", "；"),
    "comma": Label(", ", "、"),
}

#: What the calibration calls its groups of targets, its stages, its gates and its errors.
CHINESE = {
    "incomes": "收入",
    "sources": "收入构成",
    "urbanisation": "城镇化率",
    "mountain": "山区与平原之比",
    "migrants": "外出与非农从业",
    "prefectures": "分地市收入",
    "walk": "随机游走",
    "measurement": "测量误差",
    "chance": "随机性",
    "emulator": "代理模型",
    "first wave of runs": "第一轮运行",
    "narrowed wave of runs": "收窄后的一轮运行",
    "documented wave of runs": "按有据路径的一轮运行",
    "posterior on the emulator": "代理模型上的后验",
    "posterior on the simulator": "模拟器上的后验",
    "most probable parameters": "最可能的参数",
    "posteriors of {} records": "{}组记录的后验",
    "fitted to {}": "拟合至{}年",
    "without {} prefectures": "不用{}个地市",
    "seed {}": "随机种子{}",
    "twice the villages": "2倍村庄数",
    "five times the households": "5倍农户数",
    "the chains disagree": "各链不一致",
    "the chains hold too few independent draws": "链中的独立抽样太少",
    "the simulator disagrees with the emulator": "模拟器与代理模型不一致",
    "few draws carry the weight": "权重集中于少数抽样",
}


def told(words: str, language: str) -> str:
    """What the calibration calls something, in a language; numbers in it stay as they are."""
    if language != "zh":
        return words
    return CHINESE[re.sub(r"\d+", "{}", words)].format(*re.findall(r"\d+", words))


def calibration_lines(manifest: dict[str, Any], language: str = "en") -> list[str]:
    """The text of a calibration's manifest."""

    def word(key: str, **more: Any) -> str:
        return WORDS[key][language].format(**more)

    comma = WORDS["comma"][language]
    convergence, weights = manifest["convergence"], manifest["weights"]
    targets = comma.join(
        word("target", count=count, group=told(group, language))
        for group, count in manifest["targets"].items()
    )
    shares = comma.join(
        f"{told(part, language)} {share:.0%}" for part, share in manifest["variance_shares"].items()
    )
    lines = [
        word(
            "fitted", estimated=len(manifest["estimated"]), exogenous=len(manifest["exogenous"]),
            targets=targets, until=manifest["fitted_until"],
        ),
        word("chains", r_hat=convergence["largest_r_hat"], ess=convergence["smallest_ess"]),
        word(
            "simulator", k=weights["pareto_k"], ess=weights["ess"], waves=manifest["waves"]
        ),
        word("variance", shares=shares),
    ]  # fmt: skip
    if manifest["gates_missed"]:
        missed = [told(gate, language) for gate in manifest["gates_missed"]]
        lines.append(word("distrust", missed=WORDS["between"][language].join(missed)))
    return lines
