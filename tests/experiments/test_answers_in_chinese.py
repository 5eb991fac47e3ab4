"""Tables of comparisons in Chinese, and the titles of scenarios in two languages."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import scenarios
from experiments.answer_words import WORDS
from scenarios.writing import dump

SMALL = ("--scale", "0.0005", "--draws", "2", "--seeds", "2", "--workers", "1", "--quiet")


@pytest.mark.parametrize("name", list(scenarios.available()))
def test_every_shipped_scenario_has_a_title_in_chinese(name):
    title = scenarios.available()[name].title_zh
    assert re.search(r"[\u4e00-\u9fff]{2}", title)
    assert len(title) <= 20, "too long for a panel of a figure"


def test_no_two_scenarios_have_the_same_title():
    titles = [info.title_zh for info in scenarios.available().values()]
    assert len(set(titles)) == len(titles)


def test_a_scenario_without_a_chinese_title_is_called_by_its_own(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("title: Mine\nextends: history\n", encoding="utf-8")
    mine = scenarios.load(path)
    assert mine.titled("zh") == mine.titled("en") == "Mine"


def test_a_chinese_title_is_written_and_read_again_and_changes_no_hash(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("title: Mine\nextends: history\n", encoding="utf-8")
    plain = scenarios.load(path)
    path.write_text("title: Mine\ntitle_zh: 我的情景\nextends: history\n", encoding="utf-8")
    named = scenarios.load(path)
    assert named.titled("zh") == "我的情景" and named.hash() == plain.hash()
    path.write_text(dump(named), encoding="utf-8")
    assert scenarios.load(path).title_zh == "我的情景"


def test_words_have_the_same_fields_in_both_languages():
    def fields(text: str) -> list[str]:
        return sorted(re.findall(r"{(\w+)", text))

    for key, label in WORDS.items():
        assert fields(label.en) == fields(label.zh), key


def test_a_comparison_is_told_in_chinese_and_its_document_is_the_same(shanhai):
    asked = ("compare", "no_infrastructure", *SMALL, "--out", "out")
    said = shanhai(*asked, "--lang", "zh")
    assert said.code == 0, said.err
    assert "没有道路与宽带建设" in said.out and "减“历史”" in said.out
    lines = [line for line in said.out.splitlines() if "written" in line or "draws" in line]
    assert lines == [], "words left in English"
    document = json.loads(shanhai(*asked, "--json").out)
    assert document == json.loads(shanhai(*asked, "--json", "--lang", "zh").out)


def test_scenarios_are_listed_by_their_chinese_titles(shanhai):
    assert "先修路，后办厂" in shanhai("list", "scenarios", "--lang", "zh").out
    assert "先修路" not in shanhai("list", "scenarios").out


TINY = ("--scale", "0.0005", "--out", "out")
FAR_TOO_MUCH = ("--set", "infrastructure.spending=1e12")


def odd_place(folder: Path) -> None:
    """A place about which nearly everything has to be assumed, and two columns say nothing."""
    folder.mkdir()
    rows = [f"{year},{kind}_income_new,{income},yuan/person/year,,\n"
            for year in (2003, 2004, 2005)
            for kind, income in (("rural", 5000), ("urban", 12000))]  # fmt: skip
    (folder / "observed.csv").write_text(
        "year,series,value,unit,verifyed,colour\n" + "".join(rows), encoding="utf-8"
    )
    (folder / "lever.csv").write_text("", encoding="utf-8")


@pytest.mark.parametrize("command", [("run",), ("compare", "--draws", "1", "--seeds", "1")])
def test_what_is_implausible_is_said_in_the_language_of_the_tables(command, shanhai):
    words = {}
    for language in ("en", "zh"):
        name, *options = command
        said = shanhai(
            name, "no_governance", *options, *TINY, *FAR_TOO_MUCH, "--lang", language
        )  # fmt: skip
        assert said.code == 0, said.err
        words[language] = said.err
    assert "spending: warning: levers.infrastructure.spending: 1e+12 is more than 10" in words["en"]
    assert "spending: 警告: levers.infrastructure.spending: 1e+12超过有记录的最大值" in words["zh"]
    assert "warning" not in words["zh"]


def test_what_was_assumed_of_a_place_is_said_in_chinese(shanhai, tmp_path):
    odd_place(tmp_path / "province")
    said = shanhai("run", "--place", "province/", *TINY, "--lang", "zh", "--draws", "2")
    assert said.code == 0, said.err
    warnings = [line for line in said.err.splitlines() if "警告" in line]
    assert len(warnings) >= 6
    assert "warning" not in said.err and "assumed" not in said.err
    assert any("是否为“levers.csv”？" in line for line in warnings)
    assert any("verifyed" in line and "未读取" in line for line in warnings)
    assert "2组参数抽自先验" in said.err


def test_every_warning_of_a_place_has_its_own_chinese_words(tmp_path):
    odd_place(tmp_path / "province")
    findings = scenarios.Findings()
    scenarios.load_place(str(tmp_path / "province"), findings)
    for problem in findings.warnings:
        assert problem.message_zh and problem.message_zh != problem.message, problem
