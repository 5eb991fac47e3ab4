"""What households earned is always added up, and kept household by household when asked for."""

from __future__ import annotations

import numpy as np
import pytest

from sim.agents.counties import CI
from sim.agents.households import ACCOUNTS, RURAL
from sim.agents.villages import VI
from sim.inputs import COUNTY_CLASSES, Scenario
from sim.records import figures_of
from sim.simulation import Simulation
from sim.world import BINS, BINS_PER_E, FIRST_BIN

SCALE = 0.0005
LAST_YEAR = 2005


def lived(history: Scenario, keep_accounts: bool, threads: int = 1) -> Simulation:
    run = Simulation(
        history, SCALE, 3, threads=threads, last_year=LAST_YEAR, keep_accounts=keep_accounts
    )
    run.live_to_the_end()
    return run


@pytest.fixture(scope="module")
def kept(history: Scenario) -> Simulation:
    return lived(history, True)


@pytest.fixture(scope="module")
def forgotten(history: Scenario) -> Simulation:
    return lived(history, False)


def test_whoever_keeps_no_accounts_has_the_same_figures(
    kept: Simulation, forgotten: Simulation
) -> None:
    one, other = figures_of(kept), figures_of(forgotten)
    for name, variable in one.data_vars.items():
        np.testing.assert_array_equal(variable.values, other[name].values, err_msg=name)


def test_accounts_take_no_memory_where_none_are_kept(
    kept: Simulation, forgotten: Simulation
) -> None:
    places = kept.world.first_row[-1]
    for name in ACCOUNTS:
        assert getattr(kept.world.households, name).size == places
        assert getattr(forgotten.world.households, name).size == 0
    assert forgotten.world.households.assets.size == places


def test_all_other_columns_are_the_same(kept: Simulation, forgotten: Simulation) -> None:
    one, other = (run.world.households._asdict() for run in (kept, forgotten))
    for name in set(one) - set(ACCOUNTS):
        np.testing.assert_array_equal(one[name], other[name], err_msg=name)


@pytest.mark.parametrize("threads", [1, 2])
def test_incomes_counted_by_class_are_those_of_the_households(
    history: Scenario, threads: int
) -> None:
    run = lived(history, True, threads)
    w, h = run.world, run.world.households
    villages = w.villages.shape[1]
    block = np.searchsorted(w.first_row, np.arange(h.kind.size), side="right") - 1
    heads = sum(x.astype(int) for x in (h.children, h.young, h.middle, h.old)) - h.away
    counted = (h.kind == RURAL) & (heads > 0) & (block < villages)
    village = np.where(counted, block, 0)
    counted &= w.village_codes[VI.is_urban, village] == 0
    class_ = w.county_codes[CI.county_class, w.village_codes[VI.county, village]]
    income = h.wage + h.business + h.property + h.transfer + h.remittances
    per_head = np.maximum(income[counted] / heads[counted], 1.0)
    bins = np.clip((np.log(per_head) - FIRST_BIN) * BINS_PER_E, 0, BINS - 1).astype(int)
    expected = np.zeros((len(COUNTY_CLASSES), BINS), int)
    np.add.at(expected, (class_[counted], bins), heads[counted])
    found = run.blocks.incomes_by_class(w)
    np.testing.assert_array_equal(found.sum(axis=1), expected.sum(axis=1))
    # an income on the edge of a bin may fall to either side of it with another logarithm
    assert np.abs(found - expected).sum() <= 1e-3 * expected.sum()
