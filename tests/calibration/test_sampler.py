"""The sampler on densities that are known, and the gates on chains that are good and bad."""

from __future__ import annotations

import numpy as np
import pytest

from calibration.convergence import bulk_ess, split_r_hat
from calibration.sampler import Chains, sample

SIZE = 5


def gaussians(sets: int) -> tuple[np.ndarray, np.ndarray]:
    """Means [sets, size] and covariances [sets, size, size]."""
    random = np.random.default_rng(1)
    roots = random.standard_normal((sets, SIZE, SIZE))
    covariances = roots @ roots.transpose(0, 2, 1) + np.eye(SIZE)
    return 3.0 * random.standard_normal((sets, SIZE)), covariances


def chains_of(sets: int) -> list[Chains]:
    means, covariances = gaussians(sets)
    inverses = np.linalg.inv(covariances)

    def density(points: np.ndarray, of_sets: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        gaps = points - means[of_sets, None]
        slopes = -gaps @ inverses[of_sets]
        return 0.5 * (gaps * slopes).sum(axis=2), slopes

    # the shape that is given knows neither the middle nor the width
    wide = np.tile(9.0 * np.eye(SIZE), (sets, 1, 1))
    return sample(density, np.zeros((sets, SIZE)), wide, 8, warm_up=150, draws=500, seed=3)


def standard(points: np.ndarray, of_sets: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The density of independent standard normal numbers."""
    return -0.5 * (points**2).sum(axis=2), -points


def from_the_middle(size: int) -> tuple[np.ndarray, np.ndarray]:
    """The mean and covariance of one set's standard normal numbers."""
    return np.zeros((1, size)), np.eye(size)[None]


def test_gaussians_are_found_again() -> None:
    means, covariances = gaussians(2)
    for data_set, found in enumerate(chains_of(2)):
        draws, _ = found.pooled()
        sd = np.sqrt(np.diag(covariances[data_set]))
        # some 4,000 independent draws: a mean is good to .016 sd, a standard deviation to .011
        np.testing.assert_allclose(draws.mean(axis=0), means[data_set], atol=0.08 * sd.max())
        units = np.multiply.outer(sd, sd)
        np.testing.assert_allclose(np.cov(draws.T) / units, covariances[data_set] / units, atol=0.1)
        assert found.has_converged()
        assert 0.7 < found.taken < 0.9  # what the length of steps aims at is .8


def test_a_skewed_density_is_found_again() -> None:
    # the logarithm of an exponential variable: mean -.5772, variance pi² / 6
    def density(points: np.ndarray, of_sets: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return (points - np.exp(points)).sum(axis=2), 1.0 - np.exp(points)

    (found,) = sample(density, *from_the_middle(2), 8, 150, 1500, seed=5)
    draws, _ = found.pooled()
    # some 5,000 independent draws: a mean is good to .018, a variance to 3 %
    np.testing.assert_allclose(draws.mean(axis=0), -0.5772, atol=0.08)
    np.testing.assert_allclose(draws.var(axis=0), np.pi**2 / 6, rtol=0.1)


def test_places_of_no_density_are_never_visited() -> None:
    # half of a normal variable: mean sqrt(2 / pi)
    def density(points: np.ndarray, of_sets: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        logs, slopes = standard(points, of_sets)
        return np.where((points < 0.0).any(axis=2), -np.inf, logs), slopes

    (found,) = sample(density, np.ones((1, 1)), 0.01 * np.ones((1, 1, 1)), 8, 150, 1500, seed=6)
    draws, _ = found.pooled()
    assert draws.min() >= 0.0
    assert draws.mean() == pytest.approx(np.sqrt(2.0 / np.pi), abs=0.05)  # good to .012


def test_the_same_seed_gives_the_same_chains() -> None:
    np.testing.assert_array_equal(chains_of(1)[0].draws, chains_of(1)[0].draws)


def test_a_chain_alone_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 2"):
        sample(standard, *from_the_middle(2), 1, 1, 1, seed=1)


def test_independent_draws_pass_both_gates() -> None:
    draws = np.random.default_rng(6).standard_normal((4, 1000))
    assert split_r_hat(draws) < 1.01
    assert bulk_ess(draws) == pytest.approx(4000, rel=0.15)


def test_a_chain_that_stays_elsewhere_is_flagged() -> None:
    draws = np.random.default_rng(7).standard_normal((4, 1000))
    draws[0] += 1.0
    assert split_r_hat(draws) > 1.05


def test_a_chain_that_still_wanders_is_flagged() -> None:
    draws = np.random.default_rng(8).standard_normal((4, 1000)) + np.linspace(0.0, 2.0, 1000)
    assert split_r_hat(draws) > 1.05


def test_chains_of_different_width_are_flagged() -> None:
    draws = np.random.default_rng(9).standard_normal((4, 1000))
    draws[0] *= 4.0
    assert split_r_hat(draws) > 1.05


def test_draws_that_repeat_count_for_less() -> None:
    # an autoregression of .9 leaves a share of (1 - .9) / (1 + .9) = 1 / 19 of the draws
    random = np.random.default_rng(10)
    draws = np.zeros((4, 5000))
    for t in range(1, 5000):
        draws[:, t] = 0.9 * draws[:, t - 1] + random.standard_normal(4)
    assert bulk_ess(draws) == pytest.approx(20_000 / 19, rel=0.3)


def test_chains_that_hold_too_little_go_on_until_they_hold_enough_and_no_longer() -> None:
    (short,) = sample(standard, *from_the_middle(SIZE), 8, 60, 20, seed=7)
    assert not short.has_converged()  # 160 draws are no thousand
    (longer,) = sample(standard, *from_the_middle(SIZE), 8, 60, 20, seed=7, legs=200)
    legs = longer.draws.shape[1] // short.draws.shape[1]
    assert longer.has_converged() and 1 < legs < 200
    np.testing.assert_array_equal(longer.draws[:, :20], short.draws)
    one_less = Chains(longer.draws[:, :-20], longer.log_densities[:, :-20], longer.taken)
    assert not one_less.has_converged()


def test_only_sets_that_hold_too_little_go_on() -> None:
    # the second set's first coordinate is a hundred times as wide as it is said to be
    widths = np.array([[1.0, 1.0], [100.0, 1.0]])

    def density(points: np.ndarray, of_sets: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        logs, slopes = standard(points / widths[of_sets, None], of_sets)
        return logs, slopes / widths[of_sets, None]

    easy, hard = sample(
        density, np.zeros((2, 2)), np.tile(np.eye(2), (2, 1, 1)), 4, 6, 50, 9, 5,
        lambda found: found.ess().min() > 40.0,
    )  # fmt: skip
    assert easy.draws.shape == (4, 50, 2) and hard.draws.shape == (4, 250, 2)


def test_chains_that_never_agree_stop_at_the_last_leg() -> None:
    def two_hills(points: np.ndarray, of_sets: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        gaps = np.abs(points) - 60.0
        return -0.5 * (gaps**2).sum(axis=2), -gaps * np.sign(points)

    wide = 3600.0 * np.ones((1, 1, 1))
    (found,) = sample(two_hills, np.zeros((1, 1)), wide, 8, 0, 20, seed=8, legs=3)
    assert found.draws.shape == (8, 60, 1) and not found.has_converged()
