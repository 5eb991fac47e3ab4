"""What every loop over households is made of: rows of a block, sums over them, a row made free.

Loops over rows are written so that a processor takes sixteen or so at a time: no branch, no order,
every result stored. Sums of floats therefore run in sixteen lanes that are added up at the end, so
that the bits are the same whatever the processor takes at a time.
"""

from __future__ import annotations

import numpy as np

from sim.compiled import borrowing, f32, single, vectorised, written_in
from sim.compiled_rows import clear_row, prefetch_rows, sum_of_bytes, sum_of_floats
from sim.elementary import log
from sim.world import BINS, BINS_PER_E, FIRST_BIN, LANES, PLACES

log32 = single(log)


@written_in
def row_of(first, j):  # type: ignore[no-untyped-def]
    """The ``j``-th row of a block. Unsigned, so that no index is taken for one from the end."""
    return np.uint64(first) + np.uint64(j)


@written_in
def in_lanes(rows):  # type: ignore[no-untyped-def]
    """``rows`` rounded up to fill the lanes of a loop over rows."""
    return (rows + LANES - 1) // LANES * LANES


@written_in
def counted(so_far, more):  # type: ignore[no-untyped-def]
    """``so_far`` and ``more``, in 32 bits, so that a processor adds sixteen at a time."""
    return np.int32(so_far + more)


@written_in
def counted_if(is_so, so_far, more):  # type: ignore[no-untyped-def]
    """``so_far``, and ``more`` where ``is_so``."""
    return np.int32(so_far + (more if is_so else np.uint8(0)))


@borrowing
def send_for(columns, first):  # type: ignore[no-untyped-def]
    """Ask for the first households of the next block while this one lives its year.

    Their columns lie far apart, so the processor does not guess them; the later rows it does. One
    that is missing in ``columns`` costs time and nothing else.
    """
    prefetch_rows(columns, np.uint64(first), PLACES)


@written_in
def total(column, first, rows):  # type: ignore[no-untyped-def]
    """The sum of ``rows`` entries of a float32 column from ``first`` on; ``rows`` fills lanes."""
    return float(sum_of_floats(column, np.uint64(first), np.uint64(rows)))


@written_in
def count(column, first, rows):  # type: ignore[no-untyped-def]
    """The sum of ``rows`` entries of a uint8 column from ``first`` on; ``rows`` fills lanes."""
    return sum_of_bytes(column, np.uint64(first), np.uint64(rows))


@borrowing
def vacate(h, i):  # type: ignore[no-untyped-def]
    """Make row ``i`` a free place. Accounts are left: they are made anew for free places, too."""
    clear_row(h, np.uint64(i))


@written_in
def bin_of(per_head):  # type: ignore[no-untyped-def]
    """The bin of a yearly income a head; see :data:`sim.world.BINS`."""
    bin_ = np.int32((log32(max(per_head, f32(1.0))) - f32(FIRST_BIN)) * f32(BINS_PER_E))
    return min(max(bin_, np.int32(0)), np.int32(BINS - 1))


@vectorised
def count_into_bins(bins, chunk, group, bin_, persons, rows):  # type: ignore[no-untyped-def]
    """Add ``persons`` of each row to its income bin."""
    for j in range(rows):
        bins[chunk, group, np.uint32(bin_[j])] += persons[j]
