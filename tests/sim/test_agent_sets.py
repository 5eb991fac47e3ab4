"""Villages, households and counties of a running model answer as Mesa's agents do."""

from __future__ import annotations

import copy
import statistics
from random import Random

import mesa
import numpy as np
import pytest
from mesa.agent import AgentSet

import scenarios
from sim.agents.counties import County
from sim.agents.households import FREE, RURAL, Household
from sim.agents.rows import Rows
from sim.agents.villages import DEMONSTRATION, Village
from sim.declare import Column, declared
from sim.model import Model, UnbalancedBooksError
from tests.worlds import arrays

SCALE = 0.0005


def build(years: int = 1) -> Model:
    model = Model(scenarios.load("history"), scale=SCALE, threads=1)
    for _ in range(years):
        model.step()
    return model


@pytest.fixture(scope="module")
def lived() -> Model:
    """Eight years on; for tests that only read."""
    return build(8)


@pytest.fixture
def model() -> Model:
    return build()


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


# ---- agents are views


def test_a_village_shows_its_columns_its_county_and_its_households(lived):
    w = lived.world
    for village in lived.villages.shuffle()[:20]:
        assert village.county.row == lived.villages.column("county")[village.row]
        assert village.county.name == lived.place.counties[village.county.row].name
        assert village in village.county.villages
        places = range(w.first_row[village.row], w.first_row[village.row + 1])
        assert set(rows(village.households)) <= set(places)
        assert set(village.households.get("kind")) <= {RURAL}
        for household in village.households[:3]:
            assert household.village == village and household.county == village.county
        assert village.is_demonstration == (village.status == DEMONSTRATION)
        assert village.county.name.zh in repr(village)


def test_households_are_those_of_villages_and_those_of_towns(lived):
    towns = lived.households.select(lambda household: household.village is None)
    assert {household.kind_label.zh for household in towns} <= {
        "城镇本地户",
        "进城落户",
        "外省流入",
        "其他迁入",
    }
    assert len(towns) + sum(len(village.households) for village in lived.villages) == len(
        lived.households
    )
    assert sum(len(county.households) for county in lived.counties) == len(lived.households)
    by_county = lived.households.groupby("county_row").count()
    for county in lived.counties:
        assert len(county.households) == by_county.get(county.row, 0)


def test_what_is_worked_out_is_the_same_for_one_and_for_many(lived):
    some = lived.households.shuffle().select(at_most=300)
    for name in ("income", "members", "workers", "village_row", "county_row"):
        assert some.values(name).tolist() == [getattr(each, name) for each in some], name
        assert some.get(name) == some.values(name).tolist()
    first = some[0]
    assert first.income == pytest.approx(
        first.wage + first.business + first.property + first.transfer + first.remittances
    )
    counties = lived.counties
    assert counties.values("is_mountain").tolist() == [c.is_mountain for c in counties]


def test_partners_are_counties(lived):
    west = lived.counties.select(lambda county: county.is_west)
    assert west and all(county.partner.is_home for county in west)
    assert all(county.partner is None for county in lived.counties if county.is_home)
    paired = [county for county in lived.counties if county.sea_partner is not None]
    assert paired and all(county.sea_partner.class_name == "plain" for county in paired)


def test_statements_read_as_true_or_false(lived):
    assert isinstance(lived.villages[0].is_urban, bool)
    assert isinstance(lived.households[0].has_pension, bool)
    assert lived.households.values("is_returnee").dtype == bool
    assert set(map(type, lived.villages.get("has_company"))) == {bool}


def test_agents_are_equal_when_they_are_the_same_row_of_the_same_model(lived, model):
    assert lived.villages[3] == lived.villages[3] != lived.villages[4]
    assert lived.villages[3] != model.villages[3]
    household = lived.households[3]
    assert lived.villages[household.row] != household
    assert lived.villages[3] not in model.villages
    assert len({lived.villages[3], lived.villages[3], lived.counties[3]}) == 2


def test_no_two_agents_share_an_id(lived):
    ids = lived.agents.get("unique_id")
    assert len(set(ids)) == len(ids) and min(ids) == 1


def test_every_agent_says_what_it_is(lived):
    for agent in (lived.counties[0], lived.villages[0], lived.households[0], lived.households[-1]):
        assert repr(agent).startswith(f"<{agent.noun} {agent.row}")
    assert repr(lived.villages) == f"<{len(lived.villages)} villages>"


# ---- writing


def test_writing_an_attribute_writes_the_array(model):
    model.villages[5].roads = 0.25
    assert model.world.villages[declared_position(Village, "roads"), 5] == 0.25
    model.villages[5].has_company = True
    assert model.villages.column("has_company")[5] == 1
    model.villages.column("quality")[:] = 0.5
    assert set(model.villages.get("quality")) == {0.5}
    assert model.villages.select(at_most=3).set("leader", 1.0).get("leader") == [1.0] * 3
    assert model.villages[3].leader != 1.0


def declared_position(owner: type, name: str) -> int:
    columns = declared(owner, Column)
    same = [key for key, column in columns.items() if column.kind == columns[name].kind]
    return same.index(name)


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("children", 256, "0 to 255"),
        ("children", -1, "0 to 255"),
        ("children", 1.5, "whole"),
        ("is_insured", 2, "statement"),
        ("assets", float("nan"), "finite"),
        ("assets", "much", "one number"),
        ("assets", np.array([1.0, 2.0]), "one number"),
        ("asets", 1.0, "nearest is 'assets'"),
        ("income", 1.0, "cannot be written"),
        ("county", 1, "cannot be written"),
        ("row", 1, "cannot be written"),
    ],
)
def test_what_a_column_cannot_hold_is_refused(model, name, value, error):
    household = model.households[0]
    with pytest.raises((ValueError, TypeError, AttributeError), match=error):
        setattr(household, name, value)


def test_a_column_is_never_replaced_and_the_error_says_the_cure(model):
    with pytest.raises(AttributeError, match=r"model\.villages\.column\('roads'\)\[\.\.\.\] ="):
        model.villages.roads = np.zeros(len(model.villages))
    with pytest.raises(TypeError, match=r"column\('roads'\)"):
        model.villages.set("roads", np.zeros(len(model.villages)))
    with pytest.raises(AttributeError, match=r"\.get\('roads'\)"):
        _ = model.villages.roads
    with pytest.raises(LookupError, match="selection"):
        model.villages.select(at_most=3).column("roads")
    with pytest.raises(LookupError, match="follows from other columns"):
        model.households.column("income")


def test_an_unknown_attribute_names_the_nearest(lived):
    with pytest.raises(AttributeError, match="a village has no 'road'; the nearest is 'roads'"):
        _ = lived.villages[0].road
    with pytest.raises(AttributeError, match="nearest is 'roads'"):
        lived.villages.column("road")
    assert getattr(lived.villages[0], "wealth", None) is None
    assert not hasattr(lived.villages[0], "pos")


def test_a_person_written_in_by_hand_does_not_pass_the_books(model):
    household = model.villages[0].households[0]
    household.old += 1
    with pytest.raises(UnbalancedBooksError, match="people"):
        model.step()


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
    watched, alone = build(), build()
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
