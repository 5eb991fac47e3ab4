"""The posterior density of parameters and inferred errors, on the emulator.

A point is the parameters' standard normal scores and then those of the six inferred numbers of the
measurement model (:data:`calibration.measurement.INFERRED`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from calibration.emulator import Emulator
from calibration.measurement import INFERRED_NAMES, Likelihood, Measurement
from calibration.polynomial import AT_ONCE, Polynomial, at_strengths
from calibration.priors import LARGEST_SCORE


@dataclass(frozen=True)
class LogPosterior:
    """Log density of points, up to a constant.

    ``predictions`` takes scores [points, parameters] to what is expected of the targets [points,
    targets]; ``values`` [sets, targets] are the data of many sets at once, ``None`` for the record
    alone. The prior of the scores is standard normal unless ``centre`` [parameters] and
    ``whiten`` [parameters, parameters] say otherwise: ``(scores - centre) @ whiten`` is.
    """

    predictions: Polynomial
    likelihood: Likelihood
    parameters: int
    values: np.ndarray | None = None
    centre: np.ndarray | None = None
    whiten: np.ndarray | None = None

    @classmethod
    def of(
        cls, emulator: Emulator, measurement: Measurement, parameters: int, strengths: np.ndarray
    ) -> LogPosterior:
        """Of the record ``measurement`` holds, with the levers at ``strengths``.

        ``emulator`` answers with the targets (:meth:`calibration.emulator.Emulator.combined`).
        """
        polynomial = at_strengths(emulator, parameters, strengths)
        return cls(polynomial, measurement.likelihood(), parameters)

    def with_prior(self, covariance: np.ndarray, centre: np.ndarray | None = None) -> LogPosterior:
        """The same with another Gaussian as the prior of the scores."""
        whiten = np.linalg.inv(np.linalg.cholesky(covariance)).T
        return replace(self, centre=centre, whiten=whiten)

    def prior_residuals(self, parameters: np.ndarray) -> np.ndarray:
        """Scores [..., parameters] as standard normal numbers under the prior."""
        moved = parameters if self.centre is None else parameters - self.centre
        return moved if self.whiten is None else np.asarray(moved @ self.whiten)

    @property
    def size(self) -> int:
        """How many coordinates a point has."""
        return self.parameters + len(INFERRED_NAMES)

    def log_likelihood(self, points: np.ndarray) -> np.ndarray:
        """Of points [n, size] for the record, shape [n]."""
        count = self.parameters
        return self.likelihood(self.predictions(points[:, :count]), points[:, count:])

    def log_prior(self, points: np.ndarray) -> np.ndarray:
        """Of points [..., size], shape [...]; minus infinity where scores run out of digits."""
        count = self.parameters
        parameters, inferred = points[..., :count], points[..., count:]
        total = (self.prior_residuals(parameters) ** 2).sum(axis=-1) + (inferred**2).sum(axis=-1)
        is_far = (np.abs(points) > LARGEST_SCORE).any(axis=-1)
        return np.where(is_far, -np.inf, -0.5 * total)

    def __call__(self, points: np.ndarray) -> np.ndarray:
        """Of points [sets, chains, size], shape [sets, chains]; what the sampler asks for."""
        sets, chains, size = points.shape
        flat = np.clip(points.reshape(-1, size), -LARGEST_SCORE, LARGEST_SCORE)
        count = self.parameters
        values = None if self.values is None else np.repeat(self.values, chains, axis=0)
        found = self.likelihood(self.predictions(flat[:, :count]), flat[:, count:], values)
        return found.reshape(sets, chains) + self.log_prior(points)

    def with_slopes(
        self, points: np.ndarray, of_sets: np.ndarray | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Log densities [sets, chains] and their derivatives [sets, chains, size].

        ``of_sets`` [sets] says which data sets the points are of; all of them, if nothing else.
        """
        sets, chains, size = points.shape
        flat = np.clip(points.reshape(-1, size), -LARGEST_SCORE, LARGEST_SCORE)
        logs, slopes = np.empty(len(flat)), np.empty_like(flat)
        held = self.values if self.values is None or of_sets is None else self.values[of_sets]
        values = None if held is None else np.repeat(held, chains, axis=0)
        count = self.parameters
        for first in range(0, len(flat), AT_ONCE):
            rows = slice(first, first + AT_ONCE)
            expected, pull = self.predictions.with_pull(flat[rows, :count])
            logs[rows], by_expected, slopes[rows, count:] = self.likelihood.with_slopes(
                expected, flat[rows, count:], None if values is None else values[rows]
            )
            slopes[rows, :count] = pull(by_expected)
        slopes[:, :count] -= self._prior_slopes(flat[:, :count])
        slopes[:, count:] -= flat[:, count:]
        return logs.reshape(sets, chains) + self.log_prior(points), slopes.reshape(points.shape)

    def _prior_slopes(self, parameters: np.ndarray) -> np.ndarray:
        residuals = self.prior_residuals(parameters)
        return residuals if self.whiten is None else np.asarray(residuals @ self.whiten.T)
