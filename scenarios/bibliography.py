"""The bibliography of the model itself: what parameters and levers point to."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path

from scenarios.problems import Findings
from scenarios.yaml_files import parse_yaml
from sim.inputs import Frozen, Source

FILE = Path(__file__).parent / "places" / "bibliography.yaml"


@functools.cache
def bibliography() -> Mapping[str, Source]:
    """Sources by key, in the order of the file. Raises ``ValueError`` when it cannot be read."""
    document = parse_yaml(FILE.read_text(encoding="utf-8"), FILE.name, Findings())
    if document is None:
        raise ValueError(f"{FILE.name} is not a bibliography")
    return Frozen(
        {
            str(key): Source(str(key), entry["citation"], entry["url"])
            for key, entry in document.data.items()
        }
    )
