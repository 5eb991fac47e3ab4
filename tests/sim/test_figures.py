"""The figures of a run: reckoned when asked for, and the same whenever that is."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

import scenarios
from sim.figures import Variable, WhenAsked
from sim.records import figures_of
from sim.simulation import Simulation

SCALE = 0.0005


def test_a_figure_asked_for_after_more_years_were_lived_is_what_it_was_before() -> None:
    run = Simulation(scenarios.load("history"), SCALE, last_year=2006, keep_accounts=True)
    for _ in range(2):
        run.live_a_year()
    late, asked = figures_of(run), figures_of(run)
    before = {name: variable.values.copy() for name, variable in asked.data_vars.items()}
    run.live_to_the_end()
    for name, values in before.items():
        np.testing.assert_array_equal(late[name].values, values, err_msg=name)


def test_figures_of_a_run_that_goes_on_are_refused_as_long_as_no_incomes_are_counted() -> None:
    run = Simulation(scenarios.load("history"), SCALE, last_year=2004)
    with pytest.raises(ValueError, match="not at its end"):
        figures_of(run)
    run.live_to_the_end()
    assert figures_of(run)["class_quintiles"].values.shape[-1] == 5


def test_what_nobody_asks_for_is_not_reckoned_and_what_is_asked_for_is_reckoned_once() -> None:
    reckoned = []

    def of(name: str) -> Variable:
        reckoned.append(name)
        return Variable(("year",), np.zeros(1))

    held = WhenAsked({"wanted": lambda: of("wanted"), "unwanted": lambda: of("unwanted")})
    assert list(held) == ["wanted", "unwanted"] and len(held) == 2 and "unwanted" in held
    assert held["wanted"] is held["wanted"]
    assert reckoned == ["wanted"]


def test_a_copy_of_figures_holds_them_all() -> None:
    run = Simulation(scenarios.load("history"), SCALE, last_year=2003)
    run.live_to_the_end()
    figures = figures_of(run)
    copied = pickle.loads(pickle.dumps(figures))
    for name, variable in figures.data_vars.items():
        np.testing.assert_array_equal(copied[name].values, variable.values, err_msg=name)
