"""The few mathematical functions equations are written with.

Equations are plain Python on these names. :mod:`sim.compiled` turns them into machine code, in
double precision for counties and villages and in single precision, without the platform's libm,
for the household loop; so the same bits come out on every machine.
"""

from __future__ import annotations

import math


def exp(x: float) -> float:
    """e to the power x."""
    return math.exp(x)


def log(x: float) -> float:
    """Natural logarithm of x > 0."""
    return math.log(x)


def clip(x: float, low: float, high: float) -> float:
    """x held between low and high."""
    return min(max(x, low), high)


def whole(x: float) -> float:
    """The largest whole number that is not above x, as a float."""
    return float(math.floor(x))
