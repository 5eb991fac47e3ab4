"""Objects that hold arrays and are handed to compiled code as one address.

A tuple of fifty arrays is taken apart at every call of a kernel and put on the stack of every
function it is handed on to; that took longer than a small village's year, and most of the time of
compiling. An object of a class derived from :class:`ByAddress` keeps a table of where its arrays
are and how long; compiled code gets the table's address and reads what it needs. What compiled
code makes of it stands in :mod:`sim.compiled_access`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np


@dataclass(frozen=True, eq=False)
class ByAddress:
    """A frozen dataclass of arrays and of named tuples of arrays, all C-contiguous.

    ``address`` is where the table stands: for every array in turn its address and its lengths.
    The arrays may be changed but not replaced.
    """

    @cached_property
    def _table(self) -> np.ndarray:
        entries: list[int] = []
        for array in self.arrays():
            if not array.flags.c_contiguous:
                raise ValueError("compiled code reads only arrays that are contiguous")
            entries += [array.ctypes.data, *array.shape]
        return np.array(entries, np.int64)

    @cached_property
    def address(self) -> int:
        """Made when compiled code asks for it the first time."""
        return int(self._table.ctypes.data)

    def items(self) -> Iterator[tuple[str, Any]]:
        """Every field by name: an array or a named tuple of arrays."""
        for item in fields(self):
            yield item.name, getattr(self, item.name)

    def arrays(self) -> Iterator[np.ndarray]:
        """Every array, those of named tuples in their place."""
        for _, value in self.items():
            if isinstance(value, tuple):
                yield from value
            else:
                yield value

    def __reduce__(self) -> tuple[Any, ...]:
        """A copy has arrays of its own and so a table of its own."""
        return type(self), tuple(value for _, value in self.items())
