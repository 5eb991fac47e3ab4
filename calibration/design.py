"""Which points are run: parameters and how strongly every lever acts.

A point is a vector of parameters' standard normal scores (:mod:`calibration.priors`) and an
intensity of 0 … 1.5 for every lever, 1 being the documented lever. Every point has a seed of its
own, so that a regression over points averages chance out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri
from scipy.stats import qmc

from calibration.priors import Priors
from sim.ensemble import Run
from sim.inputs import Scenario
from sim.levers import all_levers

STRONGEST = 1.5
#: Points whose runs are repeated, and how often, to measure the chance of a single run.
REPEATED_POINTS = 64
REPEATS = 8
#: Scores drawn stay inside this many standard deviations.
WIDEST = 4.0


@dataclass(frozen=True)
class Design:
    """Points to run.

    ``scores`` [points, parameters], ``strengths`` [points, levers] and ``seeds`` [points].
    """

    priors: Priors
    levers: tuple[str, ...]
    scores: np.ndarray
    strengths: np.ndarray
    seeds: np.ndarray

    def __len__(self) -> int:
        return len(self.scores)

    @property
    def inputs(self) -> np.ndarray:
        """What an emulator is given, shape [points, parameters + levers]."""
        return inputs_of(self.scores, self.strengths)

    def part(self, rows: np.ndarray) -> Design:
        """Some of the points."""
        return Design(
            self.priors, self.levers, self.scores[rows], self.strengths[rows], self.seeds[rows]
        )

    def runs(self, scenario: Scenario) -> list[Run]:
        """One run a point: the scenario at the point's intensities with its parameters."""
        values = self.priors.values(self.scores)
        return [
            Run(
                scenario.at_intensity(dict(zip(self.levers, strength.tolist(), strict=True))),
                int(seed),
                self.priors.named(value),
            )
            for value, strength, seed in zip(values, self.strengths, self.seeds, strict=True)
        ]


def acting_levers(scenario: Scenario) -> tuple[str, ...]:
    """The levers a scenario sets, in order of name; the others have no intensity to vary."""
    return tuple(name for name in sorted(all_levers()) if scenario.levers.get(name))


def inputs_of(scores: np.ndarray, strengths: np.ndarray | float) -> np.ndarray:
    """Scores and intensities side by side, intensities centred and of unit variance in a design.

    ``scores`` [..., parameters]; ``strengths`` [..., levers], or [levers] for all alike.
    """
    middle, spread = STRONGEST / 2.0, STRONGEST / np.sqrt(12.0)
    moved = (np.asarray(strengths, float) - middle) / spread
    shape = (*scores.shape[:-1], moved.shape[-1])
    return np.concatenate([scores, np.broadcast_to(moved, shape)], axis=-1)


def over_the_priors(
    priors: Priors, levers: tuple[str, ...], points: int, seed: int, first_run_seed: int
) -> Design:
    """A scrambled Sobol sequence over priors and intensities."""
    uniform = _sobol(points, len(priors.names) + len(levers), seed)
    return _design(priors, levers, uniform, first_run_seed)


def around(
    priors: Priors,
    levers: tuple[str, ...],
    mean: np.ndarray,
    covariance: np.ndarray,
    points: int,
    seed: int,
    first_run_seed: int,
    documented_every: int = 2,
) -> Design:
    """A scrambled Sobol sequence over a Gaussian of the scores.

    Every second point, or every ``documented_every``-th, has all levers as documented, which is
    where the likelihood looks; the intensities of the others vary as before, for lever effects.
    ``mean`` [parameters] and ``covariance`` [parameters, parameters] are in scores; widen the
    covariance of a posterior before handing it over.
    """
    uniform = _sobol(points, len(priors.names) + len(levers), seed)
    first = _design(priors, levers, uniform, first_run_seed)
    moved = mean + first.scores @ np.linalg.cholesky(covariance).T
    strengths = first.strengths.copy()
    strengths[::documented_every] = 1.0
    return Design(priors, levers, np.clip(moved, -WIDEST, WIDEST), strengths, first.seeds)


def repeats_of(design: Design, first_run_seed: int, points: int = REPEATED_POINTS) -> Design:
    """The first points of a design again, each under further seeds, point by point.

    Together with the design's own runs there are :data:`REPEATS` of each.
    """
    held = slice(0, min(points, len(design)))
    scores = np.repeat(design.scores[held], REPEATS - 1, axis=0)
    strengths = np.repeat(design.strengths[held], REPEATS - 1, axis=0)
    seeds = first_run_seed + np.arange(len(scores))
    return Design(design.priors, design.levers, scores, strengths, seeds)


def documented(priors: Priors, levers: tuple[str, ...], scores: np.ndarray, seed: int) -> Design:
    """Some scores with every lever as documented, all under one seed."""
    shape = (len(scores), len(levers))
    return Design(priors, levers, scores, np.ones(shape), np.full(len(scores), seed))


def _design(
    priors: Priors, levers: tuple[str, ...], uniform: np.ndarray, first_run_seed: int
) -> Design:
    count = len(priors.names)
    scores = np.clip(ndtri(np.clip(uniform[:, :count], 1e-6, 1.0 - 1e-6)), -WIDEST, WIDEST)
    seeds = first_run_seed + np.arange(len(uniform))
    return Design(priors, levers, scores, STRONGEST * uniform[:, count:], seeds)


def _sobol(points: int, size: int, seed: int) -> np.ndarray:
    """A scrambled Sobol sequence on the unit cube, shape [points, size]."""
    power = int(np.ceil(np.log2(max(points, 2))))
    return np.asarray(qmc.Sobol(size, scramble=True, seed=seed).random_base2(power)[:points])
