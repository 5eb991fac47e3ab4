"""A run whose households lie in several partitions is the run in one piece, to the bit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pytest

import scenarios
from sim import exchange
from sim.agents.counties import CI
from sim.agents.households import FREE, RURAL
from sim.agents.villages import VI
from sim.blocks import Beginning, Part
from sim.inputs import Scenario
from sim.layout import Layout, lay_out
from sim.panels import panels_of
from sim.partitions import InThisProcess, Partition, divided
from sim.records import figures_of
from sim.simulation import Simulation, UnbalancedBooksError

SCALE = 0.001


def lived(scenario: Scenario, workers: InThisProcess | None = None, **more: Any) -> Simulation:
    run = Simulation(scenario, SCALE, 5, threads=1, keep_villages=True, workers=workers, **more)
    run.live_to_the_end()
    return run


def everything(run: Simulation) -> dict[str, np.ndarray]:
    """Figures, panels, the ledger's books and every column of every household of a run."""
    places = int(run.world.first_row[-1])
    columns = run.blocks.households(run.world, 0, places)
    return {
        **{f"figure {name}": item.values for name, item in figures_of(run).data_vars.items()},
        **{f"panel {name}": item.values for name, item in panels_of(run).data_vars.items()},
        **{f"book {name}": values for name, values in run.books.items()},
        **{f"household {name}": values for name, values in columns._asdict().items()},
    }


def differing(one: dict[str, np.ndarray], other: dict[str, np.ndarray]) -> list[str]:
    assert list(one) == list(other)
    return [name for name in one if one[name].tobytes() != other[name].tobytes()]


@pytest.fixture(scope="module")
def in_one_piece(history: Scenario) -> Simulation:
    return lived(history)


@pytest.fixture(scope="module")
def layout(in_one_piece: Simulation) -> Layout:
    run = in_one_piece
    return lay_out(run.place, run.scale, run.external, run.parameters)


def test_the_run_that_is_divided_is_a_lively_one(in_one_piece: Simulation):
    """Otherwise equal bits would say little."""
    w = in_one_piece.world
    assert 0.0 < w.village_codes[VI.is_urban].mean() < 1.0
    assert w.county_codes[CI.settler_rows].sum() > 0
    assert w.county_codes[CI.outsider_rows].sum() + w.county_codes[CI.newcomer_rows].sum() > 0
    assert {FREE, RURAL} < set(np.unique(w.households.kind))
    assert in_one_piece.ledger.paid_by_lever.sum() > 0.0


@pytest.mark.parametrize("partitions", [1, 2, 3])
def test_every_number_is_the_same_in_any_number_of_partitions(
    history: Scenario, in_one_piece: Simulation, partitions: int
):
    divided_up = lived(history, InThisProcess(partitions))
    assert differing(everything(in_one_piece), everything(divided_up)) == []


def test_every_county_may_be_a_partition_of_its_own(history: Scenario, layout: Layout):
    workers = InThisProcess(layout.wards.size)
    pieces, whole = (lived(history, some, last_year=2005) for some in (workers, None))
    assert differing(everything(whole), everything(pieces)) == []


def test_without_any_lever_it_is_the_same_too(history: Scenario):
    bare = history.without(*history.levers)
    pieces, whole = (lived(bare, some) for some in (InThisProcess(2), None))
    assert differing(everything(whole), everything(pieces)) == []


@pytest.mark.slow  # lives every shipped scenario twice
def test_every_shipped_scenario_is_the_same_in_partitions():
    for number, name in enumerate(scenarios.available()):
        scenario = scenarios.load(name, findings=scenarios.Findings())
        pieces, whole = (lived(scenario, some) for some in (InThisProcess(2 + number % 4), None))
        assert differing(everything(whole), everything(pieces)) == [], name


@pytest.mark.parametrize("table", ["villages", "ward_tallies"])
def test_a_table_that_did_not_come_back_would_be_noticed(
    history: Scenario, monkeypatch: pytest.MonkeyPatch, table: str
):
    step = exchange.AFTER_THE_MARKET
    less = step._replace(taken=tuple(name for name in step.taken if name != table))
    monkeypatch.setattr(exchange, "AFTER_THE_MARKET", less)
    try:
        pieces = lived(history, InThisProcess(2), last_year=2005)
    except UnbalancedBooksError:
        return
    assert differing(everything(lived(history, last_year=2005)), everything(pieces)) != []


