"""Figures as a classic netCDF file with 64-bit offsets, which every reader opens, and back again.

Names along a dimension become characters in UTF-8, missing numbers are NaN, and a coordinate that
is no dimension is named by what it belongs to, as the CF conventions and xarray have it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from sim.figures import Figures, Variable

ENCODING = "utf-8"
OFFSETS_OF_64_BITS = 2
#: Attributes that say how a variable is written and not what it is.
_OF_THE_FILE = ("coordinates", "_Encoding", "_FillValue")


def write_netcdf(figures: Figures, path: Path) -> None:
    """Write all variables, coordinates and attributes."""
    from scipy.io import netcdf_file

    with netcdf_file(path, "w", version=OFFSETS_OF_64_BITS) as file:
        for name, item in {**figures.data_vars, **figures.coords}.items():
            write_variable(file, name, item, _beside(figures, name))
        write_attributes(file, figures.attrs)


def read_netcdf(path: Path) -> Figures:
    """The figures of a file that :func:`write_netcdf` has written.

    Raises ``OSError`` when it cannot be read and ``ValueError`` when it is something else.
    """
    from scipy.io import netcdf_file

    try:
        with netcdf_file(path, "r", mmap=False) as file:
            found = {name: _read_variable(item) for name, item in file.variables.items()}
            attributes = _plain_attributes(file._attributes)
    except (TypeError, KeyError, IndexError, AttributeError, OverflowError) as problem:
        raise ValueError(f"not a netCDF file of ours ({problem})") from None
    beside = {
        other for item in found.values() for other in item.attrs.get("coordinates", "").split()
    }
    variables: dict[str, Variable] = {}
    coordinates: dict[str, Variable] = {}
    for name, item in found.items():
        own = {key: value for key, value in item.attrs.items() if key not in _OF_THE_FILE}
        is_coordinate = item.dims == (name,) or name in beside
        (coordinates if is_coordinate else variables)[name] = item._replace(attrs=own)
    return Figures(variables, coordinates, attributes)


def _read_variable(item: Any) -> Variable:
    attributes = _plain_attributes(item._attributes)
    values, dims = item[:], item.dimensions
    if values.dtype.kind == "S":
        raw = np.ascontiguousarray(values).view(f"S{values.shape[-1]}")[..., 0]
        return Variable(dims[:-1], np.char.decode(raw, ENCODING), attributes)
    return Variable(dims, values.astype(values.dtype.newbyteorder("=")), attributes)


def _plain_attributes(attributes: Any) -> dict[str, Any]:
    return {
        name: value.decode(ENCODING) if isinstance(value, bytes) else np.asarray(value).item()
        for name, value in attributes.items()
    }


def _beside(figures: Figures, name: str) -> dict[str, str]:
    """Which coordinates other than its dimensions a variable has."""
    if name in figures.coords:
        return {}
    dims = set(figures.data_vars[name].dims)
    others = [
        other
        for other, item in figures.coords.items()
        if item.dims != (other,) and dims.issuperset(item.dims)
    ]
    return {"coordinates": " ".join(others)} if others else {}


def write_variable(
    file: Any, name: str, item: Variable, beside: Mapping[str, str] = MappingProxyType({})
) -> None:
    """Write one variable, its dimensions where they are not there yet, and its attributes."""
    values, dims, attributes = item.values, item.dims, {**item.attrs, **beside}
    if values.dtype.kind == "U":
        texts = np.char.encode(values, ENCODING)
        values = texts[..., np.newaxis].view("S1")
        dims = (*dims, f"string{texts.itemsize}")
        attributes["_Encoding"] = ENCODING
    elif values.dtype.kind == "f":
        attributes["_FillValue"] = np.nan
    else:
        values = _known_to_netcdf(values)
    for dimension, length in zip(dims, values.shape, strict=True):
        if dimension not in file.dimensions:
            file.createDimension(dimension, length)
    variable = file.createVariable(name, values.dtype, dims)
    variable[:] = values
    write_attributes(variable, attributes)


def write_attributes(owner: Any, attributes: Mapping[str, Any]) -> None:
    """Write attributes of a variable or of the file."""
    for name, value in attributes.items():
        is_text = isinstance(value, str)
        setattr(
            owner, name, value.encode(ENCODING) if is_text else _known_to_netcdf(np.array([value]))
        )


def _known_to_netcdf(values: np.ndarray) -> np.ndarray:
    """Whole numbers have 32 bits in a classic file; larger ones are written as float64."""
    if values.dtype.kind != "i":
        return values
    limits = np.iinfo(np.int32)
    fits = ((values >= limits.min) & (values <= limits.max)).all()
    return values.astype(np.int32 if fits else np.float64)
