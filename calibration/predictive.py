"""What could have been published: modelled incomes with the walk and the errors of measurement.

The walk of a draw in a year is the one it has given the record of all other years
(:attr:`calibration.posterior.Posterior.walks`): the band says what the model and the other years
make of a year, and how far a forecast may stray. Scores never see it.
"""

from __future__ import annotations

import numpy as np

from calibration.calibrated import Calibrated
from calibration.measurement import covariance_of_kinds, inferred_values
from calibration.posterior import Posterior

LEVELS = (0.05, 0.95)


def published_again(
    found: Calibrated, seed: int, incomes: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Log incomes that could have been published, [draws, incomes], and the draws' weights.

    The chance of one run is added to the draws' means, unless ``incomes`` [draws, incomes] of
    single runs are given.
    """
    measurement, posterior = found.measurement, found.posterior
    count = measurement.observations.incomes
    random = np.random.default_rng(seed)
    modelled = incomes
    if modelled is None:
        matrix = measurement.observations.matrix(found.outputs.items)[:count]
        chance = np.linalg.cholesky(measurement.chance[:count, :count] + 1e-12 * np.eye(count))
        modelled = posterior.means @ matrix.T
        modelled = modelled + random.standard_normal(modelled.shape) @ chance.T
    walks = posterior.walks[:, measurement.kinds, measurement.years - 1]
    errors = measurement_errors(posterior, measurement.kinds, random, measurement.income_parts()[1])
    return modelled + walks + errors, posterior.weights


def measurement_errors(
    posterior: Posterior, kinds: np.ndarray, random: np.random.Generator, same: np.ndarray
) -> np.ndarray:
    """Errors of measurement of every draw, [draws, incomes]; ``same`` says who shares a survey."""
    sizes = inferred_values(posterior.inferred)
    found = np.empty((len(sizes), len(kinds)))
    for k, one in enumerate(sizes):
        covariance = same * covariance_of_kinds(one[:2], one[2], kinds, kinds)
        found[k] = np.linalg.cholesky(covariance) @ random.standard_normal(len(kinds))
    return found


def weighted_quantiles(values: np.ndarray, weights: np.ndarray, levels: tuple) -> np.ndarray:
    """Quantiles of weighted draws [draws, n] at some levels, [levels, n]; weights sum to 1."""
    order = np.argsort(values, axis=0)
    ranked = np.take_along_axis(values, order, axis=0)
    below = np.cumsum(weights[order], axis=0) - 0.5 * weights[order]
    return np.array(
        [
            [np.interp(level, below[:, k], ranked[:, k]) for k in range(values.shape[1])]
            for level in levels
        ]
    )


def covered(found: Calibrated) -> tuple[np.ndarray, bool]:
    """Which incomes lie inside the 90 % predictive band, and whether every series' ends do."""
    again, weights = published_again(found, found.question.settings.seed)
    low, high = weighted_quantiles(again, weights, LEVELS)
    targets = found.measurement.observations.targets[: low.size]
    values = np.array([target.value for target in targets])
    inside = (low <= values) & (values <= high)
    years = found.measurement.years
    ends = inside[(years == years.min()) | (years == years.max())]
    return inside, bool(ends.all())
