"""How many households a county has, and how many of its outsiders live in villages."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import scenarios
from sim.external import D, external_table
from sim.inputs import Place, Scenario
from sim.layout import Sizes, class_shares, sizes
from sim.parameters import P, vector

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
