"""The money of a year, as compiled code reads it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.by_address import ByAddress


@dataclass(frozen=True, eq=False)
class Streams(ByAddress):
    """The money of a year, stream by stream: a lever's setting that pays for an instrument."""

    instrument: np.ndarray  # int64 [streams]
    rule: np.ndarray  # int64 [streams], position in TARGETING
    payers: np.ndarray  # float64 [streams, PAYERS], rows add up to 1
    region: np.ndarray  # float64 [streams, counties], 1 where the lever acts
    amount: np.ndarray  # float64 [streams], yuan a year, or per head for entitlements
    budgeted: np.ndarray  # float64 [streams], the documented amount
    budget_payers: np.ndarray  # float64 [streams, PAYERS], who pays by the documents
