"""How well records of a kind could find a parameter, told before any is fitted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from calibration.card.identified import Identified
from calibration.card.rows import Case
from calibration.labels import INFORMED
from calibration.measurement import Measurement
from calibration.recoverable import FOUND, expected_correlations
from calibration.synthetic import posteriors_of, records_of
from tests.calibration.known_world import known_world
from tests.calibration.steep_world import steep_world

RECORDS = 120


@pytest.mark.slow
def test_what_is_expected_to_be_found_is_found_by_chains() -> None:
    """The scores that turn growth up and down, and one that matters little."""
    found = known_world()
    expected = expected_correlations(found)
    count = len(found.priors.names)
    chance = found.measurement.chance
    measurement = Measurement(found.measurement.observations, chance, np.zeros_like(chance))
    density = replace(found.density, likelihood=measurement.likelihood())
    random = np.random.default_rng(3)
    scores = random.standard_normal((RECORDS, count))
    noise = random.standard_normal((RECORDS, len(chance))) @ np.linalg.cholesky(chance).T
    truths = records_of(density.predictions(scores) + noise, scores, measurement, 3)
    draws, _ = posteriors_of(truths, density, measurement, 3, legs=1)
    means = draws[:, :, :count].mean(axis=1)
    for k in (0, 1, 5):
        measured = np.corrcoef(means[:, k], scores[:, k])[0, 1]
        # a correlation r of 120 pairs has a standard error of (1 - r²) / √120; three of them, and
        # .02 for the chains' own chance
        allowed = 3.0 * (1.0 - expected[k] ** 2) / np.sqrt(RECORDS) + 0.02
        assert abs(measured - expected[k]) < allowed, (k, measured, expected[k])


def test_the_more_a_parameter_moves_the_record_the_better_it_is_expected_to_be_found() -> None:
    mild, steep = (expected_correlations(world) for world in (known_world(), steep_world()))
    assert (steep[:2] > FOUND).all() and (mild[:2] < FOUND).all()
    assert np.median(steep) < FOUND  # the others move it as little as before
    assert ((steep >= 0.0) & (steep <= 1.0)).all()


def test_no_parameter_that_other_records_would_not_find_is_called_informed() -> None:
    found = steep_world()
    verdict = Identified().measure(Case(found))
    told = verdict.figure["parameters"]
    informed = [name for name, one in told.items() if one["label"] == INFORMED]
    assert informed == list(found.priors.names[:2])
    assert all(told[name]["expected_correlation"] >= FOUND for name in informed)
