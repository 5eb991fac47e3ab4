"""The shipped place, as its files have it."""

from __future__ import annotations

import re
from pathlib import Path as FilePath

import pytest

import scenarios
from scenarios.problems import Findings
from sim.levers import all_levers


@pytest.fixture(scope="module")
def zhejiang():
    return scenarios.load_place("zhejiang", Findings())


def test_zhejiang_has_no_mistakes_and_assumes_nothing():
    assert [str(problem) for problem in scenarios.validate(["zhejiang"])] == []


def test_every_shipped_scenario_loads_for_zhejiang_without_a_word(zhejiang):
    for name in scenarios.available():
        findings = Findings()
        scenario = scenarios.load(name, findings=findings)
        assert [str(item) for item in findings] == []
        assert scenario.place is zhejiang


def test_the_place_is_named_as_its_folder(zhejiang):
    assert zhejiang.name == "zhejiang"
    assert scenarios.places()["zhejiang"].years == (zhejiang.base_year, zhejiang.last_year)
    assert scenarios.places()["zhejiang"].title == zhejiang.title


def test_every_lever_has_a_documented_path(zhejiang):
    assert set(zhejiang.documented) == set(all_levers())


def test_the_record_reaches_from_2003_to_2023_with_2013_both_ways(zhejiang):
    for kind in ("rural", "urban"):
        old, new = (zhejiang.series(f"{kind}_income_{d}") for d in ("old", "new"))
        assert set(range(2003, 2014)) <= set(old) and set(range(2013, 2024)) <= set(new)


def test_counties_lie_in_prefectures_and_western_ones_have_donors(zhejiang):
    codes = {county.code for county in zhejiang.counties}
    for county in zhejiang.counties:
        if county.county_class == "west":
            assert county.partner in codes
        else:
            assert county.prefecture in zhejiang.prefectures


def test_every_number_names_a_source_that_is_listed(zhejiang):
    assert {row.source for row in zhejiang.observed} <= set(zhejiang.sources)
    assert "assumption" in zhejiang.sources


def test_no_code_knows_zhejiang_but_for_the_default_place():
    from pathlib import Path

    folder = Path(scenarios.__file__).parent
    naming = {
        path.name for path in folder.glob("*.py") if "zhejiang" in path.read_text("utf-8").lower()
    }
    assert naming == {"loader.py"}


def test_the_readme_lists_every_file_and_counts_its_rows_right():
    folder = FilePath(scenarios.__file__).parent / "places" / "zhejiang"
    table = dict(
        re.findall(r"^\| `([^`]+)` \| (\d+)", (folder / "README.md").read_text("utf-8"), re.M)
    )
    here = {
        f"{item.name}/" if item.is_dir() else item.name
        for item in folder.iterdir()
        if not item.name.startswith(".")
    }
    assert set(table) == here - {"README.md"}
    for name, count in table.items():
        if name.endswith(".csv"):
            lines = (folder / name).read_text("utf-8").splitlines()
            assert int(count) == len(lines) - 1, name
