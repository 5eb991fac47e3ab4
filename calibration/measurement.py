"""How a published number differs from the modelled one, as one Gaussian.

published = modelled + discrepancy walk + error of measurement + chance of a run + emulator's error

- The walk: one per kind of income, rural and urban, through both definitions, 0 in the base year
  that anchors the scale; its scale a year and the correlation of the two are inferred. The drift of
  the old segment and what the model misses cannot be told apart, so they are one walk.
- Errors of measurement of incomes are independent over years and correlated between rural and
  urban; their sizes and correlation are inferred. Further targets have known errors: half of the
  variance is one error of concept for the whole series, half is each year's own.
- The chance of a run and the emulator's error are measured, not inferred.

All are integrated out. The six inferred numbers are sampled beside the parameters, as standard
normal scores of their priors. The constant offsets of the new definition are parameters of the
model (``offset_rural``, ``offset_urban``) and so inside ``modelled``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.linalg import cho_factor, cho_solve, solve_triangular

from calibration.gaussian import log_densities, log_densities_and_slopes
from calibration.observations import Observations

#: Errors of the further targets, in their own units (a prefecture's are logs), whole and persistent
#: together. Rounding, sampling and differences of concept; assumptions.
FURTHER_ERRORS = {
    "wage_share": 0.015,
    "net_business_share": 0.015,
    "property_share": 0.010,
    "transfer_share": 0.010,
    "urbanisation_rate": 0.004,
    "mountain_plain_ratio": 0.020,
    "migrant_share": 0.030,
    "off_farm_share": 0.040,
}
#: Error of a prefecture's income relative to the place's: its constant part and each year's own.
PANEL_ERRORS = (0.06, 0.015)
#: Share of a further target's variance that its whole series has in common.
SHARED = 0.5


@dataclass(frozen=True)
class Inferred:
    """A number of the measurement model that is inferred: ``lognormal`` or ``correlation``.

    ``first`` is the prior's median; ``second`` the sd of the log, or of Fisher's z.
    """

    name: str
    family: str
    first: float
    second: float
    why: str

    def values(self, scores: np.ndarray) -> np.ndarray:
        """In logs of income, or as a correlation; as many as ``scores``, which are standard normal
        under the prior."""
        if self.family == "lognormal":
            return np.asarray(self.first * np.exp(self.second * scores))
        return np.asarray(np.tanh(np.arctanh(self.first) + self.second * scores))

    def slopes(self, values: np.ndarray) -> np.ndarray:
        """Derivatives of values by their scores, where they have these values."""
        if self.family == "lognormal":
            return np.asarray(self.second * values)
        return np.asarray(self.second * (1.0 - values**2))


#: Second differences of the published series give .011, .007, .67 for the old and .008, .011, .97
#: for the new definition; they hold some curvature, too, so the errors are rather smaller.
INFERRED = (
    Inferred("error_rural", "lognormal", 0.009, 0.35, "second differences of the record"),
    Inferred("error_urban", "lognormal", 0.008, 0.35, "second differences of the record"),
    Inferred("error_correlation", "correlation", 0.7, 0.4, "second differences of the record"),
    Inferred("drift_rural", "lognormal", 0.010, 0.5, "held-out years of a prototype"),
    Inferred("drift_urban", "lognormal", 0.010, 0.5, "held-out years of a prototype"),
    Inferred("drift_correlation", "correlation", 0.7, 0.4, "held-out years of a prototype"),
)
INFERRED_NAMES = tuple(item.name for item in INFERRED)
PARTS = ("walk", "measurement", "chance", "emulator")


def inferred_values(scores: np.ndarray) -> np.ndarray:
    """Values of the inferred numbers; both have shape [..., 6]."""
    return np.stack([item.values(scores[..., k]) for k, item in enumerate(INFERRED)], axis=-1)


@dataclass(frozen=True)
class Measurement:
    """The error model of some observations.

    ``chance`` and ``emulator`` are covariances [targets, targets] of a run's chance and of the
    emulator's error, in the targets' units; zeros where there is none.
    """

    observations: Observations
    chance: np.ndarray
    emulator: np.ndarray

    @classmethod
    def without_simulation_errors(cls, observations: Observations) -> Measurement:
        """For figures that are exact: neither chance nor emulator."""
        nothing = np.zeros((len(observations), len(observations)))
        return cls(observations, nothing, nothing)

    @classmethod
    def of_means(cls, observations: Observations, chance: np.ndarray, seeds: int) -> Measurement:
        """For means of ``seeds`` runs, held against a record that is one path: no emulator.

        ``chance`` [targets, targets] is the covariance of a single run's.
        """
        return cls(observations, chance * (1.0 + 1.0 / seeds), np.zeros_like(chance))

    @property
    def kinds(self) -> np.ndarray:
        """0 for rural incomes, 1 for urban ones; shape [incomes]."""
        return np.array(
            [int(item.output.indicator.startswith("urban")) for item in self._incomes], dtype=int
        )

    @property
    def years(self) -> np.ndarray:
        """Years since the base year, shape [incomes]."""
        base = self.observations.base_year
        return np.array([item.output.year - base for item in self._incomes], dtype=int)

    @property
    def definitions(self) -> np.ndarray:
        """0 for the old definition, 1 for the new one; shape [incomes]."""
        return np.array([int(item.output.indicator.endswith("new")) for item in self._incomes])

    @property
    def _incomes(self) -> tuple:
        return self.observations.targets[: self.observations.incomes]

    def income_parts(self) -> tuple[np.ndarray, np.ndarray]:
        """Who shares a walk and who an error: [incomes, incomes] each, sizes left out."""
        years, definitions = self.years, self.definitions
        walk = np.minimum.outer(years, years).astype(float)
        same = (years[:, None] == years) & (definitions[:, None] == definitions)
        return walk, same.astype(float)

    def walk_covariance(self, inferred: np.ndarray) -> np.ndarray:
        """Of incomes, from one vector of the inferred numbers' values."""
        kinds = self.kinds
        return self.income_parts()[0] * covariance_of_kinds(
            inferred[3:5], inferred[5], kinds, kinds
        )

    def error_covariance(self, inferred: np.ndarray) -> np.ndarray:
        """Of incomes, from one vector of the inferred numbers' values."""
        kinds = self.kinds
        return self.income_parts()[1] * covariance_of_kinds(
            inferred[0:2], inferred[2], kinds, kinds
        )

    def income_covariance(self, inferred: np.ndarray) -> np.ndarray:
        """Of the incomes alone, [incomes, incomes]."""
        count = self.observations.incomes
        own = self.chance[:count, :count] + self.emulator[:count, :count]
        return own + (self.walk_covariance(inferred) + self.error_covariance(inferred))

    @cached_property
    def further_covariance(self) -> np.ndarray:
        """Errors of the further targets, [further, further]."""
        further = self.observations.targets[self.observations.incomes :]
        covariance = np.zeros((len(further), len(further)))
        for i, one in enumerate(further):
            shared, own = further_sizes(one.group, one.output.indicator)
            for j, other in enumerate(further):
                if one.series == other.series:
                    covariance[i, j] = shared**2
            covariance[i, i] += own**2
        return covariance

    def covariance(self, inferred: np.ndarray) -> np.ndarray:
        """Of all targets together, [targets, targets]."""
        whole = self.chance + self.emulator
        count = self.observations.incomes
        whole[:count, :count] += self.walk_covariance(inferred) + self.error_covariance(inferred)
        whole[count:, count:] += self.further_covariance
        return whole

    def whitened(self, table: np.ndarray, inferred: np.ndarray) -> np.ndarray:
        """A ``table`` [targets, n] in units of the errors, which are then independent; the same
        shape. ``inferred`` are values of the inferred numbers [6]."""
        root = np.linalg.cholesky(self.covariance(inferred))
        return np.asarray(solve_triangular(root, table, lower=True))

    def likelihood(self) -> Likelihood:
        """The log-likelihood as a fast function of many predictions at once."""
        return Likelihood.of(self)

    def shares(self, inferred: np.ndarray) -> dict[str, float]:
        """Share of the incomes' mean variance by part."""
        count = self.observations.incomes
        sizes = {
            "walk": np.trace(self.walk_covariance(inferred)),
            "measurement": np.trace(self.error_covariance(inferred)),
            "chance": np.trace(self.chance[:count, :count]),
            "emulator": np.trace(self.emulator[:count, :count]),
        }
        total = sum(sizes.values())
        return {name: float(size / total) for name, size in sizes.items()}


