"""What commands say in Chinese: tables, notes and progress; JSON is the same in both languages."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import click
import pytest

import calibration
from calibration.card.refits import LARGER
from calibration.card.rows import all_rows
from calibration.measurement import PARTS
from calibration.observations import GROUPS
from calibration.report import gates_missed
from calibration.synthetic import CHAINS_OF
from experiments import answer_words, calibration_text, card_text, listing_tables, progress
from experiments import reproduction as reproduction_words
from experiments.card_words import CHINESE, TOLD
from experiments.commands import shanhai as every_command
from experiments.listings import LISTINGS
from experiments.study import text as study_text
from scenarios.place_files import shipped_places
from tests.studies import STUDY, write_study

#: Writes a file in English and says one line.
ENGLISH_ONLY = {"new"}
CJK = re.compile(r"[\u4e00-\u9fff]")


def test_every_command_that_prints_for_people_speaks_chinese():
    for name, command in every_command.commands.items():
        if name in ENGLISH_ONLY:
            continue
        kinds = [item.type for item in command.params if item.name == "lang"]
        assert len(kinds) == 1 and isinstance(kinds[0], click.Choice), name
        assert {"en", "zh"} <= set(kinds[0].choices), name


@pytest.mark.parametrize(
    "words",
    [answer_words.WORDS, calibration_text.WORDS, card_text.WORDS, progress.WORDS,
     reproduction_words.WORDS, listing_tables.WORDS, study_text.WORDS],
)  # fmt: skip
def test_words_have_the_same_fields_in_both_languages(words):
    def fields(text: str) -> list[str]:
        return sorted(re.findall(r"{([\w.]+)", text))

    for key, label in words.items():
        assert fields(label.en) == fields(label.zh), key


# ---- the card


def numbers(text: str) -> list[float]:
    return sorted(float(item.rstrip(".")) for item in re.findall(r"\d*\.?\d+", text))


@pytest.mark.parametrize("number", list(all_rows()))
def test_a_row_of_the_card_has_its_test_and_its_bar_in_chinese(number):
    row = all_rows()[number]
    assert CJK.search(CHINESE[row.test]) and CJK.search(CHINESE[row.bar])


@pytest.mark.parametrize("label", TOLD, ids=lambda label: label.en[:30])
def test_a_bar_is_the_same_number_in_both_languages(label):
    words = {"twice": "2", "five times": "5"}
    english = label.en
    for word, number in words.items():
        english = english.replace(word, number)
    assert numbers(english) == numbers(label.zh)


def test_the_card_is_told_in_chinese_and_says_what_stays_english(shanhai):
    said = shanhai("card", "--lang", "zh")
    assert said.code == 0, said.err
    for row in all_rows().values():
        assert CHINESE[row.test] in said.out and f"标准：{CHINESE[row.bar]}" in said.out
        assert row.bar not in said.out
    assert said.out.splitlines()[0] == "浙江校准检验表"
    assert "以英文写成" in said.out.splitlines()[-1]
    assert not CJK.search(shanhai("card").out)
    plain = json.loads(shanhai("card", "--json").out)
    assert plain == json.loads(shanhai("card", "--json", "--lang", "zh").out)


def test_what_further_series_are_worth_is_told_in_chinese():
    path = shipped_places()["zhejiang"] / "posterior" / "value_of_data.json"
    lines = card_text.value_lines(json.loads(path.read_text(encoding="utf-8")), "zh")
    assert len(lines) > 10
    for line in lines:
        assert CJK.search(line) or not line, line
        assert not re.search(r"[a-z]{3}", line), line


# ---- a calibration


def said_in(name: str) -> set[str]:
    """The words that calls of a function in ``calibration/`` are given."""
    found = set()
    for path in Path(calibration.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == name:
                found |= {item.value for item in node.args if isinstance(item, ast.Constant)}
    return found


def test_every_stage_group_and_error_of_a_calibration_has_a_chinese_name():
    stages = said_in("on_stage")
    assert len(stages) >= 5
    for name in (*stages, *GROUPS, *PARTS):
        assert CJK.search(calibration_text.told(name, "zh")), name
        assert calibration_text.told(name, "en") == name


def test_what_a_row_of_the_card_says_while_it_is_measured_has_a_chinese_name():
    larger = (name.replace("_", " ") for name in LARGER)
    for name in (
        CHAINS_OF.format(records=500),
        "seed 11",
        *larger,
        "fitted to 2015",
        "without 4 prefectures",
    ):
        said = calibration_text.told(name, "zh")
        assert CJK.search(said) and not re.search("[a-z]", said), name
        assert set(re.findall(r"\d+", name)) <= set(re.findall(r"\d+", said)), name


class Missed:
    """A calibration that passes no gate."""

    class chains:  # noqa: N801
        @staticmethod
        def r_hat():
            import numpy as np

            return np.array([2.0])

        @staticmethod
        def ess():
            import numpy as np

            return np.array([1.0])

    class weights:  # noqa: N801
        k, ess = 9.0, 1.0


def test_a_calibration_is_told_in_chinese_with_every_gate_it_missed():
    path = shipped_places()["zhejiang"] / "posterior" / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    missed = gates_missed(Missed)  # type: ignore[arg-type]
    assert len(missed) == 4
    lines = calibration_text.calibration_lines({**manifest, "gates_missed": missed}, "zh")
    assert len(lines) == 5 and "尚不可信" in lines[-1]
    told = " ".join(lines).replace("Pareto", "").replace("R-hat", "").replace("--runs", "")
    assert not re.search(r"[a-z]{3}", told), told
    english = calibration_text.calibration_lines({**manifest, "gates_missed": missed})
    assert numbers(" ".join(english[:4])) == numbers(" ".join(lines[:4]))


# ---- listings, checks, studies, results lived again


@pytest.mark.parametrize("what", sorted(LISTINGS))
def test_a_listing_has_chinese_heads_and_the_same_names(what, shanhai):
    english, chinese = (
        shanhai("list", what, "--lang", language).out.splitlines() for language in ("en", "zh")
    )
    assert not CJK.search(english[0]) and not re.search("[a-z]", chinese[0])
    assert [line.split()[0] for line in english[1:]] == [line.split()[0] for line in chinese[1:]]


def test_a_check_warns_in_chinese_and_its_document_is_the_same(shanhai, tmp_path):
    (tmp_path / "much.yaml").write_text(
        "title: Much\nextends: history\nlevers: {infrastructure: {spending: 1e12}}\n",
        encoding="utf-8",
    )
    said = shanhai("validate", "much.yaml", "--lang", "zh")
    assert said.code == 0 and said.out == "much.yaml：没有错误\n"
    assert "警告" in said.err and "warning" not in said.err
    plain = shanhai("validate", "much.yaml", "--json").out
    assert plain == shanhai("validate", "much.yaml", "--json", "--lang", "zh").out


@pytest.fixture
def roads(tmp_path: Path) -> Path:
    text = STUDY.replace("seeds: [1, 2, 3]", "seeds: [1]").replace(
        "grid: {infrastructure.spending: [0, 1e9, 2e9, 4e9], parameters.network: [2, 3.2]}",
        "grid: {infrastructure.spending: [0, 1e9]}",
    )
    return write_study(tmp_path, f"title_zh: 修路花多少钱\n{text}")


def test_a_study_is_told_in_chinese_by_its_chinese_title(shanhai, roads):
    asked = ("experiment", roads, "--workers", "1", "--out", "out")
    said = shanhai(*asked, "--lang", "zh")
    assert said.code == 0, said.err
    assert said.out.startswith("修路花多少钱：2次模拟完成2次\n结果 ")
    assert said.err == "roads，规模0.0002：共2次模拟\n"
    again = shanhai(*asked)
    assert again.out.startswith("How much road money: 2 of 2 runs done, 2 of them before\n")
    plain = json.loads(shanhai(*asked, "--json").out)
    assert plain == json.loads(shanhai(*asked, "--json", "--lang", "zh").out)


def test_a_study_without_a_chinese_title_is_called_by_its_own(shanhai, roads):
    roads.write_text(roads.read_text(encoding="utf-8").split("\n", 1)[1], encoding="utf-8")
    said = shanhai("experiment", roads, "--workers", "1", "--out", "out", "--lang", "zh")
    assert said.out.startswith("How much road money：")


def test_a_result_lived_again_is_told_in_chinese(shanhai, ran):
    said = shanhai("reproduce", ran.folder, "--lang", "zh")
    assert said.code == 0, said.err
    assert "逐位相同" in said.out and "same" not in said.out
    assert "重新运行" in said.err and "years" not in said.err


def test_progress_and_the_time_left_are_told_in_chinese(monkeypatch, capsys):
    now = [0.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    with progress.Progress("历史", 20, "year", done=2, language="zh") as bar:
        for _ in range(5):
            now[0] += 20.0
            bar.step()
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "历史：共20年，其中已完成2"
    assert lines[-1] == "历史：20年已完成7，约剩4分钟"
