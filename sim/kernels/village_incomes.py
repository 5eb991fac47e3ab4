"""What a village's households earn, pay and save: jobs found, harvests, wages, transfers.

Loops over the rows of one village; see :mod:`sim.kernels.rows`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.agents.counties import CI, WEST, C
from sim.agents.households import RURAL
from sim.agents.villages import VI, V
from sim.compiled import borrowing, double, f32, single, vectorised
from sim.kernels.rows import (
    bin_of,
    counted,
    counted_if,
    row_of,
)
from sim.parameters import P
from sim.policy import I
from sim.processes import choice, consumption, hardship, labour_market, production
from sim.tallies import T
from sim.world import S

hired = single(labour_market.hired)
fall_back = single(labour_market.fall_back)
schooling_premium = single(choice.schooling_premium)
road_factor = double(production.road_factor)
local_factor = double(production.local_factor)
farm_output = single(production.farm_output)
premium = single(production.premium)
remittance = single(production.remittance)
support_left = single(production.support_left)
harvest_lost = double(hardship.harvest_lost)
uncovered = single(hardship.uncovered)
dibao = single(hardship.dibao)
assets_next = single(consumption.assets_next)

zero = f32(0.0)
one = f32(1.0)
no = np.uint8(0)
yes = np.uint8(1)


class Farming(NamedTuple):
    """What the farms of a village have in common; float32."""

    level: np.float32
    rented_in: np.float32
    input_gain: np.float32  # factor where somebody is away
    old_labour: np.float32
    mean_assets: np.float32


class Pay(NamedTuple):
    """What the households of a village are paid and pay by; float32."""

    wage: np.float32
    own: np.float32
    away: np.float32
    sent: np.float32
    pension: np.float32
    old_labour: np.float32
    quality: np.float32
    rent_per_land: np.float32
    property_per_head: np.float32
    dividend: np.float32
    transfer_per_head: np.float32
    tourism: np.float32
    tax_rate: np.float32
    levy_rate: np.float32
    dibao_line: np.float32
    poverty_line: np.float32
    cover: np.float32
    illness_cost: np.float32
    contribution: np.float32
    firm_income: np.float32


@borrowing
def old_labour_of(w, p, c):  # type: ignore[no-untyped-def]
    """Farm workers that a person of 60 and more stands for."""
    if w.instruments[I.pension, c] * p[P.transfer_scale] > 0.0:
        return f32(p[P.old_farm_labour]) * f32(1.0 - p[P.pension_labour_loss])
    return f32(p[P.old_farm_labour])


@borrowing
def pay_of(w, p, v, common, tightness, productivity, road, ecommerce, persons, rent_per_land):  # type: ignore[no-untyped-def]
    """The pay of village ``v``, whose farms are known; ``persons`` are those at home, in rows."""
    s = w.state
    c = w.village_codes[VI.county, v]
    is_western = w.county_codes[CI.county_class, c] == WEST
    place_factor = local_factor(productivity, road, w.villages[V.broadband, v], p[P.broadband_gain])
    wage = common.local * place_factor * tightness
    own = common.own * place_factor * (1.0 + ecommerce)
    is_near = w.villages[V.distance, v] < p[P.commuting_distance]
    real_persons = max(persons * w.counties[C.weight, c] / w.counties[C.village_weight, c], 1.0)
    tax_rate = s[S.tax_rate_west] if is_western else s[S.tax_rate]
    return Pay(
        f32(wage),
        f32(own),
        f32(s[S.away_earnings] * s[S.town_wage] * (1.0 - s[S.risk_away])),
        f32(p[P.remitted_share_near] if is_near else p[P.remitted_share]),
        f32(w.instruments[I.pension, c] * p[P.transfer_scale]),
        old_labour_of(w, p, c),
        f32(w.villages[V.quality, v]),
        f32(rent_per_land),
        f32(s[S.property_level]),
        f32(w.villages[V.dividends, v] / real_persons),
        f32(s[S.transfer_level]),
        f32(w.villages[V.tourism_income, v] / real_persons),
        f32(tax_rate * (1.0 - w.instruments[I.agricultural_tax_relief, c])),
        f32(w.counties[C.levy_rate, c]),
        f32(w.instruments[I.dibao_line, c]),
        f32(s[S.poverty_line]),
        f32(w.instruments[I.medical_cover, c]),
        f32(p[P.illness_cost] * s[S.mean_household_income]),
        f32(w.counties[C.contribution, c]),
        f32(p[P.firm_profit] * p[P.firm_jobs] * wage),
    )


@vectorised
def find_jobs(h, x, t, first, rows, odds, old_labour, q):  # type: ignore[no-untyped-def]
    """Jobs asked for are found or not; some of the refused start on their own.

    Fills farm labour, land worked and land idle; returns the persons at home.
    """
    to_self_share = q[P.fallback_self_employed]
    found_all = np.int32(0)
    persons = np.int32(0)
    for j in range(rows):
        i = row_of(first, j)
        sought = f32(h.sought[i])
        found = hired(sought, odds, x.hiring[j])
        refused = sought - found
        alone = fall_back(refused, to_self_share, x.refusal[j])
        farm = f32(h.farm[i]) - found - alone
        h.local[i] = np.uint8(f32(h.local[i]) + found)
        h.self_employed[i] = np.uint8(f32(h.self_employed[i]) + alone)
        h.farm[i] = np.uint8(farm)
        found_all = counted(found_all, np.uint8(found))
        land = h.land[i]
        labour = farm + old_labour * f32(h.old[i])
        x.labour[j] = labour
        x.worked_land[j] = land if labour > zero else zero
        x.idle_land[j] = zero if labour > zero else land
        at_home = h.children[i] + h.young[i] + h.middle[i] + h.old[i] - h.away[i]
        x.at_home[j] = np.uint8(at_home)
        persons = counted(persons, np.uint8(at_home))
    t[T.hired] = found_all
    return persons


@vectorised
def harvest(h, x, t, first, rows, farming, q):  # type: ignore[no-untyped-def]
    """Farms produce; rent of land rented in goes into the village's pool."""
    land_share = q[P.land_share]
    labour_share = q[P.labour_share]
    family_farm_size = q[P.family_farm_size]
    family_farms = np.int32(0)
    for j in range(rows):
        i = row_of(first, j)
        labour = x.labour[j]
        operated = x.worked_land[j] * (one + farming.rented_in)
        output = farm_output(
            farming.level,
            operated,
            max(labour, f32(0.01)),
            h.assets[i] / farming.mean_assets,
            land_share,
            labour_share,
        )
        output = output * farming.input_gain if h.away[i] > 0 else output
        output = output if labour > zero else zero
        rent = land_share * output * farming.rented_in / (one + farming.rented_in)
        x.rent[j] = rent
        x.farm_income[j] = output - rent
        family_farms = counted_if(operated >= family_farm_size, family_farms, yes)
    t[T.family_farms] = family_farms


