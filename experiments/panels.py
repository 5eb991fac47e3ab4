"""Villages and counties of a run by year, as netCDF or as Parquet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from experiments.household_rows import require_parquet
from experiments.netcdf import write_netcdf
from experiments.result_folder import ResultFolder
from sim.figures import Figures
from sim.panels import panels_of
from sim.simulation import Simulation

NETCDF, PARQUET = "netcdf", "parquet"
PANELS_NC = "panels.nc"
PANELS_PARQUET = {"village": "villages.parquet", "county": "counties.parquet"}
NAMES = (PANELS_NC, *PANELS_PARQUET.values())


def require(format_: str) -> None:
    """Raise :class:`scenarios.BadInput` when what writes the format is not installed."""
    if format_ == PARQUET:
        require_parquet("--panels", "panels")


def write_panels(run: Simulation, format_: str, folder: ResultFolder) -> None:
    """Write both panels: one netCDF file, or a Parquet file each with a row a year and agent."""
    panels = panels_of(run)
    if format_ == NETCDF:
        with folder.file(PANELS_NC) as path:
            write_netcdf(panels, path)
        return
    for agent, name in PANELS_PARQUET.items():
        with folder.file(name) as path:
            _write_parquet(panels, agent, path)


def _write_parquet(panels: Figures, agent: str, path: Path) -> None:
    """A row group a year; units are in the metadata of each column."""
    import pyarrow
    import pyarrow.parquet

    columns = {
        name.removeprefix(f"{agent}_"): item
        for name, item in panels.data_vars.items()
        if item.dims == ("year", agent)
    }
    about = {name: str(value) for name, value in panels.attrs.items()}
    agents = panels[agent].values
    counties = panels["county"].values
    writer = None
    try:
        for y, year in enumerate(panels["year"].values):
            held: dict[str, tuple[np.ndarray, str]] = {
                "year": (np.full(agents.size, year), "year"),
                agent: (agents, "1"),
            }
            for name, item in columns.items():
                values = item.values[y]
                if name == "county":
                    values = counties[values]
                held[name] = (values, str(item.attrs["units"]))
            table = _table(pyarrow, held, about)
            writer = writer or pyarrow.parquet.ParquetWriter(path, table.schema)
            writer.write_table(table)
    finally:
        if writer is not None:
            writer.close()


def _table(pyarrow: Any, held: dict[str, tuple[np.ndarray, str]], about: dict[str, str]) -> Any:
    arrays = [pyarrow.array(values) for values, _ in held.values()]
    fields = [
        pyarrow.field(name, array.type, metadata={"unit": unit})
        for (name, (_, unit)), array in zip(held.items(), arrays, strict=True)
    ]
    return pyarrow.Table.from_arrays(arrays, schema=pyarrow.schema(fields, metadata=about))
