"""The record as vectors: what may be missing, and what is said of one that cannot be fitted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from calibration.observations import observations_of
from scenarios import BadInput
from sim.inputs import Observation, Place, Scenario


def row(year: int, series: str, value: float, region: str = "zhejiang") -> Observation:
    return Observation(year, region, series, "", value, "yuan/person/year", True, "assumption")


def with_rows(history: Scenario, *rows: Observation) -> Place:
    return replace(history.place, observed=rows)


def said(history: Scenario, *rows: Observation) -> str:
    with pytest.raises(BadInput) as refused:
        observations_of(with_rows(history, *rows))
    return str(refused.value)


def test_forty_four_incomes_come_first_and_2013_twice(history: Scenario) -> None:
    found = observations_of(history.place)
    assert found.incomes == 44
    years = [target.output.year for target in found.targets[:44]]
    assert years.count(2013) == 4
    assert found.values[0] == np.log(5431)
    assert not any("ratio" in target.output.indicator for target in found.targets)


def test_unverified_rows_are_never_targets(history: Scenario) -> None:
    found = observations_of(history.place)
    verified = {
        (row.region, row.series, row.year) for row in history.place.observed if row.verified
    }
    for target in found.targets:
        at = target.output
        assert (at.prefecture or history.place.name, at.indicator, at.year) in verified

    def is_doubted(row: Observation) -> bool:
        return (row.region, row.series, row.year) == ("zhejiang", "rural_income_new", 2015)

    doubted = [
        replace(row, verified=row.verified and not is_doubted(row))
        for row in history.place.observed
    ]
    left = observations_of(with_rows(history, *doubted))
    gone = {target.output for target in found.targets} - {target.output for target in left.targets}
    assert [(at.indicator, at.year) for at in gone] == [("rural_income_new", 2015)]


def test_further_targets_can_be_left_out(history: Scenario) -> None:
    assert len(observations_of(history.place, groups=["incomes"])) == 44


def test_a_hold_out_sees_nothing_after_its_year(history: Scenario) -> None:
    found = observations_of(history.place, until=2015)
    assert max(target.output.year for target in found.targets) == 2015


def test_gaps_and_a_single_series_are_legal(history: Scenario) -> None:
    rows = [row(year, "rural_income_new", 10_000.0 + year) for year in (2004, 2007, 2015)]
    found = observations_of(with_rows(history, *rows))
    assert len(found) == found.incomes == 3


def test_a_prefecture_is_held_against_the_place(history: Scenario) -> None:
    found = observations_of(history.place, groups=["incomes", "prefectures"])
    panel = [target for target in found.targets if target.group == "prefectures"]
    assert panel and all(target.beside is not None for target in panel)
    lishui = [t for t in panel if t.output.prefecture == "lishui" and t.output.year == 2008]
    assert lishui[0].value == pytest.approx(np.log(5050 / 9258))


def test_nothing_to_fit_is_said(history: Scenario) -> None:
    assert "nothing to fit" in said(history)


def test_a_record_of_the_year_runs_start_from_says_which_years_are_wanted(
    history: Scenario,
) -> None:
    start = history.place.base_year
    message = said(history, row(start, "rural_income_old", 5_000))
    assert "nothing to fit" in message and f"at least two years after {start}" in message


def test_a_single_year_is_refused(history: Scenario) -> None:
    rows = (row(2010, "rural_income_new", 11_000), row(2010, "urban_income_new", 27_000))
    message = said(history, *rows)
    assert "a single year, 2010" in message
    assert f"at least two years after {history.place.base_year}" in message


def test_an_income_below_zero_is_refused(history: Scenario) -> None:
    rows = (row(2010, "rural_income_new", -5), row(2011, "rural_income_new", 11_000))
    assert "-5 in 2010" in said(history, *rows)


def test_numbers_that_contradict_each_other_are_all_named(history: Scenario) -> None:
    message = said(
        history,
        row(2010, "rural_income_new", 11_000),
        row(2010, "rural_income_new", 12_000),
        row(2011, "rural_income_new", 12_000),
        row(2011, "urban_income_new", 24_000),
        row(2011, "ratio_new", 2.5),
        row(2012, "wage_share", 0.8),
        row(2012, "transfer_share", 0.4),
    )
    assert "11000 and as 12000" in message
    assert "2.5 in 2011" in message and "give 2" in message
    assert "add up to 1.2" in message


def test_an_unknown_group_of_targets_is_refused(history: Scenario) -> None:
    with pytest.raises(BadInput, match="no such group"):
        observations_of(history.place, groups=["incomes", "weather"])
