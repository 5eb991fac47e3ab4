"""A scenario's levers can be made weaker or stronger all along their paths."""

from __future__ import annotations

import pytest

import scenarios
from sim.inputs import Path, Scenario
from sim.levers import all_levers
from sim.plan import make_plan


@pytest.fixture(scope="module")
def history() -> Scenario:
    return scenarios.load("history")


def test_intensity_one_is_the_scenario_itself(history: Scenario) -> None:
    same = history.at_intensity(dict.fromkeys(all_levers(), 1.0))
    assert same.hash() == history.hash()


@pytest.mark.parametrize("lever", all_levers())
def test_intensity_zero_is_the_lever_off(history: Scenario, lever: str) -> None:
    last = history.place.last_year
    off = make_plan(history.at_intensity({lever: 0.0}), last)
    without = make_plan(history.without(lever), last)
    assert (off.instruments == without.instruments).all()
    assert (off.amounts == without.amounts).all()


def test_half_the_intensity_is_half_the_money_every_year(history: Scenario) -> None:
    last = history.place.last_year
    half = make_plan(history.at_intensity(dict.fromkeys(all_levers(), 0.5)), last)
    assert half.amounts == pytest.approx(0.5 * make_plan(history, last).amounts, rel=1e-12)


def test_nothing_leaves_its_bounds_however_strong(history: Scenario) -> None:
    strong = history.at_intensity(dict.fromkeys(all_levers(), 1e6))
    for name, held in strong.levers.items():
        settings = all_levers()[name].settings()
        for key, value in held.items():
            if isinstance(value, Path):
                low, high = settings[key].bounds  # type: ignore[misc]
                assert all(low <= one <= high for one in value.points.values()), (name, key)


def test_an_unknown_lever_and_a_negative_intensity_are_refused(history: Scenario) -> None:
    with pytest.raises(ValueError, match="no such lever: magic"):
        history.at_intensity({"magic": 1.0})
    with pytest.raises(ValueError, match="0 or more"):
        history.at_intensity({"infrastructure": -0.5})


def test_an_intensity_that_changes_holds_in_each_year(history: Scenario) -> None:
    weaker = history.at_intensity({"infrastructure": Path({2005: 1.0, 2009: 0.0})})
    full, held = history.levers["infrastructure"], weaker.levers["infrastructure"]
    for year, part in ((2003, 1.0), (2005, 1.0), (2007, 0.5), (2009, 0.0), (2020, 0.0)):
        assert held["spending"].at(year) == pytest.approx(part * full["spending"].at(year))  # type: ignore[union-attr]


def test_a_delayed_lever_does_later_what_it_did(history: Scenario) -> None:
    for years in (-4, 3, 30):
        late = history.delayed({"infrastructure": years}).levers["infrastructure"]["spending"]
        documented = history.levers["infrastructure"]["spending"]
        assert isinstance(late, Path) and isinstance(documented, Path)
        for year in range(2003, 2036):
            assert late.at(year) == pytest.approx(documented.at(year - years)), (years, year)
        assert min(late.points) >= 2002 and max(late.points) <= 2035
