"""The best come first, and equal ones in their own order."""

from __future__ import annotations

import numpy as np
import pytest

from sim.compiled import kernel
from sim.kernels.ranking import best_first


@kernel
def _ranked(keys, candidates, many):  # type: ignore[no-untyped-def]
    order = np.empty(many, np.int64)
    given = 0
    for v in best_first(keys, candidates):
        if given == many:
            break
        order[given] = v
        given += 1
    return order[:given]


@pytest.mark.parametrize("size", [0, 1, 2, 3, 17, 400])
def test_candidates_come_by_their_keys_and_equal_ones_by_their_numbers(size: int) -> None:
    rng = np.random.default_rng(size)
    keys = rng.integers(0, 40, 500) / 8.0  # many are equal
    candidates = np.sort(rng.choice(500, size, replace=False))
    expected = candidates[np.argsort(-keys[candidates], kind="stable")]
    for many in (size // 3, size, size + 5):
        np.testing.assert_array_equal(_ranked(keys, candidates.copy(), many), expected[:many])
