"""What scenario files mean."""

from __future__ import annotations

import copy
import pickle
from pathlib import Path as FilePath

import pytest

import scenarios
from scenarios.problems import Findings
from sim.inputs import Path
from sim.levers import all_levers


def test_history_takes_every_documented_path(two_counties):
    history = scenarios.load("history", two_counties)
    assert history.levers == two_counties.documented
    assert history.name == "history" and history.title == "History"


def test_a_shipped_removal_is_history_without_one_lever(two_counties):
    history = scenarios.load("history", two_counties)
    for lever in all_levers():
        removal = scenarios.load(f"no_{lever}", two_counties)
        assert removal.levers == history.without(lever).levers
        assert removal.extends == "history"


def test_all_off_leaves_no_lever_and_every_shock(two_counties):
    nothing = scenarios.load("all_off", two_counties)
    assert nothing.levers == {} and nothing.shocks == two_counties.shocks


def test_a_plain_number_holds_always_and_years_are_joined_by_straight_lines(load):
    levers = load(
        "levers: {infrastructure: {spending: {2003: 10e6, 2005: 30e6}, broadband_spending: 5e6}}"
    ).levers
    spending = levers["infrastructure"]["spending"]
    assert [spending.at(year) for year in (2002, 2004, 2009)] == [10e6, 20e6, 30e6]
    assert levers["infrastructure"]["broadband_spending"] == Path.constant(5e6)


def test_a_childs_dated_path_replaces_its_parents_whole(load):
    levers = load("extends: history\nlevers: {infrastructure: {spending: {2010: 1e6}}}").levers
    assert levers["infrastructure"]["spending"] == Path({2010: 1e6})
    assert levers["infrastructure"]["broadband_spending"] == Path({2003: 5e6})


def test_documented_holds_for_one_setting_or_for_a_whole_lever(load, two_counties):
    documented = two_counties.documented
    one = load("levers: {infrastructure: {spending: documented}}").levers
    assert one == {"infrastructure": {"spending": documented["infrastructure"]["spending"]}}
    whole = load("extends: all_off\nlevers: {infrastructure: documented}").levers
    assert whole == {"infrastructure": documented["infrastructure"]}


def test_without_comes_before_replace_and_replace_before_levers(load, two_counties):
    scenario = load(
        """
        extends: history
        without: [social_protection]
        replace: {infrastructure: thousand_villages}
        levers: {social_protection: {pension: 100}, thousand_villages: {upkeep: 1e6}}
        """
    )
    documented = two_counties.documented
    villages = scenario.levers["thousand_villages"]
    assert scenario.levers["social_protection"] == {"pension": Path.constant(100)}
    assert "infrastructure" not in scenario.levers
    for year in range(2002, 2013):
        roads = documented["infrastructure"]
        given = roads["spending"].at(year) + roads["broadband_spending"].at(year)
        own = documented["thousand_villages"]["spending"].at(year)
        assert villages["spending"].at(year) == pytest.approx(own + given)
    assert villages["demonstration_share"].at(2005) == 0.1
    assert villages["upkeep"] == Path.constant(1e6)


def test_two_levers_can_swap_their_money(load, two_counties):
    levers = load(
        "extends: history\n"
        "replace: {infrastructure: thousand_villages, thousand_villages: infrastructure}"
    ).levers
    assert levers["infrastructure"]["spending"].at(2003) == 30e6
    assert levers["thousand_villages"]["spending"].at(2003) == 45e6
    assert levers["thousand_villages"]["demonstration_share"].at(2003) == 0.1


def test_shocks_are_those_of_the_place_unless_said_otherwise(load):
    assert load("title: quiet").shocks == {"financial_crisis": (2008,)}
    assert load("shocks: {financial_crisis: none, covid: [2021, 2020]}").shocks == {
        "covid": (2020, 2021)
    }
    assert load("shocks: {covid: 2020}").shocks == {"covid": (2020,), "financial_crisis": (2008,)}


def test_a_region_is_a_word_or_places_by_key_code_or_name(load):
    def region(text: str):
        return load(f"levers: {{infrastructure: {{spending: 1e6, region: {text}}}}}").levers[
            "infrastructure"
        ]["region"]

    assert region("mountain") == region("[mountain]") == "mountain"
    assert region("hills") == ("hills",)
    assert region("[900101, hills, Rivermouth]") == ("900101", "hills")
    assert region("高田县") == ("900201",)


