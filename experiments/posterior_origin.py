"""Whether a posterior was made from the data it is used with; if not, it is legal, hardly meant."""

from __future__ import annotations

from collections.abc import Iterator

from experiments.manifest import data_hash
from scenarios.stored_posterior import posterior_of
from sim.inputs import Place


def oddities(place: Place) -> Iterator[str]:
    """What is odd about the posterior a place is run with, one line each; nothing without one."""
    found = posterior_of(place)
    if found is None:
        return
    made_for = found.manifest.get("place")
    if isinstance(made_for, str) and made_for != place.name:
        yield f"{found.folder}: warning: made for the place {made_for}, not for {place.name}"
    known = found.manifest.get("data_hash")
    if isinstance(known, str) and known != data_hash(place):
        yield (
            f"{found.folder}: warning: made from other data than {place.name} has now "
            f"({known[:8]} then, {data_hash(place)[:8]} now); shanhai calibrate makes one anew"
        )
