"""Forecasts, the one to beat, and how both are scored."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from calibration.forecast import KINDS, Belief, break_of, forecast_incomes, linked
from calibration.naive import naive_forecast
from calibration.observations import Observations
from calibration.outputs import Output
from calibration.predictive import weighted_quantiles
from calibration.scores import (
    crps_of_draws,
    crps_of_normal,
    scores_of_draws,
    scores_of_normal,
)
from sim.inputs import Observation, Place, Scenario
from tests.calibration.known_world import known_world


def test_the_chained_record_grows_within_one_definition_at_a_time(history: Scenario) -> None:
    place = history.place
    for kind in KINDS:
        chain = linked(place, kind)
        old, new = (place.series(f"{kind}_income_{name}") for name in ("old", "new"))
        assert chain[2013] == pytest.approx(np.log(old[2013]))
        assert chain[2014] - chain[2013] == pytest.approx(np.log(new[2014] / new[2013]))
    assert break_of(place) == 2013


def test_incomes_of_steady_real_growth_are_foreseen_exactly_when_prices_are_given(
    history: Scenario,
) -> None:
    place = _with_real_growth(history.place, 0.05)
    naive = naive_forecast(place, 2012, [2013, 2014, 2015], {})
    rural = [np.log(place.series("rural_income_old")[year]) for year in (2013, 2014, 2015)]
    np.testing.assert_allclose(naive.mean[0], rural, atol=1e-9)
    unaware = naive_forecast(place, 2012, [2013, 2014, 2015], {}, knows_prices=False)
    assert np.abs(unaware.mean[0] - rural).max() > 0.002


def test_a_known_shock_lowers_the_naive_forecast_by_the_centre_of_its_prior(
    history: Scenario,
) -> None:
    years = list(range(2016, 2024))
    known = naive_forecast(history.place, 2015, years, {"lockdowns": (2022,)})
    unknown = naive_forecast(history.place, 2015, years, {})
    np.testing.assert_allclose(known.mean[:2, :6], unknown.mean[:2, :6])
    np.testing.assert_allclose(known.mean[:2, 6:] - unknown.mean[:2, 6:], -0.03)
    np.testing.assert_allclose(known.mean[2], unknown.mean[2])


def test_a_naive_forecast_grows_less_sure_with_the_years(history: Scenario) -> None:
    naive = naive_forecast(history.place, 2015, list(range(2016, 2024)), history.shocks)
    assert (np.diff(naive.sd, axis=1) > 0.0).all()


def test_the_naive_forecast_of_the_shipped_place_is_the_bar_of_row_three(history: Scenario) -> None:
    """The card's bars .058 and .026 are this forecast's errors, to the digits they are given in."""
    years = list(range(2016, 2024))
    place = history.place
    naive = naive_forecast(place, 2015, years, history.shocks)
    rural, urban = (
        np.array([np.log(place.series(f"{kind}_income_new")[year]) for year in years])
        for kind in KINDS
    )
    assert scores_of_normal(rural, naive.mean[0], naive.sd[0])["rmse"] == pytest.approx(
        0.058, abs=5e-4
    )
    ratio = np.exp(naive.mean[2]) - np.exp(urban - rural)
    assert np.sqrt(np.mean(ratio**2)) == pytest.approx(0.026, abs=5e-4)


def test_heavier_draws_count_for_more() -> None:
    draws = np.array([[0.0], [1.0], [2.0]])
    light, heavy = np.array([0.8, 0.1, 0.1]), np.array([0.1, 0.1, 0.8])
    assert weighted_quantiles(draws, light, (0.5,))[0, 0] < 0.5
    assert weighted_quantiles(draws, heavy, (0.5,))[0, 0] > 1.5
    zero = np.array([0.0])
    assert crps_of_draws(zero, draws, light)[0] < crps_of_draws(zero, draws, heavy)[0]


def test_the_score_of_many_normal_draws_is_that_of_the_normal() -> None:
    draws = np.random.default_rng(1).standard_normal((4000, 1))
    equal = np.full(4000, 1.0 / 4000)
    at = np.array([0.7])
    ours = crps_of_draws(at, draws, equal)[0]
    # the sampling error of 4,000 draws is some .005
    assert ours == pytest.approx(crps_of_normal(at, np.zeros(1), np.ones(1))[0], abs=0.02)


def test_a_band_in_the_wrong_place_covers_nothing() -> None:
    draws = np.random.default_rng(1).normal(0.0, 0.01, (500, 8))
    equal = np.full(500, 1.0 / 500)
    right = scores_of_draws(np.zeros(8), np.zeros(8), draws, equal)
    wrong = scores_of_draws(np.ones(8), np.zeros(8), draws, equal)
    assert (right["covered"], wrong["covered"]) == (8, 0)
    assert right["crps"] < wrong["crps"]


def _to(belief: Belief, until: int) -> Belief:
    """The belief as if the record had ended earlier; every draw says the same."""
    held = belief.observations
    kept = tuple(item for item in held.targets if item.output.year <= until)
    middle = np.repeat(belief.modelled.mean(axis=0)[None], len(belief.modelled), axis=0)
    return replace(belief, modelled=middle, observations=Observations(held.base_year, kept))


def test_what_would_be_published_after_the_record_strays_the_further_the_later() -> None:
    belief = _to(Belief.of(known_world()), 2013)
    items = [Output("rural_income_new", year) for year in (2014, 2018, 2023)]
    spread = belief.published_incomes(items, 1).std(axis=0)
    assert (np.diff(spread) > 0.003).all()
    # drifts of .01 a year at the priors' middle: some .03 after ten years, and errors of .01
    assert 0.015 < spread[-1] < 0.06


def test_a_forecast_starts_from_what_was_published_last_and_not_from_the_model() -> None:
    belief = _to(Belief.of(known_world()), 2015)
    held = belief.observations
    moved = held.with_values(
        held.values
        + np.array([0.05 * item.series.startswith("rural_income") for item in held.targets])
    )
    item = [Output("rural_income_new", 2016)]
    up = replace(belief, observations=moved).published_incomes(item, 1) - (
        belief.published_incomes(item, 1)
    )
    assert 0.02 < up.mean() < 0.06


def test_a_chance_that_lasts_is_learnt_from_the_years_before() -> None:
    belief = _to(Belief.of(known_world()), 2015)
    size = len(belief.outputs)
    lasting = replace(belief, left=0.03**2 * np.ones((size, size)))
    fleeting = replace(belief, left=0.03**2 * np.eye(size))
    item = [Output("rural_income_new", 2016)]
    known, unknown = (held.published_incomes(item, 1).std() for held in (lasting, fleeting))
    assert known < 0.7 * unknown


def test_errors_of_the_two_incomes_of_a_survey_move_together() -> None:
    world = known_world()
    belief = Belief.of(world)
    nothing = np.full_like(belief.inferred, -6.0)
    sizes = np.where(np.arange(6) < 3, 0.0, nothing)  # errors as usual, walks of next to nothing
    still = replace(_to(belief, 2023), inferred=sizes, left=np.zeros_like(belief.left))
    items = [Output("rural_income_new", 2018), Output("urban_income_new", 2018)]
    errors = still.published_incomes(items, 1)
    # the prior's correlation is .7; other years' errors are their own
    assert np.corrcoef(errors.T)[0, 1] > 0.4
    other = [Output("rural_income_new", 2018), Output("urban_income_new", 2019)]
    apart = still.published_incomes(other, 1)
    assert abs(np.corrcoef(apart.T)[0, 1]) < 0.25


def test_an_origin_before_the_change_of_definition_need_not_foresee_it(history: Scenario) -> None:
    belief = Belief.of(known_world())
    shifted = belief.modelled.copy()
    for name in ("rural_income_new", "urban_income_new"):
        shifted[:, belief.outputs.by_year(name)] += 0.3
    other = replace(belief, modelled=shifted)
    before = [
        forecast_incomes(held, history.place, 2011, [2013, 2015], 1) for held in (belief, other)
    ]
    np.testing.assert_allclose(before[0].simulated, before[1].simulated, atol=1e-12)
    after = [forecast_incomes(held, history.place, 2015, [2016], 1) for held in (belief, other)]
    np.testing.assert_allclose(after[1].simulated - after[0].simulated, 0.3)


def _with_real_growth(place: Place, growth: float) -> Place:
    """The place with old-definition incomes of steady real growth."""
    rows, level = [], np.log(5000.0)
    for year in range(2002, 2016):
        if year > 2002:
            level += growth + np.log1p(place.drivers["cpi"].over(year, year)[0] / 100.0)
        for kind in KINDS:
            example = next(row for row in place.observed if row.series == f"{kind}_income_old")
            rows.append(replace(example, year=year, value=float(np.exp(level))))
    assert all(isinstance(row, Observation) for row in rows)
    return replace(place, observed=tuple(rows))
