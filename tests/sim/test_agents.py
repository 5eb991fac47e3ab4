"""An agent of a running model reads and writes its own row of the columns, and no other."""

from __future__ import annotations

import numpy as np
import pytest

from sim.agents.households import RURAL
from sim.agents.villages import DEMONSTRATION, Village
from sim.model import Model, UnbalancedBooksError
from tests.worlds import declared_position, small_model


@pytest.fixture(scope="module")
def lived() -> Model:
    """Eight years on; for tests that only read."""
    return small_model(8)


@pytest.fixture
def model() -> Model:
    return small_model()


# ---- reading


def test_a_village_shows_its_columns_its_county_and_its_households(lived):
    w = lived.world
    for village in lived.villages.shuffle()[:20]:
        assert village.county.row == lived.villages.column("county")[village.row]
        assert village.county.name == lived.place.counties[village.county.row].name
        assert village in village.county.villages
        places = range(w.first_row[village.row], w.first_row[village.row + 1])
        assert {household.row for household in village.households} <= set(places)
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
