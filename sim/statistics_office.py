"""Step 13. The statistics office: from the state of a year to sums it may publish.

Two figures come from one state. The *old* rural survey counts members with economic ties who are
away as heads, and of their pay only what they send home, as wage income; it keeps households of
villages that were reclassified. The *new* one counts usual residents of rural places; remittances
are transfers, and imputed rent of owned homes is income. The *old* urban survey covers households
with a town register; the *new* one all usual residents of towns.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from sim.agents.counties import CI, C
from sim.agents.villages import VI
from sim.parameters import P
from sim.tallies import T, W
from sim.world import World

#: One number, or one for each of several regions.
Amount = Any


@dataclass(frozen=True)
class Sources:
    """Income by source, yuan a year: wage, net business, property, transfer; and the heads."""

    wage: Amount
    business: Amount
    property: Amount
    transfer: Amount
    persons: Amount

    @property
    def total(self) -> Amount:
        return self.wage + self.business + self.property + self.transfer

    @property
    def per_head(self) -> Amount:
        """Yuan per head and year; ``nan`` where there is nobody."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.float64(1.0) * self.total / self.persons


def _weighted(weight: np.ndarray, values: np.ndarray) -> float:
    """A weighted sum over villages. Not by ``@``: a long product wakes the threads of the linear
    algebra library, which then wait beside those of the model."""
    return float((weight * values).sum())


class Year:
    """One year of a run as the statistics office sees it.

    ``region`` is a boolean mask over counties, the whole place (without the west) by default; a
    stack of masks [regions, counties] gives every figure for all of them at once. What has been
    counted is not counted again: after a change of the world, make another one.
    """

    def __init__(self, w: World, p: np.ndarray, region: np.ndarray | None = None) -> None:
        home = w.county_codes[CI.is_home] == 1
        self.w = w
        self.p = p
        self.region = home if region is None else region
        self.weight = np.where(self.region, w.counties[C.weight], 0.0)

    @cached_property
    def village_weight(self) -> np.ndarray:
        """How many real villages of the region each village stands for."""
        c = self.w.village_codes[VI.county]
        return np.where(self.region[c], self.w.counties[C.village_weight, c], 0.0)

    def state(self, row: int) -> float:
        return float(self.w.state[row])

    def parameter(self, row: int) -> float:
        return float(self.p[row])

    def rural(self, row: int) -> Amount:
        """A village tally over all villages of the region, in real units."""
        return self.weight @ self.w.rural[row]

    def kept(self, row: int) -> Amount:
        """A village tally over the villages that are still rural."""
        return self.weight @ self.w.kept[row]

    def town(self, row: int) -> Amount:
        """A ward tally over the region's towns."""
        return self.weight @ self.w.towns[row]

    def county(self, row: int) -> Amount:
        """A money column of the counties, added up over the region."""
        return self.region.astype(float) @ self.w.counties[row]

    def county_rows(self, row: int) -> Amount:
        """A county column counted in rows, in real units."""
        return self.weight @ self.w.counties[row]

    def village_mean(self, row: int) -> float:
        """Mean of a village column over the region's villages, each by its weight."""
        weight = self.village_weight
        return _weighted(weight, self.w.villages[row]) / max(float(weight.sum()), 1e-12)

    def village_sum(self, row: int) -> float:
        return _weighted(self.village_weight, self.w.villages[row])

    def village_count(self, row: int, at_least: int = 1) -> float:
        """Real villages of the region whose code in ``row`` is ``at_least`` that high."""
        return _weighted(self.village_weight, self.w.village_codes[row] >= at_least)

    def villages(self) -> float:
        """Real villages of the region."""
        return float(self.village_weight.sum())

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

    def rural_new(self) -> Sources:
        """(14) The integrated survey's rural part: disposable income of usual residents."""
        wage = self.kept(T.wage)
        business = self.kept(T.farm_income) + self.kept(T.business) - self.kept(T.tax)
        transfer = self.kept(T.transfer) + self.kept(T.remittances) - self.kept(T.levy)
        property_ = self.kept(T.property)
        rent = self.parameter(P.imputed_rent_rural) * (wage + business + property_ + transfer)
        return Sources(wage, business, property_ + rent, transfer, self.kept(T.persons))

    def urban_old(self) -> Sources:
        """(14) The old urban survey: households with a town register."""
        return Sources(
            wage=self.town(W.native_wage) + self.town(W.settled_registered_income),
            business=self.town(W.native_business),
            property=self.town(W.native_property),
            transfer=self.town(W.native_transfer),
            persons=self.town(W.natives) + self.town(W.settled_registered),
        )

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
        return np.asarray(self.w.bins[:, list(groups), :].sum(axis=(0, 1)))

    def of(self, region: np.ndarray) -> Year:
        """The same year in a part of the place."""
        return Year(self.w, self.p, region)
