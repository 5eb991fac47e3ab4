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

from calibration.gaussians_near import gaussians_near
from calibration.log_posterior import LogPosterior
from calibration.measurement import INFERRED, Measurement, inferred_values
from calibration.sampler import sample

#: Chains of a record, from near its posterior: what is thrown away, what is run, what is kept.
CHAINS, WARM_UP, STEPS, KEEP_EVERY = 12, 100, 900, 10
#: The chains' moves are towards a Gaussian a little wider than the posterior's curvature says.
SHAPE_WIDENED = 1.1
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
) -> tuple[np.ndarray, np.ndarray]:
    """Draws of every record's posterior, and how many independent ones they are worth.

    Shapes [records, draws, parameters + 6] and [records], the latter of the coordinate that mixes
    worst. Records are worked on in fixed groups, each with its own random numbers, so that the
    number of ``workers``, threads, does not show in the draws.
    """
    groups = np.array_split(np.arange(len(truths)), -(-len(truths) // GROUP))

    def sampled(number: int) -> tuple[np.ndarray, np.ndarray]:
        rows = groups[number]
        many = replace(density, values=truths.data[rows])
        means, covariances = gaussians_near(many, measurement, truths.data[rows])
        random = np.random.default_rng([seed, number])
        roots = np.linalg.cholesky(covariances)
        noise = random.standard_normal((len(rows), CHAINS, density.size))
        starts = means[:, None] + np.einsum("sij,scj->sci", roots, noise)
        chains = sample(
            many, starts, WARM_UP, STEPS, KEEP_EVERY, seed + 1 + number,
            shape=(means, SHAPE_WIDENED * covariances),
        )  # fmt: skip
        ess = np.array([chains.ess(k).min() for k in range(len(rows))])
        return chains.draws.reshape(len(rows), -1, density.size), ess

    with ThreadPoolExecutor(workers or os.cpu_count() or 1) as pool:
        parts = list(pool.map(sampled, range(len(groups))))
    return np.concatenate([one[0] for one in parts]), np.concatenate([one[1] for one in parts])


def described_ess(ess: np.ndarray) -> dict[str, float]:
    """How many independent draws records have, [records]: the worst, a bad one, and the middle."""
    worst, bad, middle = np.quantile(ess, (0.0, 0.05, 0.5))
    return {"least": round(worst, 1), "at_5_percent": round(bad, 1), "median": round(middle, 1)}


@dataclass(frozen=True)
class Coverage:
    """How often intervals hold the truth, and whether ranks are even, by quantity."""

    names: tuple[str, ...]
    ranks: np.ndarray
    adjusted: np.ndarray

    @property
    def covered_90(self) -> np.ndarray:
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