def test_threads_within_a_partition_change_nothing(history: Scenario, in_one_piece: Simulation):
    def on_two_threads(beginning: Beginning, part: Part) -> Partition:
        return Partition(beginning, part, threads=2)

    divided_up = lived(history, InThisProcess(2, on_two_threads))
    assert differing(everything(in_one_piece), everything(divided_up)) == []


def test_a_range_of_households_is_gathered_from_where_they_are(
    history: Scenario, in_one_piece: Simulation
):
    w = in_one_piece.world
    divided_up = lived(history, InThisProcess(3))
    towns = int(w.first_row[w.villages.shape[1]])
    for low, high in (
        (0, 1),
        (towns - 500, towns + 500),
        (700, 700),
        (towns, len(w.households.kind)),
    ):
        gathered = divided_up.blocks.households(divided_up.world, low, high)
        for mine, theirs in zip(w.households, gathered, strict=True):
            assert np.array_equal(mine[low:high], theirs)
            assert mine.dtype == theirs.dtype


# ---- where things are


class Weighed(InThisProcess):
    """Keeps what it was asked and what it answered."""

    def __init__(self, partitions: int) -> None:
        super().__init__(partitions)
        self.given: list[tuple[str, list[tuple[Any, ...]]]] = []

    def ask(self, method: str, arguments: Iterable[tuple[Any, ...]]) -> list[Any]:
        kept = list(arguments)
        self.given.append((method, kept))
        return super().ask(method, kept)

    def rows(self) -> list[int]:
        return [len(partition._world.households.kind) for partition in self._made]


def test_nobody_holds_households_of_another_partition(history: Scenario):
    workers = Weighed(3)
    run = Simulation(history, SCALE, 5, workers=workers, last_year=2003)
    places = run.world.first_row[-1]
    assert len(run.world.households.kind) == 0
    assert sum(workers.rows()) == places
    assert max(workers.rows()) < 0.5 * places
    run.live_to_the_end()
    assert {method for method, _ in workers.given} == {
        "settle", "live_before_the_market", "live_after_the_market",
    }  # fmt: skip


def test_a_year_exchanges_as_much_for_few_households_as_for_many(history: Scenario):
    """Tables of villages and counties go over the wire, never a row of households."""
    sent = []
    for scale in (SCALE, 3.0 * SCALE):
        workers = Weighed(2)
        run = Simulation(history, scale, 5, workers=workers, last_year=2003)
        workers.given.clear()
        run.live_a_year()
        bytes_ = sum(
            table.nbytes
            for _, asked in workers.given
            for tables, *_ in asked
            for table in tables.values()
        )
        places = run.world.first_row[-1]
        sent.append((bytes_ / run.world.villages.shape[1], places / run.world.villages.shape[1]))
    (few, _), (many, _) = sent
    # more villages share the tables of counties
    assert many < few < 2_000.0


def test_all_tables_that_are_declared_are_the_worlds(in_one_piece: Simulation):
    for step in (exchange.SETTLE, exchange.BEFORE_THE_MARKET, exchange.AFTER_THE_MARKET):
        for name in (*step.given, *step.taken):
            assert isinstance(getattr(in_one_piece.world, name), np.ndarray)


def test_parts_hold_every_block_once_and_about_as_many_places(layout: Layout):
    counties = layout.wards.size
    for number in (1, 2, 3, 7, counties):
        parts = divided(layout, number)
        for what in ("counties", "villages", "wards"):
            ranges = [getattr(part, what) for part in parts]
            together = [entry for one in ranges for entry in one]
            assert together == list(range(len(together)))
            assert all(len(one) > 0 for one in ranges)
        assert len(together) == layout.natives_of_ward.size
    first_row = layout.first_row
    villages = layout.rows_of_village.size
    for number in (2, 3, 4):
        shares = [
            (
                first_row[part.villages.stop] - first_row[part.villages.start]
                + first_row[villages + part.wards.stop] - first_row[villages + part.wards.start]
            ) / first_row[-1]
            for part in divided(layout, number)
        ]  # fmt: skip
        # counties are not cut, and the largest holds some tenth of all places
        assert max(shares) - min(shares) < 0.15


@pytest.mark.parametrize("beyond", [-1, 1, 10_000])
def test_more_partitions_than_counties_or_none_are_refused(layout: Layout, beyond: int):
    counties = layout.wards.size
    number = counties + beyond if beyond > 0 else beyond
    with pytest.raises(ValueError, match=f"{counties} counties make 1 to {counties} partitions"):
        divided(layout, number)
