"""Agents as thin views of the columns: a row of a table, and a set of rows.

Nothing is copied and no agent is kept: a row is made when it is asked for, and reading or writing
one of its attributes reads or writes the array. A set of rows does what Mesa's agent sets do; whole
columns at once are ``model.villages.column("roads")``, ``.values("roads")`` and ``.to_frame()``.

What is written by hand is not booked: yuan and qualities may be changed freely, but a person or a
worker who is written in or out makes the books of the next year refuse to close.
"""

from __future__ import annotations

import copy
import difflib
import math
import operator
from collections.abc import Callable, Iterable, Iterator
from numbers import Real
from typing import TYPE_CHECKING, Any, Generic, NoReturn, TypeVar, cast

import numpy as np

from sim.agents.agent_sets import Agents, Groups, default_of, limit_of
from sim.declare import Column, bilingual, declared, positions
from sim.units import unit as unit_named

if TYPE_CHECKING:
    from random import Random

    import pandas

    from sim.model import Model

A = TypeVar("A", bound="Row")

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
        item = _attribute(type(self), name)
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


def _attribute(agent_type: type, name: str) -> object:
    """What a name is on the class, without asking it for its value."""
    for cls in agent_type.__mro__:
        if name in vars(cls):
            return vars(cls)[name]
    return None


class Table(Generic[A]):
    """One kind of agent of one model: its arrays, and which of their rows are agents."""

    def __init__(
        self, model: Model, agent_type: type[A], first_id: int, tables: dict[type, Table[Any]]
    ) -> None:
        self.model = model
        self.agent_type = agent_type
        self.first_id = first_id
        self._tables = tables
        self._views: dict[str, np.ndarray] | None = None
        self._seen: tuple[int, int] | None = None
        self._occupied = np.arange(0)

    @property
    def columns(self) -> dict[str, np.ndarray]:
        """The live array of each column."""
        if self._views is None:
            self._views = self._look()
        return self._views

    def _look(self) -> dict[str, np.ndarray]:
        views: dict[str, np.ndarray] = {}
        for kind, store in self.agent_type.stores.items():
            table = getattr(self.model.world, store)
            place = positions(self.agent_type, Column, kind=kind)
            for name, column in declared(self.agent_type, Column).items():
                if column.kind == kind:
                    is_tuple = isinstance(table, tuple)
                    views[name] = getattr(table, name) if is_tuple else table[getattr(place, name)]
        return views

    def __getstate__(self) -> dict[str, Any]:
        # a copy of the model must look at its own arrays
        return {**self.__dict__, "_views": None, "_seen": None}

    @property
    def places(self) -> int:
        """How many rows the columns have."""
        return len(next(iter(self.columns.values())))

    def __len__(self) -> int:
        marker = self.agent_type.occupied_by
        return self.places if marker is None else int(np.count_nonzero(self.columns[marker]))

    def rows(self) -> np.ndarray:
        """Rows that are agents now, ascending; int64, not to be written.

        Worked out once a year, and again when their number has changed.
        """
        now = (self.model.index, len(self))
        if self._seen != now:
            self._seen = now
            marker = self.agent_type.occupied_by
            self._occupied = (
                np.arange(self.places) if marker is None else np.flatnonzero(self.columns[marker])
            )
            self._occupied.flags.writeable = False
        return self._occupied

    def holds(self, row: int) -> bool:
        """Whether a row is an agent now."""
        marker = self.agent_type.occupied_by
        return marker is None or self.columns[marker].item(row) != 0

    def agent(self, row: int) -> A:
        return self.agent_type(self, row)

    def row_or_none(self, row: int) -> A | None:
        return None if row < 0 else self.agent(row)

    def other(self, agent_type: type[Row]) -> Table[Any]:
        """The table of another kind of the same model."""
        return self._tables[agent_type]


