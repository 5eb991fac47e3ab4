"""Every parameter of the model by name, collected from where each is declared."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

import sim.processes
from sim.declare import Parameter, declared, modules_of, numbered
from sim.levers import all_levers


def _collect() -> dict[str, Parameter]:
    owners: list[type] = []
    for module in modules_of(sim.processes):
        owners += [
            item
            for item in vars(module).values()
            if isinstance(item, type) and item.__module__ == module.__name__
        ]
    owners += list(all_levers().values())
    found: dict[str, Parameter] = {}
    for owner in owners:
        for name, parameter in declared(owner, Parameter).items():
            if name in found:
                raise ValueError(f"parameter {name!r} is declared twice")
            found[name] = parameter
    return found


PARAMETERS: dict[str, Parameter] = _collect()
P = numbered("Parameters", PARAMETERS)


def estimated() -> dict[str, Parameter]:
    """Parameters that have a prior, in the order declared."""
    return {name: item for name, item in PARAMETERS.items() if item.prior is not None}


def vector(values: Mapping[str, float] | None = None) -> np.ndarray:
    """All parameters as a float64 vector in the order of :data:`P`, ``values`` replacing some.

    Raises ``KeyError`` for an unknown name and ``ValueError`` for a value outside its bounds.
    """
    result = np.array([item.value for item in PARAMETERS.values()])
    for name, value in (values or {}).items():
        low, high = PARAMETERS[name].bounds
        if not low <= value <= high:
            raise ValueError(f"{name}: {value} is outside {low}…{high}")
        result[getattr(P, name)] = value
    return result
