"""What every loop over households is made of: rows of a block, sums over them, a row made free.

Loops over rows are written so that a processor takes sixteen or so at a time: no branch, no order,
every result stored. Sums of floats therefore run in sixteen lanes that are added up at the end, so
that the bits are the same whatever the processor takes at a time.
"""

from __future__ import annotations

import numpy as np
from numba import literal_unroll

from sim.compiled import borrowing, f32, prefetch, single, vectorised, written_in
from sim.elementary import log
from sim.world import BINS, BINS_PER_E, FIRST_BIN, LANES

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
def send_for(h, first):  # type: ignore[no-untyped-def]
    """Ask for the first households of the next block while this one lives its year.

    Their columns lie far apart, so the processor does not guess them; the later rows it does.
    """
    for column in literal_unroll(h):
        prefetch(column, np.uint64(first))
        prefetch(column, np.uint64(first + 16))


@vectorised
def total(column, first, rows):  # type: ignore[no-untyped-def]
    """The sum of ``rows`` entries of a float32 column from ``first`` on; ``rows`` fills lanes."""
    a = b = c = d = e = f = g = h = f32(0.0)
    k = l = m = n = o = p = q = r = f32(0.0)  # noqa: E741  (sixteen lanes)
    for step in range(rows // 16):
        i = row_of(first, step * 16)
        a += column[i]
        b += column[i + np.uint64(1)]
        c += column[i + np.uint64(2)]
        d += column[i + np.uint64(3)]
        e += column[i + np.uint64(4)]
        f += column[i + np.uint64(5)]
        g += column[i + np.uint64(6)]
        h += column[i + np.uint64(7)]
        k += column[i + np.uint64(8)]
        l += column[i + np.uint64(9)]  # noqa: E741
        m += column[i + np.uint64(10)]
        n += column[i + np.uint64(11)]
        o += column[i + np.uint64(12)]
        p += column[i + np.uint64(13)]
        q += column[i + np.uint64(14)]
        r += column[i + np.uint64(15)]
    low = ((a + k) + (e + o)) + ((c + m) + (g + q))
    high = ((b + l) + (f + p)) + ((d + n) + (h + r))
    return float(low + high)


@vectorised
def count(column, first, rows):  # type: ignore[no-untyped-def]
    """The sum of ``rows`` entries of a uint8 column from ``first`` on."""
    found = np.int32(0)
    for j in range(rows):
        found = counted(found, column[row_of(first, j)])
    return found


@borrowing
def vacate(h, i):  # type: ignore[no-untyped-def]
    """Make row ``i`` a free place."""
    for column in literal_unroll(h):
        column[i] = 0


@written_in
def bin_of(per_head):  # type: ignore[no-untyped-def]
    """The bin of a yearly income a head; see :data:`sim.world.BINS`."""
    bin_ = np.int32((log32(max(per_head, f32(1.0))) - f32(FIRST_BIN)) * f32(BINS_PER_E))
    return min(max(bin_, np.int32(0)), np.int32(BINS - 1))


@vectorised
def count_into_bins(bins, chunk, group, bin_, persons, rows):  # type: ignore[no-untyped-def]
    """Add ``persons`` of each row to its income bin."""
    for j in range(rows):
        bins[chunk, group, bin_[j]] += persons[j]
