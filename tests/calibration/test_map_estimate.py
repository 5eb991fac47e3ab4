"""The most probable vector: with the walk, without it, and on a simulator that differs a little."""

from __future__ import annotations

import numpy as np

from calibration import map_estimate
from calibration.map_estimate import MapEstimate
from calibration.measurement import Measurement
from tests.calibration.known_world import known_world


def cost_of(found, at: MapEstimate, model: Measurement, shift: float) -> float:  # type: ignore[no-untyped-def]
    """Squared residuals of a path without a walk, in a world ``shift`` away from the emulator."""
    residuals = map_estimate._whitening(
        model, map_estimate.without_walk(at.inferred), simulator(found, shift)
    )
    return float((residuals(at.scores[None])[0] ** 2).sum())


def simulator(found, shift: float):  # type: ignore[no-untyped-def]
    """Targets of scores: the emulator's, and a little of something else."""
    return lambda scores: found.density.predictions(scores) + shift * np.sin(scores[:, :1])


def test_the_polish_begins_where_its_own_objective_is_smallest() -> None:
    found = known_world()
    noise = found.measurement.chance
    direct = Measurement(found.question.observations, noise, np.zeros_like(noise))
    walking = map_estimate.on_the_emulator(found.density, found.measurement, seed=1)
    still = map_estimate.without_a_walk(found.density.predictions, direct, walking)
    before = cost_of(found, walking, direct, 0.0)
    assert still.cost < before
    assert np.isclose(still.cost, cost_of(found, still, direct, 0.0))
    np.testing.assert_array_equal(still.inferred, walking.inferred)
    # in a straight world least squares have one answer, wherever the search began
    other = MapEstimate(np.full_like(walking.scores, 0.5), walking.inferred, np.inf)
    again = map_estimate.without_a_walk(found.density.predictions, direct, other)
    np.testing.assert_allclose(again.scores, still.scores, atol=1e-3)


def test_four_steps_polish_what_the_emulator_got_a_little_wrong() -> None:
    found = known_world()
    noise = found.measurement.chance
    direct = Measurement(found.question.observations, noise, np.zeros_like(noise))
    start = map_estimate.without_a_walk(
        found.density.predictions, direct,
        map_estimate.on_the_emulator(found.density, found.measurement, seed=1),
    )  # fmt: skip
    shift = 0.004
    polished = map_estimate.on_the_simulator(simulator(found, shift), direct, start, 4)
    assert polished.cost <= cost_of(found, start, direct, shift)
    assert np.isclose(polished.cost, cost_of(found, polished, direct, shift))


def test_polished_to_the_end_no_further_turn_gains_anything() -> None:
    found = known_world()
    noise = found.measurement.chance
    direct = Measurement(found.question.observations, noise, np.zeros_like(noise))
    start = MapEstimate(np.full(len(found.priors.names), 1.0), np.zeros(6), np.inf)
    # a world bent enough that derivatives of the start soon mislead
    predict = simulator(found, 0.05)
    once = map_estimate.on_the_simulator(predict, direct, start, 2)
    ended = map_estimate.polished_to_the_end(predict, direct, once, 2)
    assert ended.cost < once.cost - map_estimate.WORTH_MOVING
    again = map_estimate.on_the_simulator(predict, direct, ended, 2)
    assert again.cost > ended.cost - map_estimate.LEAST_GAIN
    # and nobody moves for nothing
    stayed = map_estimate.polished_to_the_end(predict, direct, ended, 2)
    np.testing.assert_array_equal(stayed.scores, ended.scores)
