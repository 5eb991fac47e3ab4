"""Household rows of the last year as Parquet: one row a simulated household."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from scenarios import BadInput
from scenarios.problems import Problem
from sim.agents.counties import C
from sim.agents.households import COLUMNS, FREE, KEPT, KINDS
from sim.agents.villages import VI
from sim.declare import bilingual

if TYPE_CHECKING:
    from sim.simulation import Simulation
    from sim.world import World

ROWS_AT_A_TIME = 1_000_000


def require_parquet(option: str = "--households", what: str = "household rows") -> None:
    """Raise :class:`scenarios.BadInput` when the package that writes Parquet is not there."""
    if importlib.util.find_spec("pyarrow") is None:
        message = f"{what} are written as Parquet by pyarrow: pip install pyarrow"
        raise BadInput([Problem(option, None, "", message)])


def write_households(run: Simulation, path: Path) -> int:
    """Write every household of a run's last year; returns how many there are.

    ``village`` is the position of its village, empty in town; ``weight`` how many real households
    a row stands for. Units are in the metadata of each column.

    Raises ``ValueError`` when the run was not asked to keep its households' accounts.
    """
    if run.accounts != KEPT:
        raise ValueError("this run kept no accounts: ask for Simulation(…, keep_accounts=True)")
    import pyarrow.parquet

    written = 0
    writer = None
    rows = int(run.world.first_row[-1])
    try:
        for low in range(0, rows, ROWS_AT_A_TIME):
            table = _table(run, low, min(low + ROWS_AT_A_TIME, rows))
            writer = writer or pyarrow.parquet.ParquetWriter(path, table.schema)
            writer.write_table(table)
            written += table.num_rows
    finally:
        if writer is not None:
            writer.close()
    return written


def _table(run: Simulation, low: int, high: int) -> Any:
    """The households in the rows ``low`` … ``high − 1``, free places left out."""
    import pyarrow

    w, place = run.world, run.place
    households: Any = run.blocks.households(w, low, high)
    lived_in = np.flatnonzero(households.kind != FREE)
    rows = low + lived_in
    village, county = _where(w, rows)
    kinds = [bilingual(KINDS[code]).en for code in sorted(KINDS)]
    columns: dict[str, tuple[Any, str]] = {
        "row": (rows, "1"),
        "county": (np.array([item.code for item in place.counties])[county], "1"),
        "village": (pyarrow.array(village, mask=village < 0), "1"),
        "weight": (w.counties[C.weight, county], "households"),
        "kind": (np.array(kinds)[households.kind[lived_in]], "1"),
    }
    for name, item in COLUMNS.items():
        columns.setdefault(name, (getattr(households, name)[lived_in], item.unit))
    fields, arrays = [], []
    for name, (values, unit) in columns.items():
        array = values if isinstance(values, pyarrow.Array) else pyarrow.array(values)
        arrays.append(array)
        fields.append(pyarrow.field(name, array.type, metadata={"unit": unit}))
    about = {"year": str(run.year), "place": place.name, "scenario": run.scenario.name}
    return pyarrow.Table.from_arrays(arrays, schema=pyarrow.schema(fields, metadata=about))


def _where(w: World, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Positions of the village (−1 in town) and of the county of household rows."""
    villages = w.villages.shape[1]
    block = np.searchsorted(w.first_row, rows, side="right") - 1
    is_town = block >= villages
    county = np.empty(rows.size, np.int64)
    county[~is_town] = w.village_codes[VI.county, block[~is_town]]
    county[is_town] = w.ward_county[block[is_town] - villages]
    return np.where(is_town, -1, block), county
