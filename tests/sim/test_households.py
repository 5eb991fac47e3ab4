"""Every place of a world holds a household that makes sense, or nothing at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from sim.agents.households import FREE, NEWCOMER, OUTSIDER, RURAL, SETTLED
from sim.inputs import Scenario
from sim.model import Model
from sim.tallies import T, W
from sim.world import World

#: Much happens in few years, so that places are taken and left again.
BUSY = {"settlement_hazard": 0.3, "formation_rate": 0.1, "illness_rate": 0.1}
YEARS = 8
#: More than any household ever is, and far less than where uint8 begins anew.
MANY = 60


@pytest.fixture(scope="module", params=[1, 2])
def worlds(request: pytest.FixtureRequest, history: Scenario) -> list[World]:
    """A busy world as it stood at the end of each of some years."""
    return list(_years(history, request.param))


def _years(history: Scenario, seed: int) -> Iterator[World]:
    model = Model(history, scale=0.0005, seed=seed, threads=1, parameters=BUSY)
    for _ in range(YEARS):
        model.step()
        w = model.world
        yield replace(
            w,
            households=w.households._make(column.copy() for column in w.households),
            tallies=w.tallies.copy(),
            ward_tallies=w.ward_tallies.copy(),
        )


def by_block(w: World, column: np.ndarray) -> np.ndarray:
    """Sums over villages and wards, in double precision."""
    return np.add.reduceat(column.astype(float), w.first_row[:-1])


def test_a_free_place_holds_nothing_however_often_it_changes_hands(worlds: list[World]) -> None:
    for w in worlds:
        free = w.households.kind == FREE
        for name, column in w.households._asdict().items():
            assert not column[free].any(), name
    first, last = worlds[0].households.kind, worlds[-1].households.kind
    assert ((first == FREE) & (last != FREE)).any()
    assert ((first != FREE) & (last == FREE)).any()


def test_every_worker_is_a_healthy_adult_of_working_age(worlds: list[World]) -> None:
    ill = 0
    for w in worlds:
        h = w.households
        rural = h.kind == RURAL
        workers = np.sum([h.farm, h.local, h.self_employed, h.away], axis=0, dtype=int)
        able = np.maximum(h.young.astype(int) + h.middle - (h.ill_years > 0), 0)
        np.testing.assert_array_equal(workers[rural], able[rural])
        assert not workers[~rural].any()
        ill += int((h.ill_years[rural] > 0).sum())
    assert ill > 0


def test_no_household_is_empty_and_none_counts_below_nothing(worlds: list[World]) -> None:
    for w in worlds:
        h = w.households
        persons = np.sum([h.children, h.young, h.middle, h.old], axis=0, dtype=int)
        assert (persons[h.kind != FREE] > 0).all()
        for name, column in h._asdict().items():
            if column.dtype == np.uint8:
                assert column.max() < MANY, name
            else:
                assert np.isfinite(column).all(), name
        assert (h.away <= persons).all()


def test_the_five_incomes_of_households_are_the_income_of_their_village(
    worlds: list[World],
) -> None:
    for w in worlds:
        h = w.households
        villages = w.villages.shape[1]
        incomes = (h.wage, h.business, h.property, h.transfer, h.remittances)
        whole = sum(by_block(w, column) for column in incomes)[:villages]
        gross = sum(by_block(w, np.abs(column)) for column in incomes)[:villages]
        tallied = w.tallies[:, T.upper_income] + w.tallies[:, T.lower_income]
        # single precision: a part in a million of what was added up, whatever its sign
        assert (np.abs(whole - tallied) <= 1e-6 * gross).all()


def test_the_incomes_of_townsfolk_are_those_of_their_ward(worlds: list[World]) -> None:
    tallies = {
        SETTLED: W.settled_income,
        OUTSIDER: W.outsider_income,
        NEWCOMER: W.newcomer_income,
    }
    for w in worlds:
        h = w.households
        villages = w.villages.shape[1]
        income = sum(x.astype(float) for x in (h.wage, h.business, h.property, h.transfer))
        for kind, tally in tallies.items():
            theirs = by_block(w, np.where(h.kind == kind, income, 0.0))[villages:]
            np.testing.assert_allclose(theirs, w.ward_tallies[:, tally], rtol=1e-6)
