"""Weights of draws, smoothed in the tail."""

from __future__ import annotations

import numpy as np
import pytest

from calibration.reweighting import pareto_tail, smoothed


def test_equal_draws_have_equal_weights() -> None:
    found = smoothed(np.zeros(500))
    assert found.ess == pytest.approx(500)
    assert found.can_be_trusted


@pytest.mark.parametrize("k", [0.2, 0.5, 0.9])
def test_the_shape_of_a_pareto_tail_is_found(k: float) -> None:
    uniform = np.random.default_rng(1).random(2000)
    beyond = np.sort(2.0 * ((1.0 - uniform) ** -k - 1.0) / k)
    # the estimate's standard error is (1 + k) / sqrt(2,000): .03 to .04
    assert pareto_tail(beyond)[0] == pytest.approx(k, abs=0.13)


def test_a_proposal_that_is_a_little_off_is_put_right() -> None:
    # draws from N(0, 1), wanted is N(.3, 1)
    draws = np.random.default_rng(2).standard_normal(4000)
    found = smoothed(0.3 * draws)
    assert found.can_be_trusted
    assert (found.values * draws).sum() == pytest.approx(0.3, abs=0.06)


def test_a_proposal_that_misses_the_target_cannot_be_trusted() -> None:
    # draws from N(0, 1), wanted is N(0, 5²)
    draws = np.random.default_rng(3).standard_normal(500)
    found = smoothed(0.5 * draws**2 * (1.0 - 1.0 / 25.0))
    assert not found.can_be_trusted
