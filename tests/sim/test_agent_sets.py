"""Villages, households and counties of a running model answer as Mesa's agents do."""

from __future__ import annotations

import copy
import statistics
from random import Random

import mesa
import numpy as np
import pytest
from mesa.agent import AgentSet

from sim.agents.counties import County
from sim.agents.households import FREE, RURAL, Household
from sim.agents.rows import Rows
from sim.agents.villages import Village
from sim.declare import Column, declared
from sim.model import Model
from tests.worlds import arrays, declared_position, small_model


@pytest.fixture(scope="module")
def lived() -> Model:
    """Eight years on; for tests that only read."""
    return small_model(8)


@pytest.fixture
def model() -> Model:
    return small_model()


class Twin(mesa.Agent):
    """A village kept as an object, as Mesa does."""

    def __init__(self, model: mesa.Model, village) -> None:
        super().__init__(model)
        self.row = village.row
        for name in declared(Village, Column):
            if name != "county":
                setattr(self, name, getattr(village, name))
        self.is_demonstration = village.is_demonstration

    def doubled(self, times: float = 2.0) -> float:
        return times * self.roads


@pytest.fixture(scope="module")
def pair(lived: Model) -> tuple[Rows, AgentSet, mesa.Model]:
    """The villages of a model, and Mesa's own agent set of the same villages as objects."""
    others = mesa.Model(seed=1)
    twins = AgentSet([Twin(others, village) for village in lived.villages], random=Random(7))
    ours = lived.villages.select()
    ours.random = Random(7)
    return ours, twins, others


def rows(agents) -> list[int]:
    return [agent.row for agent in agents]


# ---- the same results as Mesa's own


def test_sets_have_the_length_order_and_items_of_mesas(pair):
    ours, twins, _ = pair
    assert len(ours) == len(twins) > 100
    assert rows(ours) == rows(twins)
    assert rows(ours[3:90:7]) == rows(twins[3:90:7]) and isinstance(ours[3:90:7], list)
    assert ours[17].row == twins[17].row and ours[-2].row == twins[-2].row
    assert ours[17] in ours and ours.index(ours[17]) == 17 and ours.count(ours[17]) == 1
    with pytest.raises(IndexError):
        ours[len(ours)]


@pytest.mark.parametrize("at_most", [float("inf"), 10, 0, 0.25, 1.0, 1, 2.5])
def test_selections_are_those_of_mesa(pair, at_most):
    ours, twins, _ = pair

    def is_near(village) -> bool:
        return village.distance < 0.4

    for condition in (None, is_near):
        assert rows(ours.select(condition, at_most=at_most)) == rows(
            twins.select(condition, at_most=at_most)
        )


def test_shuffles_by_the_same_generator_are_those_of_mesa(pair):
    ours, twins, _ = pair
    ours.random.seed(3)
    twins.random.seed(3)
    assert rows(ours.shuffle()) == rows(twins.shuffle())
    seen: tuple[list[int], list[int]] = ([], [])
    ours.shuffle_do(lambda village: seen[0].append(village.row))
    twins.shuffle_do(lambda village: seen[1].append(village.row))
    assert seen[0] == seen[1] != sorted(seen[0])


@pytest.mark.parametrize("ascending", [True, False])
@pytest.mark.parametrize(
    "key", ["roads", "status", "is_urban", "is_demonstration", lambda village: -village.leader]
)
def test_sorting_keeps_the_order_of_equals_as_mesa_does(pair, key, ascending):
    ours, twins, _ = pair
    assert rows(ours.sort(key, ascending)) == rows(twins.sort(key, ascending))


def test_attributes_and_what_is_made_of_them_are_those_of_mesa(pair):
    ours, twins, _ = pair
    assert ours.get("roads") == twins.get("roads")
    assert ours.get(["roads", "status", "is_urban"]) == twins.get(["roads", "status", "is_urban"])
    assert ours.get("wealth", handle_missing="default", default_value=0) == twins.get(
        "wealth", handle_missing="default", default_value=0
    )
    for function in (min, max, sum, len, np.mean, statistics.fmean, lambda xs: xs.count(1.0)):
        assert ours.agg("roads", function) == twins.agg("roads", function)
    assert ours.agg("status", [min, np.max]) == twins.agg("status", [min, np.max])
    assert ours.map(lambda village, by: by * village.roads, 3) == twins.map(
        lambda village, by: by * village.roads, 3
    )
    with pytest.raises(AttributeError):
        ours.get("wealth")
    with pytest.raises(ValueError, match="handle_missing"):
        ours.get("roads", handle_missing="ignore")


