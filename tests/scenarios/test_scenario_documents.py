"""The page on counterfactuals names every key and every scenario, and its example is legal."""

from __future__ import annotations

import re
from pathlib import Path

import scenarios
from scenarios.scenario_files import shipped_scenarios
from scenarios.scenario_schema import scenario_schema
from sim.levers import all_levers

PAGE = (Path(__file__).parent.parent.parent / "docs" / "counterfactuals.md").read_text(
    encoding="utf-8"
)


def test_the_example_is_a_legal_scenario():
    example = re.search(r"```yaml[^\n]*\n(.*?)```", PAGE, re.S)
    assert example is not None
    scenario = scenarios.loads(example[1], findings=scenarios.Findings())
    assert scenario.closure == "debt" and "governance" not in scenario.levers


def test_every_key_is_explained():
    explained = set(re.findall(r"`(\w+)`", "\n".join(re.findall(r"^\| `.*? \|", PAGE, re.M))))
    assert set(scenario_schema()["properties"]) <= explained


def test_every_scenario_of_the_catalogue_is_named_and_no_other():
    rows = "\n".join(re.findall(r"^\| `(?:counterfactuals|transplants|outlooks).*", PAGE, re.M))
    named = {name for name in re.findall(r"`(\w+)`", rows) if not name.endswith("_")}
    by_rule = {f"{dose}_{lever}" for dose in ("no", "half", "double") for lever in all_levers()}
    folders = {"transplants", "outlooks"}
    assert named - folders | by_rule | {"history"} == set(shipped_scenarios())
