"""The whole state of a run as arrays: what compiled code reads and writes.

Tables have one row per column declared in :mod:`sim.agents` and one entry per agent, so that every
column is contiguous; the columns of households, by far the longest, are arrays of their own.
Households are sorted by block; blocks are villages first, then town wards. Of a block's places a
multiple of :data:`LANES` is lived, so that a processor takes as many at a time without a remainder.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.agents.counties import CI, CLASSES, C
from sim.agents.households import ACCOUNTS, COLUMNS, Households
from sim.agents.villages import VI, V
from sim.by_address import ByAddress
from sim.declare import numbered
from sim.policy import PAYERS, I
from sim.tallies import T, W

#: Place-wide numbers of the year, one float64 each.
S = numbered(
    "State",
    (
        "price",  # consumer prices over the base year's
        "price_change",
        "price_change_before",
        "farm_price",  # farm prices over the base year's
        "urban_wage",  # nominal, over the base year's, before agglomeration
        "town_wage",  # the same with agglomeration
        "urban_population_ratio",
        "log_local_wage",  # lagged indices, log over the base year's
        "log_self_earnings",
        "farm_productivity",
        "years_since_base",
        "job_loss",
        "pillar_fall",
        "risk_away",
        "birth_chance",
        "old_death_chance",
        "mean_assets",
        "mean_household_income",
        "mean_schooling",
        "poverty_line",
        "leave_rate_outsiders",
        "leave_rate_newcomers",
        "leave_rate_natives",
        "added_schooling",
        "visits",
        "cumulated_urban_hazard",
        "mean_collective_capital",
        "transfer_level",
        "property_level",
        "town_wage_per_worker",
        "town_business_ratio",
        "town_property_per_person",
        "town_pension_per_old",
        "urban_base_income",
        "farm_earnings",
        "local_wage",
        "self_earnings",
        "away_earnings",
        "tax_rate",
        "tax_rate_west",
        "base_openness",
        "price_2004",  # consumer prices of that year over the base year's
        "price_2010",
        "price_2015",
        "revenue_share",
        "calendar_year",
        "poverty_line_2010",
        "base_transfer",
        "base_property",
        "base_town_pension",
        "urban_population_start",
    ),
)

RECIPIENTS: dict[str, str] = {
    "works": "works 工程",
    "households": "households 居民",
    "collectives": "village collectives 村集体",
    "plants": "plants 企业",
    "western_counties": "western counties 西部县",
    "services": "schools and care 公共服务",
    "administration": "administration 行政",
    "lost": "lost on the way 漏损",
}
RECIPIENT = numbered("Recipients", RECIPIENTS)

#: Logarithmic income bins for quintiles, Gini and poverty: 32 a factor of e, from e^2 yuan a head.
BINS = 512
BINS_PER_E = 32.0
FIRST_BIN = 2.0
#: Residents of rural villages; of villages that count as urban and of towns.
RURAL_BINS, URBAN_BINS = 0, 1

#: The rows of a block that are lived come in multiples of this many.
LANES = 16

#: The places of a block come in multiples of this many, so that blocks lie alike in their columns.
PLACES = 32

#: Bytes that memory hands over at a time.
CACHE_LINE = 64

#: Villages and wards are visited in this many chunks when there are several threads.
CHUNKS = 16


@dataclass(frozen=True, eq=False)
class World(ByAddress):
    """All arrays of a run; V, C … stand for how many columns a table has."""

    households: Any  # Households: a float32 or uint8 array [rows] for each column, accounts [0]
    villages: np.ndarray  # float64 [V, villages]
    village_codes: np.ndarray  # int64 [VI, villages]
    nearest_first: np.ndarray  # int64 [villages]: their numbers by distance, which never changes
    farthest_first: np.ndarray  # int64 [villages]
    first_village: np.ndarray  # int64 [counties + 1]; a county's villages lie together
    counties: np.ndarray  # float64 [C, counties]
    county_codes: np.ndarray  # int64 [CI, counties]
    state: np.ndarray  # float64 [S]
    constants: np.ndarray  # float64 [3 activities, 3 classes]: local, self-employed, away
    first_row: np.ndarray  # int64 [B + 1]
    rows_in_use: np.ndarray  # int64 [B], a multiple of LANES; the places after them are free
    ward_county: np.ndarray  # int64 [B − V]
    instruments: np.ndarray  # float64 [I, counties]
    tallies: np.ndarray  # float64 [villages, T]
    ward_tallies: np.ndarray  # float64 [wards, W]
    rural: np.ndarray  # float64 [T, counties], all villages
    kept: np.ndarray  # float64 [T, counties], villages not reclassified
    towns: np.ndarray  # float64 [W, counties]
    bins: np.ndarray  # int64 [CHUNKS, 2, BINS], persons
    class_bins: np.ndarray  # int64 [CHUNKS, classes, BINS], persons of rural villages
    village_money: np.ndarray  # float64 [streams, villages], yuan of one real village
    stream_money: np.ndarray  # float64 [streams, counties], yuan
    paid: np.ndarray  # float64 [streams, PAYERS], yuan
    received: np.ndarray  # float64 [streams, RECIPIENTS], yuan
    county_paid: np.ndarray  # float64 [counties, PAYERS], yuan


def _columns_of_zeros(rows: int, keeps_accounts: bool) -> Households:
    """The columns side by side in one stretch of memory, each from a cache line on.

    A block lies in every column. The system maps a long stretch in large pages; with a page or two
    for each column and block, looking pages up took as long as living the year.
    """
    sizes = [
        rows * np.dtype(column.kind).itemsize if keeps_accounts or name not in ACCOUNTS else 0
        for name, column in COLUMNS.items()
    ]
    starts = np.cumsum([0, *(-(-size // CACHE_LINE) * CACHE_LINE for size in sizes)])
    memory = np.zeros(int(starts[-1]) + CACHE_LINE, np.uint8)
    lead = -memory.ctypes.data % CACHE_LINE
    return Households(
        *(
            memory[lead + start : lead + start + size].view(column.kind)
            for column, start, size in zip(COLUMNS.values(), starts, sizes, strict=False)
        )
    )


def empty_world(
    rows: int, villages: int, wards: int, counties: int, streams: int, keeps_accounts: bool
) -> World:
    """A world of zeros with the given sizes; columns of accounts are empty unless they are kept."""
    return World(
        households=_columns_of_zeros(rows, keeps_accounts),
        villages=np.zeros((V.len_, villages)),
        village_codes=np.zeros((VI.len_, villages), np.int64),
        nearest_first=np.zeros(villages, np.int64),
        farthest_first=np.zeros(villages, np.int64),
        first_village=np.zeros(counties + 1, np.int64),
        counties=np.zeros((C.len_, counties)),
        county_codes=np.zeros((CI.len_, counties), np.int64),
        state=np.zeros(S.len_),
        constants=np.zeros((3, 3)),
        first_row=np.zeros(villages + wards + 1, np.int64),
        rows_in_use=np.zeros(villages + wards, np.int64),
        ward_county=np.zeros(wards, np.int64),
        instruments=np.zeros((I.len_, counties)),
        tallies=np.zeros((villages, T.len_)),
        ward_tallies=np.zeros((wards, W.len_)),
        rural=np.zeros((T.len_, counties)),
        kept=np.zeros((T.len_, counties)),
        towns=np.zeros((W.len_, counties)),
        bins=np.zeros((CHUNKS, 2, BINS), np.int64),
        class_bins=np.zeros((CHUNKS, len(CLASSES), BINS), np.int64),
        village_money=np.zeros((streams, villages)),
        stream_money=np.zeros((streams, counties)),
        paid=np.zeros((streams, len(PAYERS))),
        received=np.zeros((streams, len(RECIPIENTS))),
        county_paid=np.zeros((counties, len(PAYERS))),
    )
