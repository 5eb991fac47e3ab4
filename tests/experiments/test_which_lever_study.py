"""The study of the levers' parts runs, and its text says what its numbers say."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from experiments.studies.which_lever_narrowed_the_gap import COMMANDS

ROOT = Path(__file__).parent.parent.parent
STUDY = ROOT / "experiments" / "studies" / "which_lever_narrowed_the_gap"


def shown(value: float) -> str:
    return f"{value:+.3f}".replace("-", "\u2212") if round(value, 3) else "0.000"


def test_the_stored_answer_is_made_of_the_stored_numbers():
    numbers = json.loads((STUDY / "numbers.json").read_text(encoding="utf-8"))
    text = (STUDY / "answer.md").read_text(encoding="utf-8")
    for lever in numbers["levers"]:
        assert f"| {lever['label']} | {shown(lever['mean'])} |" in text
    for figure in ("waterfall", "shapley", "tornado"):
        assert f"({figure}.en.png)" in text and (STUDY / f"{figure}.en.png").is_file()


def test_what_an_effect_rests_on_stands_beside_the_largest():
    numbers = json.loads((STUDY / "numbers.json").read_text(encoding="utf-8"))
    text = (STUDY / "answer.md").read_text(encoding="utf-8")
    summary = " ".join(text[text.index("## The answer") : text.index("**How sure?**")].split())
    for lever in numbers["largest"]:
        assert f"{lever['label']} ({shown(lever['mean'])}" in summary
        assert f"; {lever['rests_on']})" in summary
    trend = numbers["parts"]["common_trend"]
    assert ("cannot tell whether" in summary) == (trend["p05"] * trend["p95"] <= 0)


def test_the_stored_parts_add_up_to_the_change():
    numbers = json.loads((STUDY / "numbers.json").read_text(encoding="utf-8"))
    parts = [part["mean"] for part in (*numbers["parts"].values(), *numbers["levers"])]
    assert abs(sum(parts) - (numbers["ratio"]["to"] - numbers["ratio"]["from"])) < 1e-9


def test_the_commands_named_exist():
    from experiments.commands import shanhai

    assert {command[0] for command in COMMANDS} <= set(shanhai.commands)


@pytest.mark.slow
def test_the_study_runs(tmp_path):
    module = "experiments.studies.which_lever_narrowed_the_gap"
    subprocess.run(
        [
            sys.executable, "-m", module, "--out", str(tmp_path / "out"), "--runs",
            str(tmp_path / "runs"), "--scale", "0.0005", "--draws", "2", "--attribution-draws",
            "2", "--permutations", "2",
        ],
        cwd=ROOT, check=True, timeout=500,
    )  # fmt: skip
    assert "## The answer" in (tmp_path / "out" / "answer.md").read_text(encoding="utf-8")