@pytest.mark.parametrize("by", ["status", "is_urban", lambda village: village.lot > 0.5])
def test_groups_are_those_of_mesa(pair, by):
    ours, twins, _ = pair
    one, other = ours.groupby(by), twins.groupby(by)
    assert one.count() == other.count() and list(one.groups) == list(other.groups)
    assert len(one) == len(other)
    assert one.agg("roads", np.mean) == other.agg("roads", np.mean)
    assert one.map(len) == other.map(len)
    assert {key: rows(group) for key, group in one} == {key: rows(group) for key, group in other}
    assert one.map("get", "lot") == other.map("get", "lot")
    listed = ours.groupby(by, result_type="list")
    assert all(isinstance(group, list) for _, group in listed)
    assert listed.agg("lot", max) == other.agg("lot", max)


def test_do_calls_each_village_and_returns_the_set(pair):
    ours, _, _ = pair
    seen = []
    assert ours.do(lambda village, word: seen.append((village.row, word)), "here") is ours
    assert seen == [(row, "here") for row in range(len(ours))]
    with pytest.raises(AttributeError, match="a village has no 'migrate'"):
        ours.do("migrate")


def test_sets_combine_as_sets(lived):
    near = lived.villages.where(lived.villages.values("distance") < 0.5)
    paved = lived.villages.where(lived.villages.values("roads") > 0.9)
    assert set(rows(near & paved)) == set(rows(near)) & set(rows(paved))
    assert set(rows(near - paved)) == set(rows(near)) - set(rows(paved))
    assert set(rows(near | paved)) == set(rows(near)) | set(rows(paved))
    assert near & paved <= near


def test_a_set_changed_in_place_leaves_the_model_alone(lived):
    villages = lived.villages
    assert villages.select(lambda village: village.row < 5, inplace=True) is villages
    assert len(villages) == 5 and len(lived.villages) > 5
    assert villages.sort("row", inplace=True)[0].row == 4
    assert sorted(rows(villages.shuffle(inplace=True))) == [0, 1, 2, 3, 4]


# ---- a user's Mesa code


def test_a_users_mesa_code_runs_on_villages(lived):
    poor = (
        lived.villages.select(lambda village: village.county.class_name == "mountain")
        .sort("income", ascending=True)
        .select(at_most=10)
    )
    assert 0 < len(poor) <= 10
    assert poor.get("income") == sorted(poor.get("income"))
    by_county = lived.villages.groupby("county").count()
    assert sum(by_county.values()) == len(lived.villages)
    assert {county.name.zh for county in by_county} <= {c.name.zh for c in lived.place.counties}
    chosen = lived.random.choice(lived.households)
    assert chosen in lived.households and chosen.members > 0
    assert len(lived.random.sample(lived.villages, 4)) == 4
    assert len(lived.agents.select(agent_type=Village)) == len(lived.villages)


def test_a_data_collector_collects_by_type_of_agent(model):
    collector = mesa.DataCollector(
        model_reporters={"mean": lambda m: m.villages.agg("roads", np.mean)},
        agenttype_reporters={
            Village: {"roads": "roads", "rural": lambda village: not village.is_urban},
            County: {"debt": "debt", "name": lambda county: county.name.zh},
        },
    )
    for _ in range(2):
        model.step()
        collector.collect(model)
    frame = collector.get_agenttype_vars_dataframe(Village)
    assert list(frame.columns) == ["roads", "rural"]
    assert len(frame) == 2 * len(model.villages)
    last = frame.xs(model.steps, level="Step")
    assert last["roads"].to_list() == model.villages.get("roads")
    assert last.index.to_list() == model.villages.get("unique_id")
    assert collector.get_model_vars_dataframe()["mean"].iloc[-1] == pytest.approx(
        last["roads"].mean()
    )
    counties = collector.get_agenttype_vars_dataframe(County).xs(model.steps, level="Step")
    assert counties["name"].to_list() == [county.name.zh for county in model.place.counties]


def test_a_data_collector_asks_every_agent_and_notes_what_is_not_there(model):
    collector = mesa.DataCollector(
        agent_reporters={
            "roads": lambda agent: getattr(agent, "roads", None),
            "members": lambda agent: getattr(agent, "members", None),
        }
    )
    collector.collect(model)
    frame = collector.get_agent_vars_dataframe()
    assert len(frame) == len(model.agents)
    assert frame.index.is_unique
    assert frame["roads"].notna().sum() == len(model.villages)
    assert frame["members"].sum() == model.households.agg("members", sum)


def test_agents_of_a_users_own_stand_beside_ours(model):
    class Bank(mesa.Agent):
        def __init__(self, model: mesa.Model) -> None:
            super().__init__(model)
            self.loans = 3

    before = len(model.agents)
    bank = Bank(model)
    assert len(model.agents) == before + 1 and bank in model.agents
    assert model.agent_types == [Village, Household, County, Bank]
    assert model.agents_by_type[Bank].get("loans") == [3]
    assert len(model.agents) == sum(len(model.agents_by_type[kind]) for kind in model.agent_types)
    assert model.agents.select(agent_type=Bank).to_list() == [bank]
    bank.remove()
    assert len(model.agents) == before


