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


def chains_of(sets: int) -> Chains:
    means, covariances = gaussians(sets)
    inverses = np.linalg.inv(covariances)

    def density(points: np.ndarray) -> np.ndarray:
        gaps = points - means[:, None]
        return -0.5 * np.einsum("sni,sij,snj->sn", gaps, inverses, gaps)

    starts = np.random.default_rng(2).standard_normal((sets, 20, SIZE))
    return sample(density, starts, warm_up=400, steps=4000, keep_every=4, seed=3)


def test_a_gaussian_is_found_again() -> None:
    means, covariances = gaussians(2)
    found = chains_of(2)
    for data_set in range(2):
        draws, _ = found.pooled(data_set)
        sd = np.sqrt(np.diag(covariances[data_set]))
        # some 4,000 independent draws: a mean is good to .016 sd, a standard deviation to .011
        np.testing.assert_allclose(draws.mean(axis=0), means[data_set], atol=0.08 * sd.max())
        units = np.multiply.outer(sd, sd)
        np.testing.assert_allclose(np.cov(draws.T) / units, covariances[data_set] / units, atol=0.1)
        assert found.has_converged(data_set)


def test_a_skewed_density_is_found_again() -> None:
    # the logarithm of an exponential variable: mean -.5772, variance pi² / 6
    def density(points: np.ndarray) -> np.ndarray:
        return (points - np.exp(points)).sum(axis=2)

    starts = np.random.default_rng(4).standard_normal((1, 20, 2))
    draws, _ = sample(density, starts, 400, 6000, 4, seed=5).pooled()
    np.testing.assert_allclose(draws.mean(axis=0), -0.5772, atol=0.08)
    np.testing.assert_allclose(draws.var(axis=0), np.pi**2 / 6, rtol=0.1)


def test_the_same_seed_gives_the_same_chains() -> None:
    np.testing.assert_array_equal(chains_of(1).draws, chains_of(1).draws)


def test_an_odd_number_of_chains_is_refused() -> None:
    with pytest.raises(ValueError, match="even"):
        sample(lambda points: np.zeros(points.shape[:2]), np.zeros((1, 9, 2)), 1, 1, 1, 1)


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


def test_chains_that_disagree_go_on_until_they_agree_and_no_longer() -> None:
    def density(points: np.ndarray) -> np.ndarray:
        return -0.5 * (points**2).sum(axis=2)

    starts = np.random.default_rng(6).standard_normal((1, 20, SIZE))
    short = sample(density, starts, 200, 40, 4, seed=7)
    assert not short.has_converged()  # 200 draws are no thousand
    longer = sample(density, starts, 200, 40, 4, seed=7, legs=100)
    legs = longer.draws.shape[2] // short.draws.shape[2]
    assert longer.has_converged() and 1 < legs < 100
    np.testing.assert_array_equal(longer.draws[:, :, :10], short.draws)
    one_less = Chains(longer.draws[:, :, :-10], longer.log_densities[:, :, :-10], longer.taken)
    assert not one_less.has_converged()


def test_chains_that_never_agree_stop_at_the_last_leg() -> None:
    def two_hills(points: np.ndarray) -> np.ndarray:
        return -0.5 * (np.abs(points).sum(axis=2) - 60.0) ** 2 / 0.01

    starts = np.concatenate([np.full((1, 10, 1), -60.0), np.full((1, 10, 1), 60.0)], axis=1)
    found = sample(two_hills, starts, 0, 20, 4, seed=8, legs=3)
    assert found.draws.shape == (1, 20, 15, 1) and not found.has_converged()
