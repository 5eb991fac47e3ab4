"""A few draws that stand for many."""

from __future__ import annotations

import numpy as np
import pytest

from calibration.balancing import balanced


def _correlated(random: np.random.Generator, count: int, size: int) -> np.ndarray:
    mixing = np.eye(size) + 0.5 * np.tri(size, k=-1)
    return random.standard_normal((count, size)) @ mixing.T + np.arange(size)


def test_a_few_draws_have_the_means_of_the_many_they_were_taken_from() -> None:
    many = _correlated(np.random.default_rng(1), 20_000, 30)
    few = many[::40]
    weights = balanced(few, many)
    assert weights.sum() == pytest.approx(1.0)
    before, after = (
        np.abs(held @ few - many.mean(axis=0)) / many.std(axis=0)
        for held in (np.full(len(few), 1.0 / len(few)), weights)
    )
    # 30 numbers and 500 draws: some 6 % of a gap may stay, of the largest hardly more
    assert after.max() < 0.12 * before.max()


@pytest.mark.parametrize("count", [20, 40, 100])
def test_hardly_more_draws_than_numbers_keep_most_of_their_worth(count: int) -> None:
    many = _correlated(np.random.default_rng(2), 20_000, 30)
    weights = balanced(many[:count], many)
    assert (weights > 0.0).all()
    assert 1.0 / (weights**2).sum() > 0.5 * count


def test_what_hangs_on_the_numbers_is_known_better_by_balanced_draws() -> None:
    """An outcome that is nearly a sum of the parameters strays less from sample to sample."""
    random = np.random.default_rng(3)
    many = _correlated(random, 20_000, 10)
    outcome = many.sum(axis=1) + 0.3 * many.std() * random.standard_normal(len(many))
    plain, weighed = [], []
    for _ in range(100):
        chosen = random.integers(0, len(many), 300)
        plain.append(outcome[chosen].mean())
        weighed.append(balanced(many[chosen], many) @ outcome[chosen])
    # the outcome's own noise is .3 sd of one number of ten: a tenth of its spread; a hundred
    # samples tell the ratio of two spreads to some 15 %
    assert np.std(weighed) < 0.3 * np.std(plain)


def test_draws_that_have_the_means_already_weigh_the_same() -> None:
    half = np.random.default_rng(4).standard_normal((50, 5))
    few = np.concatenate([half, -half])
    np.testing.assert_allclose(balanced(few, few), 0.01, rtol=1e-6)
