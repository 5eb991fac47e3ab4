"""The yearly table of what comes from outside: drivers of the place and shocks of the scenario."""

from __future__ import annotations

import numpy as np

from sim.declare import numbered
from sim.inputs import Place, Scenario

#: One row each, one column a year from the base year on.
D = numbered(
    "External",
    (
        "cpi",  # change on last year, fraction
        "farm_price",
        "resident_population",
        "outsiders",
        "birth_rate",  # per person
        "death_rate",
        "visits",
        "financial_crisis",  # profile the crisis parameter is multiplied with
        "financial_crisis_jobs",
        "covid",
        "covid_jobs",
        "lockdowns",
        "code_step",
        "pillar_price",
    ),
)

#: Change of log wages in the year of a shock and after it, per unit of its parameter.
WAGE_PROFILES = {
    "financial_crisis": (1.0, 0.5, -0.75),
    "covid": (1.0, -0.6),
    "lockdowns": (1.0,),
}
#: Years after the shock in which jobs are lost.
JOB_LAGS = {"financial_crisis": 1, "covid": 0}


def external_table(place: Place, scenario: Scenario, last_year: int) -> np.ndarray:
    """Float64 table [D, years] for the base year … ``last_year``.

    Beyond the place's last documented year prices and rates stay as they are; the population keeps
    its last value, unless the scenario says what comes.
    """
    first = place.base_year
    table = np.zeros((D.len_, last_year - first + 1))
    scales = {"cpi": 0.01, "farm_price": 0.01, "birth_rate": 0.001, "death_rate": 0.001}
    for name in ("cpi", "farm_price", "resident_population", "outsiders"):
        table[getattr(D, name)] = scenario.driver(name, first, last_year)
    for name in ("birth_rate", "death_rate"):
        table[getattr(D, name)] = scenario.driver(name, first, last_year)
    table[D.visits] = scenario.driver("rural_tourism_visits", first, last_year)
    for name, scale in scales.items():
        table[getattr(D, name)] *= scale

    def add(row: int, year: int, amount: float) -> None:
        if first < year <= last_year:
            table[row, year - first] += amount

    for kind, years in scenario.shocks.items():
        for year in years:
            for lag, amount in enumerate(WAGE_PROFILES.get(kind, ())):
                add(getattr(D, kind), year + lag, amount)
            if kind in JOB_LAGS:
                add(getattr(D, f"{kind}_jobs"), year + JOB_LAGS[kind], 1.0)
            if kind == "statistical_code":
                add(D.code_step, year, 1.0)
            if kind == "pillar_price":
                add(D.pillar_price, year, 1.0)
    return table