class Rows(Agents, Generic[A]):
    """An agent set over one table: all its agents, or some of them in some order.

    All of them are always those there are now; a selection keeps its rows. A position counts
    agents: for households that is not their row, as free places lie between them (:meth:`row`).
    """

    __slots__ = ("_chosen", "_table")

    _table: Table[A]
    _chosen: np.ndarray | None

    def __init__(
        self, table: Table[A], rows: np.ndarray | None = None, random: Random | None = None
    ) -> None:
        # the mixed set's parts are not needed: a table and rows say the same
        object.__setattr__(self, "_table", table)
        object.__setattr__(self, "_chosen", rows)
        object.__setattr__(self, "random", random or table.model.random)

    def __reduce__(self) -> tuple[Any, ...]:
        return Rows, (self._table, self._chosen)

    def __deepcopy__(self, memo: dict[int, Any]) -> Rows[A]:
        is_models = id(self.model) in memo
        return Rows(copy.deepcopy(self._table, memo) if is_models else self._table, self._chosen)

    # ---- which agents

    @property
    def model(self) -> Model:
        return self._table.model

    @property
    def rows(self) -> np.ndarray:
        """Positions of the agents in the columns, in the order of the set; int64."""
        return self._table.rows() if self._chosen is None else self._chosen

    def row(self, number: int) -> A:
        """The agent at a position in the columns.

        Raises ``LookupError`` for a place that is not there, is free, or is not in this set.
        """
        if not 0 <= number < self._table.places:
            raise LookupError(f"{self._nouns} have rows 0 to {self._table.places - 1}, no {number}")
        if not self._table.holds(number):
            raise LookupError(
                f"row {number} is a free place, no {self._table.agent_type.noun} is there now; "
                f"model.{self._nouns}.rows are the rows of those there are"
            )
        agent = self._table.agent(number)
        if agent not in self:
            raise LookupError(f"row {number} is not in this selection")
        return agent

    def __len__(self) -> int:
        return len(self._table) if self._chosen is None else len(self._chosen)

    def __iter__(self) -> Iterator[A]:
        table: Table[A] = self._table
        agent_type: type[A] = table.agent_type
        for row in self.rows.tolist():
            yield agent_type(table, row)

    def __contains__(self, agent: object) -> bool:
        if not isinstance(agent, self._table.agent_type) or agent.model is not self.model:
            return False
        if self._chosen is None:
            return self._table.holds(agent.row)
        return bool((self._chosen == agent.row).any())

    def __getitem__(self, item: Any) -> Any:
        """The agent at a position, or a list of those in a slice."""
        if isinstance(item, slice):
            return [self._table.agent(row) for row in self.rows[item].tolist()]
        place = operator.index(item)
        if not -len(self) <= place < len(self):
            raise IndexError(f"there are {len(self)} {self._nouns}, none at position {place}")
        return self._table.agent(self.rows.item(place))

    def where(self, mask: Any) -> Rows[A]:
        """The agents whose entry in a boolean array is true, in order.

        ``mask`` has an entry for each agent of this set, as :meth:`values` gives them, or else
        one for each row of the table, as :meth:`column` does. Raises ``ValueError`` otherwise.
        """
        wanted = np.asarray(mask)
        rows = self.rows
        if wanted.dtype != bool or wanted.ndim != 1:
            raise ValueError(f"where takes one row of true and false, not {wanted.dtype} values")
        if len(wanted) == len(rows):
            return self._over(rows[wanted])
        if len(wanted) == self._table.places:
            return self._over(rows[wanted[rows]])
        raise ValueError(
            f"the mask has {len(wanted)} entries; give {len(rows)}, one for each of the set, "
            f"or {self._table.places}, one for each row of a column"
        )

    def select(
        self,
        filter_func: Callable[[Any], bool] | None = None,
        at_most: float = math.inf,
        inplace: bool = False,
        agent_type: type | None = None,
    ) -> Any:
        rows = self.rows
        limit = limit_of(at_most, len(rows))
        if agent_type is not None and not issubclass(self._table.agent_type, agent_type):
            rows = rows[:0]
        if filter_func is not None:
            found: list[int] = []
            for row in rows.tolist():
                if len(found) >= limit:
                    break
                if filter_func(self._table.agent(row)):
                    found.append(row)
            rows = np.array(found, np.int64)
        elif limit < len(rows):
            rows = rows[: max(math.ceil(limit), 0)]
        return self._over(rows, inplace)

    def shuffle(self, inplace: bool = False) -> Any:
        rows = self.rows.tolist()
        self.random.shuffle(rows)
        return self._over(np.array(rows, np.int64), inplace)

    def sort(
        self,
        key: Callable[[Any], Any] | str,
        ascending: bool = False,
        inplace: bool = False,
    ) -> Any:
        if isinstance(key, str) and self._is_number(key):
            values = self.values(key) * 1
            order = np.argsort(values if ascending else -values, kind="stable")
        else:
            by = operator.attrgetter(key) if isinstance(key, str) else key
            keys = [by(agent) for agent in self]
            order = np.array(
                sorted(range(len(keys)), key=keys.__getitem__, reverse=not ascending), np.int64
            )
        return self._over(self.rows[order], inplace)

    def _over(self, rows: np.ndarray, inplace: bool = False) -> Rows[A]:
        if not inplace:
            return Rows(self._table, rows, self.random)
        object.__setattr__(self, "_chosen", rows)
        return self

    # ---- what they hold

    def column(self, name: str) -> np.ndarray:
        """The live array of a column: what is written into it is written into the model.

        Its entries are the rows of the table, free places among them, in the column's own storage.
        Raises ``LookupError`` for a selection, whose rows are not one piece of the array.
        """
        self._known(name)
        if self._chosen is not None:
            raise LookupError(
                f"a selection has no live array; write into model.{self._nouns}.column({name!r})"
                "[selection.rows], or read .values() of it"
            )
        if name not in self._table.columns:
            raise LookupError(f"{name!r} follows from other columns; .values({name!r}) reads it")
        return self._table.columns[name]

    def values(self, name: str) -> np.ndarray:
        """A copy of a column, or of what is worked out from columns, in the order of the set.

        Statements are bool, whole numbers int64, others float64. A column that says where another
        agent stands gives positions.
        """
        if name == "row":
            return self.rows.copy()
        if name == "unique_id":
            return self.rows + self._table.first_id
        self._known(name)
        if name not in self._table.columns:
            item = _attribute(self._table.agent_type, name)
            if not isinstance(item, Derived):
                raise LookupError(f"{name!r} is not a number; .get({name!r}) lists it")
            return np.asarray(item.compute(_Arrays(self)))
        array = self._table.columns[name]
        if name.startswith(STATEMENTS):
            kind: Any = bool
        else:
            kind = np.float64 if array.dtype.kind == "f" else np.int64
        return array[self.rows].astype(kind)

    def get(
        self,
        attr_names: str | Iterable[str],
        handle_missing: str = "error",
        default_value: Any = None,
    ) -> list[Any]:
        default_of(handle_missing, default_value)
        if isinstance(attr_names, str) and self._is_number(attr_names):
            return cast("list[Any]", self.values(attr_names).tolist())
        if not isinstance(attr_names, str):
            attr_names = list(attr_names)
            if attr_names and all(map(self._is_number, attr_names)):
                columns = (self.values(name).tolist() for name in attr_names)
                return [list(values) for values in zip(*columns, strict=True)]
        return super().get(attr_names, handle_missing, default_value)

    def set(self, attr_name: str, value: Any) -> Any:
        item = _attribute(self._table.agent_type, attr_name)
        if not isinstance(item, Cell):
            return super().set(attr_name, value)
        if isinstance(value, (np.ndarray, list, tuple)):
            raise TypeError(self._cure(attr_name))
        self._table.columns[attr_name][self.rows] = storable(item.column, value)
        return self

    def agg(self, attribute: str, func: Callable[..., Any] | Iterable[Callable[..., Any]]) -> Any:
        if not callable(func):
            return [self.agg(attribute, each) for each in func]
        # numpy gives the same number for an array as for a list, without the list
        if self._is_number(attribute) and _is_numpy(func):
            return func(self.values(attribute))
        return func(self.get(attribute))

    def groupby(self, by: Callable[[Any], Any] | str, result_type: str = "agentset") -> Groups:
        if result_type == "list" or not (isinstance(by, str) and self._is_number(by)):
            found = super().groupby(by, "list")
            if result_type == "list":
                return found
            return Groups(
                {
                    key: self._over(np.array([agent.row for agent in group], np.int64))
                    for key, group in found
                }
            )
        rows = self.rows
        keys, first, group = np.unique(self.values(by), return_index=True, return_inverse=True)
        members = np.split(
            rows[np.argsort(group, kind="stable")], np.cumsum(np.bincount(group))[:-1]
        )
        return Groups({keys[k].item(): self._over(members[k]) for k in np.argsort(first)})

    def to_frame(self, names: Iterable[str] | None = None) -> pandas.DataFrame:
        """A copy as a pandas table: an agent a line, by default every column and derived number.

        The index is ``row``. ``frame.attrs[name]`` holds ``units``, ``long_name``,
        ``long_name_zh`` and, for money, ``prices`` of each column.
        """
        import pandas

        agent_type: type[A] = self._table.agent_type
        if names is None:
            own = [name for name, item in vars(agent_type).items() if isinstance(item, Derived)]
            names = [*self._table.columns, *own]
        names = list(names)
        frame = pandas.DataFrame(
            {name: self.values(name) for name in names}, index=pandas.Index(self.rows, name="row")
        )
        for name in names:
            item = declared(agent_type, Column).get(name) or _attribute(agent_type, name)
            if not isinstance(item, (Column, Derived)):
                continue
            frame.attrs[name] = {
                "units": item.unit,
                "long_name": item.labels.en,
                "long_name_zh": item.labels.zh,
            }
            prices = unit_named(item.unit).prices
            if prices:
                frame.attrs[name]["prices"] = prices
        return frame

    # ---- what is asked for in vain

    @property
    def _nouns(self) -> str:
        return self._table.agent_type.plural

    def _is_number(self, name: str) -> bool:
        """Whether an attribute of the agents can be read for all of them at once."""
        item = _attribute(self._table.agent_type, name)
        return isinstance(item, (Cell, Derived)) or name in ("row", "unique_id")

    def _known(self, name: str) -> None:
        if _attribute(self._table.agent_type, name) is None:
            raise UnknownAttributeError(self._table.agent_type, name)

    def _cure(self, name: str) -> str:
        return (
            f"a column cannot be replaced; write into it: "
            f"model.{self._nouns}.column({name!r})[...] = values"
        )

    def __getattr__(self, name: str) -> NoReturn:
        if not name.startswith("_") and _attribute(self._table.agent_type, name) is not None:
            raise AttributeError(
                f"{name!r} belongs to each of the {self._nouns}: .get({name!r}) lists it, "
                f".values({name!r}) is an array and .column({name!r}) the live one"
            )
        raise AttributeError(f"a set of {self._nouns} has no {name!r}")

    def __setattr__(self, name: str, value: object) -> None:
        if name == "random":
            object.__setattr__(self, name, value)
        elif _attribute(self._table.agent_type, name) is not None:
            raise AttributeError(self._cure(name))
        else:
            raise AttributeError(f"a set of {self._nouns} has no {name!r}")

    def __repr__(self) -> str:
        return f"<{len(self)} {self._nouns}>"


class _Arrays:
    """The attributes of a set as arrays, for what is worked out from them."""

    def __init__(self, rows: Rows[Any]) -> None:
        self._rows = rows
        self.model = rows.model

    def __getattr__(self, name: str) -> np.ndarray:
        return self._rows.values(name)


def _is_numpy(func: object) -> bool:
    return str(getattr(func, "__module__", "")).partition(".")[0] == "numpy" or isinstance(
        func, np.ufunc
    )
