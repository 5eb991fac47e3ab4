"""Holding a run against the record: two definitions that are never mixed."""

from __future__ import annotations

import copy
from dataclasses import replace

import numpy as np
import pytest

from experiments.documented import break_year, definitions_of, documented, lines, scores
from experiments.draws import prior_draws
from experiments.manifest import data_hash
from sim.parameters import PARAMETERS, estimated


def with_series(place, *names):
    return replace(place, observed=tuple(row for row in place.observed if row.series in names))


@pytest.fixture
def place(outcome):
    return outcome.request.scenario.place


def test_the_ratio_is_that_of_the_published_incomes(place):
    ratio = documented(place, "ratio", "old")
    assert ratio[2003] == pytest.approx(13180 / 5431)
    assert set(ratio) == set(range(2002, 2014))


def test_a_place_tells_when_its_definition_changes(place):
    new_only = with_series(place, "rural_income_new", "urban_income_new")
    old_only = with_series(place, "rural_income_old", "urban_income_old")
    years = [2012, 2013, 2014]
    assert break_year(place) == 2013
    assert definitions_of(place, years) == [
        (2012, "old"), (2013, "old"), (2013, "new"), (2014, "new"),
    ]  # fmt: skip
    assert [held for _, held in definitions_of(old_only, years)] == ["old"] * 3
    assert [held for _, held in definitions_of(new_only, years)] == ["old", "new", "new"]


def test_a_place_without_a_record_has_no_scores_and_a_table_of_dashes(outcome, place):
    bare = replace(place, observed=())
    assert set(scores(outcome.central, bare).values()) == {None}
    table = lines(outcome.central, bare)
    assert [line.year for line in table] == list(range(2003, 2024))
    assert all(item.error is None for line in table for item in line.measures)


def test_a_perfect_run_scores_nought(outcome, place):
    figures = copy.deepcopy(outcome.central)
    for who in ("rural_income", "urban_income"):
        for definition in ("old", "new"):
            known = documented(place, who, definition)
            for k, year in enumerate(figures["year"].values.tolist()):
                figures[f"{who}_{definition}"].values[k] = known.get(year, np.nan)
    for definition in ("old", "new"):
        figures[f"ratio_{definition}"].values[:] = (
            figures[f"urban_income_{definition}"].values
            / figures[f"rural_income_{definition}"].values
        )
    assert all(value == pytest.approx(0.0) for value in scores(figures, place).values())


def test_draws_depend_on_the_seed_and_the_name_alone_and_stay_in_bounds():
    few, many = prior_draws(3, seed=4), prior_draws(50, seed=4)
    assert many[:3] == few
    assert set(few[0]) == set(estimated())
    assert prior_draws(3, seed=5) != few
    for draw in many:
        for name, value in draw.items():
            low, high = PARAMETERS[name].bounds
            assert low <= value <= high


def test_the_data_hash_sees_a_changed_number_and_not_a_changed_parameter(place):
    first = place.observed[0]
    changed = replace(place, observed=(replace(first, value=first.value + 1), *place.observed[1:]))
    assert data_hash(changed) != data_hash(place)
    assert data_hash(replace(place, parameters={"network": 3.0})) == data_hash(place)
