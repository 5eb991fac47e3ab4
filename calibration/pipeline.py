"""Calibration from the record to the posterior, a stage after the other, each kept on the disk.

design → runs → emulator → chains → narrowed design → runs → emulator → chains → documented runs
where the posterior is → emulator → most probable vector → chains → draws run again on the
simulator → weights. When the weights cannot be trusted more draws follow, and then more documented
runs. Last, the most probable vector is polished to the end. Started again with the same question,
every finished stage is read instead of done, so a killed calibration ends in the same bits; so does
one with other workers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from calibration import emulator as emulators
from calibration import map_estimate
from calibration.balancing import balanced
from calibration.calibrated import Calibrated
from calibration.design import (
    REPEATS,
    acting_levers,
    around,
    documented,
    over_the_priors,
    repeats_of,
)
from calibration.emulator import Emulator
from calibration.gaussians_near import gaussian_near_one
from calibration.log_posterior import LogPosterior
from calibration.map_estimate import MapEstimate
from calibration.measurement import Measurement, inferred_values
from calibration.posterior import Posterior, walks_given_other_years
from calibration.priors import Priors
from calibration.question import Question
from calibration.reweighting import LARGEST_K, Weights, weighed
from calibration.sampler import Chains, sample
from calibration.simulator import Simulator
from calibration.sources import calibration_key
from calibration.stages import Arrays, Stages, key_of
from calibration.within_reach import check_within_reach

#: An error in a log income or a share that matters; chooses the emulator's order.
MATTERS = 0.01
#: Every so many-th run of the narrowed wave has all levers as documented.
DOCUMENTED_EVERY = 2
#: Chains of a documented wave that have not converged go on, up to so many times their draws.
LEGS = 8
#: A turn of the last polishing has so many times the steps of those before.
LONGER = 2
#: Draws are run again in so many parts at most, the later ones half as large as the first.
PARTS = 3
#: The number of the first wave whose runs are all documented.
FIRST_DOCUMENTED = 2

OnStage = Callable[[str], None]


@dataclass(frozen=True)
class Seen:
    """Documented runs: ``inputs`` [runs, inputs] and ``outputs`` [runs, outputs]."""

    inputs: np.ndarray
    outputs: np.ndarray

    def and_more(self, other: Seen) -> Seen:
        """Both together, the other ones first."""
        return Seen(
            np.concatenate([other.inputs, self.inputs]),
            np.concatenate([other.outputs, self.outputs]),
        )


class Pipeline:
    """Answers one question. ``on_stage`` is told what begins; see :func:`calibrate`."""

    def __init__(
        self, question: Question, simulator: Simulator, stages: Stages, on_stage: OnStage
    ) -> None:
        self.question = question
        self.settings = question.settings
        self.simulator = simulator
        self.stages = stages
        self.on_stage = on_stage
        self.priors = Priors.of_the_model()
        self.levers = acting_levers(question.scenario)
        self.outputs = question.sample.outputs
        self.matrix = question.observations.matrix(self.outputs.items)
        self.matters = np.full(len(self.outputs), MATTERS)
        self._key = key_of(
            calibration_key(__name__),
            question.sample.key(),
            question.observations.plain(),
            question.until,
            asdict(self.settings),
        )

    def _seed(self, kind: int, wave: int = 0) -> int:
        """Every kind of draw has a seed of its own, so that no stage shifts another's."""
        return self.settings.seed + 1000 * (kind + 10 * wave)

    def _run_seed(self, kind: int, wave: int = 0) -> int:
        """The first of the seeds of some runs; hundreds of thousands are free after it."""
        return 10_000 * self.settings.seed + 1_000_000 * (kind + 10 * wave)

    def run(self) -> Calibrated:
        """Every stage in turn."""
        settings = self.settings
        design = over_the_priors(
            self.priors, self.levers, settings.runs, self._seed(0), self._run_seed(0)
        )
        self.on_stage("first wave of runs")
        outputs = self.simulator.outputs(design)
        repeated = repeats_of(design, self._run_seed(1), settings.repeated_points)
        chance = self._chance(outputs, self.simulator.outputs(repeated), len(repeated))
        self.on_stage("emulator")
        emulator = self._kept_emulator(
            0, lambda: emulators.fitted(design.inputs, outputs, self.matters)
        )
        measurement, density = self._model(emulator, chance)
        best = self._best(0, measurement, density)
        self.on_stage("posterior on the emulator")
        chains = self._chains(0, measurement, density, best)
        points, _ = chains.pooled()
        polynomials, seen = self._narrowed(emulator, points[:, : len(self.priors.names)])
        measurement, density = self._model(polynomials, chance)
        best = self._best(1, measurement, density)
        self.on_stage("posterior on the emulator")
        chains = self._chains(1, measurement, density, best)
        for wave in range(FIRST_DOCUMENTED, max(settings.waves, FIRST_DOCUMENTED + 1)):
            seen = seen.and_more(self._documented(wave, chains))
            emulator = self._corrected(wave, polynomials, seen, measurement, best, chance, chains)
            measurement, density = self._model(emulator, chance)
            self.on_stage("most probable parameters")
            best = self._best(wave, measurement, density, self._direct(chance))
            self.on_stage("posterior on the emulator")
            chains = self._chains(wave, measurement, density, best)
            self.on_stage("posterior on the simulator")
            posterior, weights = self._reweighted(wave, chains, measurement, density, chance)
            if weights.can_be_trusted:
                break
        self.on_stage("most probable parameters")
        best = self._polished(wave, best, self._direct(chance))
        return Calibrated(
            self.question, self.priors, self.levers, self.outputs, emulator, chance, measurement,
            density, best, chains, weights, posterior, wave + 1, self._means(best.scores[None])[0],
        )  # fmt: skip

    def _chance(self, outputs: np.ndarray, more: np.ndarray, count: int) -> np.ndarray:
        points = count // (REPEATS - 1)
        repeats = np.concatenate(
            [outputs[:points, None], more.reshape(points, -1, outputs.shape[1])], axis=1
        )
        return emulators.simulation_noise(repeats)

    def _model(self, emulator: Emulator, chance: np.ndarray) -> tuple[Measurement, LogPosterior]:
        """The measurement model and the density of an emulator."""
        of_targets = emulator.combined(self.matrix)
        noise = self.matrix @ chance @ self.matrix.T
        measurement = Measurement(self.question.observations, noise, of_targets.own_error(noise))
        strengths = np.ones(len(self.levers))
        return measurement, LogPosterior.of(
            of_targets, measurement, len(self.priors.names), strengths
        )

    def _narrowed(self, emulator: Emulator, scores: np.ndarray) -> tuple[Emulator, Seen]:
        """Runs where the posterior is, the emulator corrected by them, and the documented ones."""
        settings = self.settings
        mean, covariance = scores.mean(axis=0), _widened(np.cov(scores.T), settings.widening)
        design = around(
            self.priors, self.levers, mean, covariance, settings.narrowed, self._seed(0, 1),
            self._run_seed(0, 1), DOCUMENTED_EVERY,
        )  # fmt: skip
        self.on_stage("narrowed wave of runs")
        outputs = self.simulator.outputs(design)
        self.on_stage("emulator")
        centre = np.concatenate([mean, np.zeros(len(self.levers))])
        spread = np.eye(len(centre))
        spread[: len(mean), : len(mean)] = np.linalg.cholesky(covariance)
        narrowed = self._kept_emulator(
            1,
            lambda: emulators.refined(
                emulator, design.inputs, outputs, self.matters, centre, spread
            ),
        )
        return narrowed, Seen(design.inputs[::DOCUMENTED_EVERY], outputs[::DOCUMENTED_EVERY])

    def _posterior_box(self, chains: Chains) -> tuple[np.ndarray, np.ndarray]:
        """Mean and covariance of the scores a documented wave is drawn from."""
        scores = chains.pooled()[0][:, : len(self.priors.names)]
        covariance = _widened(np.cov(scores.T), self.settings.documented_widening)
        return scores.mean(axis=0), covariance

    def _documented(self, wave: int, chains: Chains) -> Seen:
        """Runs where the posterior is, every lever as documented."""
        design = around(
            self.priors, self.levers, *self._posterior_box(chains), self.settings.documented,
            self._seed(0, wave), self._run_seed(0, wave), documented_every=1,
        )  # fmt: skip
        self.on_stage("documented wave of runs")
        return Seen(design.inputs, self.simulator.outputs(design))

    def _corrected(
        self, wave: int, polynomials: Emulator, seen: Seen, measurement: Measurement,
        best: MapEstimate, chance: np.ndarray, chains: Chains,
    ) -> Emulator:  # fmt: skip
        """The polynomials corrected by all documented runs, where the likelihood looks."""
        self.on_stage("emulator")
        mean, covariance = self._posterior_box(chains)
        looked_at = measurement.whitened(self.matrix, inferred_values(best.inferred))
        return self._kept_emulator(
            wave,
            lambda: emulators.corrected(
                polynomials, seen.inputs, seen.outputs, chance, looked_at, mean,
                np.linalg.cholesky(covariance),
            ),
        )  # fmt: skip

    def _direct(self, chance: np.ndarray) -> Measurement:
        """The measurement model of the simulator's own means."""
        noise = self.matrix @ chance @ self.matrix.T
        return Measurement.of_means(self.question.observations, noise, self.settings.seeds_a_draw)

    def _best(
        self,
        wave: int,
        measurement: Measurement,
        density: LogPosterior,
        direct: Measurement | None = None,
    ) -> MapEstimate:
        """The most probable scores; polished on the simulator where its own model is given."""

        def make() -> Arrays:
            found = map_estimate.on_the_emulator(density, measurement, self._seed(2, wave))
            if direct is not None:
                found = map_estimate.without_a_walk(density.predictions, direct, found)
                found = map_estimate.on_the_simulator(
                    self._on_targets, direct, found, self.settings.polishing_steps
                )
            return {
                "scores": found.scores,
                "inferred": found.inferred,
                "cost": np.array(found.cost),
            }

        kept = self.stages.result("best", key_of(self._key, wave), make)
        return MapEstimate(kept["scores"], kept["inferred"], float(kept["cost"]))

    def _polished(self, wave: int, best: MapEstimate, direct: Measurement) -> MapEstimate:
        """What the central run has: the most probable scores as near as the simulator tells."""

        def make() -> Arrays:
            found = map_estimate.polished_to_the_end(
                self._on_targets, direct, best, LONGER * self.settings.polishing_steps
            )
            return {"scores": found.scores, "cost": np.array(found.cost)}

        kept = self.stages.result("central", key_of(self._key, wave, best.scores), make)
        return MapEstimate(kept["scores"], best.inferred, float(kept["cost"]))

    def _on_targets(self, scores: np.ndarray) -> np.ndarray:
        return self._means(scores) @ self.matrix.T

    def _means(self, scores: np.ndarray) -> np.ndarray:
        """Mean outputs of documented runs, every vector under the same seeds."""
        design = documented(self.priors, self.levers, scores, 0)
        seeds = self._run_seed(3) + np.arange(self.settings.seeds_a_draw)
        return self.simulator.means(design, seeds)

    def _means_apart(self, wave: int, part: int, scores: np.ndarray) -> np.ndarray:
        """The same, every vector under seeds of its own, so that draws share no chance."""
        design = documented(self.priors, self.levers, scores, 0)
        return self.simulator.means_apart(
            design, self._run_seed(4 + part, wave), self.settings.seeds_a_draw
        )

    def _chains(
        self, wave: int, measurement: Measurement, density: LogPosterior, best: MapEstimate
    ) -> Chains:
        settings = self.settings

        def make() -> Arrays:
            (found,) = sample(
                density.with_slopes, *gaussian_near_one(density, measurement, best.point),
                settings.chains, settings.warm_up, settings.draws_a_chain, self._seed(5, wave),
                LEGS if wave >= FIRST_DOCUMENTED else 1,
            )  # fmt: skip
            return {
                "draws": found.draws,
                "log_densities": found.log_densities,
                "taken": np.array(found.taken),
            }

        kept = self.stages.result("chains", key_of(self._key, wave), make)
        chains = Chains(kept["draws"], kept["log_densities"], float(kept["taken"]))
        check_within_reach(chains, len(self.priors.names), self.question)
        return chains

    def _reweighted(
        self, wave: int, chains: Chains, measurement: Measurement, density: LogPosterior,
        chance: np.ndarray,
    ) -> tuple[Posterior, Weights]:  # fmt: skip
        """Draws run again on the simulator, and what they weigh.

        Where the simulator does not contradict the emulator but too few draws carry the weight,
        half as many draws more are run, up to twice as many in all.
        """
        count, settings = len(self.priors.names), self.settings
        chosen = np.empty((0, density.size))
        means = np.empty((0, len(self.outputs)))
        for part in range(PARTS):
            more = self._thinned(wave, part, chains, settings.draws // (2 if part else 1))
            chosen = np.concatenate([chosen, more])
            means = np.concatenate([means, self._means_apart(wave, part, more[:, :count])])
            weights = weighed(
                chosen, means @ self.matrix.T, settings.seeds_a_draw, measurement, density
            ).counting(balanced(chosen, chains.pooled()[0]))
            if weights.can_be_trusted or weights.k >= LARGEST_K:
                break
        place = self.question.scenario.place
        walks = walks_given_other_years(
            self._direct(chance), means @ self.matrix.T, chosen[:, count:],
            place.last_year - place.base_year, self._seed(7, wave),
        )  # fmt: skip
        posterior = Posterior(
            self.priors, chosen[:, :count], chosen[:, count:], weights.values, walks, means,
            place.base_year + 1,
        )  # fmt: skip
        return posterior, weights

    def _thinned(self, wave: int, part: int, chains: Chains, count: int) -> np.ndarray:
        """One draw of every stretch of the pooled chains, so that all chains are there."""
        points, _ = chains.pooled()
        random = np.random.default_rng(self._seed(6, wave) + part)
        edges = np.linspace(0, len(points), count + 1).astype(int)
        return np.asarray(points[random.integers(edges[:-1], edges[1:])])

    def _kept_emulator(self, wave: int, make: Callable[[], Emulator]) -> Emulator:
        kept = self.stages.result(
            "emulator", key_of(self._key, wave), lambda: emulators.as_arrays(make())
        )
        return emulators.from_arrays(kept)


def _widened(covariance: np.ndarray, factor: float) -> np.ndarray:
    """A covariance of scores ``factor`` times as large, but in no direction above the prior's."""
    values, vectors = np.linalg.eigh(covariance)
    return np.asarray((vectors * np.minimum(factor * values, 1.0)) @ vectors.T)


def calibrate(
    question: Question,
    stages: Stages,
    workers: int | None = None,
    on_stage: OnStage = lambda name: None,
    on_runs: Callable[[int], None] = lambda count: None,
) -> Calibrated:
    """Answer a question, going on from whatever stages are finished.

    ``on_stage`` is told in words what begins, ``on_runs`` how many runs have come in. Linear
    algebra keeps to one thread, since on two it rounds otherwise. Raises
    :class:`scenarios.BadInput` where no parameters come near the record.
    """
    with threadpool_limits(1), Simulator(question.sample, stages, workers, on_runs) as simulator:
        return Pipeline(question, simulator, stages, on_stage).run()
