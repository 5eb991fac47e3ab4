"""Small worlds for tests, and their arrays by name, so that two can be compared one by one."""

from __future__ import annotations

import numpy as np

import scenarios
from sim.declare import Column, declared
from sim.model import Model
from sim.world import World

#: Some three hundred villages and ten thousand households: enough to compare, quick to live.
SCALE = 0.0005


def small_model(years: int = 1) -> Model:
    model = Model(scenarios.load("history"), scale=SCALE, threads=1)
    for _ in range(years):
        model.step()
    return model


def arrays(world: World) -> dict[str, np.ndarray]:
    """Every array of a world; the columns of households each under their own name.

    Which thread counted a person into a bin is no result: bins are added up over chunks.
    """
    tables = {name: table for name, table in world.items() if name != "households"}
    columns = world.households._asdict()
    tables["bins"] = world.bins.sum(axis=0)
    tables["class_bins"] = world.class_bins.sum(axis=0)
    return {**{f"households.{name}": column for name, column in columns.items()}, **tables}


def declared_position(owner: type, name: str) -> int:
    """Which row of its kind's table a column of an agent is."""
    columns = declared(owner, Column)
    same = [key for key, column in columns.items() if column.kind == columns[name].kind]
    return same.index(name)
