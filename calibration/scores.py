"""How good a forecast was: closeness of its middle, honesty and width of its bands, and both.

The library of scores is imported where a score is reckoned: it takes two seconds to load, which
whoever prints a card would wait for.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from calibration.predictive import weighted_quantiles

#: The band that coverage is counted for.
LOW, HIGH = 0.05, 0.95


def crps_of_draws(observed: np.ndarray, draws: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The continuous ranked probability score of weighted draws [draws, n], shape [n].

    Gneiting and Raftery (2007), Journal of the American Statistical Association 102(477).
    """
    import scoringrules

    heavy = np.broadcast_to(weights, (len(observed), len(weights)))
    return np.asarray(scoringrules.crps_ensemble(observed, draws.T, ens_w=heavy, estimator="nrg"))


def crps_of_normal(observed: np.ndarray, mean: np.ndarray, sd: np.ndarray) -> np.ndarray:
    """The same of normal forecasts, shape as given."""
    import scoringrules

    return np.asarray(scoringrules.crps_normal(observed, mean, sd))


def root_mean_square(gaps: np.ndarray) -> float:
    """Of numbers of any shape, in their units."""
    return float(np.sqrt(np.mean(np.square(gaps))))


def scores_of_draws(
    observed: np.ndarray, point: np.ndarray, draws: np.ndarray, weights: np.ndarray
) -> dict[str, Any]:
    """RMSE of a point forecast [n]; CRPS, coverage and mean width of the draws' 90 % band.

    ``observed`` [n], ``draws`` [draws, n], ``weights`` [draws], sum 1; scores and width are in the
    units of ``observed``.
    """
    low, high = weighted_quantiles(draws, weights, (LOW, HIGH))
    return {
        "rmse": round(root_mean_square(point - observed), 4),
        "crps": round(float(crps_of_draws(observed, draws, weights).mean()), 4),
        "covered": int(((low <= observed) & (observed <= high)).sum()),
        "of": int(observed.size),
        "mean_width": round(float((high - low).mean()), 4),
    }


def scores_of_normal(observed: np.ndarray, mean: np.ndarray, sd: np.ndarray) -> dict[str, Any]:
    """The same of normal forecasts; ``mean`` and ``sd`` [n]."""
    reach = 1.6448536269514722 * sd  # of a standard normal, 95 % lie below
    return {
        "rmse": round(root_mean_square(mean - observed), 4),
        "crps": round(float(crps_of_normal(observed, mean, sd).mean()), 4),
        "covered": int((np.abs(observed - mean) <= reach).sum()),
        "of": int(observed.size),
        "mean_width": round(float(2.0 * reach.mean()), 4),
    }
