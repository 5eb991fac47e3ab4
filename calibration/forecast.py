"""What a posterior says would be published, of any output and year, fitted or not.

A :class:`Belief` holds weighted draws of every output with the discrepancy walk they have given the
record they were fitted to. What would be published adds the walk, which after the last observation
follows its own law, the chance of a run, the emulator's error and the errors of measurement.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from calibration.measurement import Measurement, further_sizes, inferred_values
from calibration.observations import GROUPS
from calibration.outputs import Output, Outputs
from calibration.pipeline import Calibrated
from sim.inputs import Place

KINDS = ("rural", "urban")
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True)
class Belief:
    """Weighted draws of what a run would give.

    ``modelled`` [draws, outputs]; ``inferred`` [draws, 6] are scores of the measurement model's
    numbers; ``walks`` [draws, 2, years] start in ``first_year``; ``left`` [outputs, outputs] is the
    covariance of a run's chance, and of the emulator's error where it stands in for the simulator.
    """

    outputs: Outputs
    modelled: np.ndarray
    inferred: np.ndarray
    weights: np.ndarray
    walks: np.ndarray
    left: np.ndarray
    first_year: int

    @classmethod
    def of(cls, found: Calibrated) -> Belief:
        """What the draws of a calibration say, by the simulator."""
        held = found.posterior
        return cls(
            found.outputs, held.means, held.inferred, held.weights, held.walks, found.chance,
            held.first_year,
        )  # fmt: skip

    def simulated(self, items: Sequence[Output]) -> np.ndarray:
        """The draws' own figures, without walk and errors; shape [draws, items]."""
        return np.asarray(self.modelled[:, self.outputs.positions(items)])

    def published_incomes(self, items: Sequence[Output], seed: int) -> np.ndarray:
        """Log incomes of the whole place as they would be published; shape [draws, items]."""
        random = np.random.default_rng(seed)
        found = self.simulated(items) + self._chance(items, random)
        kinds = np.array([int(item.indicator.startswith("urban")) for item in items])
        years = np.array([item.year for item in items])
        surveys = [(item.year, item.indicator.rsplit("_", 1)[1]) for item in items]
        sizes = inferred_values(self.inferred)
        noise = {survey: random.standard_normal((2, len(found))) for survey in sorted(set(surveys))}
        for k, (kind, survey) in enumerate(zip(kinds, surveys, strict=True)):
            one, other = noise[survey]
            alike = sizes[:, 2]
            own = one if kind == 0 else alike * one + np.sqrt(1.0 - alike**2) * other
            found[:, k] += sizes[:, kind] * own
        return np.asarray(found + self.walks[:, kinds, years - self.first_year])

    def published_further(self, items: Sequence[Output], seed: int) -> np.ndarray:
        """Shares and rates as they would be published; shape [draws, items]."""
        random = np.random.default_rng(seed)
        found = self.simulated(items) + self._chance(items, random)
        shared: dict[str, np.ndarray] = {}
        for k, item in enumerate(items):
            constant, own = further_sizes(group_of(item), item.indicator)
            series = f"{item.prefecture}.{item.indicator}"
            if series not in shared:
                shared[series] = random.standard_normal(len(found))
            found[:, k] += constant * shared[series] + own * random.standard_normal(len(found))
        return np.asarray(found)

    def _chance(self, items: Sequence[Output], random: np.random.Generator) -> np.ndarray:
        at = self.outputs.positions(items)
        values, vectors = np.linalg.eigh(self.left[np.ix_(at, at)])
        root = vectors * np.sqrt(np.maximum(values, 0.0))
        return np.asarray(random.standard_normal((len(self.modelled), len(at))) @ root.T)


def group_of(item: Output) -> str:
    """The group of targets an output belongs to."""
    if item.prefecture:
        return "prefectures"
    return next(name for name, indicators in GROUPS.items() if item.indicator in indicators)


def fitted_to(measurement: Measurement, until: int) -> Measurement:
    """The measurement model of the targets to a year; the covariances are cut to them."""
    observations = measurement.observations
    kept = np.array([item.output.year <= until for item in observations.targets])
    at = np.ix_(kept, kept)
    targets = tuple(item for item, held in zip(observations.targets, kept, strict=True) if held)
    return replace(
        measurement,
        observations=replace(observations, targets=targets),
        chance=measurement.chance[at],
        emulator=measurement.emulator[at],
    )


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
