"""How time and memory grow with the number of households."""

from __future__ import annotations

import math
from collections.abc import Sequence


def exponent(sizes: Sequence[float], values: Sequence[float]) -> float:
    """The slope of log value on log size by least squares: 1 where twice the size takes twice."""
    x = [math.log(size) for size in sizes]
    y = [math.log(value) for value in values]
    mean_x = sum(x) / len(x)
    mean_y = sum(y) / len(y)
    across = sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True))
    return across / sum((a - mean_x) ** 2 for a in x)
