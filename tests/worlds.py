"""A world's arrays by name, so that two worlds can be compared one by one."""

from __future__ import annotations

import numpy as np

from sim.world import World


def arrays(world: World) -> dict[str, np.ndarray]:
    """Every array of a world; the columns of households each under their own name.

    Which thread counted a person into a bin is no result: bins are added up over chunks.
    """
    tables = {name: table for name, table in world.items() if name != "households"}
    columns = world.households._asdict()
    tables["bins"] = world.bins.sum(axis=0)
    tables["class_bins"] = world.class_bins.sum(axis=0)
    return {**{f"households.{name}": column for name, column in columns.items()}, **tables}
