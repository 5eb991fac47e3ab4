"""An emulator at fixed lever intensities as one function of the parameters' scores, and its slopes.

It does the same as the emulator in a fraction of the time: what levers contribute is worked out
once, what is left are products of scores, and one product of matrices for many points at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numba
import numpy as np

from calibration.bumps import TREND, Bumps
from calibration.design import inputs_of
from calibration.emulator import EXPECTED, Emulator, Layer
from sim.compiled import CACHE_FOLDER

#: Points worked on at once: what they need stays in the processor's cache.
AT_ONCE = 128

#: Takes what is wished of outputs [points, outputs] to what that says of scores [points,
#: parameters]: the product with the derivatives.
Pull = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class SumOfBumps:
    """Bumps' ``tops`` [parameters, bumps] in units of their widths, and ``heights`` [bumps,
    outputs]; ``steepness`` [parameters] is one over the widths."""

    steepness: np.ndarray
    tops: np.ndarray
    heights: np.ndarray

    def near(self, scores: np.ndarray) -> np.ndarray:
        """How near every point is to every top, 1 on it; [points, bumps]."""
        moved = scores * self.steepness
        apart = moved @ self.tops
        apart -= 0.5 * (moved**2).sum(axis=1)[:, None]
        apart -= 0.5 * (self.tops**2).sum(axis=0)
        return np.asarray(np.exp(np.minimum(apart, 0.0, out=apart), out=apart))

    def pulled(self, scores: np.ndarray, near: np.ndarray, wished: np.ndarray) -> np.ndarray:
        """What ``wished`` [points, outputs] says of scores, [points, parameters]."""
        weights = (wished @ self.heights.T) * near
        moved = scores * self.steepness
        return np.asarray(
            (weights @ self.tops.T - moved * weights.sum(axis=1)[:, None]) * self.steepness
        )


@dataclass(frozen=True)
class Polynomial:
    """``constant`` [outputs] and ``coefficients`` [monomials, outputs].

    Monomials are the scores, their products pair by pair, and for every block of ``directions``
    [blocks, parameters, r] and ``offsets`` [blocks, r] the products of three of
    ``offsets + scores @ directions``. Bumps, if there are any, are added.
    """

    constant: np.ndarray
    coefficients: np.ndarray
    directions: np.ndarray
    offsets: np.ndarray
    bumps: SumOfBumps | None = None

    def __call__(self, scores: np.ndarray) -> np.ndarray:
        """Outputs at many points: [points, parameters] → [points, outputs]."""
        found = np.empty((len(scores), len(self.constant)))
        for first in range(0, len(scores), AT_ONCE):
            rows = slice(first, first + AT_ONCE)
            found[rows] = self.with_pull(scores[rows])[0]
        return found

    def with_pull(self, scores: np.ndarray) -> tuple[np.ndarray, Pull]:
        """Outputs [points, outputs] of some points, and what pulls wishes back to their scores."""
        given = np.ascontiguousarray(scores)
        monomials = np.empty((len(given), len(self.coefficients)))
        _list_monomials(given, self.directions, self.offsets, monomials)
        found = self.constant + monomials @ self.coefficients
        bumps = self.bumps
        near = np.empty(0)
        if bumps is not None:
            near = bumps.near(given)
            found += near @ bumps.heights

        def pull(wished: np.ndarray) -> np.ndarray:
            pulled = np.empty_like(given)
            slopes = wished @ self.coefficients.T
            _pull_monomials(given, self.directions, self.offsets, slopes, pulled)
            if bumps is not None:
                pulled += bumps.pulled(given, near, wished)
            return pulled

        return found, pull


def at_strengths(emulator: Emulator, parameters: int, strengths: np.ndarray) -> Polynomial:
    """The emulator with the first ``parameters`` inputs free and the levers at ``strengths``."""
    held = inputs_of(np.zeros(parameters), strengths)
    constant: np.ndarray | float = 0.0
    linear: np.ndarray | float = 0.0
    squares: np.ndarray | float = 0.0
    blocks = []
    bumps = None
    for layer in emulator.layers:
        terms = layer.terms
        if isinstance(terms, Bumps):
            trend = np.sqrt(TREND) * terms.turn @ layer.coefficients[:parameters]
            constant = constant + layer.constant - terms.centre @ trend
            linear = linear + trend.T
            tops = np.ascontiguousarray((terms.tops * terms.steepness).T)
            heights = np.ascontiguousarray(terms.root @ layer.coefficients[parameters:])
            bumps = SumOfBumps(terms.steepness, tops, heights)
            continue
        start = (held - terms.centre) @ terms.turn
        turn = terms.turn[:parameters]
        matrix, slope, level = _quadratic(layer, terms.order)
        inner = np.einsum("oij,j->oi", matrix, start)
        constant = constant + level + slope @ start + inner @ start
        linear = linear + (slope + 2.0 * inner) @ turn.T
        squares = squares + np.einsum("pi,oij,qj->opq", turn, matrix, turn, optimize=True)
        if terms.order >= 3:
            blocks.append((turn @ terms.directions, start @ terms.directions, _cubic(layer)))
    assert isinstance(squares, np.ndarray) and isinstance(linear, np.ndarray)
    rows, columns = np.triu_indices(parameters)
    doubled = np.where(rows == columns, 1.0, 2.0)
    coefficients = [
        linear.T,
        (squares[:, rows, columns] * doubled).T,
        *(item[2] for item in blocks),
    ]
    directions = np.array([item[0] for item in blocks] or np.zeros((0, parameters, 0)))
    offsets = np.array([item[1] for item in blocks] or np.zeros((0, 0)))
    return Polynomial(
        np.asarray(constant),
        np.ascontiguousarray(np.concatenate(coefficients)),
        directions,
        offsets,
        bumps,
    )


def _quadratic(layer: Layer, order: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The layer's terms of second, first and no order in its turned inputs, outputs first."""
    size = len(layer.terms.centre)
    outputs = len(layer.constant)
    slope = layer.coefficients[:size].T * np.sqrt(EXPECTED[1])
    matrix = np.zeros((outputs, size, size))
    level = layer.constant.copy()
    if order >= 2:
        rows, columns = np.triu_indices(size, 1)
        squares = layer.coefficients[size : 2 * size].T * np.sqrt(EXPECTED[2] / 2.0)
        products = layer.coefficients[2 * size : 2 * size + len(rows)].T * np.sqrt(EXPECTED[2])
        matrix[:, np.arange(size), np.arange(size)] = squares
        matrix[:, rows, columns] = matrix[:, columns, rows] = products / 2.0
        level = level - squares.sum(axis=1)
    return matrix, slope, level


