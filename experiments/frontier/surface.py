"""A response surface: what a mix of levers gives, fitted to runs of the simulator.

Linear in each intensity, in a saturating share x / (x + ½) of each and in products of two such
shares, by ridge regression: what levers do saturates, and a second-order polynomial was three times
further off at the mixes that matter. How much ridge is chosen by the error of leaving one run out,
which is also the error that is printed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

#: The intensity at which a lever does half of what it could do at most.
HALF = 0.5
#: Ridges tried, as shares of the mean squared size of the terms.
RIDGES = 10.0 ** np.arange(-8.0, 1.0)


def terms(mixes: np.ndarray) -> np.ndarray:
    """The terms of intensities [mixes, levers]: [mixes, terms], the constant left out."""
    shares = mixes / (mixes + HALF)
    pairs = [shares[:, i] * shares[:, j] for i, j in combinations(range(mixes.shape[1]), 2)]
    return np.column_stack([mixes, shares, *pairs])


@dataclass(frozen=True)
class Surface:
    """A fitted surface; ``error`` is the root mean square error of leaving one run out."""

    constant: float
    slopes: np.ndarray
    error: float

    def at(self, mixes: np.ndarray) -> np.ndarray:
        """What the surface says of mixes [n, levers]: [n]."""
        return np.asarray(self.constant + terms(np.atleast_2d(mixes)) @ self.slopes)

    def through(self, mix: np.ndarray, outcome: float) -> Surface:
        """The same surface lifted or lowered so that it gives ``outcome`` at one mix."""
        return replace(self, constant=self.constant + outcome - float(self.at(mix)[0]))


def fit(mixes: np.ndarray, outcomes: np.ndarray) -> Surface:
    """The surface through ``outcomes`` [n] at ``mixes`` [n, levers]."""
    x = terms(mixes)
    centre, size = x.mean(axis=0), x.std(axis=0)
    size = np.where(size > 0.0, size, 1.0)
    scaled = (x - centre) / size
    left, singular, right = np.linalg.svd(scaled, full_matrices=False)
    y = outcomes - outcomes.mean()
    best: tuple[float, np.ndarray] | None = None
    for ridge in RIDGES * len(y):
        shrunk = singular**2 / (singular**2 + ridge)
        fitted = left @ (shrunk * (left.T @ y))
        leverage = (left**2) @ shrunk + 1.0 / len(y)
        error = float(np.sqrt(np.mean(((y - fitted) / np.maximum(1.0 - leverage, 1e-6)) ** 2)))
        if best is None or error < best[0]:
            best = error, right.T @ (singular / (singular**2 + ridge) * (left.T @ y))
    assert best is not None
    slopes = best[1] / size
    return Surface(float(outcomes.mean() - centre @ slopes), slopes, best[0])
