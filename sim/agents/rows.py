"""Agents as thin views of the columns: a row of a table, and a set of rows.

Nothing is copied and no agent is kept: a row is made when it is asked for, and reading or writing
one of its attributes reads or writes the array. A set of rows does what Mesa's agent sets do; whole
columns at once are ``model.villages.column("roads")``, ``.values("roads")`` and ``.to_frame()``.

What is written by hand is not booked: yuan and qualities may be changed freely, but a person or a
worker who is written in or out makes the books of the next year refuse to close.
"""

from __future__ import annotations

import copy
import math
import operator
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Generic, NoReturn, cast

import numpy as np

from sim.agents.agent_sets import Agents, Groups, default_of, limit_of
from sim.agents.attributes import STATEMENTS, Cell, Derived, attribute_of, storable
from sim.agents.row import UnknownAttributeError
from sim.agents.table import A, Table
from sim.declare import Column, declared
from sim.units import unit as unit_named

if TYPE_CHECKING:
    from random import Random

    import pandas

    from sim.model import Model


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
            item = attribute_of(self._table.agent_type, name)
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
        item = attribute_of(self._table.agent_type, attr_name)
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
            item = declared(agent_type, Column).get(name) or attribute_of(agent_type, name)
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
        item = attribute_of(self._table.agent_type, name)
        return isinstance(item, (Cell, Derived)) or name in ("row", "unique_id")

    def _known(self, name: str) -> None:
        if attribute_of(self._table.agent_type, name) is None:
            raise UnknownAttributeError(self._table.agent_type, name)

    def _cure(self, name: str) -> str:
        return (
            f"a column cannot be replaced; write into it: "
            f"model.{self._nouns}.column({name!r})[...] = values"
        )

    def __getattr__(self, name: str) -> NoReturn:
        if not name.startswith("_") and attribute_of(self._table.agent_type, name) is not None:
            raise AttributeError(
                f"{name!r} belongs to each of the {self._nouns}: .get({name!r}) lists it, "
                f".values({name!r}) is an array and .column({name!r}) the live one"
            )
        raise AttributeError(f"a set of {self._nouns} has no {name!r}")

    def __setattr__(self, name: str, value: object) -> None:
        if name == "random":
            object.__setattr__(self, name, value)
        elif attribute_of(self._table.agent_type, name) is not None:
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
