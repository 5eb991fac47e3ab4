"""Sums over the households of a block, in the order and precision that the model defines."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

LANES = 16
#: How far what a rate times a sum gives may be from what the households have one by one.
RELATIVE = 1e-5
CENT = 0.01


class Sums:
    """What each household of a block of ``rows`` places has, in single precision, by name."""

    def __init__(self, rows: int) -> None:
        self.columns: dict[str, np.ndarray] = defaultdict(lambda: np.zeros(rows, np.float32))

    def note(self, row: int, **amounts: np.float32) -> None:
        for name, amount in amounts.items():
            self.columns[name][row] = amount

    def total(self, name: str) -> float:
        """All places together: every sixteenth in a lane of its own, then halves upon halves."""
        lanes = np.zeros(LANES, np.float32)
        for places in self.columns[name].reshape(-1, LANES):
            lanes = lanes + places
        while lanes.size > 1:
            lanes = lanes[: lanes.size // 2] + lanes[lanes.size // 2 :]
        return float(lanes[0])

    def check(self, name: str, amount: float) -> float:
        """``amount``, reckoned for all households at once, if it is what they have one by one."""
        one_by_one = float(self.columns[name].sum(dtype=np.float64))
        if abs(amount - one_by_one) > max(RELATIVE * abs(one_by_one), CENT):
            raise AssertionError(f"{name}: {amount} at once, {one_by_one} one by one")
        return amount
