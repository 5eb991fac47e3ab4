"""The stored posterior of a place: central parameter values, and draws that are read when asked.

A posterior is a folder. Its ``manifest.json`` says how it was made and holds the central vector;
``posterior.nc`` holds the draws; ``card.json`` says how far to believe them. The manifest is
written last, so a folder that has one is whole.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    from sim.inputs import Place

PLACES = Path(__file__).parent / "places"
FOLDER_NAME = "posterior"
MANIFEST_FILE = "manifest.json"
DRAWS_FILE = "posterior.nc"
CARD_FILE = "card.json"
WEIGHT = "weight"
WALK = "walk"
KINDS = ("rural", "urban")


@dataclass(frozen=True)
class StoredPosterior:
    """``central`` values of the estimated parameters and the ``manifest`` of the calibration."""

    folder: Path
    central: Mapping[str, float]
    manifest: Mapping[str, Any]

    @functools.cached_property
    def variables(self) -> dict[str, np.ndarray]:
        """Everything in the file of draws, by name: [draws], or [draws, years] for the walks.

        Raises ``ValueError`` when there is no such file, or it cannot be read.
        """
        from scipy.io import netcdf_file

        path = self.folder / DRAWS_FILE
        try:
            with netcdf_file(path, "r", mmap=False) as file:
                held = {name: item[:].copy() for name, item in file.variables.items()}
        except (OSError, TypeError, ValueError, AssertionError) as problem:
            raise ValueError(f"{path}: cannot be read ({problem})") from None
        return {
            name: item.astype(item.dtype.newbyteorder("="))[0] if item.ndim > 1 else item
            for name, item in held.items()
        }

    @property
    def weights(self) -> np.ndarray:
        """Of the draws, summing to one; shape [draws]."""
        return self.variables[WEIGHT]

    def draw(self, number: int) -> dict[str, float]:
        """The parameter values of a draw."""
        return {name: float(self.variables[name][number]) for name in self.central}

    def number_of(self, draw: Mapping[str, float]) -> int | None:
        """Which draw has these parameter values; ``None`` when none has."""
        first = next(iter(self.central))
        for number in (self.variables[first] == draw.get(first)).nonzero()[0]:
            if self.draw(int(number)) == dict(draw):
                return int(number)
        return None


def posterior_folder(place_name: str) -> Path:
    """Where the posterior of a shipped place is kept."""
    return PLACES / place_name / FOLDER_NAME


def posterior_of(place: Place) -> StoredPosterior | None:
    """The posterior a place came with, or was given; ``None`` when it has none."""
    return read_posterior(Path(place.posterior_folder)) if place.posterior_folder else None


def read_posterior(folder: Path) -> StoredPosterior | None:
    """The posterior in a folder; ``None`` when the folder has no manifest.

    Raises ``ValueError`` when the manifest is not one, or names a parameter that does not exist or
    a value out of bounds: it was made by another version of the model.
    """
    from sim.parameters import PARAMETERS

    path = folder / MANIFEST_FILE
    if not path.is_file():
        return None
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        values = {
            str(name): float(value) for name, value in manifest["central"]["parameters"].items()
        }
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise ValueError(f"{path}: not the manifest of a posterior ({problem})") from None
    for name, value in values.items():
        if name not in PARAMETERS:
            raise ValueError(f"{path}: no parameter is called {name!r}; calibrate again")
        low, high = PARAMETERS[name].bounds
        if not low <= value <= high:
            raise ValueError(f"{path}: {name} = {value} is outside {low}…{high}")
    return StoredPosterior(folder, values, manifest)
