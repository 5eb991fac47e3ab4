"""Differences between prefectures, plants, placements and returnees' firms."""

from __future__ import annotations

from sim.agents.counties import CI, C
from sim.indicators.incomes import all_income_new
from sim.indicators.registry import in_the_west, indicator
from sim.measures import sigma_convergence
from sim.statistics_office import Amount, Years
from sim.tallies import T


def _by_prefecture(years: Years) -> Years:
    return years.by(years.w.county_codes[CI.prefecture])


@indicator("1", "σ-convergence 地区收入离散度")
def sigma_prefectures(years: Years) -> Amount:
    """Standard deviation of log rural income between prefectures; falling means convergence."""
    rural = years.once(_by_prefecture).rural_new()
    return sigma_convergence(rural.per_head, rural.persons)


@indicator("1", "highest over lowest prefecture 地区间最高最低收入比")
def prefecture_max_min(years: Years) -> Amount:
    """Highest over lowest all-resident income of prefectures, new definition."""
    incomes = all_income_new(years.once(_by_prefecture))
    return incomes.max(axis=-1) / incomes.min(axis=-1)


@indicator("jobs", "jobs at relocated plants 产业转移岗位")
def jobs_created(years: Years) -> Amount:
    """Jobs that relocated plants and absorbed grants bring to residents."""
    return years.county_rows(C.plant_jobs)


@indicator("jobs", "jobs displaced 迁出地减少岗位")
def jobs_displaced(years: Years) -> Amount:
    """Jobs lost by residents where plants left."""
    return years.county_rows(C.jobs_displaced)


@indicator("jobs", "jobs in returnees' firms 创业带动岗位")
def jobs_in_firms(years: Years) -> Amount:
    """Jobs in the firms of returnees and local starters."""
    return years.county_rows(C.firm_jobs)


@indicator("persons/year", "western workers placed 劳务协作人数")
def jobs_placed(years: Years) -> Amount:
    """Western workers placed in the donors' towns in the year; out of the arrivals."""
    return years.once(in_the_west).rural(T.placed)


@indicator("firms", "returnees' firms 创业企业数")
def returnee_firms(years: Years) -> Amount:
    """Firms run by rural households that hire."""
    return years.rural(T.firms)


@indicator("persons/year", "returned in the year 当年返乡人数")
def returned(years: Years) -> Amount:
    """People who came back from away in the year."""
    return years.rural(T.returned)
