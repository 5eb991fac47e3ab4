"""Compiled code reads the arrays of what it is handed by address, and writes to them."""

from __future__ import annotations

import copy
import pickle
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pytest

from sim.by_address import ByAddress
from sim.compiled import kernel


class Columns(NamedTuple):
    age: np.ndarray
    kind: np.ndarray


@dataclass(frozen=True, eq=False)
class Small(ByAddress):
    table: np.ndarray
    columns: Columns
    cube: np.ndarray


def small() -> Small:
    return Small(
        np.arange(6.0).reshape(2, 3),
        Columns(np.array([4.0, 5.0], np.float32), np.array([1, 2, 3], np.uint8)),
        np.arange(24).reshape(2, 3, 4),
    )


@kernel
def _read_and_write(held):  # type: ignore[no-untyped-def]
    held.table[1, 2] += held.cube[1, 2, 3]
    held.columns.age[1] = held.columns.kind[2]
    return held.table.shape[1], held.cube.shape[2], len(held.columns.kind)


def test_a_kernel_finds_every_entry_and_every_length() -> None:
    held = small()
    assert _read_and_write(held) == (3, 4, 3)
    assert held.table[1, 2] == 5.0 + 23.0
    assert held.columns.age.tolist() == [4.0, 3.0]
    held.table[1, 2] = held.columns.age[1] = 0.0
    assert held.table.sum() == 10.0 and held.columns.age.sum() == 4.0  # and nothing else changed


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda held: pickle.loads(pickle.dumps(held))])
def test_a_kernel_given_a_copy_leaves_the_original_alone(copied) -> None:  # type: ignore[no-untyped-def]
    held = small()
    other = copied(held)
    _read_and_write(other)
    assert held.table[1, 2] == 5.0 and other.table[1, 2] == 28.0


def test_arrays_with_gaps_are_refused() -> None:
    with pytest.raises(ValueError, match="contiguous"):
        _ = Small(np.zeros((4, 4))[:, ::2], small().columns, np.zeros((1, 1, 1), np.int64)).address
