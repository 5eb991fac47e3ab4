"""Calibrating records whose truth is known, all of them at once.

Truths are drawn, records made from them with walks and errors, and the posterior of each is
sampled on the emulator, all chains of all records in the same arrays.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from scipy.stats import kstest
from threadpoolctl import threadpool_limits

from calibration.gaussians_near import gaussians_near
from calibration.log_posterior import LogPosterior
from calibration.measurement import INFERRED, Measurement, inferred_values
from calibration.sampler import sample

#: Chains of a record, and draws of each: thrown away, and a leg's.
CHAINS, WARM_UP, DRAWS = 8, 90, 100
#: A record's chains go on until they hold so many independent draws, for so many legs at most.
ENOUGH, LEGS = 200.0, 12
#: Draws of a record that are handed on, evenly spread over its chains.
HANDED_ON = 400
#: What is said when chains of so many records begin.
CHAINS_OF = "posteriors of {records} records"
#: Records worked on at once.
GROUP = 20


@dataclass(frozen=True)
class Truths:
    """``scores`` [records, parameters], ``inferred`` [records, 6], ``data`` [records, targets]."""

    scores: np.ndarray
    inferred: np.ndarray
    data: np.ndarray

    def __len__(self) -> int:
        return len(self.scores)


def records_of(
    modelled: np.ndarray, scores: np.ndarray, measurement: Measurement, seed: int
) -> Truths:
    """Records that could have been published of ``modelled`` targets [records, targets].

    The errors of measurement and the walks have sizes drawn from their priors. The chance of a run
    is whatever ``modelled`` has of it.
    """
    random = np.random.default_rng(seed)
    inferred = random.standard_normal((len(scores), len(INFERRED)))
    bare = Measurement.without_simulation_errors(measurement.observations)
    data = np.empty_like(modelled)
    for k, sizes in enumerate(inferred_values(inferred)):
        root = np.linalg.cholesky(bare.covariance(sizes))
        data[k] = modelled[k] + root @ random.standard_normal(modelled.shape[1])
    return Truths(scores, inferred, data)


def posteriors_of(
    truths: Truths,
    density: LogPosterior,
    measurement: Measurement,
    seed: int,
    workers: int | None = None,
    legs: int = LEGS,
) -> tuple[np.ndarray, np.ndarray]:
    """Draws of every record's posterior, and how many independent ones they are worth.

    Shapes [records, draws, parameters + 6] and [records], the latter of the coordinate that mixes
    worst and of all that was drawn. Chains go on for ``legs`` at most. Records are worked on in
    fixed groups, each with its own random numbers and linear algebra on one thread, so that the
    number of ``workers``, threads, does not show in the draws.
    """
    groups = np.array_split(np.arange(len(truths)), -(-len(truths) // GROUP))

    def sampled(number: int) -> tuple[np.ndarray, np.ndarray]:
        data = truths.data[groups[number]]
        many = replace(density, values=data)
        chains = sample(
            many.with_slopes, *gaussians_near(many, measurement, data), CHAINS, WARM_UP, DRAWS,
            seed + 1 + number, legs, lambda one: one.ess().min() >= ENOUGH,
        )  # fmt: skip
        kept = [one.pooled()[0] for one in chains]
        places = [np.linspace(0, len(one) - 1, HANDED_ON).round().astype(int) for one in kept]
        draws = np.array([one[where] for one, where in zip(kept, places, strict=True)])
        return draws, np.array([one.ess().min() for one in chains])

    with threadpool_limits(1), ThreadPoolExecutor(workers or os.cpu_count() or 1) as pool:
        parts = list(pool.map(sampled, range(len(groups))))
    return np.concatenate([one[0] for one in parts]), np.concatenate([one[1] for one in parts])


def described_ess(ess: np.ndarray) -> dict[str, float]:
    """How many independent draws records have, [records]: the worst, a bad one, and the middle."""
    worst, bad, middle = np.quantile(ess, (0.0, 0.05, 0.5)).tolist()
    return {"least": round(worst, 1), "at_5_percent": round(bad, 1), "median": round(middle, 1)}


@dataclass(frozen=True)
class Coverage:
    """How often intervals hold the truth, and whether ranks are even, by quantity.

    ``ranks`` [records, quantities] are shares of draws below the truth; ``adjusted`` [quantities]
    are p values of even ranks, by Holm's method.
    """

    names: tuple[str, ...]
    ranks: np.ndarray
    adjusted: np.ndarray

    @property
    def covered_90(self) -> np.ndarray:
        """Share of records whose 90 % interval holds the truth, [quantities]."""
        return np.asarray(((self.ranks > 0.05) & (self.ranks < 0.95)).mean(axis=0))

    def uneven(self, level: float = 0.05) -> list[str]:
        """Quantities whose ranks leave the band, all quantities looked at together."""
        return [name for name, p in zip(self.names, self.adjusted, strict=True) if p < level]


def coverage_of(
    names: tuple[str, ...], truths: np.ndarray, draws: Callable[[int], np.ndarray]
) -> Coverage:
    """Ranks of ``truths`` [records, quantities] among ``draws(record)`` [draws, quantities].

    The band around the cumulative ranks is Kolmogorov's; Holm's method adjusts for many quantities.
    """
    ranks = np.array([(draws(k) < truth).mean(axis=0) for k, truth in enumerate(truths)])
    raw = np.array([kstest(column, "uniform").pvalue for column in ranks.T])
    order = np.argsort(raw)
    steps = (len(raw) - np.arange(len(raw))) * raw[order]
    adjusted = np.empty_like(raw)
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1.0)
    return Coverage(names, ranks, adjusted)
