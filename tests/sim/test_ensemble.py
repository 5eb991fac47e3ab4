"""Many runs at once say what each says alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import scenarios
from sim.beginnings import Beginnings
from sim.blocks import Beginning
from sim.ensemble import BLOCK, MANY_RUNS, MOST_THREADS, Ensemble, Run, run_block
from sim.figures import Figures
from sim.inputs import Frozen
from sim.records import figures_of
from sim.simulation import Simulation

SCALE = 0.0005
LAST_YEAR = 2005
DRAW = {"pass_through": 0.9}


def incomes(figures: Figures) -> np.ndarray:
    return np.asarray(figures["rural_income_new"].values)


@pytest.fixture(scope="module")
def runs() -> list[Run]:
    history = scenarios.load("history")
    bare = history.without("all")
    return [
        Run(history),
        Run(history, 2),
        Run(bare),
        Run(history, 1, {"pass_through": 0.8}),
        Run(bare, 2, {"pass_through": 1.2}),
    ]


def test_a_run_in_a_block_is_the_run_alone_to_the_bit(runs: list[Run]) -> None:
    together = run_block(runs, SCALE, LAST_YEAR)
    for run, figures in zip(runs, together, strict=True):
        alone = Simulation(run.scenario, SCALE, run.seed, 1, LAST_YEAR, parameters=run.parameters)
        alone.live_to_the_end()
        expected = figures_of(alone)
        for name, variable in expected.data_vars.items():
            np.testing.assert_array_equal(figures[name].values, variable.values, err_msg=name)


def test_runs_that_differ_in_policy_alone_begin_in_one_world_and_end_as_if_alone() -> None:
    history = scenarios.load("history")
    worlds = [
        history, history.without("all"), replace(history, closure="tax_cut"),
        replace(history, shocks=Frozen({})), history.at_intensity({"infrastructure": 1.5}),
    ]  # fmt: skip
    side_by_side = [Run(world, seed, DRAW) for seed in (1, 2) for world in worlds]
    for run, figures in zip(side_by_side, run_block(side_by_side, SCALE, LAST_YEAR), strict=True):
        (alone,) = run_block([run], SCALE, LAST_YEAR)
        for name, variable in alone.data_vars.items():
            np.testing.assert_array_equal(figures[name].values, variable.values, err_msg=name)


def test_a_beginning_is_burnt_in_once_for_those_who_share_it() -> None:
    history = scenarios.load("history")
    made: list[int] = []
    beginnings = Beginnings()
    first = Simulation(history, SCALE, 1, 1, LAST_YEAR, beginnings=beginnings)
    run = Simulation(history.without("all"), SCALE, 1, 1, LAST_YEAR, beginnings=beginnings)
    assert run.world is not first.world
    for seed, parameters, count in ((1, first.parameters, 0), (2, first.parameters, 1)):
        begin = Beginning(history.place, SCALE, seed, parameters, first.external)
        beginnings.world(begin, first.plan.closure, lambda: made.append(1) or first.world)
        assert len(made) == count


def test_runs_of_a_block_differ_where_what_is_asked_differs(runs: list[Run]) -> None:
    last = [float(incomes(figures)[-1]) for figures in run_block(runs, SCALE, LAST_YEAR)]
    assert len(set(last)) == len(last)


@pytest.mark.parametrize(
    ("workers", "runs", "in_processes"),
    [
        (1, MANY_RUNS, False),
        (2, MANY_RUNS - 1, False),
        (2, MANY_RUNS, True),
        (MOST_THREADS, 1, False),
        (MOST_THREADS + 1, 1, True),
    ],
)
def test_few_runs_are_lived_on_threads_and_many_in_processes(
    workers: int, runs: int, in_processes: bool
) -> None:
    with Ensemble(SCALE, incomes, workers) as ensemble:
        assert ensemble.lives_in_processes(runs) == in_processes
    for said in (True, False):
        with Ensemble(SCALE, incomes, workers, in_processes=said) as ensemble:
            assert ensemble.lives_in_processes(runs) == said


@pytest.mark.slow
def test_answers_come_in_the_order_asked_for_any_number_of_workers(runs: list[Run]) -> None:
    many = [Run(runs[0].scenario, seed) for seed in range(1, BLOCK + 5)]
    found = []
    for workers, in_processes in ((1, False), (2, False), (2, True)):
        with Ensemble(SCALE, incomes, workers, LAST_YEAR, in_processes) as ensemble:
            found.append(list(ensemble.answers(many)))
    np.testing.assert_array_equal(found[0], found[1])
    np.testing.assert_array_equal(found[0], found[2])
    alone = [incomes(run_block([run], SCALE, LAST_YEAR)[0]) for run in many]
    np.testing.assert_array_equal(found[0], alone)
