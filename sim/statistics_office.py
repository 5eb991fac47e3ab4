"""Step 13. The statistics office: from the books of the years to sums it may publish.

Two figures come from one state. The *old* rural survey counts members with economic ties who are
away as heads, and of their pay only what they send home, as wage income; it keeps households of
villages that were reclassified. The *new* one counts usual residents of rural places; remittances
are transfers, and imputed rent of owned homes is income. The *old* urban survey covers households
with a town register; the *new* one all usual residents of towns.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, replace
from functools import cache, cached_property, wraps
from typing import Any, TypeVar

import numpy as np

from sim.agents.counties import CI, C
from sim.agents.villages import VI
from sim.parameters import P
from sim.tallies import T, W
from sim.world import World
from sim.yearbooks import YearBooks, empty_yearbooks

#: One number; or an array by year, by region, or by both.
Amount = Any
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Sources:
    """Income by source, yuan a year: wage, net business, property, transfer; and the heads."""

    wage: Amount
    business: Amount
    property: Amount
    transfer: Amount
    persons: Amount

    @cached_property
    def total(self) -> Amount:
        return self.wage + self.business + self.property + self.transfer

    @cached_property
    def per_head(self) -> Amount:
        """Yuan per head and year; ``nan`` where there is nobody."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.float64(1.0) * self.total / self.persons


@cache
def _adders() -> tuple[Callable[..., None], Callable[..., None]]:
    """The kernels that add up; imported when first needed, since listings compile nothing."""
    from sim.kernels.yearbooks import add_up, add_up_regions

    return add_up, add_up_regions


def _reckoned_once(figure: Callable[[Years], Answer]) -> Callable[[Years], Answer]:
    """A figure that several indicators are made of, reckoned at the first time of asking."""

    @wraps(figure)
    def reckoned(years: Years) -> Answer:
        return years.once(figure)

    return reckoned


