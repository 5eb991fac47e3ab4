"""A stationary start: the base year, burnt in so that no transient looks like history.

The constants of the choice equation are inverted from the base year's activity shares, the
productivities of prefectures and classes from their relative incomes, the town's pay from the
urban figure, the tax rate from its revenue. People do not age and no lever acts.
"""

from __future__ import annotations

import numpy as np

from sim.agents.counties import CI, WEST, C
from sim.agents.households import FORGOTTEN
from sim.agents.villages import VI, V
from sim.blocks import Blocks, Census
from sim.inputs import Place
from sim.layout import class_shares
from sim.parameters import P
from sim.plan import Plan
from sim.policy import Policy
from sim.schedule import live_a_year
from sim.statistics_office import tables_of_the_year
from sim.tallies import T, W
from sim.world import S, World

BURN_IN_YEARS = 12
STILL_YEARS = 2  # at the end, with nothing adjusted any more
#: How much of a gap an adjustment closes at once.
CAUTION = 0.8
#: The same for stocks that follow with a lag, since only some households choose in a year.
STOCK_CAUTION = 0.35


def price_level(place: Place, year: int) -> float:
    """Consumer prices of ``year`` over those of the base year."""
    path = place.drivers["cpi"]
    level = 1.0
    for y in range(min(year, place.base_year) + 1, max(year, place.base_year) + 1):
        level *= 1.0 + path.at(y) / 100.0
    return level if year >= place.base_year else 1.0 / level


def set_base_year(w: World, place: Place, p: np.ndarray, census: Census) -> None:
    """Fill the state with the numbers of the base year."""
    s = w.state
    base = place.base
    for row in (S.price, S.farm_price, S.urban_wage, S.town_wage, S.farm_productivity):
        s[row] = 1.0
    s[S.urban_population_ratio] = 1.0
    s[S.price_change] = place.drivers["cpi"].at(place.base_year) / 100.0
    s[S.price_2004] = price_level(place, 2004)
    s[S.price_2010] = price_level(place, 2010)
    s[S.price_2015] = price_level(place, 2015)
    s[S.poverty_line_2010] = base["poverty_line"]
    s[S.revenue_share] = base["fiscal_revenue_share"]
    s[S.farm_earnings] = base["farm_earnings"]
    s[S.local_wage] = base["local_wage"]
    s[S.self_earnings] = base["self_employed_earnings"]
    s[S.away_earnings] = base["away_earnings"]
    s[S.base_transfer] = base["rural_transfer_income"]
    s[S.base_property] = base["rural_property_income"]
    s[S.base_openness] = Policy.hukou_openness.neutral
    s[S.tax_rate_west] = base["agricultural_tax_rate_west"]
    s[S.mean_household_income] = base["rural_income_old"] * base["household_size_rural"]
    s[S.mean_assets] = (
        p[P.assets_over_income] * base["rural_income_old"] * base["household_size_rural"]
    )
    s[S.mean_schooling] = base["rural_schooling"]
    urban = base["urban_income_old"] * np.exp(p[P.start_urban])
    s[S.urban_base_income] = urban
    _set_town_pay(w, place, urban, census)
    capital = p[P.collective_capital_start] / s[S.price_2015]
    c = w.village_codes[VI.county]
    w.villages[V.collective_capital] = (
        capital * w.counties[C.relative_income, c] * w.villages[V.productivity]
    )
    s[S.mean_collective_capital] = capital


def _set_town_pay(w: World, place: Place, urban: float, census: Census) -> None:
    s = w.state
    base = place.base
    children, young, middle, old = (float(count) for count in census.natives)
    persons = children + young + middle + old
    workers = young + middle
    earned = 1.0 - base["town_transfer_share"] - base["town_property_share"]
    wages = earned - base["town_business_share"]
    s[S.town_wage_per_worker] = urban * wages * persons / workers
    s[S.town_business_ratio] = base["town_business_share"] / wages
    s[S.town_property_per_person] = urban * base["town_property_share"]
    s[S.base_town_pension] = urban * base["town_transfer_share"] * persons / max(old, 1.0)


