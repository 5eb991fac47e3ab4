"""Chinese readers count large sums in 亿元, a tenth of a bn; the number is scaled with the word."""

from __future__ import annotations

import re

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

import experiments
import scenarios
from experiments import answer_words
from experiments.comparison.text import as_lines as comparison_lines
from experiments.figures import wording
from experiments.figures.comparison_subject import ComparisonSubject
from experiments.figures.drawing import subject_of
from experiments.figures.frontier import frontier
from experiments.figures.ledger import ledger
from experiments.figures.ledger_difference import ledger_difference
from experiments.frontier.text import as_lines as frontier_lines
from experiments.large_money import in_large
from experiments.report import words as report_words
from experiments.report.page import page
from experiments.results import manifest_of


@pytest.fixture(scope="module")
def compared():
    history, other = scenarios.load("history"), scenarios.load("no_infrastructure")
    return experiments.compare(other, against=history, draws=2, scale=0.0005).document


def test_a_bn_is_ten_yi():
    assert in_large(3.5e9, "en") == 3.5 and in_large(3.5e9, "zh") == 35.0


@pytest.mark.parametrize("words", [answer_words.WORDS, wording.WORDS, report_words.WORDS])
def test_what_english_counts_in_bn_is_counted_in_yi(words):
    counted = 0
    for key, label in words.items():
        assert "十亿元" not in label.zh and "百万元" not in label.zh, key
        assert ("bn yuan" in label.en) == ("亿元" in label.zh), key
        counted += "bn yuan" in label.en
    assert counted


def numbers_after(text: str, before: str) -> list[float]:
    found = text[text.index(before) + len(before) :].splitlines()[0].replace("\u2212", "-")
    return [float(item.replace(",", "")) for item in re.findall(r"[+-]?[\d,]+\.\d+", found)]


def test_a_table_of_saved_money_is_ten_times_the_number_in_chinese(compared):
    english, chinese = ("\n".join(comparison_lines(compared, one)) for one in ("en", "zh"))
    in_bn = numbers_after(english, "saved on levers, bn yuan in all years")
    in_yi = numbers_after(chinese, "政策支出节余，历年合计，亿元")
    assert len(in_bn) == len(in_yi) and max(in_bn) > 10
    assert in_yi == pytest.approx(np.multiply(10, in_bn), abs=0.55)  # rounded to a tenth of a bn
    value = compared["scenarios"]["no_infrastructure"]["worth"]["net_present_value"]["median"]
    assert f"net present value {value / 1e9:+,.0f} bn yuan" in english
    assert f"净现值{value / 1e8:+,.0f}亿元" in chinese


def test_a_page_says_present_values_in_yi(compared):
    said = page(ComparisonSubject(compared), "zh")
    money = compared["scenarios"]["no_infrastructure"]["worth"]["money"]["median"]
    shown = re.search(r"政策支出(\S+?)亿元", said)
    assert shown and abs(money) > 1e9
    number = float(shown[1].replace("\u2212", "-").replace(",", ""))
    assert number == pytest.approx(money / 1e8, abs=0.05)


def heights(drawing: Figure) -> float:
    return sum(
        abs(bar.get_height())
        for axes in drawing.axes
        for bar in axes.patches
        if isinstance(bar, Rectangle)
    )


def labels(drawing: Figure) -> set[str]:
    return {axes.get_ylabel() for axes in drawing.axes} - {""}


def test_the_ledgers_bars_are_ten_times_as_high_in_chinese(outcome, compared):
    subject = subject_of(outcome, manifest_of(outcome))
    drawn = {one: ledger(subject, one) for one in ("en", "zh")}
    assert labels(drawn["en"]) == {"bn yuan per year, current prices"}
    assert labels(drawn["zh"]) == {"亿元/年（当年价）"}
    assert heights(drawn["zh"]) == pytest.approx(10 * heights(drawn["en"]))
    drawn = {one: ledger_difference(ComparisonSubject(compared), one) for one in ("en", "zh")}
    assert labels(drawn["zh"]) == {"亿元/年（当年价）"}
    assert heights(drawn["zh"]) == pytest.approx(10 * heights(drawn["en"]))


MIXES = {
    "scenario": "history", "title_zh": "历史", "indicator": "ratio_new", "draws": 2,
    "draws_from": "posterior",
    "points": 8, "scale": 0.001, "seed": 1, "prices_of": 2023, "discount_rate": 0.04,
    "levers": ["infrastructure"], "manifest": {"data_hash": "0123456789abcdef"},
    "cloud": {"money": [[1e11, 2e11], [1e11, 3e11]], "ratio_new": [[1.9, 1.8], [1.9, 1.7]]},
    "mixes": [
        {
            "name": "own", "money": {"median": 3.25e11}, "probability_on_frontier": 0.5,
            "outcomes": {"ratio_new": {"p05": 1.8, "median": 1.9, "p95": 2.0}},
            "intensities": {"infrastructure": 1.0},
        }
    ],
    "surface": {"ratio_new": {"leave_one_out": 0.01, "at_the_winners": 0.01, "spread": 0.1}},
    "marginal": {},
    "labels": {},
}  # fmt: skip


def test_money_of_mixes_is_counted_in_yi():
    english, chinese = ("\n".join(frontier_lines(MIXES, one)) for one in ("en", "zh"))
    assert english.startswith("history: ") and chinese.startswith("历史：")
    assert re.search(r"^own +325 ", english, re.M)
    assert re.search(r"^现行组合 +3,250 ", chinese, re.M)
    drawn = {one: frontier(MIXES, one).axes[0] for one in ("en", "zh")}
    assert "bn yuan" in drawn["en"].get_xlabel() and "亿元" in drawn["zh"].get_xlabel()
    ends = {one: max(drawn[one].lines[0].get_xdata()) for one in drawn}
    assert ends == {"en": 300.0, "zh": 3000.0}
