"""Nothing is lost or made: people, jobs and yuan."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from sim.agents.counties import C
from sim.agents.households import FREE, RURAL
from sim.inputs import Scenario
from sim.levers import all_levers
from sim.model import Model, UnbalancedBooksError
from sim.tallies import T

Lived = Callable[..., Any]


def test_the_books_close_to_a_billionth_every_year(history: Scenario, lived: Lived) -> None:
    assert lived(history).ledger.largest_imbalance <= 1e-9


@pytest.mark.parametrize("financing", ["donor", "province", "county_tax", "villagers", "debt"])
def test_the_books_close_however_a_lever_is_paid_for(
    history: Scenario, lived: Lived, financing: str
) -> None:
    scenario = history.setting("thousand_villages.financing", financing)
    model = lived(scenario, 2010, scale=0.001)
    assert model.ledger.largest_imbalance <= 1e-9


def test_every_lever_with_money_stands_in_the_ledger(history: Scenario, lived: Lived) -> None:
    spent = lived(history).ledger.by_lever()
    for name, lever in all_levers().items():
        if lever.money():
            assert max(spent[name]) > 0, name


def test_payers_and_recipients_agree_lever_by_lever(history: Scenario, lived: Lived) -> None:
    ledger = lived(history).ledger
    for lever in ledger.by_lever():
        paid = np.sum(list(ledger.by_payer(lever).values()), axis=0)
        received = np.sum(list(ledger.by_recipient(lever).values()), axis=0)
        np.testing.assert_allclose(paid, received, rtol=1e-9, atol=1e-3)


def test_sources_and_uses_of_public_money_agree_every_year(history: Scenario, lived: Lived) -> None:
    ledger = lived(history).ledger
    sources = np.sum(list(ledger.sources().values()), axis=0)
    uses = np.sum(list(ledger.uses().values()), axis=0)
    np.testing.assert_allclose(sources, uses, rtol=1e-9)


def test_a_world_that_lost_somebody_is_refused(history: Scenario) -> None:
    model = Model(history, scale=0.0005, threads=1)
    model.step()
    children = model.world.households.children
    row = int(np.flatnonzero(children > 0)[0])
    children[row] -= 1
    with pytest.raises(UnbalancedBooksError, match="people"):
        model.step()


def test_workers_never_outnumber_adults_of_working_age(history: Scenario, lived: Lived) -> None:
    h = lived(history).world.households
    rural = h.kind == RURAL
    workers = np.sum([h.farm, h.local, h.self_employed, h.away], axis=0, dtype=int)
    able = h.young.astype(int) + h.middle - (h.ill_years > 0)
    np.testing.assert_array_equal(workers[rural], np.maximum(able, 0)[rural])


def test_a_free_place_holds_nothing(history: Scenario, lived: Lived) -> None:
    w = lived(history).world
    free = w.households.kind == FREE
    assert free.any()
    for name, column in w.households._asdict().items():
        assert not column[free].any(), name


def test_household_incomes_add_up_to_the_villages(history: Scenario, lived: Lived) -> None:
    w = lived(history).world
    h = w.households
    incomes = (h.wage, h.business, h.property, h.transfer, h.remittances)
    whole = sum(column[h.kind == RURAL].sum(dtype=float) for column in incomes)
    tallied = sum(
        w.tallies[:, row].sum()
        for row in (T.wage, T.farm_income, T.business, T.property, T.transfer, T.remittances)
    ) - (w.tallies[:, T.tax].sum() + w.tallies[:, T.levy].sum())
    # float32 columns against float64 sums
    assert whole == pytest.approx(tallied, rel=1e-5)


def test_public_budgets_leave_no_county_without_services(history: Scenario, lived: Lived) -> None:
    assert (lived(history).world.counties[C.services] > 0).all()


def test_residents_follow_the_published_total(history: Scenario, lived: Lived) -> None:
    figures = lived(history).indicators()["residents"]
    for year in (2010, 2020, 2023):
        published = history.place.drivers["resident_population"].at(year)
        # arrivals come as whole households and births by chance
        assert figures[year - 2003] == pytest.approx(published, rel=0.005)
