"""In which order runs are lived, so that a part of them already covers the whole.

A grid is visited in van der Corput's order along each of its sides, with another prime base for
each (Halton's sequence); the repetitions of its points are one more side. Sensitivity designs are
sequences of blocks that cover the space evenly as they stand.
"""

from __future__ import annotations

import math

import numpy as np

#: Points of the sequence tried for each cell of the grid; what they miss comes last.
TRIES = 16


def visiting_order(shape: tuple[int, ...]) -> np.ndarray:
    """Every cell of a grid once, as flat positions in row-major order; int64 [cells]."""
    from scipy.stats import qmc

    cells = math.prod(shape)
    sides = [k for k, length in enumerate(shape) if length > 1]
    if not sides:
        return np.arange(cells)
    points = qmc.Halton(len(sides), scramble=False).random(TRIES * cells)
    lengths = [shape[k] for k in sides]
    columns = [
        np.minimum((points[:, j] * length).astype(np.int64), length - 1)
        for j, length in enumerate(lengths)
    ]
    flat = np.ravel_multi_index(columns, lengths)
    found, first = np.unique(flat, return_index=True)
    order = found[np.argsort(first)]
    missed = np.setdiff1d(np.arange(cells), found)
    return np.concatenate([order, missed])


def run_order(points: int, repetitions: int, shape: tuple[int, ...] | None) -> np.ndarray:
    """Run numbers in the order they are lived; run = point · repetitions + repetition."""
    if shape is None:
        return np.arange(points * repetitions)
    return visiting_order((*shape, repetitions))
