"""Listings are quick and the schema follows the declarations."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import scenarios
from scenarios.place_schema import place_schema
from scenarios.scenario_schema import scenario_schema
from scenarios.schema_check import with_text_keys
from sim.inputs import BASE_VALUES, SHOCKS
from sim.levers import all_levers

ROOT = Path(__file__).parent.parent.parent
HEAVY = ("numba", "mesa", "xarray", "pandas", "scipy", "matplotlib", "jsonschema")


def test_every_shipped_scenario_has_a_title_and_a_summary():
    for name, info in scenarios.available().items():
        assert info.title and info.summary and not info.title.endswith("."), name


def test_there_is_a_removal_for_every_lever_and_one_for_all():
    expected = {"history", "all_off", *(f"no_{lever}" for lever in all_levers())}
    assert expected <= set(scenarios.available())
    assert scenarios.available()["history"].extends is None
    assert scenarios.available()["no_infrastructure"].extends == "history"


def test_no_two_shipped_scenarios_share_a_name():
    folder = ROOT / "scenarios"
    files = [path for path in folder.rglob("*.yaml") if folder / "places" not in path.parents]
    assert len({path.stem for path in files}) == len(files)
    assert len(files) == len(scenarios.available())


def test_listings_load_nothing_heavy():
    program = (
        "import sys, scenarios\n"
        "scenarios.available(), scenarios.places()\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"


def test_loading_a_scenario_needs_none_of_the_heavy_libraries():
    program = (
        "import sys, scenarios\n"
        "scenarios.validate(['history'], 'tests/places/two_counties')\n"
        f"print([name for name in {HEAVY[:-1]!r} if name in sys.modules])\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"


@pytest.mark.parametrize("schema", [scenario_schema(), scenario_schema(1990), place_schema()])
def test_the_schemas_are_sound_and_can_be_written_for_editors(schema):
    from jsonschema import Draft202012Validator

    Draft202012Validator.check_schema(schema)
    assert json.loads(json.dumps(schema)) == schema


def test_every_lever_setting_shock_and_base_value_is_in_the_schema():
    properties = scenario_schema()["properties"]
    levers = properties["levers"]["properties"]
    assert set(levers) == set(all_levers())
    for name, lever in all_levers().items():
        assert set(levers[name]["properties"]) == set(lever.settings())
    assert set(properties["shocks"]["properties"]) == set(SHOCKS)
    assert set(place_schema()["properties"]["values"]["properties"]) == set(BASE_VALUES)


def test_every_shipped_scenario_fits_the_schema():
    from jsonschema import Draft202012Validator

    from scenarios.problems import Findings
    from scenarios.scenario_files import shipped_scenarios
    from scenarios.yaml_files import read_yaml

    for name, path in shipped_scenarios().items():
        document = read_yaml(path, name, Findings())
        assert document is not None
        Draft202012Validator(scenario_schema()).validate(with_text_keys(document.data))


def test_a_path_is_told_from_a_place_a_study_and_a_scenario(tmp_path, two_counties):
    study = tmp_path / "study.yaml"
    study.write_text("title: x\ndesign: {grid: {}}\n")
    assert scenarios.kind_of(study) == "study"
    assert scenarios.kind_of("zhejiang") == scenarios.kind_of(tmp_path) == "place"
    assert scenarios.kind_of("history") == scenarios.kind_of("nowhere.yaml") == "scenario"


def test_validate_takes_scenarios_and_places_together(tmp_path, two_counties):
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("closure: x\n")
    problems = scenarios.validate(
        [wrong, "history", ROOT / "tests" / "places" / "two_counties", tmp_path], two_counties
    )
    mistakes = [str(problem) for problem in problems if not problem.is_warning]
    assert len(mistakes) == 2
    assert "wrong.yaml:1: closure" in mistakes[0] and "not a place" in mistakes[1]
