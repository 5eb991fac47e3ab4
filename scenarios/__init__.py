"""Scenarios and places: files a user writes, read, checked and resolved.

>>> history = scenarios.load("history")
>>> mine = scenarios.load("roads_first.yaml", place="my_province/")

Layer 2: it imports from :mod:`sim` only, and nothing heavy.
"""

from scenarios.bibliography import bibliography
from scenarios.loader import (
    DEFAULT_PLACE,
    PlaceInfo,
    available,
    change,
    kind_of,
    load,
    load_place,
    loads,
    places,
    validate,
)
from scenarios.problems import BadInput, Findings, InputWarning, Problem
from scenarios.scenario_files import ScenarioInfo
from scenarios.writing import dump

__all__ = [
    "DEFAULT_PLACE",
    "BadInput",
    "Findings",
    "InputWarning",
    "PlaceInfo",
    "Problem",
    "ScenarioInfo",
    "available",
    "bibliography",
    "change",
    "dump",
    "kind_of",
    "load",
    "load_place",
    "loads",
    "places",
    "validate",
]
