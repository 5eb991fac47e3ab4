"""The arrays of one kind of agent of one model, and which of their rows are agents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

import numpy as np

from sim.agents.row import Row
from sim.declare import Column, declared, positions

if TYPE_CHECKING:
    from sim.model import Model

A = TypeVar("A", bound=Row)


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
