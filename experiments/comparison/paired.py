"""Two scenarios lived under the same draws and seeds, and statistics of their differences."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from experiments.kept_runs import Answer, stacked

LEVELS = {"p05": 0.05, "p25": 0.25, "p75": 0.75, "p95": 0.95}
#: A median of normal draws is that much less certain than their mean.
MEDIAN_OVER_MEAN = math.sqrt(math.pi / 2.0)


@dataclass(frozen=True)
class Lived:
    """The answers of one scenario, each array with the axes draw and seed before its own.

    ``again`` are those of the first draws under one further seed, where there are any.
    """

    values: Mapping[str, np.ndarray]
    again: Lived | None = None

    @classmethod
    def of(cls, answers: Sequence[Answer], seeds: int, repeated: int = 0) -> Lived:
        """``answers`` stand seed after seed of the first draw, then of the second; after those of
        all draws the ``repeated`` ones."""
        count = len(answers) - repeated
        arrays = stacked(answers)
        again = {name: values[count:, None] for name, values in arrays.items()}
        return cls(
            {
                name: values[:count].reshape(count // seeds, seeds, *values.shape[1:])
                for name, values in arrays.items()
            },
            cls(again) if repeated else None,
        )

    def __getitem__(self, name: str) -> np.ndarray:
        return self.values[name]

    def names(self, group: str) -> list[str]:
        """The names along a dimension, the same in every run."""
        return [str(name) for name in self.values[f"names_{group}"][0, 0]]

    @property
    def years(self) -> list[int]:
        return [int(year) for year in self.values["years"][0, 0]]


class Differences(NamedTuple):
    """Differences of all ``runs`` [draws, seeds, …], and of the first draws once ``again`` under a
    further seed: [repeated, 1, …]."""

    runs: np.ndarray
    again: np.ndarray | None = None

    def at(self, where: Any) -> Differences:
        """Those at ``where`` along the last axes."""
        again = None if self.again is None else self.again[where]
        return Differences(self.runs[where], again)

    def are_known(self) -> np.ndarray:
        """Whether every run has a figure, for each entry behind draws and seeds."""
        known = np.isfinite(self.runs).all(axis=(0, 1))
        return known if self.again is None else known & np.isfinite(self.again).all(axis=(0, 1))


@dataclass(frozen=True)
class Pair:
    """A scenario and the one it is held against."""

    scenario: Lived
    against: Lived

    @property
    def again(self) -> Pair | None:
        """The draws that were lived under a further seed."""
        one, other = self.scenario.again, self.against.again
        return Pair(one, other) if one is not None and other is not None else None

    def each(self, of: Callable[[Pair], np.ndarray]) -> Differences:
        """What ``of`` makes of these runs and of those lived again."""
        return Differences(of(self), of(self.again) if self.again is not None else None)

    def differences(self, name: str) -> Differences:
        """Scenario less the other, run by run, with the draws lived again."""
        return self.each(lambda pair: pair.difference(name))

    def difference(self, name: str) -> np.ndarray:
        """Scenario less the other, run by run: [draws, seeds, …]; nan where one has no figure."""
        with np.errstate(invalid="ignore"):
            return np.asarray(self.scenario[name] - self.against[name])


def per_draw(differences: np.ndarray) -> np.ndarray:
    """The mean over a draw's seeds: [draws, …]."""
    return np.asarray(differences.mean(axis=1))


def band(differences: np.ndarray) -> dict[str, np.ndarray]:
    """Median and 50 and 90 % band over draws, each draw the mean of its seeds.

    ``differences`` is [draws, seeds, …]; every entry of the answer has the shape of ``…``.
    """
    draws = per_draw(differences)
    quantiles = np.quantile(draws, [0.5, *LEVELS.values()], axis=0)
    return {"median": quantiles[0], **dict(zip(LEVELS, quantiles[1:], strict=True))}


def variance(differences: np.ndarray, again: np.ndarray | None = None) -> dict[str, np.ndarray]:
    """How much of the spread is the parameters' and how much the seed's, as variances.

    ``differences`` is [draws, seeds, …]: a one-way layout with random effects, in which no two
    draws share a seed; ``again`` [repeated, 1, …] are the first draws under one seed more, for the
    seed's part alone. Within draws only the seed differs, so that the mean square within is the
    seed's variance; the mean square between draws is ``seeds`` times the parameters' variance
    more than that. A parameters' variance estimated below zero is zero. With one draw the
    parameters' part is zero, and with one seed and nothing lived again the seed's: nothing varied.
    """
    draws, seeds = differences.shape[:2]
    several = differences
    if again is not None:
        several = np.concatenate([differences[: len(again)], again], axis=1)
    within = (
        several.var(axis=1, ddof=1).mean(axis=0)
        if several.shape[1] > 1
        else differences[0, 0] * 0.0
    )
    between = seeds * per_draw(differences).var(axis=0, ddof=1) if draws > 1 else within
    return {"parameters": np.maximum(between - within, 0.0) / seeds, "seed": within}


def effect(differences: np.ndarray, again: np.ndarray | None = None) -> dict[str, np.ndarray]:
    """A band with the error of its median and the posterior standard deviation beside it."""
    return {
        **band(differences),
        "monte_carlo_error": monte_carlo_error(differences, again),
        "posterior_sd": np.sqrt(variance(differences, again)["parameters"]),
    }


def monte_carlo_error(differences: np.ndarray, again: np.ndarray | None = None) -> np.ndarray:
    """Standard error of the printed median: what other draws and other seeds would move it by.

    That of the mean over draws, times √(π/2). With one draw it is the seeds' alone.
    """
    draws, seeds = differences.shape[:2]
    if draws == 1:
        return np.asarray(np.sqrt(variance(differences, again)["seed"] / seeds))
    error = per_draw(differences).std(axis=0, ddof=1) / math.sqrt(draws)
    return np.asarray(MEDIAN_OVER_MEAN * error)


def seed_error(differences: np.ndarray, again: np.ndarray | None = None) -> np.ndarray:
    """The part of :func:`monte_carlo_error` that is the seeds', at these very draws."""
    draws, seeds = differences.shape[:2]
    factor = MEDIAN_OVER_MEAN if draws > 1 else 1.0
    return np.asarray(factor * np.sqrt(variance(differences, again)["seed"] / (draws * seeds)))
