"""The stored point fit of a place: parameter values and how they were found."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PLACES = Path(__file__).parent / "places"
FOLDER_NAME = "posterior"
FILE_NAME = "fit.json"


@dataclass(frozen=True)
class StoredFit:
    """Values of the estimated parameters and the manifest of the fit that found them."""

    parameters: Mapping[str, float]
    manifest: Mapping[str, Any]


def fit_folder(place_name: str) -> Path:
    """Where the fit of a shipped place is kept."""
    return PLACES / place_name / FOLDER_NAME


def load_fit(place_name: str, folder: Path | None = None) -> StoredFit | None:
    """The fit of a shipped place, or the one in ``folder``; ``None`` when there is none.

    Raises ``ValueError`` as :func:`read_fit` does.
    """
    return read_fit((folder if folder is not None else fit_folder(place_name)) / FILE_NAME)


def read_fit(path: Path) -> StoredFit | None:
    """The fit stored in a file; ``None`` when there is no such file.

    Raises ``ValueError`` when the file is not a fit, or names a parameter that does not exist or a
    value out of bounds: it was made by another version of the model.
    """
    from sim.parameters import PARAMETERS

    if not path.is_file():
        return None
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        values = {str(name): float(value) for name, value in content["parameters"].items()}
        manifest = dict(content["manifest"])
    except (KeyError, TypeError, AttributeError, UnicodeDecodeError, RecursionError) as problem:
        raise ValueError(f"{path}: not a stored fit ({problem})") from None
    for name, value in values.items():
        if name not in PARAMETERS:
            raise ValueError(f"{path}: no parameter is called {name!r}; make the fit again")
        low, high = PARAMETERS[name].bounds
        if not low <= value <= high:
            raise ValueError(f"{path}: {name} = {value} is outside {low}…{high}")
    return StoredFit(values, manifest)


def store_fit(fit: StoredFit, path: Path) -> None:
    """Write a fit by atomic rename."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(
        {"parameters": dict(fit.parameters), "manifest": dict(fit.manifest)},
        indent=1,
        ensure_ascii=False,
    )
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".fit-")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text + "\n")
    os.replace(name, path)
