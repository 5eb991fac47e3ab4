"""Densities of Gaussians whose covariances differ in six numbers, and their slopes, compiled."""

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
    nothing = np.empty((0, 0))
    _log_densities(residuals, sizes, fixed, walk, same, kinds, found, False, nothing, nothing)
    return found


def log_densities_and_slopes(
    residuals: np.ndarray,
    sizes: np.ndarray,
    fixed: np.ndarray,
    walk: np.ndarray,
    same: np.ndarray,
    kinds: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The same with derivatives by ``residuals`` [points, n] and by ``sizes`` [points, 6]."""
    found = np.empty(len(residuals))
    by_residuals, by_sizes = np.empty_like(residuals), np.empty_like(sizes)
    _log_densities(
        residuals, sizes, fixed, walk, same, kinds, found, True, by_residuals, by_sizes
    )  # fmt: skip
    return found, by_residuals, by_sizes


# Inner loops run along rows and add nothing up, so that the compiler can do several at a time.


@numba.njit(cache=CACHE_FOLDER is not None, nogil=True, error_model="numpy")
def _log_densities(  # type: ignore[no-untyped-def]
    residuals, sizes, fixed, walk, same, kinds, found, is_sloped, by_residuals, by_sizes
):
    points, n = residuals.shape
    root, inverse, precision = np.empty((n, n)), np.empty((n, n)), np.empty((n, n))
    solved, pulled = np.empty(n), np.empty(n)
    products = np.empty((2, 3))
    for p in range(points):
        for part in range(2):
            one, other = sizes[p, 3 * part], sizes[p, 3 * part + 1]
            products[part, 0] = one * one
            products[part, 1] = one * other * sizes[p, 3 * part + 2]
            products[part, 2] = other * other
        for i in range(n):
            for j in range(i, n):
                error, drift = products[0, kinds[i] + kinds[j]], products[1, kinds[i] + kinds[j]]
                root[i, j] = fixed[i, j] + walk[i, j] * drift + same[i, j] * error
        solved[:] = residuals[p]
        found[p] = _factorise(root, solved)
        if is_sloped:
            _solve_back(root, solved, pulled)
            _invert(root, inverse, precision)
            for i in range(n):
                by_residuals[p, i] = -pulled[i]
            _by_sizes(precision, pulled, walk, same, kinds, sizes[p], by_sizes[p])


@numba.njit(cache=CACHE_FOLDER is not None, nogil=True, error_model="numpy")
def _factorise(root, solved):  # type: ignore[no-untyped-def]
    """The upper triangle becomes its root, the residuals are whitened; returns the log density."""
    n = len(solved)
    total = -0.5 * n * LOG_2PI
    for k in range(n):
        if not root[k, k] > 0.0:
            return -math.inf
        scale = 1.0 / math.sqrt(root[k, k])
        for j in range(k, n):
            root[k, j] *= scale
        value = solved[k] * scale
        solved[k] = value
        total += math.log(scale) - 0.5 * value * value
        for j in range(k + 1, n):
            solved[j] -= value * root[k, j]
        for i in range(k + 1, n):
            factor = root[k, i]
            for j in range(i, n):
                root[i, j] -= factor * root[k, j]
    return total


@numba.njit(cache=CACHE_FOLDER is not None, nogil=True, error_model="numpy")
def _solve_back(root, solved, pulled):  # type: ignore[no-untyped-def]
    for k in range(len(solved) - 1, -1, -1):
        value = solved[k]
        for j in range(k + 1, len(solved)):
            value -= root[k, j] * pulled[j]
        pulled[k] = value / root[k, k]


@numba.njit(cache=CACHE_FOLDER is not None, nogil=True, error_model="numpy")
def _invert(root, inverse, precision):  # type: ignore[no-untyped-def]
    """The upper triangle of the covariance's inverse, from its root's."""
    n = len(root)
    for k in range(n):
        for i in range(k):
            inverse[k, i] = 0.0
        inverse[k, k] = 1.0
        for j in range(k):
            factor = root[j, k]
            for i in range(j + 1):
                inverse[k, i] -= factor * inverse[j, i]
        scale = 1.0 / root[k, k]
        for i in range(k + 1):
            inverse[k, i] *= scale
    for i in range(n):
        for j in range(i, n):
            precision[i, j] = 0.0
    for k in range(n):
        for i in range(k + 1):
            factor = inverse[k, i]
            for j in range(i, k + 1):
                precision[i, j] += factor * inverse[k, j]


@numba.njit(cache=CACHE_FOLDER is not None, nogil=True, error_model="numpy")
def _by_sizes(precision, pulled, walk, same, kinds, sizes, found):  # type: ignore[no-untyped-def]
    n = len(pulled)
    sums = np.zeros((2, 3))
    for i in range(n):
        for j in range(i, n):
            value = precision[i, j] - pulled[i] * pulled[j]
            if i != j:
                value *= 2.0
            sums[0, kinds[i] + kinds[j]] += same[i, j] * value
            sums[1, kinds[i] + kinds[j]] += walk[i, j] * value
    for part in range(2):
        one, other, alike = sizes[3 * part], sizes[3 * part + 1], sizes[3 * part + 2]
        own, both, others = sums[part]
        found[3 * part] = -one * own - 0.5 * alike * other * both
        found[3 * part + 1] = -other * others - 0.5 * alike * one * both
        found[3 * part + 2] = -0.5 * one * other * both
