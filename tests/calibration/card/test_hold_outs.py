"""Rows 3 to 6: each passes on a forecast that is right and is short on one that is not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from calibration.card import hidden_composition, hold_out_in_space, rolling_origins
from calibration.card.hold_out_in_space import Path
from calibration.card.hold_out_in_time import (
    fan,
    judged,
    naive_scores,
    recentred_priors,
    scores,
    without_later_shocks,
)
from calibration.forecast import Belief, forecast_incomes
from calibration.naive import naive_forecast
from sim.inputs import Scenario
from tests.calibration.known_world import known_world

YEARS = list(range(2016, 2024))


def _figure(history: Scenario, miss: float) -> dict:
    """Row 3's figure where the model is ``miss`` log points above the record in every year."""
    place = history.place
    belief = Belief.of(known_world())
    forecast = forecast_incomes(belief, place, 2015, YEARS, 1)
    middle = np.median(forecast.published, axis=0)
    moved = replace(forecast, observed=middle - np.array([[miss], [0.0]]))
    naive = naive_forecast(place, 2015, YEARS, history.shocks)
    return {
        "fitted_until": 2015,
        "model": scores(moved),
        "model_shocks_unknown": scores(moved),
        "naive": naive_scores(moved, naive),
        "fan": fan(moved, naive),
        "recentred_priors": recentred_priors(),
    }


def test_a_forecast_in_the_middle_of_the_record_passes(history: Scenario) -> None:
    assert judged(_figure(history, 0.0)).is_met


def test_a_forecast_a_tenth_too_high_is_short_and_says_of_what(history: Scenario) -> None:
    verdict = judged(_figure(history, 0.1))
    assert verdict.is_met is False
    assert "rural RMSE" in verdict.why and "ratio RMSE" in verdict.why


def test_the_fan_lies_around_its_middle(history: Scenario) -> None:
    rural = _figure(history, 0.0)["fan"]["rural"]
    low, high = np.array(rural["0.05"]), np.array(rural["0.95"])
    assert (low < np.array(rural["0.5"])).all() and (np.array(rural["0.5"]) < high).all()


def test_no_shock_is_known_before_it_comes(history: Scenario) -> None:
    early = without_later_shocks(history, 2015)
    assert set(early.shocks) == {"financial_crisis", "statistical_code"}
    assert early.hash() != history.hash()


def test_priors_that_have_seen_the_record_say_so() -> None:
    assert "urban_growth_start" in recentred_priors()
    assert "shock_covid" not in recentred_priors()


def test_skill_is_one_for_a_perfect_forecast_and_its_error_is_told() -> None:
    theirs = np.random.default_rng(1).gamma(4.0, 0.01, (13, 3, 5))
    perfect = rolling_origins.judged(list(range(13)), 0.01 * theirs, theirs, 1.0)
    assert perfect.is_met
    row = perfect.figure["skill"]["rural"][0]
    assert row["skill"] == 0.99
    half = 0.5 * theirs * np.random.default_rng(2).gamma(4.0, 0.25, theirs.shape)
    errors = [
        held["standard_error"]
        for held in rolling_origins.judged(list(range(13)), half, theirs, 1.0).figure["skill"][
            "rural"
        ]
    ]
    assert min(errors) > 0.01


def test_a_model_worse_than_drift_is_short_and_horizons_are_named() -> None:
    theirs = np.full((13, 3, 5), 0.02)
    ours = theirs.copy()
    ours[:, 0, 4] *= 1.5
    ours[9:, :, 4] = theirs[9:, :, 4] = np.nan
    verdict = rolling_origins.judged(list(range(13)), ours, theirs, 1.0)
    assert verdict.is_met is False and "rural at 5" in verdict.why
    assert verdict.figure["skill"]["rural"][4]["origins"] == 9


def test_origins_run_to_the_year_before_the_last(history: Scenario) -> None:
    assert rolling_origins.origins_of(history.place) == list(range(2010, 2023))


def _paths(slope: float, noise: float = 0.0005) -> list[Path]:
    random = np.random.default_rng(3)
    found = []
    for k, growth in enumerate(np.linspace(-0.02, 0.02, 9)):
        years = (2010, 2014, 2020)
        published = growth * np.array([0.0, 4.0, 10.0])
        modelled = slope * published + noise * random.standard_normal(3)
        found.append(Path(f"p{k}", "rural_income_new", 2010, years, published, modelled))
    return found


def test_paths_that_spread_like_the_record_correlate_and_opposite_ones_are_short() -> None:
    right = hold_out_in_space.judged(_paths(0.5), [True] * 20)
    wrong = hold_out_in_space.judged(_paths(-0.5), [True] * 20)
    assert right.is_met and right.figure["growth_correlation"] > 0.95
    assert wrong.is_met is False and wrong.figure["growth_correlation"] < -0.95


def test_hidden_shares_inside_their_band_pass_and_others_are_short() -> None:
    world = known_world()
    belief = Belief.of(world)
    hidden = [target for target in world.question.observations.targets if target.group == "sources"]
    assert hidden_composition.judged(belief, hidden, 1).is_met
    moved = [replace(target, value=target.value + 0.2) for target in hidden]
    verdict = hidden_composition.judged(belief, moved, 1)
    assert verdict.is_met is False and verdict.figure["covered"] == 0
