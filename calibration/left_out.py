"""Where the record of a year lies in what the record of all other years says of it.

Draws of a posterior know every number they were fitted to. Weighed by one over how probable they
hold the numbers of a year they forget them (Gelfand, Dey and Chang 1992; smoothed as Vehtari,
Gelman and Gabry 2017, Statistics and Computing 27, propose), so that a 90 % band that is right
holds nine in ten numbers, and not more because it has seen them.
"""

from __future__ import annotations

import numpy as np
from scipy.stats import norm

from calibration.calibrated import Calibrated
from calibration.measurement import Measurement, inferred_values
from calibration.reweighting import smoothed


def probabilities_below(found: Calibrated) -> np.ndarray:
    """How probable a lower number than the published one was, by income, shape [incomes].

    Both incomes of a year, on both definitions, are left out together.
    """
    posterior, observations = found.posterior, found.question.observations
    matrix = observations.matrix(found.outputs.items)
    seeds = found.question.settings.seeds_a_draw
    model = Measurement.of_means(observations, found.measurement.chance, seeds)
    gaps = observations.values - posterior.means @ matrix.T
    sizes = inferred_values(posterior.inferred)
    count = observations.incomes
    below = np.empty((len(gaps), count))
    logs = np.empty((len(gaps), count))
    for k, (gap, size) in enumerate(zip(gaps, sizes, strict=True)):
        whole = model.covariance(size)
        for year in np.unique(model.years):
            here = np.flatnonzero(model.years == year)
            other = np.setdiff1d(np.arange(len(observations)), here)
            shared = whole[np.ix_(here, other)]
            solved = np.linalg.solve(
                whole[np.ix_(other, other)], np.column_stack([gap[other], shared.T])
            )
            left = whole[np.ix_(here, here)] - shared @ solved[:, 1:]
            surprise = gap[here] - shared @ solved[:, 0]
            below[k, here] = norm.cdf(surprise / np.sqrt(np.diag(left)))
            logs[k, here] = -0.5 * (
                surprise @ np.linalg.solve(left, surprise) + np.linalg.slogdet(left)[1]
            )
    weights = np.empty_like(logs)
    known = np.log(np.maximum(posterior.weights, np.finfo(float).tiny))
    for year in np.unique(model.years):
        here = np.flatnonzero(model.years == year)
        weights[:, here] = smoothed(known - logs[:, here[0]]).values[:, None]
    return np.asarray((weights * below).sum(axis=0))
