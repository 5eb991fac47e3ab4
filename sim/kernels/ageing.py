"""Births, deaths and ageing of one household's members in a year, in village and town alike."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.compiled import single, written_in
from sim.parameters import P
from sim.processes import demography

moves_on = single(demography.moves_on)
happens = single(demography.happens)


class AgeGroups(NamedTuple):
    """How wide the age groups are, in years, and the death rate of the middle one; float32."""

    child: np.float32
    young: np.float32
    middle: np.float32
    middle_death_rate: np.float32


@written_in
def age_groups(q):  # type: ignore[no-untyped-def]
    """The age groups of a run's parameters in single precision."""
    return AgeGroups(
        q[P.years_as_child],
        q[P.years_as_young],
        q[P.years_as_middle],
        q[P.middle_death_rate],
    )


@written_in
def life_events(u, j, children, young, middle, old, birth, old_death, groups):  # type: ignore[no-untyped-def]
    """What happens in row ``j``, each 1 or 0 in float32.

    Returns whether one is born, an old and a middle-aged member die, a child, a young and a
    middle-aged member move on to the next group. ``u`` holds the year's draws, ``birth`` and
    ``old_death`` are yearly chances of one member.
    """
    middle_dies = happens(middle, groups.middle_death_rate, u.middle_death[j])
    return (
        happens(young, birth, u.birth[j]),
        happens(old, old_death, u.old_death[j]),
        middle_dies,
        moves_on(children, groups.child, u.child[j]),
        moves_on(young, groups.young, u.young[j]),
        moves_on(middle - middle_dies, groups.middle, u.middle[j]),
    )
