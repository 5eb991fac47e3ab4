"""A netCDF file written record by record, so that a study of any size needs no memory for it.

The file is a classic one with 64-bit offsets. What lies along the unlimited dimension ``run``
stands at its end, record behind record, each the variables of one run in the order they were made;
the library writes everything else and the first record, and the rest is appended as the format has
it: float64, most significant byte first, and the number of records in the fifth to eighth byte.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from experiments.netcdf import OFFSETS_OF_64_BITS, write_attributes, write_variable
from sim.figures import Variable

ALONG = "run"
_COUNT_AT = 4

#: What one run holds, by name: shape [run, …] is one float64 array a run. The order is the file's.
Record = Mapping[str, np.ndarray]


def write_records(
    path: Path,
    records: Iterable[Record],
    dims: Mapping[str, tuple[str, ...]],
    others: Mapping[str, Variable],
    attributes: Mapping[str, Mapping[str, Any]],
) -> int:
    """Write the records and return how many there are.

    ``dims`` are the dimensions of each of a record's variables beside ``run``, in the order of the
    record; ``others`` are variables that do not lie along ``run`` and make those dimensions.
    ``attributes`` are by variable, those of the file under the empty name.
    """
    from scipy.io import netcdf_file

    waiting = iter(records)
    first = next(waiting, None)
    with netcdf_file(path, "w", version=OFFSETS_OF_64_BITS) as file:
        file.createDimension(ALONG, None)  # the library wants it first
        for name, item in others.items():
            write_variable(file, name, item)
        for name, along in dims.items():
            variable = file.createVariable(name, np.dtype("f8"), (ALONG, *along))
            write_attributes(variable, {"_FillValue": np.nan, **attributes.get(name, {})})
            if first is not None:
                variable[0] = first[name]
        write_attributes(file, attributes.get("", {}))
    count = int(first is not None)
    with path.open("r+b") as raw:
        raw.seek(0, 2)
        for record in waiting:
            for name in dims:
                raw.write(np.asarray(record[name]).astype(">f8").tobytes())
            count += 1
        raw.seek(_COUNT_AT)
        raw.write(count.to_bytes(4, "big"))
    return count


def names_along(dimension: str, names: Iterable[str]) -> Variable:
    """Words along a dimension."""
    return Variable((dimension,), np.array(list(names)))
