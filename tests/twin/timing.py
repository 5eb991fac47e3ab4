"""``python -m tests.twin.timing 100000 2 1``: the compiled loop and the twin live the same years.

Takes households, threads and years; prints a line of JSON. The benchmarks call it.
"""

from __future__ import annotations

import json
import sys
import time

from experiments.benchmarks.full_model import (
    WARM_UP_SCALE,
    history,
    households_of,
    scale_for,
    warm_up,
)
from sim.simulation import Simulation
from tests.twin.model import TwinModel


def twin_of(run: Simulation) -> TwinModel:
    """The twin of a run as it stands."""
    return TwinModel(
        run.world,
        run.parameters,
        run.plan,
        run.external,
        run.place.base_year,
        run.seed_number,
    )


def side_by_side(households: int, threads: int, years: int) -> dict[str, float]:
    """Seconds and nanoseconds of both over ``years`` years from one world, and their ratio."""
    scale = scale_for(households, warm_up(threads))
    small = Simulation(history(), WARM_UP_SCALE, threads=threads)
    twin_of(small).step()  # compiles the equations
    run = Simulation(history(), scale, threads=threads)
    twin = twin_of(run)
    compiled = by_objects = count = 0.0
    for _ in range(years):
        began = time.perf_counter()
        run.live_a_year()
        compiled += time.perf_counter() - began
        count += households_of(run)
        began = time.perf_counter()
        twin.step()
        by_objects += time.perf_counter() - began
    return {
        "households": count / years,
        "years": float(years),
        "compiled_seconds": compiled,
        "twin_seconds": by_objects,
        "compiled_ns_per_household_year": 1e9 * compiled / count,
        "twin_ns_per_household_year": 1e9 * by_objects / count,
        "ratio": by_objects / compiled,
    }


if __name__ == "__main__":
    print(json.dumps(side_by_side(*map(int, sys.argv[1:4]))))
