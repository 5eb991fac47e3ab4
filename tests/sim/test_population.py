"""The people of the base year: who is drawn where, and that nobody is left out."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

import scenarios
from sim.agents.villages import V
from sim.external import D, external_table
from sim.inputs import Place, Scenario
from sim.layout import Sizes, class_shares, sizes
from sim.parameters import P, vector
from sim.simulation import Simulation
from sim.world import CACHE_LINE

#: At this scale a row stands for 20 households: 1,500 villagers are some 25 rows, so that what is
#: rounded is less than a twentieth of any county.
SCALE = 0.05


@pytest.fixture(scope="module")
def history() -> Scenario:
    return scenarios.load("history", findings=scenarios.Findings())


def drawn(place: Place) -> tuple[Sizes, np.ndarray]:
    """How many rows each county has, and its share of all outsiders."""
    parameters = vector(place.parameters)
    scenario = replace(scenarios.load("history", findings=scenarios.Findings()), place=place)
    external = external_table(place, scenario, place.last_year)
    size = sizes(
        place, SCALE, external, class_shares(place, parameters), float(parameters[P.arrival_size])
    )
    assert external[D.outsiders, 0] > 0.0
    return size, size.outsider_rows / size.outsider_rows.sum()


def test_every_county_keeps_its_villagers_however_many_outsiders_live_among_them(history):
    place = history.place
    size, _ = drawn(place)
    home = np.array([county.county_class != "west" for county in place.counties])
    rural = np.array([county.population * (1.0 - county.urban_share) for county in place.counties])
    people = size.rural_rows * size.weight * place.base["household_size_rural"]
    # at most a quarter of a county's rural residents are outsiders, and some villagers are away
    assert (people[home] > 0.75 * rural[home]).all()


def test_as_many_outsiders_live_in_villages_as_the_place_says(history):
    size, outsiders = drawn(history.place)
    share = float(outsiders @ size.outsiders_in_villages)
    assert share == pytest.approx(history.place.base["outsiders_in_villages_share"], rel=0.01)


def test_the_more_rural_a_county_the_more_of_its_outsiders_live_in_villages(history):
    size, _ = drawn(history.place)
    urban = np.array([county.urban_share for county in history.place.counties])
    order = np.argsort(urban)
    assert (np.diff(size.outsiders_in_villages[order]) <= 0.0).all()


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