@vectorised
def earn(h, x, first, rows, pay, q):  # type: ignore[no-untyped-def]
    """All incomes of the year before dibao and levy, which go to ``x.before_dibao``."""
    quality_premium = q[P.quality_premium]
    schooling_low = q[P.schooling_low]
    schooling_high = q[P.schooling_high]
    remittance_decay = q[P.remittance_decay]
    pension_crowding = q[P.pension_crowding]
    for j in range(rows):
        i = row_of(first, j)
        at_home = f32(x.at_home[j])
        away = f32(h.away[i])
        land = h.land[i]
        years = h.schooling[i]
        school = schooling_premium(years, schooling_low, schooling_high)
        better = (
            h.skill[i] * school * premium(quality_premium, pay.quality, f32(h.is_upper_half[i]))
        )
        farm_income = x.farm_income[j]
        wages = f32(h.local[i]) * pay.wage * better
        nonfarm = (
            f32(h.self_employed[i]) * pay.own * better
            + f32(h.firms[i]) * pay.firm_income
            + pay.tourism * at_home
        )
        away_pay = away * pay.away * school
        pensions = pay.pension * f32(h.old[i])
        home = support_left(
            remittance(away_pay, pay.sent, remittance_decay, h.migrant_years[i]),
            pensions,
            pension_crowding,
        )
        home = home if away > zero else zero
        rent = zero if x.labour[j] > zero else pay.rent_per_land * land
        property_income = pay.property_per_head * at_home + pay.dividend * at_home + rent
        transfers = pay.transfer_per_head * at_home + pensions
        tax = pay.tax_rate * max(farm_income, zero)
        x.wage[j] = wages
        x.business[j] = farm_income + nonfarm - tax
        x.property[j] = property_income
        x.transfer[j] = transfers
        x.remittances[j] = home
        x.has_pension[j] = yes if pensions > zero else no
        x.nonfarm[j] = nonfarm
        x.away_pay[j] = away_pay
        x.before_dibao[j] = wages + farm_income + nonfarm + property_income + transfers + home - tax


