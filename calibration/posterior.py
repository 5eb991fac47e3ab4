"""The posterior: weighted draws of parameters and of the measurement model, and its file.

``posterior.nc`` is a classic netCDF file with the dimensions ``chain`` (one) and ``draw``; xarray
opens it, and ArviZ takes what xarray opens. Weights come from the simulator
(:mod:`calibration.reweighting`); a reader that wants equal weights resamples by them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from calibration.measurement import (
    INFERRED_NAMES,
    Measurement,
    covariance_of_kinds,
    inferred_values,
)
from calibration.priors import Priors
from scenarios.stored_posterior import KINDS, WALK, WEIGHT
from sim.parameters import PARAMETERS


@dataclass(frozen=True)
class Posterior:
    """``scores`` [draws, parameters], ``inferred`` [draws, 6] and ``weights`` [draws], sum 1.

    ``walks`` [draws, 2, years] are the discrepancy of rural and urban log incomes from the first
    year on, each year's given the record of all other years; ``means`` [draws, outputs] are the
    simulator's.
    """

    priors: Priors
    scores: np.ndarray
    inferred: np.ndarray
    weights: np.ndarray
    walks: np.ndarray
    means: np.ndarray
    first_year: int

    def __len__(self) -> int:
        return len(self.scores)

    @property
    def values(self) -> np.ndarray:
        """Parameter values, [draws, parameters]."""
        return self.priors.values(self.scores)

    def mean(self) -> np.ndarray:
        """Weighted mean scores, [parameters]."""
        return np.asarray(self.weights @ self.scores)

    def covariance(self) -> np.ndarray:
        """Weighted covariance of the scores, [parameters, parameters]."""
        gaps = self.scores - self.mean()
        return np.asarray((gaps * self.weights[:, None]).T @ gaps)

    def write(self, path: Path, place: str) -> None:
        """Write ``posterior.nc``; the caller sees to it that it appears at once."""
        from scipy.io import netcdf_file

        years = self.first_year + np.arange(self.walks.shape[2])
        with netcdf_file(path, "w", version=2) as file:
            for name, length in (("chain", 1), ("draw", len(self)), ("year", len(years))):
                file.createDimension(name, length)
            file.createVariable("year", np.int32, ("year",))[:] = years
            for name, column in zip(self.priors.names, self.values.T, strict=True):
                item = PARAMETERS[name]
                variable = file.createVariable(name, np.float64, ("chain", "draw"))
                variable[:] = column[None]
                variable.units = item.unit.encode()
                variable.long_name = item.labels.en.encode()
                variable.long_name_zh = item.labels.zh.encode()
            for name, column in zip(INFERRED_NAMES, inferred_values(self.inferred).T, strict=True):
                file.createVariable(name, np.float64, ("chain", "draw"))[:] = column[None]
            file.createVariable(WEIGHT, np.float64, ("chain", "draw"))[:] = self.weights[None]
            for k, kind in enumerate(KINDS):
                name = f"{WALK}_{kind}"
                variable = file.createVariable(name, np.float64, ("chain", "draw", "year"))
                variable[:] = self.walks[None, :, k]
            file.place = place.encode()


def walks_given_the_record(
    measurement: Measurement, means: np.ndarray, inferred: np.ndarray, years: int, seed: int
) -> np.ndarray:
    """One path of both walks for every draw, given the record; shape [draws, 2, years].

    ``means`` [draws, targets] are the simulator's, ``inferred`` [draws, 6] scores. Years after the
    last observation follow the walk's own law, so a forecast's band widens.
    """
    random = np.random.default_rng(seed)
    count = measurement.observations.incomes
    residuals = (measurement.observations.values - means)[:, :count]
    kinds = np.repeat([0, 1], years)
    times = np.tile(np.arange(1, years + 1), 2)
    between = np.minimum.outer(times, measurement.years)
    among = np.minimum.outer(times, times)
    found = np.empty((len(means), 2 * years))
    for k, (gap, sizes) in enumerate(zip(residuals, inferred_values(inferred), strict=True)):
        scale = sizes[3:5]
        cross = between * covariance_of_kinds(scale, sizes[5], kinds, measurement.kinds)
        prior = among * covariance_of_kinds(scale, sizes[5], kinds, kinds)
        whole = measurement.income_covariance(sizes)
        solved = np.linalg.solve(whole, np.column_stack([gap, cross.T]))
        left = prior - cross @ solved[:, 1:]
        values, vectors = np.linalg.eigh((left + left.T) / 2.0)
        root = vectors * np.sqrt(np.maximum(values, 0.0))
        found[k] = cross @ solved[:, 0] + root @ random.standard_normal(2 * years)
    return found.reshape(len(means), 2, years)


def walks_given_other_years(
    measurement: Measurement, means: np.ndarray, inferred: np.ndarray, years: int, seed: int
) -> np.ndarray:
    """The discrepancy of every year given the record of all other years; shape [draws, 2, years].

    Arguments as in :func:`walks_given_the_record`. A band made of these does not know the numbers
    it is held against, so a 90 % band that is right holds nine in ten of them; one that knows them
    holds nearly all. Rural and urban belong together within a year; years are drawn apart.
    """
    random = np.random.default_rng(seed)
    count = measurement.observations.incomes
    residuals = (measurement.observations.values - means)[:, :count]
    both = np.array([0, 1])
    found = np.empty((len(means), 2, years))
    for k, (gap, sizes) in enumerate(zip(residuals, inferred_values(inferred), strict=True)):
        scale = sizes[3:5]
        whole = measurement.income_covariance(sizes)
        cross = covariance_of_kinds(scale, sizes[5], both, measurement.kinds)
        prior = covariance_of_kinds(scale, sizes[5], both, both)
        for year in range(1, years + 1):
            other = measurement.years != year
            shared = cross[:, other] * np.minimum(year, measurement.years[other])
            part = whole[np.ix_(other, other)]
            solved = np.linalg.solve(part, np.column_stack([gap[other], shared.T]))
            left = year * prior - shared @ solved[:, 1:]
            values, vectors = np.linalg.eigh((left + left.T) / 2.0)
            root = vectors * np.sqrt(np.maximum(values, 0.0))
            found[k, :, year - 1] = shared @ solved[:, 0] + root @ random.standard_normal(2)
    return found
