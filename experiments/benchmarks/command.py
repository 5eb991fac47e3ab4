"""The installed command as a user meets it: once everything is compiled, and the first time."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from experiments.benchmarks.apart import Figures, run

LINE = "compiling"


def answered(options: list[str]) -> Figures:
    """Seconds from ``shanhai run`` to its end, files written; kernels come from the cache."""
    return _answered(options, {})


def answered_first(options: list[str]) -> Figures:
    """The same with an empty cache folder: every kernel is compiled, and a line says so."""
    with tempfile.TemporaryDirectory() as folder:
        return _answered(options, {"SHANHAI_CACHE": folder})


def _answered(options: list[str], environment: dict[str, str]) -> Figures:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        command = [sys.executable, "-m", "experiments.cli", "run", "--out", str(out), *options]
        began = time.perf_counter()
        done = run(command, environment)
        seconds = time.perf_counter() - began
    return {"seconds": seconds, "says_that_it_compiles": float(LINE in done.stderr)}