class Years:
    """The years of a run as the statistics office sees them, or a single year of it.

    Every figure is a number for a single year and an array by year for several. ``region`` is a
    boolean mask over counties, the whole place (without the west) by default. Years made by
    :meth:`by` have every figure for several regions at once, along a last axis. What has been
    added up is not added up again: after a change of the world, make others.
    """

    def __init__(
        self,
        books: YearBooks,
        w: World,
        p: np.ndarray,
        region: np.ndarray | None = None,
        is_single: bool = False,
    ) -> None:
        home = w.county_codes[CI.is_home] == 1
        self.books = books
        self.w = w
        self.p = p
        self.region = home if region is None else region
        self.is_single = is_single
        self._number = np.where(self.region, 0, -1)
        self._regions: int | None = None
        self._kept: dict[Any, Any] = {}

    def of(self, region: np.ndarray) -> Years:
        """The same years in a part of the place, a boolean mask over counties."""
        return Years(self.books, self.w, self.p, region, self.is_single)

    def by(self, codes: np.ndarray) -> Years:
        """The same years by region: counties of one code are one, in the order of the codes.

        Counties outside the years' own region are in none.
        """
        parted = Years(self.books, self.w, self.p, self.region, self.is_single)
        inside = np.unique(codes[self.region])
        parted._number = np.where(self.region, np.searchsorted(inside, codes), -1)
        parted._regions = inside.size
        return parted

    def afresh(self) -> Years:
        """The same years with nothing added up yet, for tables that have changed since."""
        others = copy(self)
        others._kept = {}
        return others

    def once(self, what: Callable[[Years], Answer]) -> Answer:
        """``what(self)``, reckoned at the first time of asking."""
        if what not in self._kept:
            self._kept[what] = what(self)
        return self._kept[what]  # type: ignore[no-any-return]

    def _added_up(self, values: np.ndarray, rows: range, weight: np.ndarray) -> np.ndarray:
        """Rows of ``values`` [years, rows, counties] added up; [rows, years] or with regions."""
        add_up, add_up_regions = _adders()
        years = values.shape[0]
        if self._regions is None:
            sums = np.empty((len(rows), years))
            add_up(values, rows.start, weight, self.region, sums)
        else:
            sums = np.empty((len(rows), years, self._regions))
            add_up_regions(values, rows.start, weight, self._number, sums)
        return sums[:, 0] if self.is_single else sums

    def _sum_of(self, table: str, row: int, weight: np.ndarray) -> Amount:
        """The sum of a row of one of the books' tables, which is added up at the first asking.

        Of a single year all rows are added up then: asking row by row would take longer.
        """
        key = (table, 0 if self.is_single else row, weight is self._one)
        if key not in self._kept:
            values = getattr(self.books, table)
            rows = range(values.shape[1]) if self.is_single else range(row, row + 1)
            self._kept[key] = self._added_up(values, rows, weight)
        return self._kept[key][row if self.is_single else 0]

    def _by_year(self, values: np.ndarray) -> Amount:
        """Something that is no sum over counties: its only year where there is only one."""
        if self.is_single:
            return values[0]
        return values[:, None] if self._regions is not None else values

    @cached_property
    def _weight(self) -> np.ndarray:
        return np.ascontiguousarray(self.w.counties[C.weight])

    @cached_property
    def _one(self) -> np.ndarray:
        return np.ones(self.region.size)

    def state(self, row: int) -> Amount:
        """A number of the place as a whole."""
        return self._by_year(self.books.state[:, row])

    def parameter(self, row: int) -> float:
        return float(self.p[row])

    def rural(self, row: int) -> Amount:
        """A village tally over all villages of the region, in real units."""
        return self._sum_of("rural", row, self._weight)

    def kept(self, row: int) -> Amount:
        """A village tally over the villages that are still rural."""
        return self._sum_of("kept", row, self._weight)

    def town(self, row: int) -> Amount:
        """A ward tally over the region's towns."""
        return self._sum_of("towns", row, self._weight)

    def county(self, row: int) -> Amount:
        """A money column of the counties, added up over the region."""
        return self._sum_of("counties", row, self._one)

    def county_rows(self, row: int) -> Amount:
        """A county column counted in rows, in real units."""
        return self._sum_of("counties", row, self._weight)

    def county_mean(self, row: int, by: int) -> Amount:
        """Mean of a county column, each county by another column that is counted in rows."""
        counties = self.books.counties
        product = (counties[:, row] * counties[:, by])[:, None]
        sums = self._added_up(product, range(1), self._weight)[0]
        return sums / np.maximum(self.county_rows(by), 1e-9)

    def village_mean(self, row: int) -> Amount:
        """Mean of a village column over the region's villages, each by its weight."""
        return self.village_sum(row) / np.maximum(self.villages(), 1e-12)

    def village_sum(self, row: int) -> Amount:
        return self._sum_of("village_sums", row, self._one)

    def village_count(self, row: int, at_least: int = 1) -> Amount:
        """Real villages of the region whose code in ``row`` is 1, or 2, at least."""
        counts = self.books.village_counts
        years, levels, rows, counties = counts.shape
        by_level = counts.reshape(years, levels * rows, counties)
        place = (at_least - 1) * rows + row
        return self._added_up(by_level, range(place, place + 1), self._one)[0]

    @_reckoned_once
    def villages(self) -> Amount:
        """Real villages of the region; the same every year."""
        here = self._number[self.w.village_codes[VI.county]]
        weight = self.w.counties[C.village_weight, self.w.village_codes[VI.county]]
        found = np.bincount(here[here >= 0], weight[here >= 0], minlength=self._regions or 1)
        return found if self._regions is not None else found[0]

    def village_incomes(self) -> np.ndarray:
        """Income per head of every village of the region, the villages along the last axis."""
        inside = self.region[self.w.village_codes[VI.county]]
        incomes = np.ascontiguousarray(self.books.village_incomes[:, inside])
        return np.asarray(self._by_year(incomes))

    @_reckoned_once
    def rural_old(self) -> Sources:
        """(14) The old rural survey: net income of rural-register households."""
        tied = self.parameter(P.ties_share)
        return Sources(
            wage=self.rural(T.wage) + self.rural(T.remittances),
            business=self.rural(T.farm_income) + self.rural(T.business) - self.rural(T.tax),
            property=self.rural(T.property),
            transfer=self.rural(T.transfer) - self.rural(T.levy),
            persons=self.rural(T.persons) + tied * self.rural(T.away),
        )

    @_reckoned_once
    def rural_new(self) -> Sources:
        """(14) The integrated survey's rural part: disposable income of usual residents."""
        wage = self.kept(T.wage)
        business = self.kept(T.farm_income) + self.kept(T.business) - self.kept(T.tax)
        transfer = self.kept(T.transfer) + self.kept(T.remittances) - self.kept(T.levy)
        property_ = self.kept(T.property)
        rent = self.parameter(P.imputed_rent_rural) * (wage + business + property_ + transfer)
        return Sources(wage, business, property_ + rent, transfer, self.kept(T.persons))

    @_reckoned_once
    def urban_old(self) -> Sources:
        """(14) The old urban survey: households with a town register."""
        return Sources(
            wage=self.town(W.native_wage) + self.town(W.settled_registered_income),
            business=self.town(W.native_business),
            property=self.town(W.native_property),
            transfer=self.town(W.native_transfer),
            persons=self.town(W.natives) + self.town(W.settled_registered),
        )

    @_reckoned_once
    def urban_new(self) -> Sources:
        """(14) All usual residents of towns: arrivals, those away, reclassified villages too."""
        kept_away = self.rural(T.away_pay) - self.rural(T.remittances)
        gone = {
            name: self.rural(row) - self.kept(row)
            for name, row in {
                "wage": T.wage,
                "farm": T.farm_income,
                "business": T.business,
                "property": T.property,
                "transfer": T.transfer,
                "remittances": T.remittances,
                "tax": T.tax,
                "levy": T.levy,
                "persons": T.persons,
            }.items()
        }
        outsiders = self.town(W.outsiders)
        in_villages = self.town(W.outsiders_in_villages)
        in_town = 1.0 - in_villages / np.maximum(outsiders, 1e-9)
        return Sources(
            wage=self.town(W.native_wage)
            + self.town(W.settled_income)
            + self.town(W.outsider_income) * in_town
            + self.town(W.newcomer_income)
            + kept_away
            + gone["wage"],
            business=self.town(W.native_business) + gone["farm"] + gone["business"] - gone["tax"],
            property=self.town(W.native_property) + self.town(W.imputed_rent) + gone["property"],
            transfer=self.town(W.native_transfer)
            + gone["transfer"]
            + gone["remittances"]
            - gone["levy"],
            persons=self.town(W.natives)
            + self.town(W.settled)
            + outsiders
            - in_villages
            + self.town(W.newcomers)
            + self.rural(T.away)
            + gone["persons"],
        )

    @_reckoned_once
    def residents(self) -> Amount:
        """All usual residents of the region."""
        return (
            self.rural(T.persons)
            + self.rural(T.away)
            + self.town(W.natives)
            + self.town(W.settled)
            + self.town(W.outsiders)
            + self.town(W.newcomers)
        )

    def rural_residents(self) -> Amount:
        """Residents of rural places: those of villages not reclassified, outsiders there too."""
        return self.kept(T.persons) + self.town(W.outsiders_in_villages)

    def offset(self, is_rural: bool) -> float:
        """The one constant factor of a new series."""
        row = P.offset_rural if is_rural else P.offset_urban
        return float(np.exp(self.parameter(row)))

    def bins(self, *groups: int) -> np.ndarray:
        """Persons of some groups by bin of log income, int64; see :mod:`sim.world`."""
        return np.asarray(self._by_year(self.books.bins[:, list(groups)].sum(axis=1)))


def single_year(w: World, p: np.ndarray) -> Years:
    """A world as it stands, as the statistics office would publish it."""
    from sim.kernels.yearbooks import count_everybody, enter_the_year

    books = empty_yearbooks(w, 1)
    people = np.empty(w.counties.shape[1])
    count_everybody(w, people)
    enter_the_year(w, books, 0, people)
    return Years(books, w, p, is_single=True)


def tables_of_the_year(w: World, p: np.ndarray) -> Years:
    """A world as it stands, without figures of villages.

    It reads the world's own tables and copies none: after a change ask :meth:`Years.afresh`.
    """
    books = replace(
        empty_yearbooks(w, 0),
        rural=w.rural[None],
        kept=w.kept[None],
        towns=w.towns[None],
        counties=w.counties[None],
        state=w.state[None],
    )
    return Years(books, w, p, is_single=True)