def _cubic(layer: Layer) -> np.ndarray:
    size = len(layer.terms.centre)
    first = 2 * size + size * (size - 1) // 2
    return np.asarray(layer.coefficients[first:] * np.sqrt(EXPECTED[3] / 6.0))


@numba.njit(cache=CACHE_FOLDER is not None, nogil=True, error_model="numpy")
def _list_monomials(scores, directions, offsets, found):  # type: ignore[no-untyped-def]
    points, parameters = scores.shape
    blocks, _, r = directions.shape
    along = np.empty(r)
    for p in range(points):
        m = parameters
        for i in range(parameters):
            value = scores[p, i]
            found[p, i] = value
            for j in range(i, parameters):
                found[p, m + j - i] = value * scores[p, j]
            m += parameters - i
        for b in range(blocks):
            along[:] = offsets[b]
            for i in range(parameters):
                value = scores[p, i]
                for k in range(r):
                    along[k] += value * directions[b, i, k]
            for i in range(r):
                for j in range(i, r):
                    value = along[i] * along[j]
                    for k in range(j, r):
                        found[p, m + k - j] = value * along[k]
                    m += r - j


@numba.njit(cache=CACHE_FOLDER is not None, nogil=True, error_model="numpy")
def _pull_monomials(scores, directions, offsets, slopes, found):  # type: ignore[no-untyped-def]
    points, parameters = scores.shape
    blocks, _, r = directions.shape
    along, pulled = np.empty(r), np.empty(r)
    for p in range(points):
        m = parameters
        found[p] = slopes[p, :parameters]
        for i in range(parameters):
            value = scores[p, i]
            total = 0.0
            for j in range(i, parameters):
                slope = slopes[p, m + j - i]
                total += slope * scores[p, j]
                found[p, j] += slope * value
            found[p, i] += total
            m += parameters - i
        for b in range(blocks):
            along[:] = offsets[b]
            pulled[:] = 0.0
            for i in range(parameters):
                value = scores[p, i]
                for k in range(r):
                    along[k] += value * directions[b, i, k]
            for i in range(r):
                for j in range(i, r):
                    value = along[i] * along[j]
                    total = 0.0
                    for k in range(j, r):
                        slope = slopes[p, m + k - j]
                        total += slope * along[k]
                        pulled[k] += slope * value
                    pulled[i] += total * along[j]
                    pulled[j] += total * along[i]
                    m += r - j
            for i in range(parameters):
                total = 0.0
                for k in range(r):
                    total += directions[b, i, k] * pulled[k]
                found[p, i] += total