def burn_in(
    w: World, p: np.ndarray, place: Place, plan: Plan, external: np.ndarray, seed: int,
    blocks: Blocks, census: Census, accounts: int = FORGOTTEN,
) -> None:  # fmt: skip
    """Live the base year over and over until nothing moves; ``census`` is of its beginning."""
    shares = class_shares(place, p)
    k = w.county_codes[CI.county_class]
    set_base_year(w, place, p, census)
    _guess_constants(w, place, p, shares)
    w.rural[[T.farm, T.local, T.self_employed, T.away]] = census.workers
    aims = _Aims(w, p, place, shares)
    none_bought = np.zeros(external.shape[1])
    for turn in range(BURN_IN_YEARS):
        workers = _workers(w)
        jobs = shares[k, 0] * workers
        at_home = np.maximum(workers - w.rural[T.away], 1e-9)
        made = w.counties[C.firm_jobs] + w.counties[C.tourism_jobs]
        w.counties[C.jobs_per_worker] = np.maximum(jobs - made, 0.0) / at_home
        year = place.base_year - BURN_IN_YEARS + 1 + turn
        live_a_year(
            w, p, plan, external, 0, year, seed, blocks, none_bought,
            is_living=False, accounts=accounts,
        )  # fmt: skip
        if turn < BURN_IN_YEARS - STILL_YEARS:
            _adjust(w, p, aims)
    w.counties[C.outsiders_at_start] = w.towns[W.outsiders_in_villages]
    w.counties[C.debt] = 0.0
    w.counties[C.levy_rate] = 0.0


def _guess_constants(w: World, place: Place, p: np.ndarray, shares: np.ndarray) -> None:
    """Constants that would give the shares if all households were alike; a good place to begin."""
    base = place.base
    response = p[P.wage_response]
    for k, (local, own, away) in enumerate(shares):
        farm = max(1.0 - local - own - away, 0.05)
        odds = p[P.base_hiring_odds]
        expected = odds * base["local_wage"] + (1.0 - odds) * base["farm_earnings"]
        w.constants[0, k] = np.log(local / odds / farm) - response * np.log(
            expected / base["farm_earnings"]
        )
        w.constants[1, k] = np.log(own / farm) - response * np.log(
            base["self_employed_earnings"] / base["farm_earnings"]
        )
        w.constants[2, k] = (
            np.log(away / farm)
            - response * np.log(base["away_earnings"] / base["farm_earnings"])
            - p[P.network] * away
        )


def _workers(w: World) -> np.ndarray:
    return np.asarray(
        w.rural[T.farm] + w.rural[T.local] + w.rural[T.self_employed] + w.rural[T.away]
    )


class _Aims:
    """What the base year should give, and how the world stands to it."""

    def __init__(self, w: World, p: np.ndarray, place: Place, shares: np.ndarray) -> None:
        self.rural_income = place.base["rural_income_old"] * np.exp(p[P.start_rural])
        self.urban_income = place.base["urban_income_old"] * np.exp(p[P.start_urban])
        self.tax = place.base["agricultural_tax_revenue"]
        classes = w.county_codes[CI.county_class]
        self.classes = np.unique(classes)
        self.shares = shares[self.classes]
        self.weight = np.where(classes == self.classes[:, None], w.counties[C.weight], 0.0)
        self.home_weight = np.where(classes != WEST, w.counties[C.weight], 0.0)
        groups = w.county_codes[CI.group]
        _, self.group = np.unique(groups, return_inverse=True)
        self.year = tables_of_the_year(w, p)
        self.by_group = self.year.of(np.ones(groups.size, bool)).by(groups)


def _adjust(w: World, p: np.ndarray, aims: _Aims) -> None:
    """Move constants, productivities, town pay and the tax rate towards what they should give."""
    s = w.state
    workers = _workers(w)
    everyone = (aims.weight * workers).sum(axis=1)
    own = np.maximum((aims.weight * w.rural[T.self_employed]).sum(axis=1) / everyone, 1e-4)
    away = np.maximum((aims.weight * w.rural[T.away]).sum(axis=1) / everyone, 1e-4)
    seekers = aims.weight * w.counties[C.seekers]
    hired = (seekers * w.counties[C.hiring_odds]).sum(axis=1)
    odds = np.maximum(hired / np.maximum(seekers.sum(axis=1), 1e-9), 0.02)
    gaps = [odds / p[P.base_hiring_odds], aims.shares[:, 1] / own, aims.shares[:, 2] / away]
    w.constants[:, aims.classes] += STOCK_CAUTION * np.log(gaps)

    rural = aims.by_group.afresh().rural_old()
    heads = w.counties[C.weight] * (w.rural[T.persons] + w.rural[T.away])
    wanted = aims.rural_income * np.bincount(aims.group, heads * w.counties[C.relative_income])
    wanted /= np.bincount(aims.group, heads)
    w.counties[C.productivity] *= ((wanted / rural.per_head) ** CAUTION)[aims.group]

    urban = aims.urban_income / aims.year.afresh().urban_old().per_head
    for row in (S.town_wage_per_worker, S.town_property_per_person, S.base_town_pension):
        s[row] *= urban
    farm = float((aims.home_weight * w.rural[T.farm_income]).sum())
    s[S.tax_rate] = aims.tax / max(farm, 1.0)
