"""Figures that say what they are: plain arrays with dimensions, units and names.

They hold what an xarray Dataset holds, and :meth:`Figures.dataset` makes one; but nothing heavy is
imported to make, write or read them.
"""

from __future__ import annotations

from collections.abc import Mapping
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
