"""Where a measure starts, stands on both definitions in the year of the break, and ends.

The change that levers can make leaves the break out:
v = [old(break) − old(start)] + [new(end) − new(break)].
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from experiments.attribution.defaults import MEASURES
from experiments.documented import NEW, OLD, break_year, documented
from sim.figures import Figures
from sim.inputs import Place

START, BREAK_OLD, BREAK_NEW, END = range(4)
SERIES = tuple(
    f"{name}_{definition}" for name in ("ratio", "rural_income") for definition in (OLD, NEW)
)


def taken(figures: Figures) -> dict[str, np.ndarray]:
    """What is kept of each run: the series on both definitions by year, and what levers cost."""
    found = {name: figures[name].values for name in SERIES}
    return {
        "years": figures["year"].values,
        "money": figures["money_by_lever"].values.sum(axis=1),
        **found,
    }


def measured(answer: Mapping[str, np.ndarray], place: Place) -> np.ndarray:
    """Every measure at the four ends: [measures, ends]."""
    years = answer["years"].tolist()
    at = min(max(break_year(place), years[0]), years[-1])
    turn = years.index(at)
    old_only = break_year(place) > years[-1]
    rows = []
    for measure in MEASURES:
        name = measure.removeprefix("log_")
        old, new = answer[f"{name}_{OLD}"], answer[f"{name}_{OLD if old_only else NEW}"]
        row = np.array([old[0], old[turn], new[turn], new[-1]])
        rows.append(np.log(row) if measure.startswith("log_") else row)
    return np.array(rows)


def change(ends: np.ndarray) -> np.ndarray:
    """The change without the break, of [..., ends]."""
    return np.asarray(
        ends[..., BREAK_OLD] - ends[..., START] + ends[..., END] - ends[..., BREAK_NEW]
    )


def definition(ends: np.ndarray) -> np.ndarray:
    """New less old in the year of the break, the constant offset inside it."""
    return np.asarray(ends[..., BREAK_NEW] - ends[..., BREAK_OLD])


def observed(place: Place, measure: str, years: list[int]) -> dict[str, float]:
    """The published figures at the four ends, as far as there are any."""
    name = measure.removeprefix("log_")
    turn = break_year(place)
    wanted = {
        "observed_from": (OLD, years[0]),
        "observed_break_old": (OLD, turn),
        "observed_break_new": (NEW, turn),
        "observed_to": (NEW, years[-1]),
    }
    found = {}
    for key, (which, year) in wanted.items():
        known = documented(place, name, which).get(year)
        if known is not None:
            found[key] = float(np.log(known)) if measure.startswith("log_") else known
    return found
