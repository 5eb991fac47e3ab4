"""The households' year written for whole arrays in numpy, as a rival of the compiled loops.

It lives the same year on the same columns with the same parameters, but with draws of its own; so
its figures agree with the compiled ones within sampling error, and ``tests/experiments`` holds it
to that. What happens above the village stays compiled on both sides.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from experiments.benchmarks.in_numpy.towns import town_year
from experiments.benchmarks.in_numpy.villages import after_the_market, before_the_market
from sim import schedule

#: The loops over households, by the name under which the year calls them.
LOOPS = {
    "before_the_market": before_the_market,
    "after_the_market": after_the_market,
    "town_year": town_year,
}


@contextmanager
def households_live_in_numpy() -> Iterator[None]:
    """Within it every simulation of this process lives its households' year in numpy."""
    compiled = {name: getattr(schedule, name) for name in LOOPS}
    for name, loop in LOOPS.items():
        setattr(schedule, name, loop)
    try:
        yield
    finally:
        for name, loop in compiled.items():
            setattr(schedule, name, loop)
