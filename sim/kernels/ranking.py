"""The best first, put in order only as far as they are asked for."""

from __future__ import annotations

from sim.compiled import inlined


@inlined
def best_first(keys, candidates):  # type: ignore[no-untyped-def]
    """Give ``candidates`` one by one, the largest of ``keys`` first, the lower of equal ones.

    ``candidates`` are positions in ``keys``; they are used up. Those not given are never sorted:
    money is mostly gone, and places are filled, long before the last village.
    """
    left = candidates.size
    for at in range(left // 2 - 1, -1, -1):
        _sink(candidates, keys, at, left)
    while left > 0:
        yield candidates[0]
        left -= 1
        candidates[0] = candidates[left]
        _sink(candidates, keys, 0, left)


@inlined
def _sink(heap, keys, at, size):  # type: ignore[no-untyped-def]
    """Let what stands at ``at`` sink in the heap to below all that come before it."""
    sinking = heap[at]
    while 2 * at + 1 < size:
        child = 2 * at + 1
        if child + 1 < size and _is_before(keys, heap[child + 1], heap[child]):
            child += 1
        if not _is_before(keys, heap[child], sinking):
            break
        heap[at] = heap[child]
        at = child
    heap[at] = sinking


@inlined
def _is_before(keys, one, other):  # type: ignore[no-untyped-def]
    return keys[one] > keys[other] or (keys[one] == keys[other] and one < other)
