"""Hamiltonian Monte Carlo over a smooth density, for one data set or many at once.

A chain is given a random push and follows the slope of the log density for a few steps; where it
arrives is accepted or not (Duane, Kennedy, Pendleton and Roweth 1987; Neal 2011). Pushes know the
shape of a Gaussian near the posterior: in coordinates in which the posterior is round, a quarter of
a turn forgets the start, so that a draw that is nearly independent takes a few slopes. The length
of steps and, from the draws that are thrown away, the shape are learnt for every data set.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from calibration.convergence import bulk_ess, split_r_hat

#: Of points [some, chains, size] of some data sets [some]: log densities [some, chains] and their
#: slopes [some, chains, size].
Sloped = Callable[[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]

#: What a gate asks of the chains.
LARGEST_R_HAT = 1.01
SMALLEST_ESS = 1000.0
#: Chains start in a Gaussian so many times as wide as the one given: they disagree at first.
SPREAD = 1.3
#: Steps from draw to draw, and how much shorter than the longest they may be, drawn anew each time:
#: steps that are all alike come round in a circle.
STEPS, SHORTEST = 6, 0.6
#: The length tried first, in sd of the Gaussian, the share of arrivals to be accepted, and how the
#: length follows it: by ``QUICK / turn ** SLOWING`` in logs.
FIRST_LENGTH, ACCEPTED = 0.3, 0.8
QUICK, SLOWING = 2.0, 0.6
#: The shape is learnt from the second third of the warm-up; the given one counts as so many draws
#: a coordinate.
GIVEN_COUNTS = 10


@dataclass(frozen=True)
class Chains:
    """Draws of one data set [chains, draws, size], their log densities, and the share accepted."""

    draws: np.ndarray
    log_densities: np.ndarray
    taken: float

    def pooled(self) -> tuple[np.ndarray, np.ndarray]:
        """Draws [n, size] and log densities [n], chains one after another."""
        return self.draws.reshape(-1, self.draws.shape[-1]), self.log_densities.reshape(-1)

    def r_hat(self) -> np.ndarray:
        """Split R-hat by coordinate."""
        return np.array([split_r_hat(self.draws[..., k]) for k in range(self.draws.shape[-1])])

    def ess(self) -> np.ndarray:
        """Bulk effective sample size by coordinate."""
        return np.array([bulk_ess(self.draws[..., k]) for k in range(self.draws.shape[-1])])

    def has_converged(self) -> bool:
        return bool(self.r_hat().max() < LARGEST_R_HAT and self.ess().min() > SMALLEST_ESS)

    def and_then(self, later: Chains) -> Chains:
        """The same chains some draws on."""
        before, after = self.draws.shape[1], later.draws.shape[1]
        return Chains(
            np.concatenate([self.draws, later.draws], axis=1),
            np.concatenate([self.log_densities, later.log_densities], axis=1),
            (before * self.taken + after * later.taken) / (before + after),
        )


def sample(
    density: Sloped,
    means: np.ndarray,
    covariances: np.ndarray,
    chains: int,
    warm_up: int,
    draws: int,
    seed: int,
    legs: int = 1,
    is_enough: Callable[[Chains], bool] = Chains.has_converged,
) -> list[Chains]:
    """Chains of every data set, from near a Gaussian with some ``means`` [sets, size].

    ``covariances`` are [sets, size, size]. The first ``warm_up`` draws of a chain are thrown away,
    the ``draws`` after them are kept. Sets that have not drawn enough go on for as many draws
    again, up to ``legs`` times in all: a chain may stay in a long tail for most of one leg.
    Raises ``ValueError`` for fewer than two chains.
    """
    if chains < 2:
        raise ValueError(f"one chain cannot disagree with itself: give at least 2, not {chains}")
    crowd = _Crowd.started(density, means, covariances, chains, np.random.default_rng(seed))
    crowd.warm_up(warm_up)
    found = crowd.leg(draws)
    going = np.arange(len(means))
    for _ in range(legs - 1):
        waiting = np.array([not is_enough(found[k]) for k in going])
        if not waiting.any():
            break
        crowd, going = crowd.part(waiting), going[waiting]
        for k, later in zip(going.tolist(), crowd.leg(draws), strict=True):
            found[k] = found[k].and_then(later)
    return found


class _Crowd:
    """The chains of some data sets: where they are, with log densities and slopes there."""

    def __init__(
        self, density: Sloped, sets: np.ndarray, points: np.ndarray, covariances: np.ndarray,
        lengths: np.ndarray, random: np.random.Generator,
    ) -> None:  # fmt: skip
        self.density = density
        self.sets = sets
        self.points = points
        self.covariances = covariances
        self.roots = np.linalg.cholesky(covariances)
        self.lengths = lengths
        self.random = random
        self.logs, self.slopes = density(points, sets)

    @classmethod
    def started(
        cls, density: Sloped, means: np.ndarray, covariances: np.ndarray, chains: int,
        random: np.random.Generator,
    ) -> _Crowd:  # fmt: skip
        """Chains somewhere in the Gaussians."""
        sets, size = means.shape
        noise = SPREAD * random.standard_normal((sets, chains, size))
        points = means[:, None] + noise @ np.linalg.cholesky(covariances).transpose(0, 2, 1)
        lengths = np.full(sets, FIRST_LENGTH)
        return cls(density, np.arange(sets), points, covariances, lengths, random)

    def part(self, kept: np.ndarray) -> _Crowd:
        """The crowd of some of the sets, ``kept`` [sets]."""
        return _Crowd(
            self.density, self.sets[kept], self.points[kept], self.covariances[kept],
            self.lengths[kept], self.random,
        )  # fmt: skip

    def warm_up(self, turns: int) -> None:
        """Learn the shape and the length of steps."""
        seen = []
        learnt = 2 * turns // 3
        for turn in range(turns):
            gain = self.move().mean(axis=1) - ACCEPTED
            since = turn - learnt if turn > learnt else turn
            self.lengths = self.lengths * np.exp(QUICK * gain / (since + 1.0) ** SLOWING)
            if turns // 3 <= turn < learnt:
                seen.append(self.points)
            if turn == learnt and seen:
                self._learn_shape(np.concatenate(seen, axis=1))

    def _learn_shape(self, seen: np.ndarray) -> None:
        """Take the covariance of points [sets, n, size] for the Gaussian's, as far as they go."""
        centred = seen - seen.mean(axis=1, keepdims=True)
        given = GIVEN_COUNTS * seen.shape[2]
        own = centred.transpose(0, 2, 1) @ centred
        self.covariances = (own + given * self.covariances) / (seen.shape[1] + given)
        self.roots = np.linalg.cholesky(self.covariances)

    def leg(self, draws: int) -> list[Chains]:
        """The next draws of every set."""
        sets, chains, size = self.points.shape
        kept, logs = np.empty((draws, sets, chains, size)), np.empty((draws, sets, chains))
        accepted = np.zeros(sets)
        for k in range(draws):
            accepted += self.move().mean(axis=1) / draws
            kept[k], logs[k] = self.points, self.logs
        return [
            Chains(kept[:, k].swapaxes(0, 1), logs[:, k].swapaxes(0, 1), float(accepted[k]))
            for k in range(sets)
        ]

    def move(self) -> np.ndarray:
        """One push of every chain; returns the chances of acceptance, [sets, chains]."""
        shape = self.logs.shape
        jitter = self.random.uniform(SHORTEST, 1.0, (*shape, 1))
        step = self.lengths[:, None, None] * jitter
        push = self.random.standard_normal(self.points.shape)
        energy = self.logs - 0.5 * (push**2).sum(axis=2)
        points, logs, slopes = self.points, self.logs, self.slopes
        turned = self.roots.transpose(0, 2, 1)
        push = push + 0.5 * step * (slopes @ self.roots)
        for k in range(STEPS):
            points = points + (step * push) @ turned
            logs, slopes = self.density(points, self.sets)
            push = push + (1.0 if k < STEPS - 1 else 0.5) * step * (slopes @ self.roots)
        with np.errstate(invalid="ignore", over="ignore"):
            gain = logs - 0.5 * (push**2).sum(axis=2) - energy
        chance = np.exp(np.minimum(np.where(np.isnan(gain), -np.inf, gain), 0.0))
        is_taken = self.random.random(shape) < chance
        self.points = np.where(is_taken[..., None], points, self.points)
        self.slopes = np.where(is_taken[..., None], slopes, self.slopes)
        self.logs = np.where(is_taken, logs, self.logs)
        return np.asarray(chance)
