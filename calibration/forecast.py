"""What a posterior says would be published, of any output and year, fitted or not.

A :class:`Belief` holds weighted draws of every output and the record they were fitted to. What
would be published strays from them by the discrepancy walk, by the chance of a run and by the
emulator's error, all three as far as the record to date leaves them open, and by the errors of
measurement.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from calibration.calibrated import Calibrated
from calibration.measurement import (
    Measurement,
    covariance_of_kinds,
    further_sizes,
    inferred_values,
)
from calibration.observations import GROUPS, Observations
from calibration.outputs import INCOMES, Output, Outputs
from sim.inputs import Place

KINDS = ("rural", "urban")
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True)
class Belief:
    """Weighted draws of what a run would give, and the ``observations`` they were fitted to.

    ``modelled`` [draws, outputs]; ``inferred`` [draws, 6] are scores of the measurement model's
    numbers; ``left`` [outputs, outputs] is the covariance of a run's chance, and of the emulator's
    error where it stands in for the simulator.
    """

    outputs: Outputs
    modelled: np.ndarray
    inferred: np.ndarray
    weights: np.ndarray
    left: np.ndarray
    observations: Observations

    @classmethod
    def of(cls, found: Calibrated) -> Belief:
        """What the draws of a calibration say, by the simulator."""
        held, seeds = found.posterior, found.question.settings.seeds_a_draw
        return cls(
            found.outputs, held.means, held.inferred, held.weights,
            found.chance * (1.0 + 1.0 / seeds), found.question.observations,
        )  # fmt: skip

    def simulated(self, items: Sequence[Output]) -> np.ndarray:
        """The draws' own figures, without walk and errors; shape [draws, items]."""
        return np.asarray(self.modelled[:, self.outputs.positions(items)])

    def published_incomes(self, items: Sequence[Output], seed: int) -> np.ndarray:
        """Log incomes of the whole place as they would be published; shape [draws, items]."""
        random = np.random.default_rng(seed)
        found = self.simulated(items) + self._strays(items, random)
        kinds = _kinds(items)
        surveys = [(item.year, item.indicator.rsplit("_", 1)[1]) for item in items]
        sizes = inferred_values(self.inferred)
        noise = {survey: random.standard_normal((2, len(found))) for survey in sorted(set(surveys))}
        for k, (kind, survey) in enumerate(zip(kinds, surveys, strict=True)):
            one, other = noise[survey]
            alike = sizes[:, 2]
            own = one if kind == 0 else alike * one + np.sqrt(1.0 - alike**2) * other
            found[:, k] += sizes[:, kind] * own
        return np.asarray(found)

    def published_further(self, items: Sequence[Output], seed: int) -> np.ndarray:
        """Shares and rates as they would be published; shape [draws, items]."""
        random = np.random.default_rng(seed)
        found = self.simulated(items) + self._strays(items, random)
        shared: dict[str, np.ndarray] = {}
        for k, item in enumerate(items):
            constant, own = further_sizes(group_of(item), item.indicator)
            series = f"{item.prefecture}.{item.indicator}"
            if series not in shared:
                shared[series] = random.standard_normal(len(found))
            found[:, k] += constant * shared[series] + own * random.standard_normal(len(found))
        return np.asarray(found)

    def _strays(self, items: Sequence[Output], random: np.random.Generator) -> np.ndarray:
        """Walk, chance and emulator's error given the record, one draw a draw; [draws, items].

        Incomes alone have a walk. After the last observation it follows its own law.
        """
        matrix = self.observations.matrix(self.outputs.items)
        gaps = self.observations.values - self.modelled @ matrix.T
        at = self.outputs.positions(items)
        inner, cross = self.left[np.ix_(at, at)], self.left[at] @ matrix.T
        noise = matrix @ self.left @ matrix.T
        model = Measurement(self.observations, noise, np.zeros_like(noise))
        base, count = self.observations.base_year, self.observations.incomes
        walks = np.array([item.indicator in INCOMES and not item.prefecture for item in items])
        ages = np.where(walks, [item.year - base for item in items], 0)
        kinds = _kinds(items)
        among = np.minimum.outer(ages, ages)
        between = np.minimum.outer(ages, model.years)
        found = np.empty((len(self.modelled), len(items)))
        for k, (gap, sizes) in enumerate(zip(gaps, inferred_values(self.inferred), strict=True)):
            towards = cross.copy()
            towards[:, :count] += between * _drifts(sizes, kinds, model.kinds)
            solved = np.linalg.solve(model.covariance(sizes), np.column_stack([gap, towards.T]))
            left = inner + among * _drifts(sizes, kinds, kinds) - towards @ solved[:, 1:]
            values, vectors = np.linalg.eigh((left + left.T) / 2.0)
            root = vectors * np.sqrt(np.maximum(values, 0.0))
            found[k] = towards @ solved[:, 0] + root @ random.standard_normal(len(items))
        return found


