"""Attributes of agents: those that are columns, and those worked out from columns."""

from __future__ import annotations

import math
from collections.abc import Callable
from numbers import Real
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.declare import Column, bilingual
from sim.units import unit as unit_named

if TYPE_CHECKING:
    from sim.agents.row import Row

#: A column whose name begins so is a statement, true or false.
STATEMENTS = ("is_", "has_", "lives_", "must_")


def storable(column: Column, value: object) -> float:
    """``value`` as the column's storage takes it.

    Raises ``TypeError`` for anything but one number and ``ValueError`` for a number that the
    column cannot hold: not finite, not whole where things are counted, outside 0…255 in a
    ``uint8``, or neither true nor false where the column is a statement.
    """
    name = f"{column.owner.lower()}.{column.name}"
    if not isinstance(value, (Real, np.bool_)):
        raise TypeError(f"{name} takes one number, not {value!r}")
    number = float(value)
    if column.name.startswith(STATEMENTS) and number not in (0.0, 1.0):
        raise ValueError(f"{name} is a statement: write True or False, not {value!r}")
    if not math.isfinite(number):
        raise ValueError(f"{name} takes a finite number, not {value!r}")
    if column.kind in ("uint8", "int64"):
        if number != math.floor(number):
            raise ValueError(f"{name} takes whole numbers, not {value!r}")
        if column.kind == "uint8" and not 0.0 <= number <= 255.0:
            raise ValueError(f"{name} holds 0 to 255, not {value!r}")
        return int(number)
    return number


class Cell:
    """A declared column, seen from one row. On the class it is the column's declaration."""

    def __init__(self, column: Column) -> None:
        self.column = column
        self.name = column.name
        self.is_statement = column.name.startswith(STATEMENTS)

    def __get__(self, agent: Row | None, owner: type[Row]) -> Any:
        if agent is None:
            return self.column
        value = agent._table.columns[self.name].item(agent._row)
        return bool(value) if self.is_statement else value

    def __set__(self, agent: Row, value: object) -> None:
        agent._table.columns[self.name][agent._row] = storable(self.column, value)


class Derived:
    """An attribute worked out from columns, by one expression for one row and for many.

    ``compute`` reads the attributes of what it is given: of a row they are numbers, of a set they
    are arrays in the set's order.
    """

    def __init__(self, unit: str, label: str, doc: str, compute: Callable[[Any], Any]) -> None:
        unit_named(unit)
        self.unit = unit
        self.labels = bilingual(label)
        self.compute = compute
        self.__doc__ = doc

    def __get__(self, agent: Row | None, owner: type[Row]) -> Any:
        if agent is None:
            return self
        value = self.compute(agent)
        return value.item() if isinstance(value, (np.generic, np.ndarray)) else value


def attribute_of(agent_type: type, name: str) -> object:
    """What a name is on the class, without asking it for its value."""
    for cls in agent_type.__mro__:
        if name in vars(cls):
            return vars(cls)[name]
    return None
