"""What a run is given: a place and a scenario, as plain frozen data.

This layer opens no file. :mod:`scenarios` reads files and builds these; a user may build them by
hand. Years are calendar years; money is nominal yuan unless a unit says otherwise.
"""

from __future__ import annotations

from sim.inputs.declared import (
    BASE_VALUES,
    COUNTY_CLASSES,
    DRIVERS,
    LAST_YEAR,
    SHOCKS,
    BaseValue,
    BaseYear,
    Driver,
    Drivers,
)
from sim.inputs.frozen import Frozen
from sim.inputs.places import County, Observation, Path, Place, Source
from sim.inputs.scenarios import Scenario

__all__ = [
    "BASE_VALUES",
    "COUNTY_CLASSES",
    "DRIVERS",
    "LAST_YEAR",
    "SHOCKS",
    "BaseValue",
    "BaseYear",
    "County",
    "Driver",
    "Drivers",
    "Frozen",
    "Observation",
    "Path",
    "Place",
    "Scenario",
    "Source",
]
