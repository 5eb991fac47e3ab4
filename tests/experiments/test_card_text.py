"""The card as text: every number where a reader finds it, and what a missed bar means."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from calibration.card.rows import NOT_RUN, SHORT, all_rows, not_run
from experiments.card_figures import figure_lines
from experiments.card_text import COLUMNS, card_lines, value_lines
from experiments.card_words import MISSED
from experiments.text_tables import width
from scenarios.place_files import shipped_places
from sim.levers import all_levers

LABELS = dict.fromkeys(all_levers(), "mixed")
CJK = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def shipped() -> dict[str, Any]:
    path = shipped_places()["zhejiang"] / "posterior" / "card.json"
    held: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return held


def a_card(verdict: str, number: int = 3) -> dict[str, Any]:
    row = {"row": number, "test": "t", "bar": "b", "figure": {"x": 1}, "why": "w"}
    return {"rows": [{**row, "verdict": verdict}], "labels": {}}


def test_no_line_of_the_card_is_wider_than_a_page(shipped: dict[str, Any]) -> None:
    lines = card_lines(shipped, "Zhejiang")
    # tables are not broken; the widest, of effects by treatment of the break, needs some room more
    assert all(width(line) <= COLUMNS + 20 for line in lines)
    assert not any(CJK.search(line) for line in lines)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_missed_bar_is_told_with_what_it_means(
    language: str, shipped: dict[str, Any]
) -> None:
    text = " ".join(" ".join(card_lines(shipped, "x", language)).split())
    for row in shipped["rows"]:
        means = MISSED[row["row"]][language] if row["row"] in MISSED else "no words"
        assert (means in text) is (row["verdict"] == SHORT), row["row"]


def test_rows_that_only_report_have_no_bar_to_miss() -> None:
    assert set(all_rows()) - set(MISSED) == {10, 11, 12, 13}


@pytest.mark.parametrize("verdict", ["pass", NOT_RUN])
def test_a_bar_that_is_not_missed_means_nothing(verdict: str) -> None:
    assert "means:" not in "\n".join(card_lines(a_card(verdict), "x"))
    assert "means:" in "\n".join(card_lines(a_card(SHORT), "x"))


def test_a_row_to_be_run_is_named_with_the_calibration_it_is_of() -> None:
    document = a_card(NOT_RUN, 8)
    document["rows"][0] |= {"figure": None, "why": not_run(8).why}
    told = "\n".join(card_lines(document, "x", "en", " --place 'my place'"))
    assert "shanhai card --row 8 --place 'my place'" in told


def test_equal_parts_make_a_table_and_single_numbers_a_line() -> None:
    figure = {
        "correlation": -0.296,
        "covered": 81,
        "of": 104,
        "unknown": None,
        "levels": [],
        "by_kind": {"rural": {"rmse": 0.04, "covered": 8}, "urban": {"rmse": 0.5, "covered": 7}},
        "skill": {"rural": [{"years_ahead": 1, "skill": -0.5}, {"years_ahead": 2, "skill": 0.25}]},
    }
    assert figure_lines(figure, {}) == [
        "correlation -0.296; covered 81 of 104; unknown \u2013; levels none",
        "by kind",
        "         rmse  covered",
        "  rural  0.04        8",
        "  urban   0.5        7",
        "skill, rural",
        "  years ahead  skill",
        "            1   -0.5",
        "            2   0.25",
    ]


def test_what_is_too_long_for_a_page_says_where_it_is_and_hides_nothing_else() -> None:
    figure = {"no_noise": {"records": 500, "ranks": {"at": [0.5] * 60, "below": {"x": [1] * 60}}}}
    assert figure_lines(figure, {}) == [
        "no noise: records 500",
        "no noise, ranks (120 in card.json)",
    ]
    assert figure_lines({"uneven": ["x"] * 17}, {}) == ["uneven (17 in card.json)"]


@pytest.mark.parametrize("empty", [{}, [], None])
def test_a_part_that_is_empty_is_told_in_a_word(empty: Any) -> None:
    assert figure_lines({"lever_effects": empty}, {})[0].split()[-1] in ("none", "\u2013")


def test_a_table_of_lever_effects_has_their_labels(shipped: dict[str, Any]) -> None:
    rows = {row["row"]: row["figure"] for row in shipped["rows"]}
    text = "\n".join(figure_lines(rows[12], shipped["labels"]))
    for lever in all_levers():
        line = next(one for one in text.splitlines() if lever.replace("_", " ") in one[:30])
        assert shipped["labels"][lever] in line


def test_what_further_series_are_worth_has_the_labels_of_the_effects() -> None:
    levers = {"infrastructure": {"effect": 0.05, "sd": 0.01, "label": "mixed"}}
    table = {"effects_on": "x", "levers": levers, "series": []}
    assert any("+0.050 ± 0.010  mixed" in line for line in value_lines(table))
    assert any("数据与先验兼有" in line for line in value_lines(table, "zh"))


def test_every_number_of_the_shipped_card_has_a_chinese_name(shipped: dict[str, Any]) -> None:
    for row in shipped["rows"]:
        if row["figure"] is None:
            continue
        for line in figure_lines(row["figure"], shipped["labels"], "zh"):
            words = set(re.findall(r"[A-Za-z]{2,}", line)) - {"CRPS", "card", "json", "hat"}
            assert not words, (row["row"], words)


def test_a_value_of_data_is_kept_with_labels(tmp_path: Path, monkeypatch: Any) -> None:
    from calibration.card import stored
    from calibration.value_of_data import VALUE_FILE
    from tests.calibration.known_world import known_world

    place = known_world().question.scenario.place
    found = {"effects_on": "x", "levers": {"infrastructure": {"effect": 0.1, "sd": 0.2}}}
    monkeypatch.setattr(stored, "calibration_in", lambda *_: None)
    monkeypatch.setattr(stored, "value_of_data", lambda *_: {**found, "series": []})
    card = {"rows": [], "labels": {"infrastructure": "mixed"}}
    (tmp_path / "card.json").write_text(json.dumps(card), encoding="utf-8")
    stored.value_and_store(place, tmp_path)
    kept = json.loads((tmp_path / VALUE_FILE).read_text(encoding="utf-8"))
    assert kept["levers"]["infrastructure"]["label"] == "mixed"


def test_numbers_are_shown_with_four_digits_and_without_exponents() -> None:
    found = {"shift": 0.00005, "change": 1.23456e-7, "count": 130_940.0, "none": 0.0}
    assert figure_lines(found, {}) == ["shift 0.00005; change 0.0000001235; count 130900; none 0"]
