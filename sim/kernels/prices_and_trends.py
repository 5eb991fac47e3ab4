"""Prices, the national trend of wages, shocks."""

from __future__ import annotations

from sim.compiled import double, inlined
from sim.elementary import exp
from sim.external import D
from sim.parameters import P
from sim.processes import prices_and_trends
from sim.world import S

exp64 = double(exp)
urban_wage_growth = double(prices_and_trends.urban_wage_growth)
lagged_log_wage = double(prices_and_trends.lagged_log_wage)
agglomerated = double(prices_and_trends.agglomerated)


@inlined
def read_the_drivers(w, p, table, year_index):  # type: ignore[no-untyped-def]
    """Step 1. Prices, the national trend, shocks and population of the year.

    ``year_index`` counts from the base year; 0 is the burn-in, at base-year prices and wages.
    """
    s = w.state
    t = year_index
    s[S.years_since_base] = t
    s[S.risk_away] = p[P.risk_away]
    s[S.job_loss] = 0.0
    s[S.pillar_fall] = p[P.pillar_exposure] * p[P.pillar_price_fall] * table[D.pillar_price, t]
    if t > 0:
        s[S.price_change_before] = s[S.price_change]
        s[S.price_change] = table[D.cpi, t]
        s[S.price] *= 1.0 + s[S.price_change]
        s[S.farm_price] *= 1.0 + table[D.farm_price, t]
        shock = (
            p[P.shock_financial_crisis] * table[D.financial_crisis, t]
            + p[P.shock_covid] * table[D.covid, t]
            + p[P.shock_lockdowns] * table[D.lockdowns, t]
        )
        s[S.job_loss] = (
            p[P.job_loss_financial_crisis] * table[D.financial_crisis_jobs, t]
            + p[P.job_loss_covid] * table[D.covid_jobs, t]
        )
        s[S.urban_wage] *= exp64(
            urban_wage_growth(
                p[P.urban_growth_start],
                p[P.urban_growth_end],
                t - 1.0,
                s[S.price_change],
                s[S.price_change_before],
                p[P.price_trend],
                p[P.price_now],
                p[P.price_before],
                shock,
            )
        )
        s[S.town_wage] = agglomerated(
            s[S.urban_wage], s[S.urban_population_ratio], p[P.agglomeration]
        )
        s[S.log_local_wage] = lagged_log_wage(
            s[S.log_local_wage],
            s[S.town_wage],
            p[P.pass_through],
            p[P.adjustment_speed],
            p[P.base_year_growth],
        )
        s[S.log_self_earnings] = lagged_log_wage(
            s[S.log_self_earnings],
            s[S.town_wage],
            p[P.pass_through_self_employed],
            p[P.adjustment_speed],
            p[P.base_year_growth],
        )
        s[S.farm_productivity] = exp64(p[P.farm_growth] * t)
        s[S.cumulated_urban_hazard] += (
            p[P.reclassification_rate] + p[P.code_step] * table[D.code_step, t]
        )
    s[S.visits] = table[D.visits, t]
