"""The people of the base year: who is drawn where, and that nobody is left out."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

import scenarios
from sim.agents.villages import V
from sim.inputs import Scenario
from sim.simulation import Simulation
from sim.world import CACHE_LINE

#: At this scale a row stands for 20 households: a few hundred of them in most counties.
SCALE = 0.05


@pytest.fixture(scope="module")
def history() -> Scenario:
    return scenarios.load("history", findings=scenarios.Findings())


@pytest.mark.slow
def test_no_county_is_far_from_its_prefecture_where_there_are_households_enough(history):
    run = Simulation(history, SCALE, seed=1)
    run.live_to_the_end()
    found = run.records.kinds["county"].values("rural_income_new")[-1]
    prefectures = np.array([county.prefecture for county in history.place.counties])
    for name in history.place.prefectures:
        incomes = found[prefectures == name]
        # counties of a prefecture differ by class (.79) and by chance: 40 % is beyond both
        assert np.abs(incomes / np.median(incomes) - 1.0).max() < 0.4, name


def test_villages_are_served_by_distance_from_either_end(history):
    world = Simulation(history, 0.0005, threads=1).world
    distance = world.villages[V.distance]
    for order, farther in ((world.nearest_first, 1.0), (world.farthest_first, -1.0)):
        assert sorted(order) == list(range(distance.size))
        steps = np.diff(distance[order]) * farther
        assert (steps >= 0.0).all()
        # where two are as far, the one with the lower number comes first
        assert (np.diff(order)[steps == 0.0] > 0).all()
        assert (steps > 0.0).any()


def test_columns_of_households_begin_on_a_cache_line_and_share_no_memory(history):
    run = Simulation(history, 0.0005, threads=1, keep_accounts=True)
    columns = run.world.households
    bounds = sorted((c.ctypes.data, c.ctypes.data + c.nbytes) for c in columns)
    assert all(start % CACHE_LINE == 0 for start, _ in bounds)
    assert all(end <= start for (_, end), (start, _) in pairwise(bounds))
