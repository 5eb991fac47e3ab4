"""A run of the size a calibration uses, and how much its figures differ from seed to seed."""

from __future__ import annotations

import time
from statistics import median

import numpy as np

from experiments.benchmarks.apart import Figures
from experiments.benchmarks.full_model import history, scale_for, warm_up
from sim.simulation import Simulation

INCOMES = ("rural_income", "urban_income")
DEFINITIONS = ("old", "new")


def lived(households: int, seeds: int, threads: int) -> Figures:
    """The median time over seeds, and the noise of the incomes and their ratio over seeds.

    Noise is the standard deviation over seeds, root mean square over the years and the two
    definitions: of log income for the incomes, of the ratio itself for the ratio.
    """
    scale = scale_for(households, warm_up(threads))
    scenario = history()
    seconds = []
    runs = []
    for seed in range(1, seeds + 1):
        began = time.perf_counter()
        run = Simulation(scenario, scale, seed, threads=threads)
        run.live_to_the_end()
        runs.append(run.indicators())
        seconds.append(time.perf_counter() - began)

    def series(name: str) -> np.ndarray:
        return np.array([[run[f"{name}_{which}"] for which in DEFINITIONS] for run in runs])

    rural, urban = (series(name) for name in INCOMES)
    return {
        "households": float(households),
        "seeds": float(seeds),
        "seconds": median(seconds),
        "rural_noise": _noise(np.log(rural)),
        "urban_noise": _noise(np.log(urban)),
        "ratio_noise": _noise(urban / rural),
    }


def _noise(values: np.ndarray) -> float:
    """Standard deviation over the first axis; root mean square over the others."""
    return float(np.sqrt(np.nanmean(np.nanvar(values, axis=0, ddof=1))))
