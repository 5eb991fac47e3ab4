"""``shanhai new scenario``: a file that is valid as it stands and names everything there is."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

import scenarios
from scenarios.template import WIDTH
from sim.inputs import SHOCKS
from sim.levers import all_levers


def test_a_new_scenario_is_valid_and_does_what_history_did(shanhai):
    said = shanhai("new", "scenario", "roads_first")
    assert said.code == 0 and os.listdir() == ["roads_first.yaml"]
    assert shanhai("validate", "roads_first.yaml").err == ""
    made, history = scenarios.load("roads_first.yaml"), scenarios.load("history")
    assert (made.levers, made.shocks) == (history.levers, history.shocks)
    assert made.title == "Roads first"
    assert all(len(line) <= WIDTH for line in Path("roads_first.yaml").read_text().splitlines())


def test_every_key_of_the_template_is_legal_once_its_sign_is_taken_away(shanhai):
    assert shanhai("new", "scenario", "all_of_it").code == 0
    text = Path("all_of_it.yaml").read_text(encoding="utf-8")
    Path("all_of_it.yaml").write_text(re.sub(r"(?m)^#(?!#)", "", text), encoding="utf-8")
    assert shanhai("validate", "all_of_it.yaml").code == 0
    for key, lever in all_levers().items():
        assert f"#  {key}:" in text
        for name, item in lever.settings().items():
            assert f"#    {name}: " in text
            assert item.labels.zh in text
    assert all(f"#  {kind}: " in text for kind in SHOCKS)


def test_a_file_that_is_there_is_left_alone(shanhai):
    Path("mine.yaml").write_text("title: mine\n")
    said = shanhai("new", "scenario", "mine.yaml")
    assert said.code == 2 and said.err == "mine.yaml: is there already; give another name\n"
    assert Path("mine.yaml").read_text() == "title: mine\n" and os.listdir() == ["mine.yaml"]


@pytest.mark.parametrize("name", ["", "a/b", "../x", ".hidden", "-x", "a\nb", "x" * 200, "history"])
def test_a_name_that_no_file_should_have_is_refused(shanhai, name):
    said = shanhai("new", "scenario", "--", name)
    assert said.code == 2 and said.err.count("\n") == 1 and os.listdir() == []


def test_a_folder_that_cannot_be_written_is_said(shanhai, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.mkstemp", full)
    said = shanhai("new", "scenario", "mine")
    assert said.code == 2 and "No space left on device" in said.err and os.listdir() == []
