"""A few draws weighed so that their means are those of the many they were taken from.

Draws that are run again are few, and their means stray from those of the chains by chance. That
part of the chance is known, and taking it out costs no run: the weights are as even as they can be
under the means wanted (entropy balancing after Hainmueller 2012, Political Analysis 20(1)). Means
are wanted nearly and not exactly, the more loosely the fewer draws there are, so that weights exist
for any draws and stay even where there are hardly more draws than means.
"""

from __future__ import annotations

import numpy as np
from scipy.linalg import solve_triangular
from scipy.optimize import minimize
from scipy.special import logsumexp, softmax


def balanced(few: np.ndarray, many: np.ndarray) -> np.ndarray:
    """Weights of ``few`` [draws, size], which sum to one, by the means of ``many`` [draws, size].

    What remains of a gap between the means is about size over draws of it.
    """
    root = np.linalg.cholesky(np.cov(many.T))
    gaps = solve_triangular(root, (few - many.mean(axis=0)).T, lower=True).T
    looseness = few.shape[1] / len(few)

    def cost(tilt: np.ndarray) -> float:
        return float(logsumexp(gaps @ tilt) + 0.5 * looseness * tilt @ tilt)

    def slope(tilt: np.ndarray) -> np.ndarray:
        return np.asarray(softmax(gaps @ tilt) @ gaps + looseness * tilt)

    def curvature(tilt: np.ndarray) -> np.ndarray:
        weights = softmax(gaps @ tilt)
        mean = weights @ gaps
        spread = (weights[:, None] * gaps).T @ gaps - np.outer(mean, mean)
        return np.asarray(spread + looseness * np.eye(len(mean)))

    found = minimize(
        cost, np.zeros(few.shape[1]), jac=slope, hess=curvature, method="trust-exact",
        options={"gtol": 1e-9},
    )  # fmt: skip
    return np.asarray(softmax(gaps @ found.x))
