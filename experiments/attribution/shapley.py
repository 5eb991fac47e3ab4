"""Shapley values of a game given by its value function, by permutations or exactly.

A coalition is a bit mask: bit ``i`` is player ``i``. A value may be an array: every entry of it is
a game of its own. Nothing here knows levers or simulations.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

Values = Mapping[int, np.ndarray]


@dataclass(frozen=True)
class Shares:
    """The Shapley values of one game, [players, …], and their standard errors of sampling.

    The values add up to v(all) − v(none) but for rounding.
    """

    values: np.ndarray
    errors: np.ndarray


def antithetic(players: int, count: int, random: np.random.Generator) -> list[tuple[int, ...]]:
    """``count`` permutations, each followed by itself backwards. Raises ``ValueError`` if odd."""
    if count < 2 or count % 2:
        raise ValueError(f"permutations come in pairs: {count} is not an even number above 0")
    found: list[tuple[int, ...]] = []
    for _ in range(count // 2):
        order = tuple(int(player) for player in random.permutation(players))
        found += [order, order[::-1]]
    return found


def chain(order: Sequence[int]) -> list[int]:
    """The coalitions met when players join in this order, from none to all."""
    masks = [0]
    for player in order:
        masks.append(masks[-1] | 1 << player)
    return masks


def sampled(values: Values, orders: Sequence[Sequence[int]]) -> Shares:
    """Shapley values from the chains of antithetic permutations.

    Errors are those of the mean over pairs, which are independent of each other.
    """
    marginals = []
    for order in orders:
        gains: list[np.ndarray] = [np.zeros(0)] * len(order)
        for player, (before, after) in zip(order, pairwise(chain(order)), strict=True):
            gains[player] = np.asarray(values[after] - values[before], float)
        marginals.append(np.array(gains))
    pairs = np.array([(one + back) / 2 for one, back in zip(marginals[::2], marginals[1::2])])
    spread = pairs.std(axis=0, ddof=1) if len(pairs) > 1 else np.zeros_like(pairs[0])
    return Shares(pairs.mean(axis=0), spread / math.sqrt(len(pairs)))


def exact(values: Values, players: int) -> Shares:
    """Shapley values from every coalition."""
    weights = [
        math.factorial(size) * math.factorial(players - size - 1) / math.factorial(players)
        for size in range(players)
    ]
    shares = []
    for player in range(players):
        share = np.zeros_like(np.asarray(values[0], float))
        for mask in range(1 << players):
            if not mask >> player & 1:
                gain = np.asarray(values[mask | 1 << player] - values[mask], float)
                share = share + weights[mask.bit_count()] * gain
        shares.append(share)
    found = np.array(shares)
    return Shares(found, np.zeros_like(found))


def interaction_share(values: Values, players: int) -> np.ndarray:
    """What players do together beyond what each does alone, over all that they do.

    Below zero when each alone does more than its part in all of them; 0 where nothing is done.
    """
    everything = np.asarray(values[(1 << players) - 1] - values[0], float)
    alone = sum((values[1 << player] - values[0] for player in range(players)), 0.0 * everything)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(everything == 0.0, 0.0, 1.0 - alone / everything)
