"""The population of the base year, drawn from the place's marginals into the places of a layout.

How many households there are, and where, is :mod:`sim.layout`'s. Starting differences are
stratified: one low-discrepancy sequence per attribute, shifted by the seed, so they are the same
for any number of threads.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from sim.agents.counties import CI, MOUNTAIN, WEST, C
from sim.agents.villages import VI, V
from sim.compiled import double, kernel
from sim.inputs import Place
from sim.kernels.people import STEPS, A, people_villages, people_wards
from sim.layout import Layout, Sizes, edges_of
from sim.parameters import P
from sim.processes import allocation, population
from sim.world import World, empty_world

skill_of = double(population.skill_of)


class Composition(NamedTuple):
    """Chances of household types that reproduce given mean numbers of members by age."""

    couple: float  # a middle-aged couple
    young_couple: float  # a young couple, where there is no middle-aged one
    young_at_home: float  # mean young members beside a middle-aged couple
    children: float  # mean children where there are parents
    old_alone: float  # mean members of a household of the old
    old_with: float  # chance of an old member elsewhere


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
    shifts = _shifts(seed)
    base = place.base
    rural_chances, town_chances = (
        np.array(
            composition(
                base[f"household_size_{where}"],
                *(base[f"{where}_{age}_share"] for age in ("child", "young", "middle", "old")),
            )
        )
        for where in ("rural", "town")
    )
    assets = (
        parameters[P.assets_over_income] * base["rural_income_old"] * base["household_size_rural"]
    )
    ordinals = edges_of(layout.rows_of_village)
    in_chunks(
        lambda low, high, chunk: people_villages(
            w, parameters, shifts, ordinals, low, high, rural_chances, layout.shares,
            base["rural_schooling"], assets,
        ),
        villages,
    )  # fmt: skip
    native_ordinals = edges_of(layout.natives_of_ward)
    outsider_ordinals = edges_of(layout.outsiders_of_ward)
    in_chunks(
        lambda low, high, chunk: people_wards(
            w, parameters, shifts, native_ordinals, outsider_ordinals, low, high,
            town_chances, base["town_schooling"],
        ),
        wards,
    )  # fmt: skip


def _shifts(seed: int) -> np.ndarray:
    """Where each attribute's sequence starts: a function of the seed alone."""
    return np.random.Generator(np.random.Philox(key=seed)).random(A.len_)


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
    w.county_codes[CI.first_ward] = edges_of(wards)[:-1]
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
    w.first_village[:] = edges_of(size.villages)
    shifts = _shifts(seed)
    order = np.arange(count)

    def even(attribute: int) -> np.ndarray:
        u = (shifts[attribute] + (order + 1) * STEPS[attribute]) % 1.0
        return np.clip(u, 1e-7, 1.0 - 1e-7)

    classes = w.county_codes[CI.county_class, w.village_codes[VI.county]]
    home = classes != WEST
    spread = parameters[P.village_spread]
    _spread_out(w.villages[V.productivity], even(A.village_productivity), float(spread))
    remote = even(A.village_distance) + 0.5 * (classes == MOUNTAIN)
    for group in (home, ~home):
        if group.any():
            rank = np.empty(int(group.sum()))
            rank[np.argsort(remote[group], kind="stable")] = np.arange(rank.size)
            w.villages[V.distance, group] = (rank + 0.5) / rank.size
    w.nearest_first[:] = np.argsort(w.villages[V.distance], kind="stable")
    w.farthest_first[:] = np.argsort(-w.villages[V.distance], kind="stable")
    w.villages[V.kilometres] = allocation.road_length(
        parameters[P.road_length_near], parameters[P.road_length_far], w.villages[V.distance]
    )  # type: ignore[arg-type]  # plain arithmetic, of all villages at once
    w.villages[V.roads] = w.villages[V.distance] <= place.base["graded_road_share"]
    w.villages[V.roads_at_start] = w.villages[V.roads]
    w.villages[V.leader] = even(A.village_leader)
    w.villages[V.lot] = even(A.village_lot)
    w.villages[V.urban_rank] = even(A.village_urban)
    w.villages[V.access] = 1.0 - 0.7 * w.villages[V.distance] * even(A.village_access)
    w.villages[V.farm_return] = place.base["farm_earnings"]
    w.villages[V.income] = place.base["rural_income_old"]