def test_a_file_can_extend_a_file_beside_it(load, tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "base.yaml").write_text("closure: debt\nlevers: documented\n")
    scenario = load("extends: sub/base.yaml\ntitle: Grandchild\n")
    assert scenario.closure == "debt" and scenario.extends == "sub/base.yaml"
    assert "infrastructure" in scenario.levers


def test_parameters_are_read_and_passed_on_to_children(load, tmp_path):
    from sim.parameters import PARAMETERS

    first, second = list(PARAMETERS)[:2]
    low, high = PARAMETERS[second].bounds
    (tmp_path / "base.yaml").write_text(
        f"parameters: {{{first}: {PARAMETERS[first].value}, {second}: {low}}}\n"
    )
    scenario = load(f"extends: base.yaml\nparameters: {{{second}: {high}}}")
    assert scenario.parameters == {first: PARAMETERS[first].value, second: high}


def test_a_title_stands_for_itself_and_is_not_inherited(load):
    assert load("extends: history").title == "roads"
    assert load("extends: history\ntitle: Mine").title == "Mine"


def test_a_scenario_is_frozen_and_travels_to_workers(two_counties):
    history = scenarios.load("history", two_counties)
    with pytest.raises(TypeError, match="frozen"):
        history.levers["infrastructure"]["spending"] = 0
    with pytest.raises(TypeError, match="frozen"):
        history.shocks.clear()
    assert pickle.loads(pickle.dumps(history)) == history == copy.deepcopy(history)


def test_a_place_without_documented_levers_runs_without_them_and_says_so(tmp_path, two_counties):
    from dataclasses import replace

    from sim.inputs import Frozen

    findings = Findings()
    bare = replace(two_counties, documented=Frozen())
    assert scenarios.load("history", bare, findings).levers == {}
    (warning,) = findings.warnings
    assert "no levers.csv" in str(warning)
    assert scenarios.load("no_infrastructure", bare, Findings()).levers == {}


def test_names_that_look_like_options_or_paths_are_just_unknown_names(two_counties):
    for name in ("--help", "-x", "", ".", "\0", "a" * 5000, "../history", "/etc/passwd", "hístory"):
        with pytest.raises(scenarios.BadInput) as caught:
            scenarios.load(name, two_counties)
        assert len(str(caught.value).splitlines()) == 1


def test_a_files_name_becomes_a_name_that_can_be_a_folder(tmp_path, two_counties):
    for file, name in (("-x.yaml", "x"), ("a:b.yaml", "a_b"), ("路.yaml", "路"), ("...yaml", None)):
        path = tmp_path / file
        path.write_text("levers: documented\n")
        scenario = scenarios.load(path, two_counties)
        assert name is None or scenario.name == name
        assert scenario.name.strip("-. ")


def test_a_bare_name_suggests_the_file_that_was_meant(tmp_path, two_counties, monkeypatch):
    monkeypatch.chdir(tmp_path)
    FilePath("roads_first.yaml").write_text("levers: documented\n")
    with pytest.raises(scenarios.BadInput, match=r"did you mean the file 'roads_first.yaml'"):
        scenarios.load("roads_first", two_counties)


def test_settings_from_the_command_line_are_checked_like_a_file(two_counties):
    history = scenarios.load("history", two_counties)
    changed = scenarios.change(
        history,
        ["infrastructure.spending={2003: 1e6}", "thousand_villages=documented"],
    )
    assert changed.levers["infrastructure"]["spending"] == Path({2003: 1e6})
    assert changed.name == "history" and changed.title == history.title
    with pytest.raises(scenarios.BadInput) as caught:
        scenarios.change(history, ["infrastucture.spending=1", "governance.effort=2", "nonsense"])
    text = str(caught.value)
    assert "did you mean 'infrastructure'" in text and "from 0 to 1" in text
    assert "lever.setting=value" in text


def test_warnings_are_issued_to_python_when_nobody_collects_them(load):
    with pytest.warns(scenarios.InputWarning, match="more than 10 times"):
        load("levers: {infrastructure: {spending: 5e9}}")
