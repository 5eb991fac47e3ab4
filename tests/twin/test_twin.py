"""The compiled loop does what the equations say: an object for every agent lives the same years."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import scenarios
from sim import start
from sim.agents.counties import CI, C
from sim.agents.households import FREE, RURAL
from sim.inputs import Scenario
from sim.model import Model
from sim.parameters import estimated
from sim.policy import PAYERS
from sim.tallies import VILLAGE_TALLIES, WARD_TALLIES
from sim.world import RECIPIENTS, World
from tests.twin.comparison import TABLES, Mismatch, held, mismatches
from tests.twin.households import TwinHousehold, TwinTownsfolk, TwinVillager
from tests.twin.model import TwinModel
from tests.twin.places import LIVELY, SCENARIOS

SCALE = 0.04
SEED = 3


@pytest.fixture(autouse=True)
def towns_of_small_wards_and_villages_with_little_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a small place has several wards a county, and places run out."""
    monkeypatch.setattr("sim.layout.WARD_ROWS", 32)
    monkeypatch.setattr("sim.layout.SPARE_PLACES", 0.15)


def twin_of(model: Model) -> TwinModel:
    """The twin of a model as it stands, each household an object."""
    return TwinModel(
        model.world,
        model.parameters,
        model.plan,
        model.external,
        model.place.base_year,
        model.seed_number,
    )


def live_beside(model: Model) -> Iterator[tuple[TwinModel, list[Mismatch]]]:
    """Live the model's years twice; after each, the twin and where the two differ."""
    twin = twin_of(model)
    while model.year < model.last_year:
        model.step()
        twin.step()
        yield twin, mismatches(model.world, twin, model.year)


def assert_the_same(found: list[Mismatch]) -> None:
    shown = "\n".join(str(mismatch) for mismatch in found[:12])
    assert not found, f"{len(found)} columns differ, the first of them:\n{shown}"


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_column_of_every_year_agrees_with_the_compiled_loop(name: str) -> None:
    model = Model(SCENARIOS[name], SCALE, seed=SEED, threads=1)
    for _, found in live_beside(model):
        assert_the_same(found)
    assert model.index >= 12


def test_the_years_of_the_burn_in_agree_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Constants, pay and productivity are moved between its years, and told to the twin."""
    live_a_year = start.live_a_year
    twins: list[TwinModel] = []
    years: list[int] = []

    def live_it_twice(
        w: World, p: np.ndarray, plan: Any, external: np.ndarray, index: int, year: int,
        seed: int, *rest: Any, is_living: bool, accounts: int,
    ) -> None:  # fmt: skip
        if not twins:
            twins.append(TwinModel(w, p, plan, external, 2002, seed))
        twins[0].read_adjustments(w)
        live_a_year(
            w, p, plan, external, index, year, seed, *rest,
            is_living=is_living, accounts=accounts,
        )  # fmt: skip
        twins[0].live_a_year(index, year, is_living)
        years.append(year)
        assert_the_same(mismatches(w, twins[0], year))

    monkeypatch.setattr(start, "live_a_year", live_it_twice)
    Model(SCENARIOS["documented"], SCALE, seed=SEED, threads=1)
    assert len(years) == start.BURN_IN_YEARS


def test_the_twin_holds_an_agent_for_every_household() -> None:
    model = Model(SCENARIOS["documented"], SCALE, seed=SEED, threads=1, last_year=2004)
    for twin, _ in live_beside(model):
        kinds = model.world.households.kind
        assert len(twin.agents_by_type[TwinVillager]) == (kinds == RURAL).sum()
        assert len(twin.agents_by_type[TwinTownsfolk]) == (kinds > RURAL).sum()
        households = [agent for agent in twin.agents if isinstance(agent, TwinHousehold)]
        assert len(households) == (kinds != FREE).sum()


def test_a_wrong_number_is_found_and_named() -> None:
    model = Model(SCENARIOS["documented"], SCALE, seed=SEED, threads=1)
    twin, found = next(live_beside(model))
    assert_the_same(found)
    households = model.world.households
    wrong = int(np.flatnonzero(households.kind == RURAL)[7])
    households.skill[wrong] *= np.float32(1.0001)
    households.local[wrong] += 1
    found = mismatches(model.world, twin, model.year)
    named = [(item.column.name, item.agent) for item in found]
    assert named == [("local", wrong), ("skill", wrong)]
    assert str(found[0]).startswith(f"2003: households.local of row {wrong}: compiled ")


#: What is looked at within the year only, and 0 at its end.
WITHIN_A_YEAR = {"must_choose"}


def what_can_happen(w: World) -> Iterator[tuple[str, np.ndarray]]:
    """Every column of agents, every tally, payer and recipient: 0 where nothing of it happened."""
    for table in ("households", *TABLES):
        yield from ((f"{table}.{name}", column) for name, column in held(w, table).items())
    for table, names in (("tallies", VILLAGE_TALLIES), ("ward_tallies", WARD_TALLIES)):
        columns = getattr(w, table).T
        yield from ((f"{table}.{name}", columns[row]) for row, name in enumerate(names))
    yield from ((f"paid by {payer}", w.paid[:, k]) for k, payer in enumerate(PAYERS))
    yield from ((f"received by {name}", w.received[:, k]) for k, name in enumerate(RECIPIENTS))


def test_everything_that_can_happen_happens_in_these_scenarios() -> None:
    """Else agreement would say nothing about it: every column, payer and recipient has its day."""
    expected: set[str] = set()
    seen: set[str] = set()
    levies: set[float] = set()
    crowded = False
    for scenario in SCENARIOS.values():
        model = Model(scenario, SCALE, seed=SEED, threads=1)
        w = model.world
        while model.year < model.last_year:
            model.step()
            expected |= {name for name, _ in what_can_happen(w)}
            seen |= {name for name, column in what_can_happen(w) if column.any()}
            levies |= set(np.sign(w.counties[C.levy_rate]))
            crowded = crowded or bool((w.county_codes[CI.wards] > 1).any())
    assert expected - seen == {f"households.{name}" for name in WITHIN_A_YEAR}
    assert levies == {-1.0, 0.0, 1.0}
    assert crowded


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_any_draw_of_the_parameters_agrees(seed: int) -> None:
    """Values from all over the bounds of what is estimated, with other draws of chance."""
    rng = np.random.default_rng(seed)
    drawn = {
        name: float(rng.uniform(*item.bounds))
        for name, item in estimated().items()
        if name not in LIVELY
    }
    names = list(SCENARIOS)
    scenario = SCENARIOS[names[seed % len(names)]].with_parameters(**drawn)
    for _, found in live_beside(Model(scenario, SCALE, seed=seed, threads=1)):
        assert_the_same(found)


@pytest.mark.slow
def test_history_agrees_where_it_was_lived(history: Scenario) -> None:
    assert history.place.name == scenarios.DEFAULT_PLACE
    model = Model(history, 0.0004, seed=SEED, threads=1)
    for _, found in live_beside(model):
        assert_the_same(found)
