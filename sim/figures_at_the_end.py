"""Figures of the last year alone: every village, and income by class of county and fifth.

They tell who gains when runs of one scale and seed are held against each other.
"""

from __future__ import annotations

import numpy as np

from sim.agents.counties import CI, C
from sim.agents.households import RURAL
from sim.agents.villages import VI, V
from sim.figures import Variable
from sim.inputs import COUNTY_CLASSES
from sim.measures import quantile_means
from sim.world import BINS, BINS_PER_E, FIRST_BIN, World

QUINTILES = 5
#: Villages whose incomes are looked at together, so that few are held twice.
AT_A_TIME = 1_000


def figures_at_the_end(
    w: World, incomes: np.ndarray
) -> tuple[dict[str, Variable], dict[str, np.ndarray]]:
    """Variables by village and by class and fifth, and the coordinates they lie along.

    ``incomes`` is what :func:`incomes_by_class` counted in all villages.
    """
    variables = {**_villages(w), "class_quintiles": _class_quintiles(w, incomes)}
    along = {
        "village": np.arange(variables["village_income"].values.size),
        "quintile": np.arange(1, QUINTILES + 1),
    }
    return variables, along


def _villages(w: World) -> dict[str, Variable]:
    """Every simulated village of the place in the last year, the west left out.

    Runs of one scale and seed have the same villages in the same order, whatever the scenario.
    """
    county = w.village_codes[VI.county]
    home = w.county_codes[CI.is_home, county] == 1
    weight = w.counties[C.village_weight, county]
    columns = {
        "village_income": (
            w.villages[V.income], "yuan/person/year", "income per head of a village, last year",
        ),
        "village_status": (
            w.village_codes[VI.status], "1", "0 no programme, 1 renovated, 2 demonstration",
        ),
        "village_weight": (weight, "villages", "how many real villages it stands for"),
    }  # fmt: skip
    return {
        name: Variable(("village",), values[home], {"units": unit, "long_name": long_name})
        for name, (values, unit, long_name) in columns.items()
    }


def incomes_by_class(w: World, villages: range) -> np.ndarray:
    """Rural residents of some villages by class of county and bin of income, [classes, BINS].

    Incomes as households have them, nominal yuan.
    """
    found = np.zeros((len(COUNTY_CLASSES), BINS))  # whole numbers: they add up in any order
    for low in range(villages.start, villages.stop, AT_A_TIME):
        found += _incomes_by_class(w, range(low, min(low + AT_A_TIME, villages.stop)))
    return found


def _incomes_by_class(w: World, villages: range) -> np.ndarray:
    h = w.households
    own = slice(villages.start, villages.stop)
    classes = w.county_codes[CI.county_class, w.village_codes[VI.county, own]]
    of_village = np.where(w.village_codes[VI.is_urban, own] == 1, -1, classes)
    first_row = w.first_row[villages.start : villages.stop + 1]
    of_row = np.repeat(of_village, np.diff(first_row))
    rows = slice(int(first_row[0]), int(first_row[-1]))
    members = h.children[rows] + h.young[rows] + h.middle[rows] + h.old[rows]
    heads = np.where(h.kind[rows] == RURAL, members, 0).astype(np.int64) - h.away[rows]
    income = h.wage[rows] + h.business[rows] + h.property[rows]
    income += h.transfer[rows] + h.remittances[rows]
    logs = np.log(np.maximum(income / np.maximum(heads, 1), 1.0))
    bins = np.clip((logs - FIRST_BIN) * BINS_PER_E, 0, BINS - 1).astype(np.int64)
    found = np.zeros((len(COUNTY_CLASSES), BINS))
    for kind in np.unique(classes):
        inside = (of_row == kind) & (heads > 0)
        found[kind] = np.bincount(bins[inside], heads[inside], BINS)
    return found


def _class_quintiles(w: World, incomes: np.ndarray) -> Variable:
    """Mean income per head of each fifth of a class's rural residents in the last year.

    Fifths are those of the class itself.
    """
    kinds = np.unique(w.county_codes[CI.county_class])
    about = {
        "units": "yuan/person/year",
        "prices": "current",
        "long_name": "rural income by class and fifth, last year",
    }
    means = np.array([quantile_means(incomes[kind], QUINTILES) for kind in kinds])
    return Variable(("class", "quintile"), means, about)
