"""The world runs begin in, burnt in once for runs that differ in policy alone.

No lever acts in the base year. So scenarios of one place with the same outside series and the same
closure begin in the same world under the same seed and parameters, to the bit, and a copy of it is
made in a fraction of the time that burning in takes.
"""

from __future__ import annotations

import copy
from collections.abc import Callable

from sim.blocks import Beginning
from sim.inputs import Place
from sim.world import World


class Beginnings:
    """Remembers the world the last run began in. Belongs to one thread."""

    def __init__(self) -> None:
        self._place: Place | None = None
        self._rest: tuple[object, ...] = ()
        self._world: World | None = None

    def world(self, begin: Beginning, closure: int, make: Callable[[], World]) -> World:
        """The world that ``make`` makes: a copy where the last one was asked for the same."""
        rest = (
            begin.scale, begin.seed, begin.parameters.tobytes(), begin.external.tobytes(), closure
        )  # fmt: skip
        if self._world is None or self._place is not begin.place or self._rest != rest:
            self._world = make()
            self._place, self._rest = begin.place, rest
        return copy.deepcopy(self._world)
