"""How well a record of this kind could find each parameter, before any record is fitted by chains.

What one record narrows by luck, at one place of the prior, is not what records find in general.
Records are made of truths from the whole prior and the Gaussian near each one's posterior says how
much it leaves open. Where a posterior is right, one that leaves ``v`` of a prior variance of 1 on
average has means that correlate with the truths by ``sqrt(1 - v)``. The card's row "recovery" holds
that against runs of the model and chains.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from calibration.calibrated import Calibrated
from calibration.design import around
from calibration.gaussians_near import gaussians_near
from calibration.measurement import Measurement
from calibration.polynomial import at_strengths
from calibration.synthetic import records_of

#: The correlation of truths and posterior means from which a parameter counts as found.
FOUND = 0.9
RECORDS, SEED = 128, 750


def expected_correlations(found: Calibrated) -> np.ndarray:
    """Of truths and posterior means, by parameter, shape [parameters].

    Records come from the first wave's emulator, the only one that has seen the whole prior, with a
    run's chance and with walks and errors whose sizes are drawn from their priors.
    """
    count, seed = len(found.priors.names), found.question.settings.seed + SEED
    observations = found.measurement.observations
    chance = found.measurement.chance
    measurement = Measurement(observations, chance, np.zeros_like(chance))
    emulator = found.emulator.first_wave().combined(observations.matrix(found.outputs.items))
    density = replace(
        found.density,
        predictions=at_strengths(emulator, count, np.ones(len(found.levers))),
        likelihood=measurement.likelihood(),
    )
    scores = around(
        found.priors, found.levers, np.zeros(count), np.eye(count), RECORDS, seed, 0
    ).scores
    values, vectors = np.linalg.eigh(chance)
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    noise = np.random.default_rng(seed).standard_normal((RECORDS, len(chance)))
    truths = records_of(density.predictions(scores) + noise @ root.T, scores, measurement, seed)
    _, covariances = gaussians_near(replace(density, values=truths.data), measurement, truths.data)
    left = np.einsum("rii->ri", covariances)[:, :count].mean(axis=0)
    return np.asarray(np.sqrt(np.maximum(1.0 - left, 0.0)))
