"""Markov chains over a fast density, for one data set or many at once.

Differential evolution (ter Braak 2006) finds the posterior and its shape from a crowd of chains: a
chain moves along the difference of two others. Once the shape is known, most moves are
autoregressive steps towards a fixed Gaussian of that shape (a preconditioned Crank–Nicolson
proposal), which forget the start much faster where the posterior is nearly Gaussian. Both kinds of
move keep the density exactly.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from calibration.convergence import bulk_ess, split_r_hat

#: Log density of points [sets, chains, size], shape [sets, chains].
Density = Callable[[np.ndarray], np.ndarray]

#: What a gate asks of the chains.
LARGEST_R_HAT = 1.01
SMALLEST_ESS = 1000.0
#: Share of the difference moves that jump as far as another chain, to cross between modes.
JUMPS = 0.1
JITTER = 1e-5
#: Steps of the autoregressive move, drawn anew each time: short ones are taken, long ones forget.
SHORTEST, LONGEST = 0.3, 0.95
#: The Gaussian is taken so many times as wide, at random: posteriors have heavier tails than it.
WIDTHS = (1.0, 1.5)
#: Of so many moves one is by differences, once the shape is known.
TURNS = 8


@dataclass(frozen=True)
class Chains:
    """Draws kept [sets, chains, draws, size], their log densities, and shares of moves taken."""

    draws: np.ndarray
    log_densities: np.ndarray
    taken: np.ndarray

    def pooled(self, data_set: int = 0) -> tuple[np.ndarray, np.ndarray]:
        """Draws [n, size] and log densities [n] of one data set, chains one after another."""
        draws = self.draws[data_set]
        return draws.reshape(-1, draws.shape[-1]), self.log_densities[data_set].reshape(-1)

    def r_hat(self, data_set: int = 0) -> np.ndarray:
        """Split R-hat by coordinate."""
        draws = self.draws[data_set]
        return np.array([split_r_hat(draws[..., k]) for k in range(draws.shape[-1])])

    def ess(self, data_set: int = 0) -> np.ndarray:
        """Bulk effective sample size by coordinate."""
        draws = self.draws[data_set]
        return np.array([bulk_ess(draws[..., k]) for k in range(draws.shape[-1])])

    def has_converged(self, data_set: int = 0) -> bool:
        return bool(
            self.r_hat(data_set).max() < LARGEST_R_HAT and self.ess(data_set).min() > SMALLEST_ESS
        )


def sample(
    density: Density,
    starts: np.ndarray,
    warm_up: int,
    steps: int,
    keep_every: int,
    seed: int,
    on_step: Callable[[int], None] = lambda count: None,
    shape: tuple[np.ndarray, np.ndarray] | None = None,
    legs: int = 1,
) -> Chains:
    """Chains of ``density`` from ``starts`` [sets, chains, size].

    ``shape``, means [sets, size] and covariances [sets, size, size], are Gaussians near the
    posteriors and kept as they are; with them as few as eight chains will do. Without them the
    shape is learnt while warming up, and there should be more chains than coordinates, since
    differences of chains never leave the plane the chains lie in.

    ``warm_up`` steps look for the posterior and its shape and are thrown away; of the ``steps``
    after them every ``keep_every``-th is kept. Chains of a set that disagree, or hold too few
    independent draws, go on for as many steps again, up to ``legs`` times in all: a chain may stay
    in a long tail for most of one leg. The number of chains is even and at least 8. ``on_step`` is
    called now and then with the number of steps done since.
    """
    count = starts.shape[1]
    if count % 2 or count < 8:
        raise ValueError(f"the number of chains is even and at least 8, not {count}")
    random = np.random.default_rng(seed)
    crowd = _Crowd(density, starts.copy(), random)
    if shape is not None:
        crowd.fix_shape(*shape)
    seen: list[np.ndarray] = []
    for step in range(warm_up):
        crowd.move_by_differences()
        if step == warm_up // 4 or step == warm_up // 2:
            crowd.leave_hopeless_places()
        if shape is None and step >= warm_up // 2 and step % 5 == 0:
            seen.append(crowd.points.copy())
        if seen and step == 3 * warm_up // 4:
            crowd.learn_shape(np.concatenate(seen, axis=1))
            seen = []
        if crowd.knows_shape:
            crowd.move_towards_shape()
        on_step(1)
    if seen:
        crowd.learn_shape(np.concatenate(seen, axis=1))
    kept = steps // keep_every
    crowd.taken[:] = 0.0
    parts = [_leg(crowd, kept, keep_every, on_step)]
    while len(parts) < legs and not _all_converged(_joined(parts)):
        parts.append(_leg(crowd, kept, keep_every, on_step))
    taken = crowd.taken / max(len(parts) * kept * keep_every, 1)
    return replace(_joined(parts), taken=taken)


def _leg(crowd: _Crowd, kept: int, keep_every: int, on_step: Callable[[int], None]) -> Chains:
    """The next draws of a crowd, ``kept`` a chain."""
    draws = np.empty((crowd.sets, crowd.count, kept, crowd.size))
    logs = np.empty((crowd.sets, crowd.count, kept))
    for step in range(kept * keep_every):
        if step % TURNS and crowd.knows_shape:
            crowd.move_towards_shape()
        else:
            crowd.move_by_differences()
        if step % keep_every == keep_every - 1:
            draws[:, :, step // keep_every] = crowd.points
            logs[:, :, step // keep_every] = crowd.logs
        on_step(1)
    return Chains(draws, logs, crowd.taken)


def _all_converged(chains: Chains) -> bool:
    return all(chains.has_converged(data_set) for data_set in range(len(chains.draws)))


def _joined(parts: list[Chains]) -> Chains:
    draws = np.concatenate([part.draws for part in parts], axis=2)
    logs = np.concatenate([part.log_densities for part in parts], axis=2)
    return Chains(draws, logs, parts[-1].taken)


class _Crowd:
    """The chains of all data sets, moved in halves so that one half proposes for the other."""

    def __init__(self, density: Density, points: np.ndarray, random: np.random.Generator) -> None:
        self.density = density
        self.points = points
        self.random = random
        self.logs = density(points)
        self.sets, self.count, self.size = points.shape
        self.taken = np.zeros(2)
        self._mean: np.ndarray | None = None
        self._root: np.ndarray = np.empty(0)
        self._inverse: np.ndarray = np.empty(0)

    @property
    def knows_shape(self) -> bool:
        return self._mean is not None

    def fix_shape(self, means: np.ndarray, covariances: np.ndarray) -> None:
        """Fix the Gaussian of the autoregressive move: [sets, size], [sets, size, size]."""
        self._mean = means
        self._root = np.linalg.cholesky(covariances + 1e-8 * np.eye(self.size))
        self._inverse = np.linalg.inv(self._root)

    def learn_shape(self, seen: np.ndarray) -> None:
        """Fix the Gaussian of the autoregressive move from points [sets, n, size]."""
        means = seen.mean(axis=1)
        centred = seen - means[:, None]
        self.fix_shape(means, np.einsum("sni,snj->sij", centred, centred) / seen.shape[1])

    def leave_hopeless_places(self) -> None:
        """Put chains that lag far behind where others are; only ever while warming up."""
        best = np.median(np.sort(self.logs, axis=1)[:, self.count // 2 :], axis=1)
        for data_set, chain in np.argwhere(~(self.logs > best[:, None] - 5.0 * self.size)):
            better = np.argsort(self.logs[data_set])[self.count // 2 :]
            other = self.random.choice(better)
            self.points[data_set, chain] = self.points[data_set, other]
            self.logs[data_set, chain] = self.logs[data_set, other]

    def move_by_differences(self) -> None:
        half = self.count // 2
        rows = np.arange(self.sets)[:, None]
        for first in (0, half):
            moved, others = slice(first, first + half), half - first
            one = self.random.integers(0, half, (self.sets, half))
            two = (one + self.random.integers(1, half, (self.sets, half))) % half
            usual = 2.38 / np.sqrt(2.0 * self.size)
            stretch = usual * self.random.uniform(0.3, 1.2, (self.sets, half, 1))
            stretch[self.random.random((self.sets, half, 1)) < JUMPS] = 1.0
            step = self.points[rows, others + one] - self.points[rows, others + two]
            proposed = self.points[:, moved] + stretch * step
            proposed += JITTER * self.random.standard_normal(proposed.shape)
            self._decide(moved, proposed, 0.0, 0)

    def move_towards_shape(self) -> None:
        """Step towards the Gaussian; its own density is divided out of the acceptance."""
        assert self._mean is not None
        width = self.random.choice(WIDTHS, (self.sets, self.count, 1))
        centred = self._whitened(self.points) / width
        length = self.random.uniform(SHORTEST, LONGEST, (self.sets, self.count, 1))
        fresh = self.random.standard_normal(self.points.shape)
        moved = np.sqrt(1.0 - length**2) * centred + length * fresh
        proposed = self._mean[:, None] + np.einsum("sij,snj->sni", self._root, width * moved)
        towards = 0.5 * ((moved**2).sum(axis=2) - (centred**2).sum(axis=2))
        self._decide(slice(0, self.count), proposed, towards, 1)

    def _whitened(self, points: np.ndarray) -> np.ndarray:
        assert self._mean is not None
        centred = points - self._mean[:, None]
        return np.asarray(np.einsum("sij,snj->sni", self._inverse, centred))

    def _decide(
        self, moved: slice, proposed: np.ndarray, correction: np.ndarray | float, kind: int
    ) -> None:
        logs = self.density(proposed)
        with np.errstate(invalid="ignore"):
            gain = logs - self.logs[:, moved] + correction
        is_taken = np.log(self.random.random(gain.shape)) < gain
        self.points[:, moved] = np.where(is_taken[..., None], proposed, self.points[:, moved])
        self.logs[:, moved] = np.where(is_taken, logs, self.logs[:, moved])
        self.taken[kind] += 2.0 * is_taken.mean() * (is_taken.shape[1] / self.count)
