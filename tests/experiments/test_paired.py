"""Statistics of paired differences, on numbers whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.comparison.paired import (
    Lived,
    Pair,
    band,
    monte_carlo_error,
    seed_error,
    variance,
)
from experiments.comparison.ranks import RANKED, ranks
from experiments.comparison.worth import discounting


def layout(draws: int, seeds: int, sd_draw: float, sd_seed: float, seed: int = 0) -> np.ndarray:
    """Differences [draws, seeds, 1] with a draw's part and a seed's part."""
    random = np.random.default_rng(seed)
    part = random.normal(0.0, sd_draw, (draws, 1, 1))
    return part + random.normal(0.0, sd_seed, (draws, seeds, 1))


def test_the_parameters_and_the_seeds_part_of_the_spread_are_told_apart():
    found = variance(layout(4000, 3, 2.0, 1.0))
    assert found["parameters"][0] == pytest.approx(4.0, rel=0.1)  # its own error is some 2.4 %
    assert found["seed"][0] == pytest.approx(1.0, rel=0.05)


def test_where_only_chance_differs_the_parameters_have_hardly_a_part():
    found = variance(layout(4000, 3, 0.0, 1.0))
    assert 0.0 <= found["parameters"][0] < 0.05


def test_where_chance_changes_nothing_the_seeds_have_no_part():
    found = variance(np.repeat(layout(50, 1, 1.0, 0.0), 2, axis=1))
    assert found["seed"][0] == 0.0 and found["parameters"][0] > 0.0


def test_one_draw_says_nothing_of_parameters_and_one_seed_nothing_of_chance():
    assert variance(layout(1, 5, 1.0, 1.0))["parameters"][0] == 0.0
    assert variance(layout(5, 1, 1.0, 1.0))["seed"][0] == 0.0


def test_draws_lived_once_again_tell_chance_from_parameters():
    both = layout(4000, 2, 2.0, 1.0)
    found = variance(both[:, :1], both[:2000, 1:])
    assert found["seed"][0] == pytest.approx(1.0, rel=0.1)  # its own error is some 3 %
    assert found["parameters"][0] == pytest.approx(4.0, rel=0.1)


def test_runs_lived_again_are_no_part_of_the_band():
    answers = [{"x": np.array([float(k)])} for k in (1, 2, 3, 7, 8)]
    one = Lived.of(answers, seeds=1, repeated=2)
    pair = Pair(one, Lived.of([{"x": np.zeros(1)}] * 5, seeds=1, repeated=2))
    runs, again = pair.differences("x")
    assert runs.ravel().tolist() == [1.0, 2.0, 3.0]
    assert again.ravel().tolist() == [7.0, 8.0]
    assert band(runs)["median"].tolist() == [2.0]


def test_the_error_of_the_median_is_how_much_it_varies_from_sample_to_sample():
    samples = [layout(60, 2, 1.0, 1.0, seed) for seed in range(800)]
    medians = [float(band(one)["median"][0]) for one in samples]
    stated = np.mean([monte_carlo_error(one)[0] for one in samples])
    assert stated == pytest.approx(np.std(medians), rel=0.1)
    seeds_alone = np.mean([seed_error(one)[0] for one in samples])
    assert seeds_alone < stated


def lived(values: list[float]) -> Lived:
    """A scenario whose ranked indicators are these in the last year of each draw."""
    return Lived({name: np.array(values)[:, None, None] for name in RANKED})


def test_the_order_holds_in_the_share_of_draws_that_keep_it():
    zero = lived([0.0, 0.0, 0.0, 0.0])
    pairs = {
        "high": Pair(lived([3.0, 3.0, 3.0, 3.0]), zero),
        "low": Pair(lived([1.0, 1.0, 1.0, 4.0]), zero),
    }
    found = ranks(pairs)["ratio_new"]
    assert found["order"] == ["low", "high"]
    assert found["order_holds"] == 0.75
    assert ranks({"high": pairs["high"]}) == {}


def test_a_yuan_later_is_worth_less_by_prices_and_by_the_rate(history):
    weights = discounting(history.place, [2003, 2004, 2005], 0.08)
    inflation = history.place.drivers["cpi"].at(2004) / 100.0
    assert weights[0] == 1.0
    assert weights[1] == pytest.approx(1.0 / (1.0 + inflation) / 1.08, rel=1e-12)
    without = discounting(history.place, [2003, 2004, 2005], 0.0)
    assert (without[1:] > weights[1:]).all()


@pytest.fixture(scope="module")
def history():
    import scenarios

    return scenarios.load("history")
