"""A place is data: an invented place of two counties runs like any other."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import scenarios
from sim.inputs import Path as YearPath
from sim.inputs import Scenario
from sim.model import Model

FOLDER = Path(__file__).parent.parent / "places" / "two_counties"


@pytest.fixture(scope="module")
def two_counties() -> Scenario:
    findings = scenarios.Findings()
    return scenarios.load("history", place=str(FOLDER), findings=findings)


def test_an_invented_place_of_two_counties_runs_with_closed_books(
    two_counties: Scenario,
) -> None:
    model = Model(two_counties, scale=0.05).run()
    figures = model.indicators()
    assert model.ledger.largest_imbalance <= 1e-9
    assert len(figures["ratio_new"]) == two_counties.place.last_year - two_counties.place.base_year
    for name in ("rural_income_old", "rural_income_new", "urban_income_old", "urban_income_new"):
        assert np.isfinite(figures[name]).all()
        assert (figures[name] > 0).all()


def test_it_starts_at_its_own_published_income(two_counties: Scenario) -> None:
    model = Model(two_counties, scale=0.05)
    wanted = two_counties.place.base["rural_income_old"]
    # some 1,000 households: the burn-in meets the figure within sampling error
    assert float(model.published().rural_old().per_head) == pytest.approx(wanted, rel=0.03)


def test_a_lever_works_there_too(two_counties: Scenario) -> None:
    scenario = two_counties.without("all").setting(
        "social_protection.pension", {two_counties.place.base_year + 1: 1000.0}
    )
    with_pension = Model(scenario, scale=0.05).run().indicators()
    without = Model(two_counties.without("all"), scale=0.05).run().indicators()
    assert (with_pension["rural_income_old"] > without["rural_income_old"]).all()


def test_a_place_of_nothing_but_incomes_runs(tmp_path: Path) -> None:
    lines = ["year,region,series,definition,value,unit,verified,source,source_url,note"]
    for year in range(2005, 2012):
        for series, value in (("rural_income_old", 3000), ("urban_income_old", 9000)):
            growth = 1.1 ** (year - 2005)
            lines.append(
                f"{year},nowhere,{series},net_old,{value * growth:.0f},yuan/person/year,yes,"
                "assumption,,"
            )
    (tmp_path / "observed.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    findings = scenarios.Findings()
    place = scenarios.load_place(str(tmp_path), findings)
    model = Model(Scenario("nothing", place), scale=0.01).run()
    assert model.year == 2011
    assert (model.indicators()["ratio_old"] > 1).all()


def test_a_path_is_straight_between_the_years_named_and_flat_outside() -> None:
    path = YearPath({2003: 1.0, 2005: 3.0})
    assert [path.at(year) for year in (2000, 2003, 2004, 2005, 2010)] == [1, 1, 2, 3, 3]
