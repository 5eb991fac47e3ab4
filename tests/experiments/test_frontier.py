"""The best mix for a budget and the cheapest for a goal, on surfaces whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import qmc

from experiments.frontier.defaults import MOST_INTENSITY
from experiments.frontier.search import Unreachable, best_for_budget, cheapest_for_goal
from experiments.frontier.surface import Surface, fit

MIXES = np.vstack([np.zeros(2), qmc.Sobol(2, seed=1).random(32) * MOST_INTENSITY])


def surface(of) -> Surface:
    return fit(MIXES, np.array([of(*mix) for mix in MIXES]))


#: The first lever does as much as the second at half the price.
COST = surface(lambda x, y: 1.0 * x + 2.0 * y)
RATIO = surface(lambda x, y: 3.0 - 1.0 * x - 1.0 * y)


def test_a_surface_of_its_own_kind_is_found():
    def of(x, y):
        return 2.0 - x + 3.0 * y / (y + 0.5) - x / (x + 0.5) * y / (y + 0.5)

    found = surface(of)
    new = np.random.default_rng(1).uniform(0.0, MOST_INTENSITY, (50, 2))
    np.testing.assert_allclose(found.at(new), [of(*mix) for mix in new], atol=1e-4)
    assert found.error < 1e-4


def test_the_stated_error_is_that_of_new_mixes():
    random = np.random.default_rng(2)
    mixes = random.uniform(0.0, MOST_INTENSITY, (200, 3))

    def noisy(at):
        return at @ [1.0, -2.0, 0.5] + random.normal(0.0, 0.1, len(at))

    found = fit(mixes, noisy(mixes))
    new = random.uniform(0.0, MOST_INTENSITY, (4000, 3))
    off = np.sqrt(np.mean((found.at(new) - noisy(new)) ** 2))
    assert found.error == pytest.approx(off, rel=0.15)  # 200 errors tell their size to some 5 %


def test_a_budget_buys_the_cheaper_lever_first():
    mix = best_for_budget(RATIO, COST, True, 1.0, MIXES)
    np.testing.assert_allclose(mix, [1.0, 0.0], atol=1e-3)
    richer = best_for_budget(RATIO, COST, True, 2.5, MIXES)
    np.testing.assert_allclose(richer, [MOST_INTENSITY, 0.5], atol=1e-3)


def test_a_goal_is_reached_at_least_cost():
    mix = cheapest_for_goal(RATIO, COST, True, 2.0, MIXES)
    np.testing.assert_allclose(mix, [1.0, 0.0], atol=1e-3)


def test_where_more_is_better_the_goal_is_reached_from_below():
    income = surface(lambda x, y: 1.0 + x + y)
    mix = cheapest_for_goal(income, COST, False, 2.0, MIXES)
    np.testing.assert_allclose(mix, [1.0, 0.0], atol=1e-3)


def test_a_goal_out_of_reach_is_refused_with_the_nearest():
    with pytest.raises(Unreachable) as refusal:
        cheapest_for_goal(RATIO, COST, True, -1.0, MIXES)
    assert refusal.value.value == pytest.approx(3.0 - 2 * MOST_INTENSITY, abs=1e-3)
    np.testing.assert_allclose(refusal.value.nearest, MOST_INTENSITY, atol=1e-3)


def test_a_budget_below_the_cheapest_mix_is_refused_with_its_cost():
    fixed = surface(lambda x, y: 5.0 + x + y)
    with pytest.raises(Unreachable) as refusal:
        best_for_budget(RATIO, fixed, True, 4.0, MIXES)
    assert refusal.value.value == pytest.approx(5.0, abs=1e-3)


def test_a_surface_led_through_a_run_gives_that_run_and_keeps_its_slopes():
    mix, other = np.array([0.5, 1.0]), np.array([1.0, 0.5])
    led = RATIO.through(mix, 1.7)
    assert led.at(mix)[0] == pytest.approx(1.7)
    assert led.at(other)[0] - led.at(mix)[0] == pytest.approx(RATIO.at(other)[0] - RATIO.at(mix)[0])


# ---- the command

TWO_LEVERS = """
title: Roads and renovation alone
extends: history
without: [{others}]
"""
SMALL = ("--draws", "1", "--points", "8", "--scale", "0.0005", "--workers", "1")


@pytest.fixture
def two_levers(tmp_path):
    import scenarios

    kept = ("infrastructure", "thousand_villages")
    others = [lever for lever in scenarios.load("history").levers if lever not in kept]
    path = tmp_path / "two_levers.yaml"
    path.write_text(TWO_LEVERS.format(others=", ".join(others)), encoding="utf-8")
    return path.name


def test_the_command_names_the_nearest_where_a_goal_cannot_be_met(shanhai, two_levers):
    answer = shanhai("frontier", two_levers, "--goal", "ratio_new=0.5", *SMALL)
    assert answer.code == 2 and answer.out == ""
    assert "no mix of these levers reaches it; the nearest is" in answer.err
    assert "Traceback" not in answer.err
    narrow = shanhai("frontier", two_levers, "--goal", "ratio_new=2.11", "--budget", "1e10", *SMALL)
    assert narrow.code == 2 and "within the budget the nearest is" in narrow.err


def test_goals_are_refused_with_the_nearest_name(shanhai):
    answer = shanhai("frontier", "--goal", "ratio=1.8")
    assert answer.code == 2 and "did you mean 'ratio_new'?" in answer.err
    assert shanhai("frontier", "--goal", "ratio_new=low").code == 2


@pytest.mark.slow
def test_the_command_finds_mixes_and_says_how_far_to_trust_them(shanhai, two_levers):
    import json

    answer = shanhai("frontier", two_levers, "--json", *SMALL)
    assert answer.code == 0, answer.err
    found = json.loads(answer.out)
    costs = [mix["money"]["median"] for mix in found["mixes"] if mix["name"].endswith("%")]
    assert costs == sorted(costs)
    assert {mix["name"] for mix in found["mixes"]} >= {"10%", "100%", "own"}
    assert found["surface"]["ratio_new"]["leave_one_out"] > 0.0
    assert set(found["marginal"]) == {"infrastructure", "thousand_villages"}


@pytest.mark.slow
def test_a_goal_is_reached_by_runs_and_not_by_the_surface_alone(shanhai, two_levers):
    """The surface of eight points is off by some .01 here, on either side.

    What can be reached depends on the posterior that ships: goals lie between the worst and the
    best mix of an open search, the nearest to the best a fifth of the way short.
    """
    import json

    open_search = shanhai("frontier", two_levers, "--json", *SMALL)
    assert open_search.code == 0, open_search.err
    medians = {
        mix["name"]: mix["outcomes"]["ratio_new"]["median"]
        for mix in json.loads(open_search.out)["mixes"]
    }
    worst, best = max(medians.values()), min(medians.values())
    assert best < worst
    for share in (0.2, 0.5, 0.8):
        goal = round(worst + share * (best - worst), 4)
        answer = shanhai("frontier", two_levers, "--goal", f"ratio_new={goal}", "--json", *SMALL)
        assert answer.code == 0, answer.err
        found = json.loads(answer.out)
        first = found["mixes"][0]
        assert first["name"] == "goal" and found["goal_reached"] == 1.0
        # a mix lived that reaches it, and is not as good as the next goal, .3 of the way on, asks
        beyond = goal - first["outcomes"]["ratio_new"]["median"]
        assert 0.0 <= beyond < 0.3 * (worst - best)
