"""Measuring in a fresh process, so that memory is clean and nobody else's caches are warm.

``python -m experiments.benchmarks.apart full_model lived '{"scale": 0.001}'`` calls the function
of that module of the benchmarks and prints what it found as a line of JSON.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent

#: What a measurement found: figures by name, in the unit the name ends with.
Figures = dict[str, float]


class MeasurementError(RuntimeError):
    """A measurement ended without a result; holds what it said last."""


def measured_apart(module: str, function: str, **arguments: Any) -> Figures:
    """What ``function`` of ``module`` of the benchmarks finds in a process of its own."""
    command = [sys.executable, "-m", __name__, module, function, json.dumps(arguments)]
    return figures_printed_by(command)


def figures_printed_by(command: Sequence[str]) -> Figures:
    """Run a command at the root of the project; its last line is the figures as JSON."""
    done = run(command)
    try:
        figures: Figures = json.loads(done.stdout.splitlines()[-1])
    except (IndexError, ValueError) as error:
        raise MeasurementError(f"{' '.join(command[1:4])} printed no figures") from error
    return figures


def run(
    command: Sequence[str], environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command at the root of the project with its own code first on the path.

    Raises :class:`MeasurementError` with the end of its standard error when it fails.
    """
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": path, **(environment or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        said = done.stderr.strip().splitlines()[-3:]
        raise MeasurementError(f"{' '.join(command[1:4])} failed: {' / '.join(said)}")
    return done


def main(arguments: Sequence[str]) -> None:
    module = importlib.import_module(f"experiments.benchmarks.{arguments[0]}")
    print(json.dumps(getattr(module, arguments[1])(**json.loads(arguments[2]))))


if __name__ == "__main__":
    main(sys.argv[1:])
