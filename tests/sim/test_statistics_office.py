"""A year published among all years is the year published alone, and regions make up the whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from sim.agents.counties import CI
from sim.indicators import INDICATORS
from sim.inputs import Scenario
from sim.statistics_office import Years
from sim.tallies import T

Lived = Callable[..., Any]


def test_the_last_of_all_years_is_the_year_published_alone(history: Scenario, lived: Lived) -> None:
    model = lived(history)
    alone = model.published()
    for name, values in model.indicators().items():
        assert float(INDICATORS[name].compute(alone)) == values[-1], name


def test_every_indicator_is_a_number_a_year(history: Scenario, lived: Lived) -> None:
    model = lived(history)
    for name, values in model.indicators().items():
        assert values.shape == (21,) and np.isfinite(values).all(), name


def test_regions_add_up_to_the_whole(history: Scenario, lived: Lived) -> None:
    model = lived(history)
    years = Years(model.books, model.world, model.parameters)
    for code in (CI.prefecture, CI.county_class):
        parts = years.by(model.world.county_codes[code])
        for figure in (parts.rural(T.persons), parts.residents(), parts.villages()[None]):
            assert figure.shape[-1] > 1
        # sums of some ninety counties in another order
        np.testing.assert_allclose(parts.residents().sum(axis=-1), years.residents(), rtol=1e-13)
        np.testing.assert_allclose(parts.villages().sum(), years.villages(), rtol=1e-13)


def test_a_region_alone_is_the_region_among_others(history: Scenario, lived: Lived) -> None:
    model = lived(history)
    years = Years(model.books, model.world, model.parameters)
    prefectures = model.world.county_codes[CI.prefecture]
    among = years.by(prefectures).rural_new().per_head
    for k, number in enumerate(np.unique(prefectures[years.region])):
        alone = years.of(years.region & (prefectures == number)).rural_new().per_head
        np.testing.assert_array_equal(among[:, k], alone)
