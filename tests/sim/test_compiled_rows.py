"""Sums over columns: the same bits as their fixed tree, whatever a processor takes at a time."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest

from sim.compiled import kernel
from sim.compiled_rows import clear_row
from sim.kernels.rows import count, send_for, total
from sim.world import LANES


class Columns(NamedTuple):
    a: np.ndarray
    b: np.ndarray


@kernel
def _total(column, first, rows):  # type: ignore[no-untyped-def]
    return total(column, first, rows)


@kernel
def _count(column, first, rows):  # type: ignore[no-untyped-def]
    return count(column, first, rows)


@kernel
def _clear(columns, i):  # type: ignore[no-untyped-def]
    send_for(columns, i)
    clear_row(columns, np.uint64(i))


def tree_sum(values: np.ndarray) -> float:
    """Sixteen running sums, then their halves added until one is left, all in float32."""
    lanes = np.zeros(16, np.float32)
    for step in values.reshape(-1, 16):
        lanes = lanes + step
    while lanes.size > 1:
        lanes = lanes[: lanes.size // 2] + lanes[lanes.size // 2 :]
    return float(lanes[0])


@pytest.mark.parametrize("rows", [0, LANES, 2 * LANES, 11 * LANES])
def test_a_sum_of_floats_is_its_tree_of_sixteen_lanes_to_the_bit(rows: int) -> None:
    column = np.random.default_rng(rows).lognormal(9.0, 2.0, 12 * LANES).astype(np.float32)
    assert _total(column, LANES, rows) == tree_sum(column[LANES : LANES + rows])


@pytest.mark.parametrize("rows", [0, LANES, 2 * LANES, 11 * LANES])
def test_a_count_of_bytes_loses_nobody_even_where_every_entry_is_the_largest(rows: int) -> None:
    column = np.full(12 * LANES, 255, np.uint8)
    column[LANES] = 3
    assert _count(column, LANES, rows) == column[LANES : LANES + rows].sum(dtype=np.int64)


def test_a_free_place_holds_zeros_in_every_column_and_its_neighbours_keep_theirs() -> None:
    columns = Columns(np.ones(2 * LANES, np.float32), np.ones(2 * LANES, np.uint8))
    _clear(columns, 5)
    for column in columns:
        assert column[5] == 0
        assert column.sum() == 2 * LANES - 1
