"""Where the runs lie, and parameters as standard normal scores."""

from __future__ import annotations

import numpy as np
import pytest

from calibration.design import around, over_the_priors, repeats_of
from calibration.priors import Priors
from sim.parameters import estimated

LEVERS = ("infrastructure", "social_protection")


@pytest.fixture(scope="module")
def priors() -> Priors:
    return Priors.of_the_model()


def test_scores_and_values_are_each_others_inverse(priors: Priors) -> None:
    scores = np.random.default_rng(1).standard_normal((200, len(priors.names)))
    np.testing.assert_allclose(priors.scores(priors.values(scores)), scores, atol=1e-9)


def test_no_value_is_ever_out_of_bounds(priors: Priors) -> None:
    for score in (-50.0, -6.0, 0.0, 6.0, 50.0):
        values = priors.named(priors.values(np.full(len(priors.names), score)))
        for name, item in estimated().items():
            assert item.bounds[0] <= values[name] <= item.bounds[1], name


def test_a_design_covers_the_priors_evenly(priors: Priors) -> None:
    design = over_the_priors(priors, LEVERS, 512, seed=1, first_run_seed=10)
    # a Sobol sequence of 512 points fills quarters of every coordinate to the point
    shares = [((design.scores < edge).mean(axis=0)) for edge in (-0.6745, 0.0, 0.6745)]
    for share, expected in zip(shares, (0.25, 0.5, 0.75), strict=True):
        np.testing.assert_allclose(share, expected, atol=0.01)
    assert design.strengths.min() >= 0.0 and design.strengths.max() <= 1.5
    assert len(set(design.seeds.tolist())) == 512


def test_more_points_only_add_to_a_design(priors: Priors) -> None:
    few = over_the_priors(priors, LEVERS, 40, seed=1, first_run_seed=10)
    many = over_the_priors(priors, LEVERS, 100, seed=1, first_run_seed=10)
    np.testing.assert_array_equal(many.scores[:40], few.scores)


def test_a_narrowed_design_lies_where_it_was_told(priors: Priors) -> None:
    size = len(priors.names)
    mean = np.linspace(-1.0, 1.0, size)
    design = around(priors, LEVERS, mean, 0.25 * np.eye(size), 1024, seed=2, first_run_seed=0)
    np.testing.assert_allclose(design.scores.mean(axis=0), mean, atol=0.02)
    np.testing.assert_allclose(design.scores.std(axis=0), 0.5, atol=0.02)
    documented = (design.strengths == 1.0).all(axis=1)
    assert documented.sum() == 512


def test_repeats_are_of_the_same_points_under_other_seeds(priors: Priors) -> None:
    design = over_the_priors(priors, LEVERS, 64, seed=1, first_run_seed=10)
    again = repeats_of(design, 1000, points=4)
    assert len(again) == 4 * 7
    np.testing.assert_array_equal(again.scores[:7], np.repeat(design.scores[:1], 7, axis=0))
    assert not set(again.seeds.tolist()) & set(design.seeds.tolist())
