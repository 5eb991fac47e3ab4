"""An agent: one row of a table, whose attributes are read from the columns and written there."""

from __future__ import annotations

import copy
import difflib
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np

from sim.agents.attributes import Cell, attribute_of
from sim.declare import Column, declared

if TYPE_CHECKING:
    from random import Random

    from sim.agents.table import Table
    from sim.model import Model


class UnknownAttributeError(AttributeError):
    """An agent has no such attribute; the message names the nearest one.

    The message is written when it is read: data collectors ask households for what only villages
    have, millions of times.
    """

    def __init__(self, agent_type: type[Row], name: str) -> None:
        super().__init__(name=name)
        self.agent_type = agent_type

    def __str__(self) -> str:
        known = [name for name in dir(self.agent_type) if not name.startswith("_")]
        near = difflib.get_close_matches(str(self.name), known, 1, 0.5)
        kind = self.agent_type.noun
        cure = f"the nearest is {near[0]!r}" if near else f"see dir({self.agent_type.__name__})"
        return f"a {kind} has no {self.name!r}; {cure}"


class Row:
    """An agent: one row of a table. Attributes are its columns and what is worked out from them.

    Two rows are equal when they are the same row of the same model. A row that is kept goes on
    showing its place: where a household has dissolved, its people are 0 or those of the next one.
    """

    __slots__ = ("_row", "_table")

    noun = "agent"
    plural = "agents"
    #: Where the model's world keeps the columns, by kind of storage: a table with a row for each
    #: column or a named tuple of columns.
    stores: dict[str, str] = {}
    #: The column that is 0 in a row where there is no agent, if there are such rows.
    occupied_by: str | None = None

    _row: int
    _table: Table[Any]

    def __init__(self, table: Table[Any], row: int) -> None:
        object.__setattr__(self, "_table", table)
        object.__setattr__(self, "_row", row)

    def __init_subclass__(cls) -> None:
        for name, column in declared(cls, Column).items():
            if name not in vars(cls):
                setattr(cls, name, Cell(column))

    @property
    def row(self) -> int:
        """The position of the agent in its columns."""
        return self._row

    @property
    def model(self) -> Model:
        return self._table.model

    @property
    def unique_id(self) -> int:
        """A number no other agent of the model's own has: counties come first, households last.

        A household has the number of its place.
        """
        return self._table.first_id + self._row

    @property
    def random(self) -> Random:
        """The model's own generator, as in Mesa. Nothing in the model draws from it."""
        return self._table.model.random

    @property
    def rng(self) -> np.random.Generator:
        """The model's own generator, as in Mesa. Nothing in the model draws from it."""
        return self._table.model.rng

    def __getattr__(self, name: str) -> NoReturn:
        raise UnknownAttributeError(type(self), name)

    def __setattr__(self, name: str, value: object) -> None:
        item = attribute_of(type(self), name)
        if isinstance(item, Cell):
            item.__set__(self, value)
            return
        if item is not None:
            raise AttributeError(
                f"{self.noun}.{name} cannot be written; it follows from other columns"
            )
        raise UnknownAttributeError(type(self), name)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._table, self._row)

    def __deepcopy__(self, memo: dict[int, Any]) -> Row:
        # data collectors copy what they note, and a copied row must not copy its model
        if id(self.model) not in memo:
            return self
        return type(self)(copy.deepcopy(self._table, memo), self._row)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Row):
            return NotImplemented
        return (
            self._row == other._row
            and type(self) is type(other)
            and self._table.model is other._table.model
        )

    def __hash__(self) -> int:
        return hash((id(self._table.model), self.noun, self._row))

    def __repr__(self) -> str:
        return f"<{self.noun} {self._row}>"
