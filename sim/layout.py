"""Which places there are in which block: how many households a county, a village and a ward get.

At scale 1 every village and every household is there. At smaller scales there are about 24
rural households a village until every village is present, because more villages reduce noise more
than more households a village do. All follows from the place, the scale and the parameters;
:mod:`sim.population` says who lives there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.agents.counties import WEST
from sim.external import D
from sim.inputs import COUNTY_CLASSES, Place
from sim.parameters import P
from sim.world import LANES, PLACES

#: Rural households of a village, while there are fewer villages than real ones.
ROWS_PER_VILLAGE = 24
#: Free places of a village over its households in the base year, for those who will part.
SPARE_PLACES = 0.50
#: Places of a town ward, at most.
WARD_ROWS = 1024
#: Western counties are sampled more thinly than the place itself.
WEST_SAMPLING = 0.25
#: Workers over rural people, to tell from the share of workers away how many people are: those of
#: 16 to 59 by the default age shares.
WORKERS_A_PERSON = 0.66


@dataclass(frozen=True)
class Sizes:
    """How many rows of each kind a county has, and what a row stands for. Arrays over counties."""

    weight: np.ndarray
    villages: np.ndarray
    village_weight: np.ndarray
    rural_rows: np.ndarray
    native_rows: np.ndarray
    outsider_rows: np.ndarray
    town_places: np.ndarray
    outsiders_in_villages: np.ndarray  # the share of outsiders who live in villages


def _whole_numbers(amounts: np.ndarray, at_least: int = 0) -> np.ndarray:
    """Whole numbers near ``amounts`` whose running sums are the rounded running sums."""
    sums = np.floor(np.cumsum(amounts) + 0.5).astype(np.int64)
    return np.maximum(np.diff(sums, prepend=0), at_least)


def class_shares(place: Place, parameters: np.ndarray) -> np.ndarray:
    """Starting shares of workers [plain, mountain, west] × [local, self-employed, away].

    The home classes' away shares are scaled so that their mean is ``away_share_base``.
    """
    shares = np.array(
        [
            [place.base[f"{kind}_share_{name}"] for kind in ("wage", "self_employed", "away")]
            for name in COUNTY_CLASSES
        ]
    )
    of = place.columns
    people_in = of.population * (1.0 - of.urban_share)
    rural = np.bincount(of.county_class, people_in, minlength=len(COUNTY_CLASSES))
    home = rural[:2] / max(rural[:2].sum(), 1.0)
    mean = float((home * shares[:2, 2]).sum())
    shares[:2, 2] *= parameters[P.away_share_base] / max(mean, 1e-9)
    return shares


def sizes(
    place: Place, scale: float, external: np.ndarray, shares: np.ndarray, arrival_size: float
) -> Sizes:
    """Rows by county at a scale in (0, 1].

    A row stands for 1/scale households, in the west for four times as many; weights are not
    rounded.
    """
    classes = place.columns.county_class
    home = classes != WEST
    population_ = place.columns.population.copy()
    urban = place.columns.urban_share
    level = place.columns.relative_urban_income
    # the place's own total is the published one
    population_[home] *= place.base["residents"] / population_[home].sum()
    weight = np.where(home, 1.0 / scale, 1.0 / (scale * WEST_SAMPLING))
    pull = np.where(home, population_ * urban * level**2, 0.0)
    pull /= max(pull.sum(), 1e-9)
    # the more of a county is rural, the more of its outsiders live in villages: with one share for
    # all, they would be more than all the villagers of a county that is nearly a town
    ruralness = (1.0 - urban) / max(float((pull * (1.0 - urban)).sum()), 1e-9)
    in_villages = np.minimum(place.base["outsiders_in_villages_share"] * ruralness, 1.0)
    outsiders = float(external[D.outsiders, 0]) * pull
    rural = np.maximum(population_ * (1.0 - urban) - in_villages * outsiders, 1.0)
    registered = rural / (1.0 - WORKERS_A_PERSON * shares[classes, 2])
    away = (registered - rural).sum(where=home) * pull
    natives = np.maximum(population_ * urban - (1.0 - in_villages) * outsiders - away, 1.0)
    rural_rows = _whole_numbers(registered / place.base["household_size_rural"] / weight, 4)
    native_rows = _whole_numbers(natives / place.base["household_size_town"] / weight, 2)
    outsider_rows = _whole_numbers(outsiders / arrival_size / weight)
    real_households = registered.sum(where=home) / place.base["household_size_rural"]
    per_real_village = real_households / place.base["villages"]
    per_village = max(float(ROWS_PER_VILLAGE), per_real_village * scale)
    villages = np.maximum(np.rint(rural_rows / per_village).astype(np.int64), 2)
    villages = np.minimum(villages, rural_rows // 2)
    village_weight = rural_rows * weight / per_real_village / villages
    totals = external[D.resident_population]
    arrivals = max(float(external[D.outsiders].max() - external[D.outsiders, 0]), 0.0)
    others = max(float(totals.max() - totals[0]) - arrivals, 0.0)
    # room for all who may ever be there at once: arrivals of all years, and a settler's household
    # for nearly every other villager's; who finds no room joins a household (arrivals_sharing)
    town_places = (
        1.05 * native_rows
        + outsider_rows
        + pull * (1.2 * arrivals + 1.4 * others) / arrival_size / weight
        + 0.45 * rural_rows
        + 4
    ).astype(np.int64)
    return Sizes(
        weight=weight,
        villages=villages,
        village_weight=village_weight,
        rural_rows=rural_rows,
        native_rows=native_rows,
        outsider_rows=outsider_rows,
        town_places=town_places,
        outsiders_in_villages=in_villages,
    )


def _split(rows: np.ndarray, parts: np.ndarray, at_least: int = 0) -> np.ndarray:
    """Each county's ``rows`` split evenly into its ``parts``: running sums are rounded."""
    of = np.repeat(np.arange(parts.size), parts)
    turn = np.arange(of.size) - (np.cumsum(parts) - parts)[of]
    rows, parts = rows[of], parts[of]
    upto, before = ((2 * k * rows + parts) // (2 * parts) for k in (turn + 1, turn))
    return np.asarray(np.maximum(upto - before, at_least))


def _in_multiples(places: np.ndarray, of: int) -> np.ndarray:
    """The same numbers of places rounded up."""
    return -(-places // of) * of


def edges_of(counts: np.ndarray) -> np.ndarray:
    """Where each stretch of so many begins, and where the last one ends; one entry more."""
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


@dataclass(frozen=True)
class Layout:
    """Which places there are in which block: villages first, then wards. Arrays of whole numbers.

    It follows from the place, the scale and the parameters, without a single household.
    """

    size: Sizes
    shares: np.ndarray  # [classes, 3], see class_shares
    wards: np.ndarray  # of each county
    rows_of_village: np.ndarray  # households in the base year
    natives_of_ward: np.ndarray
    outsiders_of_ward: np.ndarray
    places: np.ndarray  # of each block, a multiple of PLACES

    @property
    def first_row(self) -> np.ndarray:
        """Where each block's places begin, and where the last one's end."""
        return edges_of(self.places)

    @property
    def rows_at_start(self) -> np.ndarray:
        """Places of each block that are lived in the base year, a multiple of LANES."""
        in_towns = np.maximum(self.natives_of_ward + self.outsiders_of_ward, 1)
        return _in_multiples(np.concatenate([self.rows_of_village, in_towns]), LANES)


def lay_out(place: Place, scale: float, external: np.ndarray, parameters: np.ndarray) -> Layout:
    """The layout of a place at a scale.

    Raises ``ValueError`` when ``scale`` is not in (0, 1] or leaves a county empty.
    """
    if not 0.0 < scale <= 1.0:
        raise ValueError(f"scale must be above 0 and at most 1, not {scale}")
    shares = class_shares(place, parameters)
    size = sizes(place, scale, external, shares, float(np.floor(parameters[P.arrival_size])))
    rows_of_village = _split(size.rural_rows, size.villages, at_least=2)
    wards = np.maximum(-(-size.town_places // WARD_ROWS), 1)
    natives, outsiders = (_split(rows, wards) for rows in (size.native_rows, size.outsider_rows))
    places_of_ward = np.maximum(_split(size.town_places, wards, at_least=1), natives + outsiders)
    places_of_village = np.ceil((1.0 + SPARE_PLACES) * rows_of_village).astype(np.int64)
    places = _in_multiples(np.concatenate([places_of_village, places_of_ward]), PLACES)
    return Layout(size, shares, wards, rows_of_village, natives, outsiders, places)
