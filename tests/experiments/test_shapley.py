"""Shares of what players do together, on games small enough to know the answer."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.attribution.shapley import (
    antithetic,
    chain,
    exact,
    interaction_share,
    sampled,
)

PLAYERS = 5
ALL = (1 << PLAYERS) - 1


def game(seed: int) -> dict[int, np.ndarray]:
    """Any value of any coalition, two games at a time."""
    random = np.random.default_rng(seed)
    return {mask: random.normal(size=2) for mask in range(ALL + 1)}


def additive(worth: list[float]) -> dict[int, np.ndarray]:
    """A game in which each player brings its worth whoever else is there."""
    return {
        mask: np.array([sum(x for i, x in enumerate(worth) if mask >> i & 1)])
        for mask in range(1 << len(worth))
    }


@pytest.mark.parametrize("seed", range(3))
def test_shares_add_up_to_what_all_players_do_together(seed):
    values = game(seed)
    orders = antithetic(PLAYERS, 6, np.random.default_rng(seed))
    for shares in (exact(values, PLAYERS), sampled(values, orders)):
        np.testing.assert_allclose(shares.values.sum(axis=0), values[ALL] - values[0], atol=1e-12)


def test_a_player_that_changes_nothing_gets_nothing():
    values = game(1)
    idle = {mask: values[mask & ~0b00100] for mask in values}
    orders = antithetic(PLAYERS, 4, np.random.default_rng(1))
    assert (exact(idle, PLAYERS).values[2] == 0.0).all()
    assert (sampled(idle, orders).values[2] == 0.0).all()


def test_two_players_that_do_the_same_get_the_same():
    values = game(2)

    def alike(mask: int) -> int:
        """Players 0 and 1 exchanged where only one of them is there."""
        return mask ^ 0b11 if mask & 0b11 in (0b01, 0b10) else mask

    twins = {mask: values[mask] + values[alike(mask)] for mask in values}
    shares = exact(twins, PLAYERS).values
    np.testing.assert_allclose(shares[0], shares[1], atol=1e-12)


def test_where_each_brings_its_worth_any_permutation_finds_it_without_error():
    worth = [1.0, -2.0, 0.5, 0.0]
    values = additive(worth)
    shares = sampled(values, antithetic(4, 2, np.random.default_rng(0)))
    np.testing.assert_allclose(shares.values[:, 0], worth, atol=1e-12)
    np.testing.assert_allclose(shares.errors, 0.0, atol=1e-12)
    assert abs(interaction_share(values, 4)[0]) < 1e-12


def test_permutations_find_the_exact_shares_within_their_errors():
    values = game(3)
    shares = sampled(values, antithetic(PLAYERS, 400, np.random.default_rng(5)))
    off = np.abs(shares.values - exact(values, PLAYERS).values) / shares.errors
    assert off.max() < 4.0  # ten figures: four standard errors are passed once in 1,500 times


def test_players_that_need_each_other_interact():
    both = {0: np.array([0.0]), 1: np.array([0.0]), 2: np.array([0.0]), 3: np.array([1.0])}
    assert interaction_share(both, 2)[0] == 1.0
    np.testing.assert_allclose(exact(both, 2).values[:, 0], [0.5, 0.5])


def test_where_nothing_is_done_nothing_is_shared():
    nothing = {mask: np.zeros(1) for mask in range(4)}
    assert interaction_share(nothing, 2)[0] == 0.0


def test_every_second_permutation_is_the_one_before_it_backwards():
    orders = antithetic(4, 6, np.random.default_rng(0))
    assert all(orders[k + 1] == orders[k][::-1] for k in range(0, 6, 2))
    assert chain(orders[0])[0] == 0 and chain(orders[0])[-1] == 0b1111
    with pytest.raises(ValueError, match="in pairs"):
        antithetic(4, 3, np.random.default_rng(0))
