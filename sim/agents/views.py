"""Villages, households and counties of a model as agents: ``model.villages[17].county.name``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.agents.attributes import Derived
from sim.agents.counties import MOUNTAIN, WEST, County
from sim.agents.households import FREE, KINDS, Household
from sim.agents.row import Row
from sim.agents.rows import Rows
from sim.agents.table import Table
from sim.agents.villages import DEMONSTRATION, RENOVATED, VI, Village
from sim.declare import Label, bilingual

if TYPE_CHECKING:
    from sim.model import Model


class CountyRow(Row, County):
    """A county of a model: its columns, and the villages and households in it."""

    noun = "county"
    plural = "counties"
    stores = {"float64": "counties", "int64": "county_codes"}

    @property
    def name(self) -> Label:
        """Its name in English and Chinese."""
        return self.model.place.counties[self._row].name

    @property
    def code(self) -> str:
        """Its code in the place's data."""
        return self.model.place.counties[self._row].code

    @property
    def prefecture_name(self) -> str:
        """Its prefecture's name in the place's data."""
        return self.model.place.counties[self._row].prefecture

    @property
    def class_name(self) -> str:
        """``plain``, ``mountain`` or ``west``."""
        return self.model.place.counties[self._row].county_class

    is_mountain = Derived(
        "1",
        "is a mountain county 是否山区县",
        "Whether it is a mountain county of the place itself.",
        lambda a: a.county_class == MOUNTAIN,
    )

    is_west = Derived(
        "1",
        "is in the west 是否西部县",
        "Whether it is a paired western county.",
        lambda a: a.county_class == WEST,
    )

    @property
    def partner(self) -> CountyRow | None:  # type: ignore[override]
        """The county that pays for it, where it is a paired western one."""
        return self._table.row_or_none(self._table.columns["partner"].item(self._row))

    @property
    def sea_partner(self) -> CountyRow | None:  # type: ignore[override]
        """The coastal county it is paired with, where it is a mountain county."""
        return self._table.row_or_none(self._table.columns["sea_partner"].item(self._row))

    @property
    def villages(self) -> Rows[VillageRow]:
        """The villages in it."""
        villages = self._table.other(VillageRow)
        return Rows(villages, np.flatnonzero(villages.columns["county"] == self._row))

    @property
    def households(self) -> Rows[HouseholdRow]:
        """The households of its villages and of its towns."""
        w = self.model.world
        villages = self.villages.rows
        wards = w.villages.shape[1] + np.flatnonzero(w.ward_county == self._row)
        return _households_of(self._table, np.concatenate([villages, wards]))

    def __repr__(self) -> str:
        return f"<county {self._row} {self.name.en} {self.name.zh}, {self.class_name}>"


class VillageRow(Row, Village):
    """A village of a model: its columns, its county and its households."""

    noun = "village"
    plural = "villages"
    stores = {"float64": "villages", "int64": "village_codes"}

    is_renovated = Derived(
        "1",
        "is renovated 是否完成整治",
        "Whether the programme has been here; demonstration villages are renovated too.",
        lambda a: a.status >= RENOVATED,
    )

    is_demonstration = Derived(
        "1",
        "is a demonstration village 是否示范村",
        "Whether it is a demonstration village.",
        lambda a: a.status == DEMONSTRATION,
    )

    @property
    def county(self) -> CountyRow:  # type: ignore[override]
        """The county it lies in; the column of that name holds the county's position."""
        return self._table.other(CountyRow).agent(self._table.columns["county"].item(self._row))

    @property
    def households(self) -> Rows[HouseholdRow]:
        """The rural households in it."""
        return _households_of(self._table, np.array([self._row]))

    def __repr__(self) -> str:
        return f"<village {self._row} of {self.county.name.en} {self.county.name.zh}>"


def _block(a: Any) -> Any:
    """The block a household row lies in: a village or, numbered after all villages, a ward."""
    return np.searchsorted(a.model.world.first_row, a.row, side="right") - 1


def _village_row(a: Any) -> Any:
    block = _block(a)
    return np.where(block < a.model.world.villages.shape[1], block, -1)


def _county_row(a: Any) -> Any:
    w = a.model.world
    return np.concatenate([w.village_codes[VI.county], w.ward_county])[_block(a)]


class HouseholdRow(Row, Household):
    """A household of a model: its columns, its village and its county."""

    noun = "household"
    plural = "households"
    stores = {"float32": "households", "uint8": "households"}
    occupied_by = "kind"

    members = Derived(
        "persons",
        "members 人口",
        "Members of all ages, those away included.",
        lambda a: a.children + a.young + a.middle + a.old,
    )

    workers = Derived(
        "persons",
        "workers 劳动力",
        "Members at work, at home or away; counted in villages only.",
        lambda a: a.farm + a.local + a.self_employed + a.away,
    )

    income = Derived(
        "yuan/year",
        "income 收入",
        "Wage, net business, property and transfer income and remittances of the year lived.",
        lambda a: a.wage + a.business + a.property + a.transfer + a.remittances,
    )

    village_row = Derived(
        "1", "village row 所属村序号", "The position of its village; -1 in a town.", _village_row
    )
    county_row = Derived("1", "county row 所属县序号", "The position of its county.", _county_row)

    @property
    def village(self) -> VillageRow | None:
        """Its village; ``None`` in a town."""
        return self._table.other(VillageRow).row_or_none(self.village_row)

    @property
    def county(self) -> CountyRow:
        """Its county."""
        return self._table.other(CountyRow).agent(self.county_row)

    @property
    def kind_label(self) -> Label:
        """What kind of household it is, in English and Chinese."""
        return bilingual(KINDS[self._table.columns["kind"].item(self._row)])

    def __repr__(self) -> str:
        where = self.village or self.county
        return f"<household {self._row}, {self.kind_label.en}, {self.members} persons, {where!r}>"


def _households_of(table: Table[Any], blocks: np.ndarray) -> Rows[HouseholdRow]:
    """The households in some blocks, which are villages and then town wards."""
    households = table.other(HouseholdRow)
    first = table.model.world.first_row
    ranges = [np.arange(first[block], first[block + 1]) for block in blocks]
    places = np.concatenate(ranges) if ranges else np.arange(0)
    return Rows(households, places[households.columns["kind"][places] != FREE])


class AgentsByType(dict[type, Any]):
    """Agent sets by type. The type of an agent finds the set of its kind: ``[type(agent)]``."""

    def __missing__(self, agent_type: type) -> Any:
        for base in agent_type.__mro__:
            if base in self:
                return self[base]
        raise KeyError(agent_type)


Tables = dict[type, Table[Any]]


def tables_of(model: Model) -> Tables:
    """The tables of a model's counties, villages and households, by type of agent."""
    tables: Tables = {}
    first_id = 1
    for agent_type in (CountyRow, VillageRow, HouseholdRow):
        tables[agent_type] = Table(model, agent_type, first_id, tables)
        first_id += tables[agent_type].places
    return tables


def agents_by_type(tables: Tables, registered: dict[type, Any]) -> AgentsByType:
    """All agent sets of a model by type: villages, households, counties, and ``registered``.

    ``registered`` are the sets of agents that a user's model made of :class:`mesa.Agent`.
    """
    return AgentsByType(
        {
            Village: Rows(tables[VillageRow]),
            Household: Rows(tables[HouseholdRow]),
            County: Rows(tables[CountyRow]),
            **registered,
        }
    )
