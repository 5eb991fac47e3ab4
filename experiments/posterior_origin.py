"""Whether a fit was made from the data it is used with; if not, that is legal but hardly meant."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from experiments.manifest import data_hash
from scenarios.stored_fit import FILE_NAME, FOLDER_NAME, fit_folder
from sim.inputs import Place


def oddities(place: Place, given: str, posterior: Path | None = None) -> Iterator[str]:
    """What is odd about the fit a place is run with, one line each; nothing where there is none.

    ``given`` is the place as the user named it, ``posterior`` the folder of another fit.
    """
    folder = posterior
    if folder is None:
        folder = Path(given) / FOLDER_NAME if Path(given).is_dir() else fit_folder(place.name)
    made_from = _manifest(folder)
    made_for = made_from.get("place")
    if isinstance(made_for, str) and made_for != place.name:
        yield f"{folder}: warning: made for the place {made_for}, not for {place.name}"
    known = made_from.get("data_hash")
    if isinstance(known, str) and known != data_hash(place):
        yield (
            f"{folder}: warning: made from other data than {place.name} has now "
            f"({known[:8]} then, {data_hash(place)[:8]} now); shanhai calibrate fits it again"
        )


def _manifest(folder: Path) -> Mapping[str, Any]:
    """What a fit says it was made from; nothing where that cannot be read."""
    for name, key in (("manifest.json", None), (FILE_NAME, "manifest")):
        try:
            content = json.loads((folder / name).read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            continue
        held = content.get(key) if key and isinstance(content, dict) else content
        if isinstance(held, dict):
            return held
    return {}
