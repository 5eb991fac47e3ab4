"""The population of the base year, drawn from the place's marginals.

At scale 1 every village and every household is there. At smaller scales there are about 24
rural households a village until every village is present, because more villages reduce noise more
than more households a village do. Starting differences are stratified: one low-discrepancy
sequence per attribute, shifted by the seed, so they are the same for any number of threads.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sim.agents.counties import CI, MOUNTAIN, WEST, C
from sim.agents.villages import VI, V
from sim.compiled import double, kernel
from sim.external import D
from sim.inputs import COUNTY_CLASSES, Place
from sim.kernels.people import (
    A_ACCESS,
    A_DISTANCE,
    A_LEADER,
    A_LOT,
    A_PRODUCTIVITY,
    A_URBAN,
    ATTRIBUTES,
    STEPS,
    people_villages,
    people_wards,
)
from sim.parameters import P
from sim.processes import allocation, population
from sim.world import LANES, PLACES, World, empty_world

ROWS_PER_VILLAGE = 24
SPARE_PLACES = 0.50
WARD_ROWS = 1024
#: Western counties are sampled more thinly than the place itself.
WEST_SAMPLING = 0.25
PEOPLE_SHARE_WORKING = 0.66

skill_of = double(population.skill_of)
road_length = double(allocation.road_length)


@dataclass(frozen=True)
class Composition:
    """Chances of household types that reproduce given mean numbers of members by age."""

    couple: float  # a middle-aged couple
    young_couple: float  # a young couple, where there is no middle-aged one
    young_at_home: float  # mean young members beside a middle-aged couple
    children: float  # mean children where there are parents
    old_alone: float  # mean members of a household of the old
    old_with: float  # chance of an old member elsewhere

    def as_array(self) -> np.ndarray:
        return np.array(
            [
                self.couple,
                self.young_couple,
                self.young_at_home,
                self.children,
                self.old_alone,
                self.old_with,
            ]
        )


def composition(size: float, child: float, young: float, middle: float, old: float) -> Composition:
    """Household types with mean ``size`` and the given age shares, which need not add up to 1.

    Three fifths of the old live by themselves, one and a half a household.
    """
    total = child + young + middle + old
    child, young, middle, old = (size * x / total for x in (child, young, middle, old))
    couple = min(middle / 2.0, 0.95)
    without = 1.0 - couple
    alone = min(without, 0.6 * old / 1.5)
    young_couple = 1.0 - alone / without
    parents = couple + without * young_couple
    return Composition(
        couple=couple,
        young_couple=young_couple,
        young_at_home=max(young - 2.0 * without * young_couple, 0.0) / couple,
        children=child / parents,
        old_alone=1.5,
        old_with=max(old - 1.5 * alone, 0.0) / parents,
    )


@kernel
def _spread_out(values, even, spread):  # type: ignore[no-untyped-def]
    """Fill ``values`` with lognormal deviates of mean one from numbers in (0, 1)."""
    for j in range(values.shape[0]):
        values[j] = skill_of(spread, even[j])


def _whole_numbers(amounts: np.ndarray, at_least: int = 0) -> np.ndarray:
    """Whole numbers near ``amounts`` whose running sums are the rounded running sums."""
    sums = np.floor(np.cumsum(amounts) + 0.5).astype(np.int64)
    return np.maximum(np.diff(sums, prepend=0), at_least)


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
    """Rows by county at a scale in (0, 1]; what a row stands for follows from the rounding-free
    weight 1/scale (times 4 in the west)."""
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
    registered = rural / (1.0 - PEOPLE_SHARE_WORKING * shares[classes, 2])
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


def _running(counts: np.ndarray) -> np.ndarray:
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
        return _running(self.places)

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


def describe(
    place: Place, layout: Layout, seed: int, parameters: np.ndarray, streams: int, rows: int,
    keeps_accounts: bool,
) -> World:  # fmt: skip
    """The world at the end of the base year, with ``rows`` places for households and nobody there.

    All about counties and villages that does not follow from their households is filled in.
    """
    w = empty_world(
        rows, len(layout.rows_of_village), len(layout.natives_of_ward), len(place.counties),
        streams, keeps_accounts,
    )  # fmt: skip
    w.first_row[:] = layout.first_row
    _describe_counties(w, place, layout.size, layout.wards)
    _describe_villages(w, place, layout.size, seed, parameters)
    w.ward_county[:] = np.repeat(np.arange(len(place.counties)), layout.wards)
    return w


def people(
    w: World,
    place: Place,
    layout: Layout,
    seed: int,
    parameters: np.ndarray,
    villages: range,
    wards: range,
    in_chunks: Callable[[Callable[[int, int, int], object], range], None],
) -> None:
    """Fill these blocks with the households of the base year, before the burn-in.

    ``in_chunks(call, blocks)`` visits blocks, on threads or not; the result is the same.
    """
    of_wards = slice(
        layout.rows_of_village.size + wards.start, layout.rows_of_village.size + wards.stop
    )
    for own in (slice(villages.start, villages.stop), of_wards):
        w.rows_in_use[own] = layout.rows_at_start[own]
    rng_shifts = _shifts(seed)
    base = place.base
    rural_chances = composition(
        base["household_size_rural"],
        *(base[f"rural_{age}_share"] for age in ("child", "young", "middle", "old")),
    ).as_array()
    town_chances = composition(
        base["household_size_town"],
        *(base[f"town_{age}_share"] for age in ("child", "young", "middle", "old")),
    ).as_array()
    assets = (
        parameters[P.assets_over_income] * base["rural_income_old"] * base["household_size_rural"]
    )
    ordinals = _running(layout.rows_of_village)
    in_chunks(
        lambda low, high, chunk: people_villages(
            w, parameters, rng_shifts, ordinals, low, high, rural_chances, layout.shares,
            base["rural_schooling"], assets,
        ),
        villages,
    )  # fmt: skip
    native_ordinals = _running(layout.natives_of_ward)
    outsider_ordinals = _running(layout.outsiders_of_ward)
    in_chunks(
        lambda low, high, chunk: people_wards(
            w, parameters, rng_shifts, native_ordinals, outsider_ordinals, low, high,
            town_chances, base["town_schooling"],
        ),
        wards,
    )  # fmt: skip


def _shifts(seed: int) -> np.ndarray:
    """Where each attribute's sequence starts: a function of the seed alone."""
    return np.random.Generator(np.random.Philox(key=seed)).random(len(ATTRIBUTES))


