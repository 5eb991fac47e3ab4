"""A polynomial that stands in for the simulator, with the error it makes.

Ridge regression on polynomials in the inputs (:func:`calibration.design.inputs_of`): of first
order, of second order, and of second order with cubic terms in the few directions that matter
most. Order and penalty are chosen by the error of leaving one run out, which a linear smoother
gives without refitting. A narrowed second wave adds a layer that corrects the first, and a last
one of documented runs adds bumps for what polynomials miss (:mod:`calibration.bumps`).
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from calibration.bumps import BUMPS, COMBINATIONS, LEARNT_FROM, Bumps, widths_learnt

ORDERS = (1, 2, 3)
PENALTIES = (0.1, 1.0, 10.0, 100.0, 1e3, 1e4, 1e5)
#: Directions of the inputs that have cubic terms.
CUBIC_DIRECTIONS = 8
#: A term's share of prior variance by its order: higher orders are expected to be smaller.
EXPECTED = {1: 1.0, 2: 0.1, 3: 0.03}
#: Variances below this are none.
SMALLEST = 1e-30


@dataclass(frozen=True)
class Terms:
    """Polynomial terms in ``(inputs - centre) @ turn``.

    ``directions`` [inputs, r] are those with cubic terms, in the turned inputs.
    """

    order: int
    centre: np.ndarray
    turn: np.ndarray
    directions: np.ndarray

    def __call__(self, inputs: np.ndarray) -> np.ndarray:
        """Terms of many points, the constant left out; shape [points, terms]."""
        turned = (inputs - self.centre) @ self.turn
        parts = [turned * np.sqrt(EXPECTED[1])]
        if self.order >= 2:
            rows, columns = np.triu_indices(turned.shape[1], 1)
            squares = (turned**2 - 1.0) / np.sqrt(2.0)
            products = turned[:, rows] * turned[:, columns]
            parts += [squares * np.sqrt(EXPECTED[2]), products * np.sqrt(EXPECTED[2])]
        if self.order >= 3:
            along = turned @ self.directions
            triples = itertools.combinations_with_replacement(range(along.shape[1]), 3)
            one, two, three = np.array(list(triples)).T
            cubic = along[:, one] * along[:, two] * along[:, three] / np.sqrt(6.0)
            parts.append(cubic * np.sqrt(EXPECTED[3]))
        return np.concatenate(parts, axis=1)


@dataclass(frozen=True)
class Layer:
    """One regression: terms, their ``coefficients`` [terms, outputs] and the ``constant``."""

    terms: Terms | Bumps
    constant: np.ndarray
    coefficients: np.ndarray

    def __call__(self, inputs: np.ndarray) -> np.ndarray:
        return self.constant + self.terms(inputs) @ self.coefficients

    def combined(self, matrix: np.ndarray) -> Layer:
        """The layer of ``matrix @ outputs``; ``matrix`` has shape [kept, outputs]."""
        return Layer(self.terms, matrix @ self.constant, self.coefficients @ matrix.T)


@dataclass(frozen=True)
class Emulator:
    """Layers that add up, and the covariance [outputs, outputs] of what is left of single runs.

    What is left holds the chance of a run and the emulator's own error.
    """

    layers: tuple[Layer, ...]
    left: np.ndarray

    def __call__(self, inputs: np.ndarray) -> np.ndarray:
        """Outputs at many points: [points, inputs] → [points, outputs]."""
        return np.asarray(sum(layer(inputs) for layer in self.layers))

    def combined(self, matrix: np.ndarray) -> Emulator:
        """The emulator of ``matrix @ outputs``; ``matrix`` has shape [kept, outputs]."""
        layers = tuple(layer.combined(matrix) for layer in self.layers)
        return Emulator(layers, matrix @ self.left @ matrix.T)

    def first_wave(self) -> Emulator:
        """The first layer alone, which saw the whole prior."""
        return Emulator(self.layers[:1], self.left)

    def box(self, parameters: int) -> tuple[np.ndarray, np.ndarray]:
        """Mean and covariance of the scores in the last wave of runs: where it can be believed."""
        terms = self.layers[-1].terms
        spread = np.linalg.inv(terms.turn).T[:parameters, :parameters]
        return terms.centre[:parameters], spread @ spread.T

    def own_error(self, chance: np.ndarray) -> np.ndarray:
        """Covariance of the emulator's own error: what is left less a run's ``chance``.

        Both are estimates, so of the directions, in units of what is left, some come out negative
        and others too large by about as much. The negative ones count as none, and the others
        shrink until the sum is that of the difference, which has no such bias.
        """
        sizes = np.sqrt(np.maximum(np.diag(self.left), SMALLEST))
        values, vectors = np.linalg.eigh((self.left - chance) / np.multiply.outer(sizes, sizes))
        held = np.maximum(values, 0.0)
        share = max(float(values.sum()), 0.0) / max(float(held.sum()), SMALLEST)
        turned = sizes[:, None] * vectors
        return np.asarray((turned * (share * held)) @ turned.T)


def fitted(inputs: np.ndarray, outputs: np.ndarray, matters: np.ndarray) -> Emulator:
    """The emulator of some runs: ``inputs`` [runs, inputs], ``outputs`` [runs, outputs].

    ``matters`` [outputs] is the size of an error that matters in each output; it decides which
    directions have cubic terms and which order wins.
    """
    spread = np.eye(inputs.shape[1])
    layer, left = _best_layer(inputs, outputs, matters, np.zeros(inputs.shape[1]), spread)
    return Emulator((layer,), left)


def refined(
    first: Emulator,
    inputs: np.ndarray,
    outputs: np.ndarray,
    matters: np.ndarray,
    centre: np.ndarray,
    spread: np.ndarray,
) -> Emulator:
    """The emulator with a layer more, fitted to what it leaves of narrowed runs.

    ``centre`` [inputs] and ``spread`` [inputs, inputs], a root of the covariance, describe where
    the runs lie.
    """
    turn = np.linalg.inv(spread).T
    layer, left = _best_layer(inputs, outputs - first(inputs), matters, centre, turn)
    return Emulator((*first.layers, layer), left)


def corrected(
    before: Emulator,
    inputs: np.ndarray,
    outputs: np.ndarray,
    chance: np.ndarray,
    looked_at: np.ndarray,
    centre: np.ndarray,
    spread: np.ndarray,
) -> Emulator:
    """The emulator with a layer of bumps, fitted to what it leaves of documented runs.

    ``chance`` [outputs, outputs] is a run's; ``looked_at`` [k, outputs] are the combinations of
    outputs whose errors count, in the same units, as the likelihood weighs them. ``centre``
    [parameters] and ``spread`` [parameters, parameters] describe where the runs' scores lie.
    """
    turn = np.linalg.inv(spread).T
    scores, residuals = inputs[:, : len(centre)], outputs - before(inputs)
    counted = (residuals - residuals.mean(axis=0)) @ looked_at.T
    noise = looked_at @ chance @ looked_at.T
    own = np.linalg.eigh(counted.T @ counted / len(counted) - noise)[1]
    worst = own[:, ::-1][:, :COMBINATIONS]
    some = slice(0, LEARNT_FROM)
    steepness = widths_learnt(
        scores[some], counted[some] @ worst, np.einsum("ik,ij,jk->k", worst, noise, worst), turn
    )
    terms = Bumps.at(scores[:BUMPS], steepness, centre, turn)
    layer, left = _ridge(terms, terms(inputs), residuals)
    return Emulator((*before.layers, layer), left.T @ left / len(left))


def simulation_noise(repeats: np.ndarray) -> np.ndarray:
    """Covariance [outputs, outputs] of a single run's chance, from repeats of the same points.

    ``repeats`` has shape [points, repeats, outputs].
    """
    points, count, outputs = repeats.shape
    within = (repeats - repeats.mean(axis=1, keepdims=True)).reshape(-1, outputs)
    return np.asarray(within.T @ within / (points * (count - 1)))


def _best_layer(
    inputs: np.ndarray,
    outputs: np.ndarray,
    matters: np.ndarray,
    centre: np.ndarray,
    turn: np.ndarray,
) -> tuple[Layer, np.ndarray]:
    """The layer whose order has the smallest error of leaving one out, and what it leaves."""
    none = np.zeros((inputs.shape[1], 0))
    best: tuple[float, Layer, np.ndarray] | None = None
    directions = none
    for order in ORDERS:
        terms = Terms(order, centre, turn, directions)
        table = terms(inputs)
        layer, residuals = _ridge(terms, table, outputs)
        error = float(np.mean((residuals / matters) ** 2))
        if best is None or error < best[0]:
            best = (error, layer, residuals)
        if order == 1:
            slopes = layer.coefficients[: inputs.shape[1]] / matters
            directions = np.linalg.svd(slopes, full_matrices=False)[0][:, :CUBIC_DIRECTIONS]
    assert best is not None
    _, layer, residuals = best
    return layer, residuals.T @ residuals / len(residuals)


def _ridge(
    terms: Terms | Bumps, table: np.ndarray, outputs: np.ndarray
) -> tuple[Layer, np.ndarray]:
    """Ridge regression, each output with the penalty that leaves one run out best.

    Returns the layer and the residuals of leaving each run out, [runs, outputs].
    """
    middle, mean = table.mean(axis=0), outputs.mean(axis=0)
    centred, gaps = table - middle, outputs - mean
    values, vectors = _principal(centred)
    turned = centred @ vectors
    answers = turned.T @ gaps
    smallest = np.full(outputs.shape[1], np.inf)
    chosen = np.zeros((len(values), outputs.shape[1]))
    left = np.empty_like(gaps)
    for penalty in PENALTIES:
        shrunk = 1.0 / (values + penalty)
        leverage = (turned**2) @ shrunk + 1.0 / len(table)
        fit = shrunk[:, None] * answers
        residuals = (gaps - turned @ fit) / (1.0 - leverage)[:, None]
        error = np.einsum("ij,ij->j", residuals, residuals)
        better = error < smallest
        smallest[better] = error[better]
        chosen[:, better] = fit[:, better]
        left[:, better] = residuals[:, better]
    coefficients = vectors @ chosen
    return Layer(terms, mean - middle @ coefficients, coefficients), left


def _principal(centred: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Squared lengths [k] and directions [terms, k] of a table's principal axes."""
    if len(centred) >= centred.shape[1]:
        values, vectors = np.linalg.eigh(centred.T @ centred)
        return np.maximum(values, 0.0), vectors
    values, sides = np.linalg.eigh(centred @ centred.T)
    kept = values > 1e-9 * values[-1]
    return values[kept], centred.T @ sides[:, kept] / np.sqrt(values[kept])


def as_arrays(emulator: Emulator) -> dict[str, np.ndarray]:
    """The emulator as named arrays, to be kept in a file."""
    arrays = {"left": emulator.left, "layers": np.array(len(emulator.layers))}
    for k, layer in enumerate(emulator.layers):
        held = {item.name: getattr(layer.terms, item.name) for item in fields(layer.terms)}
        held |= {"constant": layer.constant, "coefficients": layer.coefficients}
        arrays |= {f"{name}_{k}": np.asarray(value) for name, value in held.items()}
    return arrays


def from_arrays(arrays: dict[str, np.ndarray]) -> Emulator:
    """The inverse of :func:`as_arrays`. Raises ``KeyError`` where an array is missing."""
    layers = []
    for k in range(int(arrays["layers"])):
        is_polynomial = f"order_{k}" in arrays
        kind = Terms if is_polynomial else Bumps
        held: dict[str, Any] = {item.name: arrays[f"{item.name}_{k}"] for item in fields(kind)}
        if is_polynomial:
            held["order"] = int(held["order"])
        terms = kind(**held)
        layers.append(Layer(terms, arrays[f"constant_{k}"], arrays[f"coefficients_{k}"]))
    return Emulator(tuple(layers), arrays["left"])
