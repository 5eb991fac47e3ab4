"""What a scenario costs and what it is worth, in present values.

Incomes and money are brought to the prices of the first year by consumer prices and discounted to
it at a real rate. Income is that of all residents of the place, so that a move from village to
town counts once; services are no income and are not in it.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from experiments.comparison.paired import Lived, Pair, band, per_draw
from sim.inputs import Place

#: Its largest difference dates the peak.
PEAK_INDICATOR = "rural_income_new"


def discounting(place: Place, years: list[int], rate: float) -> np.ndarray:
    """Weights of yearly nominal yuan in a present value of the first year, in its prices."""
    changes = 1.0 + place.drivers["cpi"].over(years[0], years[-1]) / 100.0
    changes[0] = 1.0
    return np.asarray(1.0 / np.cumprod(changes) / (1.0 + rate) ** np.arange(len(years)))


def worth(pair: Pair, place: Place, rate: float) -> dict[str, Any]:
    """Present values, the price of a yuan gained and of a beneficiary, and the year of the peak.

    ``cost_per_yuan_gained`` is left out where nothing is gained, and ``income_per_yuan`` is 0
    where no money differs: there is no such price.
    """
    years = pair.against.years
    weights = discounting(place, years, rate)
    income = (_income(pair.scenario) - _income(pair.against)) @ weights
    cost = pair.difference("money_by_lever").sum(axis=-1) @ weights
    people = _rural_residents(pair.against).mean()
    spent, gained = float(cost.mean()), float(income.mean())
    answer: dict[str, Any] = {
        "prices_of": years[0],
        "income": band(income),
        "money": band(cost),
        "net_present_value": band(income - cost),
        "income_per_yuan": gained / spent if spent else 0.0,
        "beneficiaries": people,
        "cost_per_beneficiary": spent / people,
        "income_per_beneficiary": gained / people,
        **peak(pair),
    }
    if gained:
        answer["cost_per_yuan_gained"] = spent / gained
    return answer


def peak(pair: Pair) -> dict[str, Any]:
    """The year in which rural income differs most in the median draw, and by how much."""
    middle = np.median(per_draw(pair.difference(PEAK_INDICATOR)), axis=0)
    at = int(np.argmax(np.abs(middle)))
    return {"peak_year": pair.against.years[at], "peak": float(middle[at])}


def _income(lived: Lived) -> np.ndarray:
    """Yuan a year of all residents: [draws, seeds, years]."""
    return np.asarray(lived["all_income_new"] * lived["residents"])


def _rural_residents(lived: Lived) -> np.ndarray:
    """Residents of villages: [draws, seeds, years]."""
    return np.asarray(lived["residents"] * (1.0 - lived["urbanisation_rate"]))
