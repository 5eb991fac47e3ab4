"""Weights of draws, smoothed in the tail."""

from __future__ import annotations

import numpy as np
import pytest

from calibration.reweighting import pareto_tail, smoothed, what_is_known


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


def test_runs_without_chance_are_believed_and_a_perfect_emulator_too() -> None:
    emulated, means = np.zeros((2, 3)), np.ones((2, 3))
    nothing, something = np.zeros((3, 3)), 0.1 * np.eye(3)
    by_runs, left = what_is_known(emulated, means, something, nothing)
    np.testing.assert_allclose(by_runs, means)
    np.testing.assert_allclose(left, 0.0, atol=1e-12)
    by_emulator, _ = what_is_known(emulated, means, nothing, something)
    np.testing.assert_allclose(by_emulator, emulated)


def test_knowing_more_weighs_one_on_average() -> None:
    """What the runs say cannot be foreseen: the likelihood of a record given both, on average over
    what the runs may say, is its likelihood given the emulator."""
    random = np.random.default_rng(4)
    root = random.standard_normal((3, 3))
    own, noise, error = 0.2 * root @ root.T, 0.1 * np.eye(3), 0.5 * np.eye(3)
    emulated = np.zeros((200_000, 3))
    spread = np.linalg.cholesky(own + noise)
    means = random.standard_normal(emulated.shape) @ spread.T
    known, left = what_is_known(emulated, means, own, noise)
    record = np.array([0.4, -0.7, 0.3])
    averaged = np.exp(_log_density(record - known, error + left)).mean()
    alone = np.exp(_log_density(record[None], error + own))[0]
    # 200,000 draws of a density that varies by less than its mean: good to .3 %
    assert averaged == pytest.approx(alone, rel=0.01)


def _log_density(gaps: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    solved = np.linalg.solve(covariance, gaps.T).T
    return -0.5 * (gaps * solved).sum(axis=1) - 0.5 * np.linalg.slogdet(2 * np.pi * covariance)[1]
