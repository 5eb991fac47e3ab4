"""Comparing scenarios: the same draws, seeds and random numbers on both sides."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import experiments
import scenarios
from calibration.labels import WORDS
from experiments.comparison.differences_table import DIFFERENCES_CSV, write_differences
from experiments.comparison.question import asked
from experiments.comparison.result import Comparison
from experiments.comparison.text import digits_for
from experiments.effect_labels import label_of, weakest
from experiments.result_folder import ResultFolder
from sim.agents.households import COLUMNS
from sim.indicators import INDICATORS
from sim.levers import all_levers
from sim.simulation import Simulation

SCALE = 0.0005


@pytest.fixture(scope="module")
def history():
    return scenarios.load("history")


@pytest.fixture(scope="module")
def kept(tmp_path_factory) -> Path:
    """Where runs are kept, so that no test lives what another one has lived."""
    return tmp_path_factory.mktemp("kept")


@pytest.fixture(scope="module")
def compared(history, kept) -> Comparison:
    """History against itself and two others, once for all tests that only look at it."""
    others = [scenarios.load(name) for name in ("no_infrastructure", "no_social_protection")]
    return experiments.compare(
        history, *others, against=history, draws=2, seeds=2, scale=SCALE, folder=kept
    )


def numbers_in(value, path=()):
    """Every number of a document with where it stands; a missing one is ``None``."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from numbers_in(item, (*path, key))
    elif isinstance(value, list):
        for item in value:
            yield from numbers_in(item, path)
    elif not isinstance(value, str):
        yield path, value


ABOUT = {"years", "prices_of", "beneficiaries", "peak_year", "villages"}


def test_a_scenario_against_itself_is_exactly_zero_in_every_figure(compared):
    found = list(numbers_in(compared.document["scenarios"]["history"]))
    assert len(found) > 10_000
    assert {path for path, value in found if value != 0.0 and not set(path) & ABOUT} == set()
    assert compared.document["scenarios"]["history"]["labels"] == {}


def test_a_scenario_against_itself_is_zero_for_every_household(history):
    again = scenarios.load("history")
    one, two = (
        Simulation(each, SCALE, 3, last_year=2006, keep_accounts=True) for each in (history, again)
    )
    for run in (one, two):
        run.live_to_the_end()
    for name in COLUMNS:
        first, second = (getattr(run.world.households, name) for run in (one, two))
        assert first.size > 5_000
        np.testing.assert_array_equal(first, second, err_msg=name)


def test_no_figure_is_missing_and_every_one_is_a_number(compared):
    for path, value in numbers_in(compared.document["scenarios"]):
        assert isinstance(value, (int, float)) and np.isfinite(value), path


def test_a_comparison_says_all_that_is_promised(compared):
    document = compared.document
    assert document["against"] == "history"
    for held in document["scenarios"].values():
        assert set(held["difference"]) == set(INDICATORS)
        for effect in held["difference"].values():
            assert len(effect["median"]) == len(effect["years"]) == 21
            assert np.shape(effect["per_draw"]) == (2, 21)
        assert {"parameters", "seed"} == set(held["variance"])
        assert {"by_lever", "by_payer"} <= set(held["money"])
        assert {"mountain", "plain", "west"} == set(held["by_class"])
        assert set(held["by_quintile"]) == set("12345")
    json.dumps(document, allow_nan=False)


def test_without_roads_villagers_earn_less_and_roads_cost_nothing(compared):
    held = compared.document["scenarios"]["no_infrastructure"]
    assert held["difference"]["rural_income_new"]["p95"][-1] < 0.0
    assert max(held["money"]["by_lever"]["infrastructure"]) < 0.0
    assert list(held["labels"]) == ["infrastructure"] and held["labels"]["infrastructure"] in WORDS


def test_every_row_of_the_table_of_differences_says_what_it_rests_on(compared, tmp_path):
    document = compared.document
    with ResultFolder(tmp_path) as folder:
        write_differences(document, folder)
        folder.add()
    with (tmp_path / DIFFERENCES_CSV).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 1000
    assert all(row["label"] == document["scenarios"][row["scenario"]]["label"] for row in rows)


def test_saved_money_goes_somewhere_to_the_last_yuan(compared):
    for held in compared.document["scenarios"].values():
        ways = {key: np.array(values) for key, values in held["money"]["saved_goes_to"].items()}
        total = ways.pop("total")
        np.testing.assert_allclose(sum(ways.values()), total, atol=1e-9 * 1e11)


@pytest.mark.parametrize(("closure", "way"), [("tax_cut", "tax_cut"), ("debt", "repaid")])
def test_what_counties_save_goes_where_the_closure_says(history, compared, kept, closure, way):
    without = replace(scenarios.load("no_infrastructure"), closure=closure)
    found = experiments.compare(
        without, against=history, draws=2, seeds=2, scale=SCALE, folder=kept
    )
    given = found.document["scenarios"]["no_infrastructure"]["money"]["saved_goes_to"][way]
    usual = compared.document["scenarios"]["no_infrastructure"]["money"]["saved_goes_to"][way]
    assert sum(given) > 1e9 > abs(sum(usual))


