"""Runs a second when many are wanted: one after another, on threads, on processes, with Dask.

Runs are as large as the calibration's, one thread each, and differ by their seed. Workers have
been started and have lived one small run before the clock starts.
"""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from typing import Any

from experiments.benchmarks.apart import Figures
from experiments.benchmarks.full_model import WARM_UP_SCALE, history, scale_for, warm_up
from sim.simulation import Simulation

#: How many answers come back, given a function and its arguments.
Everyone = Callable[[Callable[[Any], float], Sequence[Any]], int]


def one_run(question: tuple[float, int]) -> float:
    """A run of a scale and a seed; the rural income of its last year."""
    scale, seed = question
    run = Simulation(history(), scale, seed, threads=1)
    run.live_to_the_end()
    return float(run.indicators()["rural_income_new"][-1])


def throughput(mode: str, households: int, runs: int) -> Figures:
    """Runs a second of about so many households in one of :data:`MODES`."""
    scale = scale_for(households, warm_up())
    return MODES[mode](scale, runs, os.cpu_count() or 1)


def _timed(everyone: Everyone, scale: float, runs: int, workers: int) -> Figures:
    everyone(one_run, [(WARM_UP_SCALE, seed) for seed in range(4 * workers)])
    began = time.perf_counter()
    answered = everyone(one_run, [(scale, seed) for seed in range(1, runs + 1)])
    seconds = time.perf_counter() - began
    if answered != runs:
        raise AssertionError(f"{answered} of {runs} runs came back")
    return {
        "runs": float(runs),
        "workers": float(workers),
        "seconds": seconds,
        "runs_per_second": runs / seconds,
    }


def _one_after_another(scale: float, runs: int, workers: int) -> Figures:
    return _timed(lambda call, items: len([call(item) for item in items]), scale, runs, 1)


def _on_threads(scale: float, runs: int, workers: int) -> Figures:
    with ThreadPoolExecutor(workers) as pool:
        return _timed(lambda call, items: len(list(pool.map(call, items))), scale, runs, workers)


def _on_processes(scale: float, runs: int, workers: int) -> Figures:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        return _timed(lambda call, items: len(list(pool.map(call, items))), scale, runs, workers)


def _with_dask(scale: float, runs: int, workers: int) -> Figures:
    from distributed import Client, LocalCluster

    with (
        LocalCluster(workers, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        return _timed(
            lambda call, items: len(client.gather(client.map(call, items, pure=False))),
            scale,
            runs,
            workers,
        )


MODES: dict[str, Callable[[float, int, int], Figures]] = {
    "one after another": _one_after_another,
    "threads": _on_threads,
    "processes": _on_processes,
    "Dask": _with_dask,
}