@vectorised
def settle_accounts(h, x, t, first, rows, pay, has_disaster, is_living, q):  # type: ignore[no-untyped-def]
    """Dibao, levy, the cost of illness, what is saved; counts the poor."""
    dibao_exclusion = q[P.dibao_exclusion]
    insured_share = q[P.insured_share]
    saving_rate = q[P.saving_rate]
    asset_decay = q[P.asset_decay]
    poor_all = np.int32(0)
    poor_by_illness = np.int32(0)
    poor_by_disaster = np.int32(0)
    working_age_poor = np.int32(0)
    working_age_poor_in_work = np.int32(0)
    upper_persons = np.int32(0)
    households = np.int32(0)
    insured_ill = np.int32(0)
    for j in range(rows):
        i = row_of(first, j)
        lives = h.kind[i] == RURAL
        persons = x.at_home[j]
        at_home = f32(persons)
        is_upper = f32(h.is_upper_half[i])
        young_and_middle = f32(h.young[i]) + f32(h.middle[i])
        before_dibao = x.before_dibao[j]
        is_reached = one if x.reach[j] >= dibao_exclusion else zero
        topped = dibao(before_dibao, at_home, pay.dibao_line, is_reached)
        topped = topped if (pay.dibao_line > zero) & (at_home > zero) else zero
        levy = pay.levy_rate * max(before_dibao, zero)
        income = before_dibao + topped - levy

        is_insured = x.insurance[j] < pay.cover
        bill = pay.illness_cost if h.is_struck[i] > 0 else zero
        medical = uncovered(bill, one if is_insured else zero, insured_share)
        assets = h.assets[i]
        shortfall = max(medical - assets, zero)
        saved = assets_next(
            assets,
            max(income, zero),
            saving_rate,
            asset_decay,
            medical + pay.contribution * at_home,
        )
        h.assets[i] = saved if is_living & lives else assets
        x.is_insured[j] = yes if is_insured & lives else no
        x.transfer[j] = x.transfer[j] + topped - levy

        x.levy[j] = levy
        x.dibao[j] = topped
        x.medical[j] = medical
        x.income[j] = income
        x.upper_income[j] = income if is_upper > zero else zero
        x.schooling[j] = (young_and_middle + f32(h.old[i])) * h.schooling[i]
        per_head = income / max(at_home, one)
        x.bin_[j] = bin_of(per_head)

        households = counted_if(lives, households, yes)
        insured_ill = counted_if(is_insured & (h.is_struck[i] > 0), insured_ill, yes)
        upper_persons = counted_if(is_upper > zero, upper_persons, persons)
        is_poor = ((income - shortfall) / max(at_home, one) < pay.poverty_line) & (at_home > zero)
        is_ill = h.ill_years[i] > 0
        poor_all = counted_if(is_poor, poor_all, persons)
        poor_by_illness = counted_if(is_poor & is_ill, poor_by_illness, persons)
        poor_by_disaster = counted_if(
            is_poor & has_disaster & (not is_ill), poor_by_disaster, persons
        )
        working_age_poor = counted_if(
            is_poor, working_age_poor, np.uint8(max(young_and_middle - f32(h.away[i]), zero))
        )
        working_age_poor_in_work = counted_if(
            is_poor, working_age_poor_in_work, np.uint8(h.local[i] + h.self_employed[i])
        )
    covered = pay.illness_cost - uncovered(pay.illness_cost, one, insured_share)
    t[T.medical] = insured_ill * float(covered)
    t[T.households] = households
    t[T.upper_persons] = upper_persons
    t[T.poor] = poor_all
    t[T.poor_by_illness] = poor_by_illness
    t[T.poor_by_disaster] = poor_by_disaster
    t[T.working_age_poor] = working_age_poor
    t[T.working_age_poor_in_work] = working_age_poor_in_work


@vectorised
def find_bins_of_sources(x, rows):  # type: ignore[no-untyped-def]
    """Fill ``x.bin_`` with the bins of the five incomes added up as households have them."""
    for j in range(rows):
        income = x.wage[j] + x.business[j] + x.property[j] + x.transfer[j] + x.remittances[j]
        x.bin_[j] = bin_of(income / max(f32(x.at_home[j]), one))


@vectorised
def keep_accounts(h, x, first, rows):  # type: ignore[no-untyped-def]
    """Enter the accounts of the year with the households, where somebody will read them."""
    for j in range(rows):
        i = row_of(first, j)
        h.wage[i] = x.wage[j]
        h.business[i] = x.business[j]
        h.property[i] = x.property[j]
        h.transfer[i] = x.transfer[j]
        h.remittances[i] = x.remittances[j]
        h.has_pension[i] = x.has_pension[j]
        h.is_insured[i] = x.is_insured[j]
