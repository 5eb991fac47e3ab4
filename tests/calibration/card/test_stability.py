"""Rows 14 and 15: refits that stay pass, refits that wander are short."""

from __future__ import annotations

import numpy as np

from calibration.card import emulator_check, refits
from calibration.card.refits import Means
from calibration.card.rows import all_rows
from calibration.reweighting import smoothed

NAMES = ("a", "b")
FIRST = Means(np.zeros(2), np.array([0.5, 1.0]), np.array([10.6, 11.2]))


def test_refits_that_hardly_move_pass() -> None:
    again = {"seed_2": Means(np.array([0.1, 0.1]), FIRST.sd, FIRST.incomes + 0.001)}
    verdict = refits.judged(NAMES, FIRST, again)
    assert verdict.is_met and verdict.figure["largest_shift"] == 0.2


def test_a_refit_that_moves_a_mean_or_an_income_is_named() -> None:
    moved = Means(np.array([0.2, 0.0]), FIRST.sd, FIRST.incomes)
    richer = Means(FIRST.scores, FIRST.sd, FIRST.incomes + 0.01)
    verdict = refits.judged(NAMES, FIRST, {"seed_2": moved, "twice": richer, "seed_3": FIRST})
    assert verdict.is_met is False
    assert "seed_2" in verdict.why and "twice" in verdict.why and "seed_3" not in verdict.why


def _weighed(tilt: float) -> refits.Verdict:
    random = np.random.default_rng(1)
    everything = random.standard_normal((20_000, 2))
    points = everything[:4000]
    return emulator_check.judged(NAMES, points, smoothed(tilt * points[:, 0]), everything)


def test_a_simulator_that_agrees_with_its_emulator_passes() -> None:
    verdict = _weighed(0.02)
    assert verdict.is_met and verdict.figure["weight_ess"] > 3900


def test_a_simulator_that_prefers_other_parameters_is_short() -> None:
    verdict = _weighed(0.6)
    assert verdict.is_met is False
    shift = verdict.figure["largest_shift"]
    # tilting a standard normal by .6 moves its mean by .6
    assert shift["of"] == "a" and abs(shift["sd"] - 0.6) < 5 * shift["standard_error"]


def test_all_rows_of_the_second_half_are_on_the_card() -> None:
    assert {3, 4, 5, 6, 14, 15} <= set(all_rows())