def test_the_type_of_an_agent_finds_the_set_it_is_in(lived):
    for agent in (lived.villages[0], lived.households[0], lived.counties[0]):
        assert agent in lived.agents_by_type[type(agent)]
    assert isinstance(lived.villages[0], Village)
    with pytest.raises(KeyError):
        lived.agents_by_type[int]


def test_all_agents_come_one_kind_after_another(lived):
    everyone = lived.agents
    villages, households = len(lived.villages), len(lived.households)
    assert len(everyone) == villages + households + len(lived.counties)
    assert everyone[villages] == lived.households[0]
    assert everyone[-1] == lived.counties[-1]
    assert everyone[villages - 1 : villages + 1] == [lived.villages[-1], lived.households[0]]
    assert lived.households[5] in everyone and "a village" not in everyone
    kinds = everyone.groupby(type).count()
    assert sorted(kinds.values()) == sorted([villages, households, len(lived.counties)])
    with pytest.raises(IndexError):
        everyone[len(everyone)]


# ---- places that are free, and the years that pass


def test_free_places_are_no_households(lived):
    kinds = lived.households.column("kind")
    assert len(lived.households) == np.count_nonzero(kinds) < len(kinds)
    assert FREE not in set(lived.households.get("kind"))
    free = int(np.flatnonzero(kinds == FREE)[0])
    with pytest.raises(LookupError, match="free place"):
        lived.households.row(free)
    with pytest.raises(LookupError, match="rows 0 to"):
        lived.households.row(len(kinds))
    taken = int(np.flatnonzero(kinds)[-1])
    assert lived.households.row(taken) == lived.households[-1]


def test_a_set_of_all_follows_the_years_and_a_selection_does_not(model):
    everyone = model.households
    chosen = model.households.select()
    before = len(everyone)
    for _ in range(5):
        model.step()
    assert len(everyone) == np.count_nonzero(everyone.column("kind")) != before
    assert rows(everyone) == np.flatnonzero(everyone.column("kind")).tolist()
    assert len(chosen) == before


def test_masks_are_by_agent_or_by_row(lived):
    by_row = lived.households.where(lived.households.column("old") > 0)
    by_agent = lived.households.where(lived.households.values("old") > 0)
    assert rows(by_row) == rows(by_agent) == rows(lived.households.select(lambda h: h.old > 0))
    small = by_agent.where(by_agent.values("members") == 1)
    assert set(small.get("members")) == {1}
    with pytest.raises(ValueError, match="entries"):
        lived.households.where(np.ones(3, bool))
    with pytest.raises(ValueError, match="true and false"):
        lived.villages.where(lived.villages.values("roads"))


def test_reading_agents_changes_nothing_and_draws_nothing():
    watched, alone = small_model(), small_model()
    for _ in range(3):
        watched.step()
        alone.step()
        watched.agents.shuffle().get("unique_id")
        watched.households.to_frame()
        watched.villages.groupby("county").agg("roads", np.mean)
    others = arrays(alone.world)
    for name, array in arrays(watched.world).items():
        assert np.array_equal(array, others[name], equal_nan=True), name


def test_a_copy_of_a_model_has_agents_of_its_own(model):
    model.villages[0].roads = 0.5
    other = copy.deepcopy(model)
    other.villages[0].roads = 0.75
    assert model.villages[0].roads == 0.5 and other.villages[0].roads == 0.75
    assert other.world.villages[declared_position(Village, "roads"), 0] == 0.75
    assert other.villages[0] != model.villages[0]


def test_a_copy_of_an_agent_or_a_set_shows_the_same_model(model):
    village = copy.deepcopy(model.villages[3])
    assert village == model.villages[3] and village.model is model
    for some in (model.villages.select(at_most=3), model.villages):
        for twin in (copy.copy(some), copy.deepcopy(some), some.copy()):
            assert twin == some and twin.model is model


# ---- tables


@pytest.mark.parametrize("kind", ["villages", "households", "counties"])
def test_a_frame_has_every_column_with_its_unit_and_labels(lived, kind):
    agents = getattr(lived, kind)
    frame = agents.to_frame()
    assert len(frame) == len(agents) and frame.index.to_list() == agents.rows.tolist()
    for name, column in declared(type(agents[0]), Column).items():
        assert frame.attrs[name]["units"] == column.unit
        assert frame.attrs[name]["long_name_zh"] == column.labels.zh
        assert frame[name].to_list() == agents.values(name).tolist()
    assert set(frame.attrs) == set(frame.columns)


def test_a_frame_of_some_columns_says_its_prices(lived):
    frame = lived.households.where(lived.households.values("kind") == RURAL).to_frame(
        ["income", "is_returnee", "county_row"]
    )
    assert frame.attrs["income"]["prices"] == "current"
    assert frame["is_returnee"].dtype == bool
    assert frame.groupby("county_row")["income"].mean().gt(0).all()