def _describe_counties(w: World, place: Place, size: Sizes, wards: np.ndarray) -> None:
    of = place.columns
    w.county_codes[CI.county_class] = of.county_class
    w.county_codes[CI.is_home] = of.county_class != WEST
    w.county_codes[CI.prefecture] = of.prefecture
    w.county_codes[CI.group] = of.group
    w.county_codes[CI.partner] = of.partner
    w.county_codes[CI.sea_partner] = of.sea_partner
    w.counties[C.relative_income] = of.relative_rural_income
    w.counties[C.town_level] = of.relative_urban_income
    w.county_codes[CI.wards] = wards
    w.county_codes[CI.first_ward] = _running(wards)[:-1]
    w.counties[C.outsiders_in_villages_share] = size.outsiders_in_villages
    w.counties[C.weight] = size.weight
    w.counties[C.village_weight] = size.village_weight
    home = w.county_codes[CI.is_home] == 1
    urban = of.urban_share * of.population
    rural = size.rural_rows * size.weight
    mean_rural = (w.counties[C.relative_income] * rural)[home].sum() / rural[home].sum()
    mean_town = (w.counties[C.town_level] * urban)[home].sum() / urban[home].sum()
    w.counties[C.relative_income, home] /= mean_rural
    w.counties[C.town_level, home] /= mean_town
    w.counties[C.productivity] = w.counties[C.relative_income]
    w.counties[C.hiring_odds] = 0.6
    w.counties[C.tightness] = 1.0
    w.counties[C.base_tightness] = 1.0
    w.counties[C.service_ratio] = 1.0


def _describe_villages(
    w: World, place: Place, size: Sizes, seed: int, parameters: np.ndarray
) -> None:
    count = w.villages.shape[1]
    w.village_codes[VI.county] = np.repeat(np.arange(len(place.counties)), size.villages)
    w.first_village[:] = _running(size.villages)
    shifts = _shifts(seed)
    order = np.arange(count)

    def even(attribute: int) -> np.ndarray:
        u = (shifts[attribute] + (order + 1) * STEPS[attribute]) % 1.0
        return np.clip(u, 1e-7, 1.0 - 1e-7)

    classes = w.county_codes[CI.county_class, w.village_codes[VI.county]]
    home = classes != WEST
    spread = parameters[P.village_spread]
    _spread_out(w.villages[V.productivity], even(A_PRODUCTIVITY), float(spread))
    remote = even(A_DISTANCE) + 0.5 * (classes == MOUNTAIN)
    for group in (home, ~home):
        if group.any():
            rank = np.empty(int(group.sum()))
            rank[np.argsort(remote[group], kind="stable")] = np.arange(rank.size)
            w.villages[V.distance, group] = (rank + 0.5) / rank.size
    w.nearest_first[:] = np.argsort(w.villages[V.distance], kind="stable")
    w.farthest_first[:] = np.argsort(-w.villages[V.distance], kind="stable")
    w.villages[V.kilometres] = road_length_array(
        parameters[P.road_length_near], parameters[P.road_length_far], w.villages[V.distance]
    )
    w.villages[V.roads] = w.villages[V.distance] <= place.base["graded_road_share"]
    w.villages[V.roads_at_start] = w.villages[V.roads]
    w.villages[V.leader] = even(A_LEADER)
    w.villages[V.lot] = even(A_LOT)
    w.villages[V.urban_rank] = even(A_URBAN)
    w.villages[V.access] = 1.0 - 0.7 * w.villages[V.distance] * even(A_ACCESS)
    w.villages[V.farm_return] = place.base["farm_earnings"]
    w.villages[V.income] = place.base["rural_income_old"]


def road_length_array(near: float, far: float, distance: np.ndarray) -> np.ndarray:
    """Kilometres of road by village, float64."""
    return allocation.road_length(near, far, distance)  # type: ignore[arg-type, return-value]