def _kinds(items: Sequence[Output]) -> np.ndarray:
    """0 for rural incomes, 1 for urban ones, [items]."""
    return np.array([int(item.indicator.startswith("urban_income")) for item in items])


def _drifts(sizes: np.ndarray, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Covariance of a year's step of the walks of some kinds, from the inferred numbers."""
    return covariance_of_kinds(sizes[3:5], sizes[5], one, other)


def group_of(item: Output) -> str:
    """The group of targets an output belongs to."""
    if item.prefecture:
        return "prefectures"
    return next(name for name, indicators in GROUPS.items() if item.indicator in indicators)


def break_of(place: Place) -> int | None:
    """The first year published on both definitions for both kinds; ``None`` if there is none."""
    series = [
        set(place.series(f"{kind}_income_{definition}"))
        for kind in KINDS
        for definition in ("old", "new")
    ]
    return min(set.intersection(*series), default=None)


def linked(place: Place, kind: str) -> dict[int, float]:
    """The log income of ``rural`` or ``urban`` by year, new definition chained to the old one.

    The factor of the year published on both is left out, so that growth is always within one
    definition. Without such a year it is the longer of the two series.
    """
    old = {year: float(np.log(v)) for year, v in place.series(f"{kind}_income_old").items()}
    new = {year: float(np.log(v)) for year, v in place.series(f"{kind}_income_new").items()}
    turn = break_of(place)
    if turn is None:
        return max((old, new), key=len)
    factor = new[turn] - old[turn]
    held = {year: value for year, value in old.items() if year <= turn}
    return held | {year: value - factor for year, value in new.items() if year > turn}


def link(place: Place, kind: str, year: int, origin: int) -> list[tuple[Output, float]]:
    """The outputs whose sum, with these factors, is a kind's income in a year.

    It is the income on the definition published in that year. Seen from an ``origin`` before the
    change of definition it is the old one with the growth on the new one since, so that nobody has
    to foresee the change.
    """
    turn = break_of(place)
    old, new = f"{kind}_income_old", f"{kind}_income_new"
    if turn is None:
        longer = max((old, new), key=lambda name: len(place.series(name)))
        return [(Output(longer, year), 1.0)]
    if year <= turn and origin < turn:
        return [(Output(old, year), 1.0)]
    if origin >= turn:
        return [(Output(new, year), 1.0)]
    return [(Output(old, turn), 1.0), (Output(new, year), 1.0), (Output(new, turn), -1.0)]


@dataclass(frozen=True)
class IncomeForecast:
    """Log incomes from an origin: ``observed`` [kinds, years]; draws are [draws, kinds, years]."""

    origin: int
    years: tuple[int, ...]
    observed: np.ndarray
    simulated: np.ndarray
    published: np.ndarray
    weights: np.ndarray


def forecast_incomes(
    belief: Belief, place: Place, origin: int, years: Sequence[int], seed: int
) -> IncomeForecast:
    """What the belief says of both incomes in some years after ``origin``."""
    parts = {(kind, year): link(place, kind, year, origin) for kind in KINDS for year in years}
    items = sorted({item for held in parts.values() for item, _ in held})
    where = {item: k for k, item in enumerate(items)}
    matrix = np.zeros((len(parts), len(items)))
    observed = np.zeros(len(parts))
    for row, held in enumerate(parts.values()):
        for item, factor in held:
            matrix[row, where[item]] += factor
            observed[row] += factor * float(np.log(place.series(item.indicator)[item.year]))
    shape = (-1, len(KINDS), len(years))
    return IncomeForecast(
        origin,
        tuple(years),
        observed.reshape(shape[1:]),
        (belief.simulated(items) @ matrix.T).reshape(shape),
        (belief.published_incomes(items, seed) @ matrix.T).reshape(shape),
        belief.weights,
    )
