"""Figures that say what they are: plain arrays with dimensions, units and names.

They hold what an xarray Dataset holds, and :meth:`Figures.dataset` makes one; but nothing heavy is
imported to make, write or read them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    import xarray

Attributes = Mapping[str, Any]


class Variable(NamedTuple):
    """An array, the names of its dimensions, and in words what it is."""

    dims: tuple[str, ...]
    values: np.ndarray
    attrs: Attributes = {}


class WhenAsked(Mapping[str, Variable]):
    """Variables by name, each reckoned when it is first asked for.

    Of a run in an ensemble often only a few are wanted. A copy holds them all.
    """

    def __init__(self, reckoned_by: Mapping[str, Callable[[], Variable]]) -> None:
        self._reckoned_by = reckoned_by
        self._known: dict[str, Variable] = {}

    def __getitem__(self, name: str) -> Variable:
        if name not in self._known:
            self._known[name] = self._reckoned_by[name]()
        return self._known[name]

    def __contains__(self, name: object) -> bool:
        return name in self._reckoned_by

    def __iter__(self) -> Iterator[str]:
        return iter(self._reckoned_by)

    def __len__(self) -> int:
        return len(self._reckoned_by)

    def __reduce__(self) -> tuple[Any, ...]:
        return dict, (list(self.items()),)


@dataclass(frozen=True)
class Figures:
    """Variables by name, the coordinates they lie along, and attributes of the whole."""

    data_vars: Mapping[str, Variable]
    coords: Mapping[str, Variable]
    attrs: Attributes

    def __getitem__(self, name: str) -> Variable:
        """The variable or coordinate of this name. Raises ``KeyError``."""
        return self.data_vars[name] if name in self.data_vars else self.coords[name]

    def dataset(self) -> xarray.Dataset:
        """The same as an xarray Dataset."""
        import xarray

        return xarray.Dataset(self.data_vars, self.coords, self.attrs)
