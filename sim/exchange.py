"""What a partition is told of the world above its villages, and what it tells of its blocks.

The world is the same table by table on either side; only the households of other counties are
missing from a partition, and all of them above the village. Which tables go which way at which
step is declared here and nowhere else.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from sim.blocks import Part
from sim.world import World

Tables = dict[str, np.ndarray]


class Step(NamedTuple):
    """Tables of the world by name: what is given to partitions before, and taken from them after.

    What is not given stands there as it was given or made last.
    """

    given: tuple[str, ...]
    taken: tuple[str, ...]


SETTLE = Step(
    given=("counties", "county_codes", "villages", "village_codes"),
    taken=("villages",),  # in two halves, from the middle of their households on
)
BEFORE_THE_MARKET = Step(
    given=(
        "state", "constants", "instruments",
        "counties", "county_codes", "villages", "village_codes",
    ),
    taken=("tallies",),
)  # fmt: skip
#: The market changes no column of villages; it does change numbers of counties and codes.
AFTER_THE_MARKET = Step(
    given=("state", "counties", "county_codes", "village_codes"),
    taken=("tallies", "villages", "ward_tallies"),
)

#: Along which axis a table has an entry for each of what; tables not named are the whole place's.
ALONG = {
    "counties": (1, "counties"),
    "county_codes": (1, "counties"),
    "instruments": (1, "counties"),
    "villages": (1, "villages"),
    "village_codes": (1, "villages"),
    "tallies": (0, "villages"),
    "ward_tallies": (0, "wards"),
}


def share(w: World, part: Part, names: tuple[str, ...]) -> Tables:
    """The part's share of these tables, each contiguous."""
    return {name: np.ascontiguousarray(_own(w, part, name)) for name in names}


def write(w: World, part: Part, tables: Tables) -> None:
    """Write a part's share of some tables into the world."""
    for name, values in tables.items():
        _own(w, part, name)[...] = values


def _own(w: World, part: Part, name: str) -> Any:
    table = getattr(w, name)
    if name not in ALONG:
        return table
    axis, what = ALONG[name]
    own = getattr(part, what)
    return table[(slice(None),) * axis + (slice(own.start, own.stop),)]
