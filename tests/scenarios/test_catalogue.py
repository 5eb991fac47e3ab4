"""The scenarios that come with the project: complete, equal where they say so, and alive."""

from __future__ import annotations

import re

import numpy as np
import pytest

import scenarios
from scenarios.scenario_checks import budget
from scenarios.scenario_files import HERE, shipped_scenarios
from sim.inputs import Path, Scenario
from sim.levers import all_levers
from sim.plan import make_plan
from sim.simulation import Simulation

TINY = 0.0003
SHIPPED = shipped_scenarios()
FOLDERS = sorted({path.parent for path in SHIPPED.values()} - {HERE})
#: The same nominal yuan as history by 2023, spent in other years.
RETIMED = ("front_loaded", "stop_go", "jobs_before_roads", "roads_before_jobs")
MIXES = [name for name, path in SHIPPED.items() if path.parent.name == "mixes"]


def money(scenario: Scenario) -> np.ndarray:
    """Yuan by year, all levers' yearly sums together, float64."""
    years = range(scenario.place.base_year + 1, scenario.place.last_year + 1)
    total = np.zeros(len(years))
    for lever, held in scenario.levers.items():
        for key in budget(all_levers()[lever]):
            path = held.get(key)
            if isinstance(path, Path):
                total += path.over(years[0], years[-1])
    return total


@pytest.mark.parametrize("lever", all_levers())
@pytest.mark.parametrize("dose", ["no", "half", "double"])
def test_every_lever_can_be_removed_halved_and_doubled_by_name(lever, dose):
    assert f"{dose}_{lever}" in SHIPPED


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_scenario_has_no_mistake_no_warning_and_says_what_it_is(name):
    findings = scenarios.Findings()
    scenario = scenarios.load(name, findings=findings)
    assert [str(problem) for problem in findings] == []
    assert len(scenario.title) <= 60 and 20 <= len(scenario.summary) <= 200


@pytest.mark.parametrize("name", SHIPPED)
def test_numbers_in_a_scenario_file_say_where_they_come_from(name):
    text = SHIPPED[name].read_text(encoding="utf-8")
    numbers = re.search(
        r"[:\[ ]\d", re.sub(r"#.*|^(title|title_zh|summary):.*", "", text, flags=re.M)
    )
    comments = "\n".join(re.findall(r"^# .*", text, flags=re.M))
    assert not numbers or comments, "a number without a word on it"
    if "e6" in text or re.search(r"\d{7}", text):
        assert re.search(r"Derived|Assumption|\w+_\d{4}", comments), "money without a source"


@pytest.mark.parametrize("name", RETIMED)
def test_another_timing_spends_the_same_yuan(name, history):
    spent, documented = money(scenarios.load(name)), money(history)
    assert not np.allclose(spent, documented)
    assert spent.sum() == pytest.approx(documented.sum(), rel=1e-8)  # sums are rounded to yuan


@pytest.mark.parametrize("name", MIXES)
def test_another_mix_spends_the_same_yuan_every_year(name, history):
    assert money(scenarios.load(name)) == pytest.approx(money(history), rel=1e-12)


def test_levers_stop_in_2013_and_not_before(history):
    cut = make_plan(scenarios.load("all_off_from_2013"), 2023)
    documented = make_plan(history, 2023)
    off = make_plan(scenarios.load("all_off"), 2023)
    assert (cut.amounts[:11] == documented.amounts[:11]).all()
    assert (cut.instruments[:11] == documented.instruments[:11]).all()
    assert (cut.amounts[11:] == 0.0).all()
    assert (cut.instruments[11:] == off.instruments[11:]).all()


def test_ten_years_late_is_the_same_policy_ten_years_later(history):
    late = make_plan(scenarios.load("ten_years_late"), 2023)
    documented = make_plan(history, 2023)
    assert (late.amounts[11:] == documented.amounts[1:12]).all()
    assert late.instruments[11:] == pytest.approx(documented.instruments[1:12])


def test_without_arrivals_residents_are_the_record_less_those_who_did_not_come(history):
    drivers = scenarios.load("no_arrivals").drivers
    record = history.place.drivers
    kept = record["outsiders"].at(2002)
    assert drivers["outsiders"].at(2010) == pytest.approx(kept, abs=1)
    for year in range(2003, 2024):
        missing = record["outsiders"].at(year) - kept
        wanted = record["resident_population"].at(year) - missing
        assert drivers["resident_population"].at(year) == pytest.approx(wanted, abs=2)


def test_the_package_in_beichuan_costs_as_much_a_head_as_in_zhejiang(history):
    place = history.place
    beichuan = next(county for county in place.counties if county.name.en == "Beichuan")
    heads = beichuan.population * (1.0 - beichuan.urban_share)
    share = heads / (place.base["residents"] * (1.0 - place.base["urbanisation_rate"]))
    own = share * beichuan.relative_rural_income
    for name, wanted in (("beichuan_zhejiang_money", share), ("beichuan_own_budget", own)):
        moved = scenarios.load(name)
        for lever in ("infrastructure", "thousand_villages", "public_services"):
            assert moved.levers[lever]["region"] == (beichuan.code,)
            there, documented = moved.levers[lever]["spending"], history.levers[lever]["spending"]
            assert there.at(2010) == pytest.approx(wanted * documented.at(2010), rel=0.005)
        plants = moved.levers["industry_transfer"]["west_investment"]
        documented = history.levers["industry_transfer"]["investment"]
        # written to the million
        assert plants.at(2010) == pytest.approx(wanted * documented.at(2010), rel=0.01)
        supervision = moved.levers["governance"]["supervision"].at(2010)
        assert supervision == pytest.approx(
            wanted * history.levers["governance"]["supervision"].at(2010), rel=0.005
        )


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_scenario_of_each_kind_is_lived_with_closed_books(folder):
    name = next(name for name, path in SHIPPED.items() if path.parent == folder)
    _live(name, last_year=2006)


def test_an_outlook_is_lived_to_2035():
    run = _live("outlook_ageing")
    assert run.year == 2035
    figures = run.indicators()
    assert figures["residents"][-1] < figures["residents"][20]
    assert figures["age_60_share"][-1] > figures["age_60_share"][20]


@pytest.mark.slow
@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_scenario_is_lived_to_its_end_with_closed_books(name):
    _live(name)


def _live(name: str, last_year: int | None = None) -> Simulation:
    """A run to the end; it raises when its books do not close."""
    run = Simulation(scenarios.load(name), TINY, threads=1, last_year=last_year)
    run.live_to_the_end()
    assert all(np.isfinite(values).all() for values in run.indicators().values())
    return run
