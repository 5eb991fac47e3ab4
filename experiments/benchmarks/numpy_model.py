"""The same years with the households' part vectorised in numpy, and with the compiled loops.

Both in one process, one after the other, from start to last year: the burn-in is lived in numpy
too. With two threads numpy works on sixteen pieces, which also keeps its temporaries small.
"""

from __future__ import annotations

import time

from experiments.benchmarks.apart import Figures
from experiments.benchmarks.full_model import history, household_years, scale_for, warm_up
from experiments.benchmarks.in_numpy import households_live_in_numpy
from experiments.manifest import peak_rss_mib
from sim.simulation import Simulation


def side_by_side(households: int, threads: int, years: int) -> Figures:
    """Live the first ``years`` years both ways with about so many households."""
    scale = scale_for(households, warm_up(threads))
    with households_live_in_numpy():
        warm_up(threads)
    compiled, count = _lived(scale, threads, years)
    with households_live_in_numpy():
        in_numpy, count_in_numpy = _lived(scale, threads, years)
    ns_compiled = 1e9 * compiled / count
    ns_in_numpy = 1e9 * in_numpy / count_in_numpy
    return {
        "households": count / years,
        "years": float(years),
        "compiled_seconds": compiled,
        "numpy_seconds": in_numpy,
        "compiled_ns_per_household_year": ns_compiled,
        "numpy_ns_per_household_year": ns_in_numpy,
        "ratio": ns_in_numpy / ns_compiled,
        "peak_mib": peak_rss_mib() or 0.0,
    }


def _lived(scale: float, threads: int, years: int) -> tuple[float, float]:
    """Seconds, the start's too, and household-years."""
    scenario = history()
    began = time.perf_counter()
    run = Simulation(scenario, scale, threads=threads, last_year=scenario.place.base_year + years)
    count = household_years(run)
    return time.perf_counter() - began, count
