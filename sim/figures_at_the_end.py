"""Figures of the last year alone: every village, and income by class of county and fifth.

They tell who gains when runs of one scale and seed are held against each other.
"""

from __future__ import annotations

import numpy as np

from sim.agents.counties import CI, C
from sim.agents.villages import VI, V
from sim.figures import Variable
from sim.measures import quantile_means
from sim.world import World

QUINTILES = 5


def figures_at_the_end(
    w: World, incomes: np.ndarray
) -> tuple[dict[str, Variable], dict[str, np.ndarray]]:
    """Variables by village and by class and fifth, and the coordinates they lie along.

    ``incomes`` are those of :meth:`sim.blocks.Blocks.incomes_by_class`.
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


def _class_quintiles(w: World, incomes: np.ndarray) -> Variable:
    """Mean income per head of each fifth of a class's rural residents in the last year.

    Fifths are those of the class itself.
    """
    means = quantile_means(incomes[np.unique(w.county_codes[CI.county_class])], QUINTILES)
    about = {
        "units": "yuan/person/year",
        "prices": "current",
        "long_name": "rural income by class and fifth, last year",
    }
    return Variable(("class", "quintile"), means, about)
