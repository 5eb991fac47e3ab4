"""The model's own equations, called one agent at a time.

Households reckon in single precision, villages and counties in double, as in the compiled loop.
Numba hands back Python floats, so results are put back into the precision they were reckoned in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import SimpleNamespace

import numpy as np

from sim.compiled import double, single
from sim.random import decision_key, uniforms

Equation = Callable[..., float]

ZERO = np.float32(0.0)
HALF = np.float32(0.5)
ONE = np.float32(1.0)


def for_households(equation: Equation) -> Callable[..., np.float32]:
    """The equation in single precision; refuses a number that is not single already."""
    compiled = single(equation)

    def reckon(*numbers: np.float32) -> np.float32:
        wide = [number for number in numbers if type(number) is not np.float32]
        if wide:
            raise TypeError(f"{equation.__name__}: {wide} are not in single precision")
        return np.float32(compiled(*numbers))

    return reckon


def for_places(equation: Equation) -> Callable[..., float]:
    """The equation in double precision, for villages and counties."""
    compiled = double(equation)

    def reckon(*numbers: float) -> float:
        return float(compiled(*(float(number) for number in numbers)))

    return reckon


def draw(seed: int, decision: str, year: int, block: int, row: int) -> tuple[np.float32, ...]:
    """Four numbers for one decision of whoever lives at ``row`` of ``block`` in ``year``."""
    words = uniforms(seed, decision_key(decision), year, block, row)
    return tuple(np.float32(word) for word in words)


def tally(names: Iterable[str]) -> SimpleNamespace:
    """A sum for each name, 0 to begin with."""
    return SimpleNamespace(**dict.fromkeys(names, 0.0))
