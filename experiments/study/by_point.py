"""Outcomes by point of the design, in one year, for indices and tables."""

from __future__ import annotations

import numpy as np

from experiments.study.run_files import RunFiles


def outcome_by_run(files: RunFiles, year: int) -> dict[str, np.ndarray]:
    """Each outcome in a year, float64 [points, repetitions]; NaN for runs that are not there."""
    study = files.study
    position = study.years.index(year)
    found = {
        item.name: np.full((study.design.points, study.repetitions), np.nan)
        for item in study.outcomes
    }
    for lived in files.results():
        if lived.outcomes is None:
            continue
        place = divmod(lived.run, study.repetitions)
        for name, values in lived.outcomes.items():
            number = values[position]
            found[name][place] = np.nan if number is None else number
    return found


def means(by_run: np.ndarray) -> np.ndarray:
    """The mean over repetitions, float64 [points]; NaN where one of them is missing."""
    return np.asarray(by_run.mean(axis=1))


def wholly_known(values: np.ndarray, block: int) -> np.ndarray:
    """Which points lie in blocks that are known throughout, boolean [points]."""
    known = np.isfinite(values).reshape(-1, block).all(axis=1)
    return np.repeat(known, block)