def further_sizes(group: str, indicator: str) -> tuple[float, float]:
    """The constant and the yearly standard error of a further target."""
    if group == "prefectures":
        return PANEL_ERRORS
    whole = FURTHER_ERRORS[indicator]
    return whole * np.sqrt(SHARED), whole * np.sqrt(1.0 - SHARED)


def covariance_of_kinds(
    scales: np.ndarray, correlation: float, one: np.ndarray, other: np.ndarray
) -> np.ndarray:
    """What numbers of some kinds have in common with others; shape [one, other].

    ``scales`` [2] are standard deviations by kind; ``one`` and ``other`` say of which kind each
    number is. Two kinds are correlated, a number of the same kind is the same.
    """
    alike = one[:, None] == other
    return np.where(alike, 1.0, correlation) * np.multiply.outer(scales[one], scales[other])


@dataclass(frozen=True)
class Likelihood:
    """What does not depend on the inferred numbers, worked out once.

    The further targets are conditioned on: their own density needs one factor for all points, and
    what they tell of the incomes' errors is a fixed projection. ``values`` [targets] are the data,
    of which the first ``incomes`` are incomes; ``fixed``, ``walk`` and ``same`` are [incomes,
    incomes], ``kinds`` [incomes], ``projection`` [incomes, further] and ``further_inverse_root``
    [further, further].
    """

    values: np.ndarray
    incomes: int
    fixed: np.ndarray
    projection: np.ndarray
    further_inverse_root: np.ndarray
    further_constant: float
    walk: np.ndarray
    same: np.ndarray
    kinds: np.ndarray

    @classmethod
    def of(cls, model: Measurement) -> Likelihood:
        """Raises ``numpy.linalg.LinAlgError`` where errors of further targets have no density."""
        count = model.observations.incomes
        fixed = model.chance + model.emulator
        inner, cross = fixed[:count, :count], fixed[:count, count:]
        further = fixed[count:, count:] + model.further_covariance
        walk, same = model.income_parts()
        if further.size:
            factor = cho_factor(further, lower=True)
            projection = cho_solve(factor, cross.T).T
            root = np.linalg.inv(np.linalg.cholesky(further))
            constant = float(np.log(np.diag(root)).sum()) - 0.5 * len(root) * np.log(2 * np.pi)
        else:
            projection, root, constant = cross, further, 0.0
        return cls(
            model.observations.values, count, inner - projection @ cross.T, projection, root,
            constant, walk, same, model.kinds.astype(np.int64),
        )  # fmt: skip

    def __call__(
        self, predictions: np.ndarray, scores: np.ndarray, values: np.ndarray | None = None
    ) -> np.ndarray:
        """Log-likelihood of every point, shape [points].

        ``predictions`` [points, targets]; ``scores`` [points, 6] of the inferred numbers;
        ``values`` [points, targets] where every point has data of its own.
        """
        incomes, whitened = self._residuals(predictions, values)
        found = self.further_constant - 0.5 * np.einsum("ij,ij->i", whitened, whitened)
        return found + log_densities(incomes, inferred_values(scores), *self._covariance())

    def with_slopes(
        self, predictions: np.ndarray, scores: np.ndarray, values: np.ndarray | None = None
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The same with derivatives by ``predictions`` [points, targets] and ``scores``."""
        incomes, whitened = self._residuals(predictions, values)
        sizes = inferred_values(scores)
        found, by_residuals, by_sizes = log_densities_and_slopes(
            incomes, sizes, *self._covariance()
        )
        found += self.further_constant - 0.5 * np.einsum("ij,ij->i", whitened, whitened)
        by_further = whitened @ self.further_inverse_root + by_residuals @ self.projection
        by_scores = by_sizes * np.stack(
            [item.slopes(sizes[:, k]) for k, item in enumerate(INFERRED)], axis=1
        )
        return found, np.concatenate([-by_residuals, by_further], axis=1), by_scores

    def _residuals(
        self, predictions: np.ndarray, values: np.ndarray | None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Of incomes, given the further targets, and whitened ones of the further targets."""
        residuals = (self.values if values is None else values) - predictions
        further = residuals[:, self.incomes :]
        incomes = residuals[:, : self.incomes] - further @ self.projection.T
        return np.ascontiguousarray(incomes), further @ self.further_inverse_root.T

    def _covariance(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        return self.fixed, self.walk, self.same, self.kinds
