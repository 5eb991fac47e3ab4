"""Whether a posterior was made from the data it is used with; if not, it is legal, hardly meant."""

from __future__ import annotations

from collections.abc import Iterator

from experiments.manifest import data_hash
from scenarios.problems import Findings, Problem
from scenarios.stored_posterior import posterior_of
from sim.declare import Label
from sim.inputs import Place


def oddities(place: Place) -> Iterator[Problem]:
    """What is odd about the posterior a place is run with; nothing without one."""
    found = posterior_of(place)
    if found is None:
        return
    findings = Findings()
    made_for = found.manifest.get("place")
    if isinstance(made_for, str) and made_for != place.name:
        message = Label(
            f"made for the place {made_for}, not for {place.name}",
            f"是为地区{made_for}作出的，不是为{place.name}",
        )
        findings.warn(str(found.folder), None, (), message)
    known = found.manifest.get("data_hash")
    if isinstance(known, str) and known != data_hash(place):
        then, now = known[:8], data_hash(place)[:8]
        message = Label(
            f"made from other data than {place.name} has now ({then} then, {now} now); "
            "shanhai calibrate makes one anew",
            f"所用的数据与{place.name}现有的不同（当时{then}，现在{now}）；"
            "用shanhai calibrate可重新校准",
        )
        findings.warn(str(found.folder), None, (), message)
    yield from findings
