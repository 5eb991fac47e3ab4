"""The stored point fit, and the fit itself on a small sample."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import calibration
import scenarios
from calibration.fit import Simulator, ask, central_jacobian, fit, main
from calibration.targets import targets_of
from scenarios.stored_fit import StoredFit, load_fit, store_fit
from sim import DEFAULT_SCALE
from sim.inputs import Scenario
from sim.parameters import estimated

Lived = Callable[..., Any]


def errors(model: Any, name: str) -> np.ndarray:
    published = model.place.series(name)
    figures = model.indicators()[name]
    return np.array(
        [
            figures[year - model.place.base_year - 1] / value - 1.0
            for year, value in published.items()
            if year > model.place.base_year
        ]
    )


def ratio_errors(model: Any, definition: str) -> np.ndarray:
    rural = model.place.series(f"rural_income_{definition}")
    urban = model.place.series(f"urban_income_{definition}")
    figures = model.indicators()[f"ratio_{definition}"]
    return np.array(
        [
            figures[year - model.place.base_year - 1] - urban[year] / rural[year]
            for year in rural
            if year > model.place.base_year
        ]
    )


def test_the_stored_fit_follows_the_record(history: Scenario, lived: Lived) -> None:
    # the bars of the calibration card's first row, on the run a user gets by default
    model = lived(history, scale=DEFAULT_SCALE)
    for name in ("rural_income_old", "rural_income_new", "urban_income_old", "urban_income_new"):
        gaps = np.abs(errors(model, name))
        assert gaps.mean() <= 0.010, name
        assert gaps.max() <= 0.03, name
    assert np.sqrt((ratio_errors(model, "old") ** 2).mean()) <= 0.03
    assert np.sqrt((ratio_errors(model, "new") ** 2).mean()) <= 0.02


def test_the_ratio_rises_before_it_falls_without_being_told(
    history: Scenario, lived: Lived
) -> None:
    ratio = lived(history, scale=DEFAULT_SCALE).indicators()["ratio_old"][:11]
    peak = 2003 + int(np.argmax(ratio))
    assert ratio.max() > ratio[0]
    assert 2005 <= peak <= 2008


def test_the_ratio_of_2020_is_below_two(history: Scenario, lived: Lived) -> None:
    assert lived(history, scale=DEFAULT_SCALE).indicators()["ratio_new"][2020 - 2003] < 2.0


def test_the_stored_fit_says_how_it_was_made() -> None:
    stored = load_fit(scenarios.DEFAULT_PLACE)
    assert stored is not None
    assert set(stored.parameters) == set(estimated())
    for key in ("version", "scenario_hash", "scale", "seeds", "cost", "command", "targets"):
        assert stored.manifest[key]


def test_unverified_rows_are_never_targets(history: Scenario) -> None:
    targets = targets_of(history.place)
    asked = {
        (item.indicator, item.year)
        for pair in targets.incomes
        for item in pair[:2]
        if item is not None
    } | {(item.indicator, item.year) for item in targets.further}
    for row in history.place.observed:
        if not row.verified and row.region == history.place.name:
            assert (row.series, row.year) not in asked or any(
                other.verified and (other.series, other.year) == (row.series, row.year)
                for other in history.place.observed
            )


def test_forty_four_incomes_are_targets_and_the_ratio_is_not(history: Scenario) -> None:
    targets = targets_of(history.place)
    assert sum(item is not None for pair in targets.incomes for item in pair[:2]) == 44
    assert not any("ratio" in item.indicator for item in targets.further)


def test_a_hold_out_sees_nothing_after_its_year(history: Scenario) -> None:
    targets = targets_of(history.place, until=2015)
    years = [item.year for pair in targets.incomes for item in pair[:2] if item is not None]
    assert max(years + [item.year for item in targets.further]) <= 2015


def test_a_place_without_incomes_cannot_be_fitted(history: Scenario) -> None:
    with pytest.raises(ValueError, match="no verified income"):
        targets_of(replace(history.place, observed=()))


def test_a_fit_comes_closer_to_the_record(history: Scenario) -> None:
    question = ask(history, 0.0005, [1], until=2006)
    costs: list[float] = []
    z, report = fit(question, None, workers=2, steps=2, keep=lambda _, c, __: costs.append(c))
    assert costs[-1] < costs[0]
    assert report["cost"] == pytest.approx(costs[-1])
    assert z.shape == (len(estimated()),)


@pytest.mark.slow
def test_derivatives_are_those_of_the_simulator(history: Scenario) -> None:
    question = ask(history, 0.002, [1], until=2008)
    simulator = Simulator(question, 2)
    z = np.zeros(len(question.names))
    slope = central_jacobian(simulator, z)
    j = question.names.index("urban_growth_start")
    moved = z.copy()
    moved[j] = 0.5
    before, after = simulator.residuals([z, moved])
    simulator.close()
    # urban incomes answer almost linearly to the trend
    urban = slice(1, 12, 2)
    np.testing.assert_allclose((after - before)[urban], 0.5 * slope[urban, j], rtol=0.2, atol=0.3)


def test_a_fit_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    kept = StoredFit({"network": 3.0}, {"scale": 0.1})
    store_fit(kept, tmp_path / "fit.json")
    read = load_fit("anywhere", tmp_path)
    assert read is not None
    assert read.parameters == {"network": 3.0}


def test_a_fit_of_another_model_is_refused(tmp_path: Path) -> None:
    for parameters, message in (
        ({"no_such_parameter": 1.0}, "no parameter is called"),
        ({"network": 99.0}, "outside"),
    ):
        text = json.dumps({"parameters": parameters, "manifest": {}})
        (tmp_path / "fit.json").write_text(text)
        with pytest.raises(ValueError, match=message):
            load_fit("anywhere", tmp_path)


def test_a_place_without_a_fit_has_none(tmp_path: Path) -> None:
    assert load_fit("atlantis") is None
    assert calibration.load_fit("atlantis", tmp_path) is None


def test_the_command_prints_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--help"])
    assert stopped.value.code == 0
    assert "--resume" in capsys.readouterr().out
