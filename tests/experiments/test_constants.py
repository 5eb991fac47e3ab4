"""How much an effect hangs on fixed constants: a design that tells them apart."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

import scenarios
from experiments.comparison.constants import STEP, design, largest, moved, moves, runs_of
from experiments.comparison.question import asked
from sim.parameters import PARAMETERS, estimated

NAMES = [f"c{k}" for k in range(9)]


def test_every_pair_of_constants_meets_every_combination_equally_often():
    signs = design(9)
    np.testing.assert_array_equal(signs.T @ signs, len(signs) * np.eye(9))
    assert (signs.sum(axis=0) == 0).all()


def test_no_product_of_two_constants_passes_for_a_single_one():
    signs = design(9)
    products = np.array([signs[:, i] * signs[:, j] for i in range(9) for j in range(i)])
    assert (products @ signs == 0).all()


def test_the_constants_that_matter_are_found_through_chance():
    signs = design(9)
    random = np.random.default_rng(1)
    effects = 5.0 + 3.0 * signs[:, 2] - 2.0 * signs[:, 7] + random.normal(0.0, 0.5, len(signs))
    found = moves(NAMES, effects)
    assert [name for name, _ in largest(found, 2)] == ["c2", "c7"]
    # 32 runs of chance .5 give errors of 2 × .5 / √32 = .18
    assert found["error"] == pytest.approx(0.18, rel=0.4)
    assert found["from_low_to_high"]["c2"] == pytest.approx(6.0, abs=3 * 0.18)
    assert found["sd"] == pytest.approx(13.0**0.5, rel=0.1)
    assert found["effect"] == pytest.approx(5.0, abs=0.4)


def test_where_constants_do_nothing_their_spread_is_next_to_nothing():
    random = np.random.default_rng(2)
    spreads = [moves(NAMES, random.normal(0.0, 1.0, 32))["sd"] for _ in range(200)]
    # nine slopes of variance 1/32 are taken off on average; what is left is half of the time zero
    assert np.median(spreads) < 0.2


def test_all_fixed_constants_are_moved_inside_their_bounds_and_no_estimated_one():
    place = scenarios.load_place("zhejiang")
    found = moved(place)
    assert set(found) == set(PARAMETERS) - set(estimated())
    for name, (low, high) in found.items():
        bounds = PARAMETERS[name].bounds
        assert bounds[0] <= low <= high <= bounds[1]
    assert found["hukou_cost"] == pytest.approx((0.8 * (1 - STEP), 0.8 * (1 + STEP)))


def test_what_a_scenario_sets_itself_is_not_moved():
    alone = scenarios.load("no_imitation")
    question = asked((alone,), scenarios.load("history"), draws=1)
    runs = runs_of(question, alone)
    assert {run.parameters["ecommerce_imitation"] for run in runs} == {0.0}
    assert len({run.seed for run in runs}) == len(runs)
    others = runs_of(question, replace(alone, parameters={}))
    assert len({run.parameters["ecommerce_imitation"] for run in others}) == 2


@pytest.mark.slow
def test_the_command_shows_what_hangs_on_constants_only_where_asked(shanhai):
    given = ("compare", "no_governance", "--draws", "1", "--scale", "0.0001", "--workers", "1",
             "--out", "out")  # fmt: skip
    said = shanhai(*given, "--constants")
    assert said.code == 0, said.err
    assert "fixed constants, all 10% lower or higher" in said.out
    found = json.loads(shanhai(*given, "--constants", "--json").out)["constants"]
    assert set(found["scenarios"]["no_governance"]["ratio_new"]["from_low_to_high"]) == set(
        moved(scenarios.load_place("zhejiang"))
    )
    assert "constants" not in json.loads(shanhai(*given, "--json").out)
