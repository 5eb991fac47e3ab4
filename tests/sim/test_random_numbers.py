"""Random numbers are a function of what they decide, and of nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from sim.agents.households import HB, H
from sim.inputs import Scenario
from sim.levers import all_levers
from sim.model import Model
from sim.random import DECISIONS, decision_key, uniforms

Lived = Callable[..., Any]
SCALE = 0.001


def live(scenario: Scenario, **options: Any) -> Model:
    return Model(scenario, SCALE, **options).run()


def assert_same_bits(one: Model, other: Model) -> None:
    for table in one.world._fields:
        np.testing.assert_array_equal(
            getattr(one.world, table), getattr(other.world, table), err_msg=table
        )
    for name, values in one.indicators().items():
        np.testing.assert_array_equal(values, other.indicators()[name], err_msg=name)


def test_one_thread_and_two_give_the_same_bits(history: Scenario) -> None:
    assert_same_bits(live(history, threads=1), live(history, threads=2))


def test_the_order_in_which_villages_are_visited_does_not_matter(history: Scenario) -> None:
    assert_same_bits(live(history, threads=1), live(history, threads=1, reverse=True))


def test_a_run_repeats_itself(history: Scenario) -> None:
    assert_same_bits(live(history), live(history))


def test_another_seed_gives_another_run(history: Scenario) -> None:
    one, two = live(history, seed=1), live(history, seed=2)
    assert not np.array_equal(one.world.households, two.world.households)


def test_levers_without_money_are_no_levers(history: Scenario) -> None:
    zero = history
    for name, lever in all_levers().items():
        for key in lever.money():
            zero = zero.setting(f"{name}.{key}", 0.0)
    zero = zero.setting("agricultural_tax.relief_share", 0.0).setting("hukou_reform.index", 0.4)
    assert_same_bits(live(zero), live(history.without("all")))


def test_toggling_a_lever_changes_no_draw(history: Scenario) -> None:
    # the start is drawn before any lever acts; then one without any channel to most people
    acting = Model(history, SCALE)
    absent = Model(history.without("east_west_funding"), SCALE)
    np.testing.assert_array_equal(acting.world.members, absent.world.members)
    for _ in range(10):
        acting.step()
        absent.step()
    # before 2018 the lever has no money, so nothing at all may differ
    np.testing.assert_array_equal(acting.world.members, absent.world.members)
    np.testing.assert_array_equal(acting.world.households, absent.world.households)


def test_draws_are_even() -> None:
    draws = np.array(
        [
            uniforms(5, decision_key("work"), 2003, block, row)
            for block in range(50)
            for row in range(200)
        ]
    )
    for column in draws.T:
        counts = np.histogram(column, bins=20, range=(0, 1))[0]
        # χ² with 19 degrees of freedom: above 43.8 once in a thousand
        assert ((counts - 500) ** 2 / 500).sum() < 43.8
    assert (draws > 0).all() and (draws < 1).all()
    # four words of a draw are unrelated: |r| of 10,000 pairs stays under 4/√10,000
    assert np.abs(np.corrcoef(draws.T) - np.eye(4)).max() < 0.04


@pytest.mark.parametrize("change", ["seed", "decision", "year", "block", "row"])
def test_every_part_of_the_key_counts(change: str) -> None:
    key = {"seed": 1, "decision": 2, "year": 2003, "block": 3, "row": 4}
    one = uniforms(*key.values())
    key[change] += 1
    assert uniforms(*key.values()) != one


def test_decisions_are_keyed_by_name() -> None:
    assert len({decision_key(name) for name in DECISIONS}) == len(DECISIONS)
    assert decision_key("work") == decision_key("work")


def test_starting_differences_are_stratified(history: Scenario) -> None:
    w = Model(history, SCALE).world
    skill = w.households[H.skill][w.members[HB.kind] == 1]
    # independent draws of this many would miss the mean of one by about .45/√n
    assert abs(float(skill.mean()) - 1.0) < 0.25 * 0.45 / np.sqrt(skill.size) * 4
