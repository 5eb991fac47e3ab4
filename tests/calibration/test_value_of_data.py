"""Further series: what they would add is never less than nothing, and the right lever gains."""

from __future__ import annotations

import numpy as np

from calibration.value_of_data import Candidate, table, value_of_data, without_noise
from tests.calibration.known_world import known_world

LEVERS = ("roads", "schools")
#: Each lever's effect hangs on a parameter of its own.
SLOPES = np.eye(2)
EFFECTS = np.array([0.02, 0.03])


def _shrinks(slopes: np.ndarray, error: float) -> dict[str, float]:
    candidate = Candidate("traffic", slopes, error**2 * np.eye(len(slopes)))
    found = table(LEVERS, EFFECTS, SLOPES, np.zeros((2, 2)), [candidate])
    return dict(found["series"][0]["shrinks"])


def test_a_series_of_one_lever_narrows_that_lever_and_no_other() -> None:
    shrinks = _shrinks(np.array([[1.0, 0.0]]), 1.0)
    # information 1 beside a prior of 1 halves the variance
    assert abs(shrinks["roads"] - (1.0 - np.sqrt(0.5))) < 1e-3
    assert shrinks["schools"] == 0.0


def test_a_more_exact_series_is_worth_more_and_a_silent_one_nothing() -> None:
    rough, exact = (_shrinks(np.array([[1.0, 0.0]]), error)["roads"] for error in (1.0, 0.1))
    assert exact > rough > 0.0
    assert _shrinks(np.zeros((3, 2)), 0.1) == {"roads": 0.0, "schools": 0.0}


def test_what_the_record_says_already_is_not_counted_again() -> None:
    candidate = Candidate("traffic", np.array([[1.0, 0.0]]), np.eye(1))
    known = np.diag([99.0, 0.0])
    after = table(LEVERS, EFFECTS, SLOPES, known, [candidate])["series"][0]["shrinks"]
    assert after["roads"] < 0.01 < _shrinks(np.array([[1.0, 0.0]]), 1.0)["roads"]


def test_noise_of_runs_is_not_taken_for_information() -> None:
    noise = np.random.default_rng(1).standard_normal((30, 8, 50))
    # a mean of 8 seeds has a variance of 1/8; most of that must be gone
    assert np.mean(without_noise(noise) ** 2) < 0.5 / 8
    np.testing.assert_allclose(without_noise(10.0 + noise), 10.0, atol=2.0)


def test_every_lever_of_a_calibration_has_a_line_and_no_series_does_harm() -> None:
    world = known_world()
    found = value_of_data(world)
    assert set(found["levers"]) == set(world.levers)
    names = [row["series"] for row in found["series"]]
    assert {"migrant_share", "mountain_plain_ratio", "prefecture_panel"} <= set(names)
    assert all(share >= 0.0 for row in found["series"] for share in row["shrinks"].values())
    assert [row["by"] for row in found["series"]] == sorted(
        (row["by"] for row in found["series"]), reverse=True
    )
