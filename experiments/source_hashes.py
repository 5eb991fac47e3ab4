"""Names of the code that runs and answers depend on, so that no version is taken for another."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import sim

#: The packages that an answer is made by; runs depend on the first alone.
PACKAGES = ("sim", "scenarios", "calibration", "experiments")


def model_hash() -> str:
    """Names the model: its version and every source file of it."""
    return _hash_of(PACKAGES[:1])


def code_hash() -> str:
    """Names everything that turns a question into an answer: the model, and what is made of it."""
    return _hash_of(PACKAGES)


@cache
def _hash_of(packages: tuple[str, ...]) -> str:
    found = hashlib.sha256(sim.__version__.encode())
    for package in packages:
        root = Path(sim.__file__).parents[1] / package
        for path in sorted(root.rglob("*.py")):
            found.update(path.relative_to(root.parent).as_posix().encode())
            found.update(path.read_bytes())
    return found.hexdigest()[:16]
