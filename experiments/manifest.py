"""What a result was made from: versions, hashes and the machine's share."""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import json
import os
import platform
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import Path as FilePath
from typing import Any

import sim
from sim.inputs import Path, Place, Scenario
from sim.parameters import PARAMETERS, vector

PACKAGES = ("mesa", "numba", "numpy", "pandas", "scipy", "xarray")
HASH_DIGITS = 16


def parameter_values(scenario: Scenario, draw: Mapping[str, float] | None = None) -> dict[str, Any]:
    """Every parameter of a run by name; ``draw`` stands below what the scenario sets itself."""
    held = {**scenario.place.parameters, **(draw or {}), **scenario.parameters}
    return dict(zip(PARAMETERS, vector(held).tolist(), strict=True))


def parameters_hash(scenario: Scenario, draws: Sequence[Mapping[str, float]] = ()) -> str:
    """Names the parameter values of a run, or of all its draws."""
    if not draws:
        return digest(parameter_values(scenario))
    return digest([parameter_values(scenario, draw) for draw in draws])


def data_hash(place: Place) -> str:
    """Names everything a place says, its parameter values and where they lie left out."""
    content = {
        item.name: _plain(getattr(place, item.name))
        for item in fields(place)
        if item.name not in ("parameters", "posterior_folder")
    }
    return digest(content)


def digest(content: Any) -> str:
    """Sixteen hexadecimal digits that name plain data."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:HASH_DIGITS]


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, Path):
        return value.plain()
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return {item.name: _plain(getattr(value, item.name)) for item in fields(value)}


@functools.cache
def commit() -> str | None:
    """The commit of the working tree the program runs from, or ``None`` outside of one."""
    root = FilePath(sim.__file__).resolve().parent.parent
    if not (root / ".git").exists():
        return None
    try:
        answer = subprocess.run(
            ["git", "-C", str(root), "rev-parse", "HEAD"],
            capture_output=True,
            text=True,
            timeout=10,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return answer.stdout.strip() or None if answer.returncode == 0 else None


def packages() -> dict[str, str]:
    """Versions of Python and of the packages that numbers depend on."""
    found = {"python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def peak_rss_mib() -> float | None:
    """The most memory this process has held so far, in MiB; ``None`` where unknown."""
    try:
        import resource
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (2**20 if sys.platform == "darwin" else 2**10), 1)


def manifest(
    scenario: Scenario,
    threads: int | None,
    seconds: float,
    draws: Sequence[Mapping[str, float]] = (),
) -> dict[str, Any]:
    """What a result of this scenario was made from, as plain data."""
    return {
        "version": sim.__version__,
        "commit": commit(),
        "scenario_hash": scenario.hash(),
        "parameters_hash": parameters_hash(scenario, draws),
        "data_hash": data_hash(scenario.place),
        "packages": packages(),
        "threads": threads or os.cpu_count() or 1,
        "seconds": round(seconds, 3),
        "peak_rss_mib": peak_rss_mib(),
    }
