"""Densities of many Gaussians whose covariances differ in six numbers, compiled."""

from __future__ import annotations

import math

import numba
import numpy as np

from sim.compiled import CACHE_FOLDER

LOG_2PI = math.log(2.0 * math.pi)


def log_densities(
    residuals: np.ndarray,
    sizes: np.ndarray,
    fixed: np.ndarray,
    walk: np.ndarray,
    same: np.ndarray,
    kinds: np.ndarray,
) -> np.ndarray:
    """Log density of every row of ``residuals`` [points, n], shape [points].

    Row p has the covariance ``fixed + walk * (drifts of sizes[p]) + same * (errors of sizes[p])``;
    ``sizes`` [points, 6] are error of kinds 0 and 1 and their correlation, then drift likewise.
    ``fixed``, ``walk`` and ``same`` are [n, n], ``kinds`` [n] is 0 or 1. A covariance that is not
    positive definite has density 0.
    """
    found = np.empty(len(residuals))
    _log_densities(residuals, sizes, fixed, walk, same, kinds, found)
    return found


@numba.njit(cache=CACHE_FOLDER is not None, nogil=True, error_model="numpy")
def _log_densities(residuals, sizes, fixed, walk, same, kinds, found):  # type: ignore[no-untyped-def]
    points, n = residuals.shape
    root = np.empty((n, n))
    solved = np.empty(n)
    for p in range(points):
        total = -0.5 * n * LOG_2PI
        for i in range(n):
            ki = kinds[i]
            for j in range(i + 1):
                kj = kinds[j]
                error = sizes[p, ki] * sizes[p, kj]
                drift = sizes[p, 3 + ki] * sizes[p, 3 + kj]
                if ki != kj:
                    error *= sizes[p, 2]
                    drift *= sizes[p, 5]
                value = fixed[i, j] + walk[i, j] * drift + same[i, j] * error
                for k in range(j):
                    value -= root[i, k] * root[j, k]
                if i > j:
                    root[i, j] = value / root[j, j]
                elif value > 0.0:
                    root[i, i] = math.sqrt(value)
                else:
                    root[i, i] = math.nan
            value = residuals[p, i]
            for k in range(i):
                value -= root[i, k] * solved[k]
            solved[i] = value / root[i, i]
            total -= 0.5 * solved[i] * solved[i] + math.log(root[i, i])
        found[p] = total if total == total else -math.inf
