"""An emulator at fixed lever intensities as one function of the parameters' scores, compiled.

It does the same as the emulator in a fraction of the time, on one thread and without the linear
algebra library, so that neither other work on the machine nor its cores change speed or bits.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numba
import numpy as np

from calibration.bumps import TREND, Bumps
from calibration.design import inputs_of
from calibration.emulator import EXPECTED, Emulator, Layer
from sim.compiled import CACHE_FOLDER

#: Squared distance, in widths, at which a bump is nought: exp(-50) is below a double's last digit.
FURTHEST_BUMP = 100.0


@dataclass(frozen=True)
class SumOfBumps:
    """Bumps' ``tops`` [parameters, bumps] in units of their widths, and ``heights`` [bumps,
    outputs]; ``steepness`` [parameters] is one over the widths."""

    steepness: np.ndarray
    tops: np.ndarray
    heights: np.ndarray


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
        given = np.ascontiguousarray(scores)
        _evaluate(given, self.constant, self.coefficients, self.directions, self.offsets, found)
        if self.bumps is not None:
            held = self.bumps
            _add_bumps(given, held.steepness, held.tops, held.heights, found)
        return found


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
def _evaluate(scores, constant, coefficients, directions, offsets, found):  # type: ignore[no-untyped-def]
    points, parameters = scores.shape
    outputs = len(constant)
    blocks, _, r = directions.shape
    along = np.empty(r)
    for p in range(points):
        for o in range(outputs):
            found[p, o] = constant[o]
        m = 0
        for i in range(parameters):
            value = scores[p, i]
            for o in range(outputs):
                found[p, o] += value * coefficients[m, o]
            m += 1
        for i in range(parameters):
            for j in range(i, parameters):
                value = scores[p, i] * scores[p, j]
                for o in range(outputs):
                    found[p, o] += value * coefficients[m, o]
                m += 1
        for b in range(blocks):
            for k in range(r):
                along[k] = offsets[b, k]
                for i in range(parameters):
                    along[k] += scores[p, i] * directions[b, i, k]
            for i in range(r):
                for j in range(i, r):
                    for k in range(j, r):
                        value = along[i] * along[j] * along[k]
                        for o in range(outputs):
                            found[p, o] += value * coefficients[m, o]
                        m += 1


@numba.njit(cache=CACHE_FOLDER is not None, nogil=True, error_model="numpy")
def _add_bumps(scores, steepness, tops, heights, found):  # type: ignore[no-untyped-def]
    points, parameters = scores.shape
    bumps, outputs = heights.shape
    apart = np.empty(bumps)
    for p in range(points):
        apart[:] = 0.0
        for i in range(parameters):
            value = scores[p, i] * steepness[i]
            for b in range(bumps):
                gap = value - tops[i, b]
                apart[b] += gap * gap
        for b in range(bumps):
            if apart[b] < FURTHEST_BUMP:
                value = math.exp(-0.5 * apart[b])
                for o in range(outputs):
                    found[p, o] += value * heights[b, o]
