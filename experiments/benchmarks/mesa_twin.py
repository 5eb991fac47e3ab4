"""The object-per-agent Mesa twin of the tests, held against the compiled loop.

The twin belongs to the tests and knows how to time itself, so that nothing here imports it. Where
there is no folder of tests (an installed wheel) it is not measured.
"""

from __future__ import annotations

import sys

from experiments.benchmarks.apart import ROOT, Figures, figures_printed_by

SCRIPT = ROOT / "tests" / "twin" / "timing.py"


def side_by_side(households: int, threads: int, years: int) -> Figures:
    """Both live the same years from the same world: neither builds one nor burns it in."""
    command = [sys.executable, "-m", "tests.twin.timing"]
    return figures_printed_by([*command, str(households), str(threads), str(years)])


def is_here() -> bool:
    return SCRIPT.exists()
