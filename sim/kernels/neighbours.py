"""Which villages see each other: the nearest on either side, in the same county."""

from __future__ import annotations

from sim.compiled import inlined

NEIGHBOURS = 3  # on each side, in the same county


@inlined
def mean_of_neighbours(values, counties, v, alone):  # type: ignore[no-untyped-def]
    """The mean of ``values`` over the neighbours of village ``v``; ``alone`` if it has none.

    ``counties`` holds the county of each village.
    """
    total = 0.0
    near = 0
    for step in range(-NEIGHBOURS, NEIGHBOURS + 1):
        other = v + step
        if step != 0 and 0 <= other < values.shape[0] and counties[other] == counties[v]:
            total += values[other]
            near += 1
    return total / near if near > 0 else alone
