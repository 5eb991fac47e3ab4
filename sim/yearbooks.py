"""What is kept of every year lived: all that is ever published or booked of it, and no more.

The figures themselves are reckoned once, when a run is over, for all years at a time: see
:mod:`sim.statistics_office` and :mod:`sim.ledger`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.agents.counties import C
from sim.agents.villages import VI, V
from sim.by_address import ByAddress
from sim.policy import PAYERS
from sim.tallies import T, W
from sim.world import BINS, RECIPIENTS, S, World

#: Villages are counted whose code is at least 1, and at least 2: see ``YearBooks.village_counts``.
LEVELS = 2


@dataclass(frozen=True, eq=False)
class YearBooks(ByAddress):
    """Tables of a world by year; money in yuan of the year, weights as in the world's tables."""

    rural: np.ndarray  # float64 [years, T, counties], all villages
    kept: np.ndarray  # float64 [years, T, counties], villages not reclassified
    towns: np.ndarray  # float64 [years, W, counties]
    counties: np.ndarray  # float64 [years, C, counties]
    state: np.ndarray  # float64 [years, S]
    bins: np.ndarray  # int64 [years, 2, BINS], persons
    village_sums: np.ndarray  # float64 [years, V, counties], of real villages
    village_counts: np.ndarray  # float64 [years, LEVELS, VI, counties], real villages
    village_incomes: np.ndarray  # float64 [years, villages], yuan per head
    paid: np.ndarray  # float64 [years, streams, PAYERS]
    received: np.ndarray  # float64 [years, streams, RECIPIENTS]
    imbalances: np.ndarray  # float64 [years, 2]: people, jobs; the largest, relative

    def until(self, years: int) -> YearBooks:
        """The books of the first so many years, the same arrays."""
        return YearBooks(*(array[:years] for array in self.arrays()))


def empty_yearbooks(w: World, years: int) -> YearBooks:
    """Books for so many years of a world. What is in them before it is entered means nothing."""
    villages = w.villages.shape[1]
    counties = w.counties.shape[1]
    streams = w.paid.shape[0]
    return YearBooks(
        rural=np.empty((years, T.len_, counties)),
        kept=np.empty((years, T.len_, counties)),
        towns=np.empty((years, W.len_, counties)),
        counties=np.empty((years, C.len_, counties)),
        state=np.empty((years, S.len_)),
        bins=np.empty((years, 2, BINS), np.int64),
        village_sums=np.empty((years, V.len_, counties)),
        village_counts=np.empty((years, LEVELS, VI.len_, counties)),
        village_incomes=np.empty((years, villages)),
        paid=np.empty((years, streams, len(PAYERS))),
        received=np.empty((years, streams, len(RECIPIENTS))),
        imbalances=np.empty((years, 2)),
    )