def test_the_order_of_scenarios_does_not_matter(history, kept):
    names = ("no_infrastructure", "no_governance")
    found = [
        experiments.compare(
            *(scenarios.load(name) for name in order),
            against=history,
            draws=1,
            scale=SCALE,
            folder=kept if order is names else None,
        ).document
        for order in (names, names[::-1])
    ]
    for document in found:
        document.pop("manifest")
    assert json.dumps(found[0]) == json.dumps(found[1])


def test_more_draws_leave_the_first_ones_as_they_are(history):
    without = scenarios.load("no_infrastructure")
    few, more = (asked((without,), history, draws, SCALE, seeds=2) for draws in (2, 5))
    assert few.draws == more.draws[:2]
    assert [run.seed for run in few.runs_of(without)] == [1, 2, 3, 4]
    assert few.runs_of(without) == more.runs_of(without)[:4]


def test_with_one_seed_a_draw_some_draws_are_lived_once_again(history):
    without = scenarios.load("no_infrastructure")
    question = asked((without,), history, draws=30, scale=SCALE, seeds=1)
    runs = question.runs_of(without)
    first, again = runs[:30], runs[30:]
    assert len(again) == question.repeated == 20
    assert [run.parameters for run in again] == [run.parameters for run in first[:20]]
    assert len({run.seed for run in runs}) == 50
    assert asked((without,), history, draws=200, scale=SCALE, seeds=1).repeated == 20
    assert asked((without,), history, draws=200, scale=SCALE, seeds=2).repeated == 0


def test_the_same_villages_are_compared_by_the_status_they_had(compared):
    held = compared.document["scenarios"]["no_infrastructure"]["by_village_status"]
    assert {"renovated", "demonstration"} <= set(held)
    assert held["renovated"]["median"] < 0.0


def test_a_comparison_shows_itself_as_a_table_and_a_figure(compared):
    assert "no_infrastructure" in str(compared) and "<pre>" in compared._repr_html_()
    assert len(compared.plot("rural_income_new").axes) == 3
    with pytest.raises(KeyError):
        compared.plot("rural_incom")


def test_what_a_yuan_brings_is_told_where_draws_agree_that_more_or_less_is_spent(compared):
    told = str(compared)
    without_money = [line for line in told.splitlines() if "net present value +0 bn" in line]
    assert without_money and "a yuan of money" not in without_money[0]
    assert told.count("yuan of income a yuan of money") == len(compared.document["scenarios"]) - 1
    assert "draws: 2 (" in told and "seeds under each: 2," in told


def test_a_share_of_a_thousandth_keeps_three_digits_and_yuan_have_no_decimals():
    assert digits_for([0.00142, 0.0]) == 5
    assert digits_for([-34_700.0, 36_000.0]) == digits_for([0.0]) == 0


# ---- labels


def test_an_effect_that_rests_on_no_prior_is_assumed(history):
    bare = replace(history.place, posterior_folder="")
    assert label_of(bare, "agricultural_tax") == "assumed"
    assert label_of(bare, "infrastructure") == "prior-driven"
    assert {label_of(history.place, lever) for lever in all_levers()} <= set(WORDS)


def test_of_several_levers_the_least_certain_counts():
    assert weakest(["mixed", "assumed", "data-informed"]) == "assumed"
    assert weakest(["mixed", "data-informed"]) == "mixed"


# ---- the command


def test_a_misspelt_scenario_is_refused_with_the_nearest_name(shanhai):
    answer = shanhai("compare", "no_infrastructur", "no_hukuo_reform", "--against", "histori")
    assert answer.code == 2 and answer.out == ""
    for name in ("no_infrastructure", "no_hukou_reform", "history"):
        assert f"did you mean '{name}'?" in answer.err


def test_asking_again_is_answered_from_the_disk_with_the_same_numbers(shanhai, tmp_path):
    asked_for = (
        "compare",
        "no_governance",
        "--draws",
        "1",
        "--scale",
        str(SCALE),
        "--workers",
        "1",
    )
    first = shanhai(*asked_for, "--json")
    again = shanhai(*asked_for, "--json")
    assert first.code == again.code == 0, first.err
    assert "answered before" in again.err
    one, two = json.loads(first.out), json.loads(again.out)
    assert one["scenarios"] == two["scenarios"] and one["manifest"] == two["manifest"]


def test_set_changes_what_is_compared_and_not_what_it_is_held_against(shanhai):
    answer = shanhai(
        "compare", "history", "--set", "infrastructure.spending=0", "--draws", "1", "--scale",
        str(SCALE), "--workers", "1", "--json",
    )  # fmt: skip
    assert answer.code == 0, answer.err
    held = json.loads(answer.out)["scenarios"]["history"]
    assert held["difference"]["road_coverage"]["median"][-1] < -0.05


def test_python_asks_what_the_command_asks_where_nothing_is_said():
    from inspect import signature

    from experiments.commands.compare import compare

    asked_by_python = signature(experiments.compare).parameters
    asked_by_the_command = {item.name: item.default for item in compare.params}
    for name in ("draws", "seeds", "scale", "seed"):
        assert asked_by_python[name].default == asked_by_the_command[name], name
