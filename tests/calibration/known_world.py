"""A world whose truth is known: outputs are linear in scores and lever strengths.

A calibration of it takes a second, since its emulator is the world itself.
"""

from __future__ import annotations

import functools
from dataclasses import replace

import numpy as np

import scenarios
from calibration.calibrated import Calibrated
from calibration.design import acting_levers
from calibration.emulator import Emulator, Layer, Terms
from calibration.gaussians_near import gaussian_near_one
from calibration.map_estimate import MapEstimate
from calibration.observations import Observations, observations_of
from calibration.outputs import Outputs
from calibration.posterior import Posterior, walks_given_the_record
from calibration.priors import Priors
from calibration.question import Question, Settings
from calibration.refit import model_of
from calibration.reweighting import Weights
from calibration.sampler import sample

#: Sd of a run's chance in every output.
CHANCE = 0.002
GROUPS = ("incomes", "sources", "urbanisation", "migrants")


@functools.cache
def known_world(seed: int = 1, noise: float = 1.0) -> Calibrated:
    """The calibration of a world in which the record is what the scores 0 give, with errors.

    ``noise`` multiplies the errors of the record.
    """
    place = scenarios.load("history").place
    scenario = replace(scenarios.load("history"), place=replace(place, parameters={}))
    outputs, priors, levers = Outputs.of(place), Priors.of_the_model(), acting_levers(scenario)
    emulator = _world(outputs, len(priors.names), len(levers), place)
    chance = CHANCE**2 * np.eye(len(outputs))
    observations = _published(observations_of(place, groups=GROUPS), emulator, outputs, priors,
                              len(levers), seed, noise)  # fmt: skip
    measurement, density = model_of(
        emulator, chance, outputs, observations, len(priors.names), np.ones(len(levers))
    )
    count = len(priors.names)
    best = MapEstimate(np.zeros(count), np.zeros(density.size - count), np.nan)  # the truth
    random = np.random.default_rng(seed)
    near = gaussian_near_one(density, measurement, best.point)
    (chains,) = sample(density.with_slopes, *near, 8, 90, 200, seed)
    points, _ = chains.pooled()
    chosen = points[random.choice(len(points), 300, replace=False)]
    scores, inferred = chosen[:, : len(priors.names)], chosen[:, len(priors.names) :]
    means = emulator(np.concatenate([scores, _strengths(len(levers), len(scores))], axis=1))
    matrix = observations.matrix(outputs.items)
    years = place.last_year - place.base_year
    walks = walks_given_the_record(measurement, means @ matrix.T, inferred, years, seed)
    equal = np.full(len(scores), 1.0 / len(scores))
    posterior = Posterior(priors, scores, inferred, equal, walks, means, place.base_year + 1)
    question = Question(
        scenario, observations, place.last_year, 0.0005, Settings(seeds_a_draw=2, seed=seed)
    )
    return _calibrated(
        question=question, priors=priors, levers=levers, outputs=outputs, emulator=emulator,
        chance=chance, measurement=measurement, density=density, best=best, chains=chains,
        weights=Weights(equal, -1.0, float(len(equal))), posterior=posterior, waves=1,
        last_design=None, central_outputs=means[0],
    )  # fmt: skip


def _calibrated(**held: object) -> Calibrated:
    from dataclasses import fields

    return Calibrated(**{item.name: held[item.name] for item in fields(Calibrated)})  # type: ignore[arg-type]


def _strengths(levers: int, count: int) -> np.ndarray:
    from calibration.design import inputs_of

    return inputs_of(np.zeros((count, 0)), np.ones(levers))


def _world(outputs: Outputs, parameters: int, levers: int, place: object) -> Emulator:
    """Incomes grow; the first scores turn growth up and down, the others matter little."""
    random = np.random.default_rng(7)
    size = parameters + levers
    constant = np.empty(len(outputs))
    slopes = np.zeros((size, len(outputs)))
    by_series: dict[str, np.ndarray] = {}
    for k, item in enumerate(outputs.items):
        series = f"{item.prefecture}.{item.indicator}"
        if series not in by_series:
            weights = random.normal(0.0, 0.004, size)
            weights[parameters:] = np.abs(random.normal(0.0, 0.004, levers))
            if "rural" in series:
                weights[0] += 0.02
            elif "urban_income" in series:
                weights[1] += 0.02
            by_series[series] = weights
        age = (item.year - 2002) / 10.0
        constant[k] = (9.0 if "urban_income" in series else 8.4) + age if item.is_log else 0.3
        slopes[:, k] = by_series[series] * (age if item.is_log else 0.5)
    terms = Terms(1, np.zeros(size), np.eye(size), np.zeros((size, 0)))
    return Emulator((Layer(terms, constant, slopes),), CHANCE**2 * np.eye(len(outputs)))


def _published(
    asked: Observations, emulator: Emulator, outputs: Outputs, priors: Priors, levers: int,
    seed: int, noise: float,
) -> Observations:  # fmt: skip
    random = np.random.default_rng([seed, 3])
    inputs = np.concatenate([np.zeros((1, len(priors.names))), _strengths(levers, 1)], axis=1)
    truth = emulator(inputs)[0] @ asked.matrix(outputs.items).T
    return asked.with_values(truth + noise * 0.006 * random.standard_normal(truth.size))
