"""The historical scenario from its start to its last year, burn-in included.

A household-year is a household that lived a year of the record. The years of the burn-in take time
but are not counted as lived, so that a cheaper start shows.
"""

from __future__ import annotations

import time

import scenarios
from experiments.benchmarks.apart import Figures
from experiments.manifest import peak_rss_mib
from sim.inputs import Scenario
from sim.simulation import Simulation
from sim.tallies import T, W

#: Enough to load every kernel and to see how many households a scale stands for.
WARM_UP_SCALE = 0.0005


def history() -> Scenario:
    """The scenario that is measured, at its place's central values."""
    return scenarios.load("history", findings=scenarios.Findings())


def households_of(run: Simulation) -> float:
    """Households simulated in the year last lived, those in towns and in the west too."""
    w = run.world
    return float(w.rural[T.households].sum() + w.towns[W.households].sum())


def household_years(run: Simulation) -> float:
    """Live to the last year; the sum over its years of the households there were."""
    lived = 0.0
    while run.year < run.last_year:
        run.live_a_year()
        lived += households_of(run)
    return lived


def warm_up(threads: int = 1) -> float:
    """Live once with a few households; how many households scale 1 has, on average over years."""
    run = Simulation(history(), WARM_UP_SCALE, threads=threads)
    return household_years(run) / (run.year - run.place.base_year) / WARM_UP_SCALE


def scale_for(households: int | None, one_to_one: float) -> float:
    """The scale with about so many households; 1 for ``None``, one to one."""
    return 1.0 if households is None else min(households / one_to_one, 1.0)


def lived(households: int | None, threads: int) -> Figures:
    """Live all years with about so many households, or one to one; memory in MiB.

    What a run takes beyond a small one before it is left when the libraries' share is taken away.
    """
    scale = scale_for(households, warm_up(threads))
    scenario = history()
    before = peak_rss_mib() or 0.0
    began = time.perf_counter()
    run = Simulation(scenario, scale, threads=threads)
    started = time.perf_counter()
    count = household_years(run)
    ended = time.perf_counter()
    years = run.year - run.place.base_year
    peak = peak_rss_mib() or 0.0
    return {
        "scale": scale,
        "households": count / years,
        "village_share": float(run.world.rural[T.households].sum()) / households_of(run),
        "years": float(years),
        "seconds": ended - began,
        "start_seconds": started - began,
        "year_seconds": (ended - started) / years,
        "ns_per_household_year": 1e9 * (ended - began) / count,
        "ns_per_household_year_start_left_out": 1e9 * (ended - started) / count,
        "peak_mib": peak,
        "mib_beyond_a_small_run": peak - before,
    }
