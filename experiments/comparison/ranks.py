"""Which scenario does most, and in how many draws the order holds."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np

from experiments.comparison.paired import Pair, per_draw

#: What scenarios are put in order by.
RANKED = ("ratio_new", "rural_income_new", "cohort_income", "poverty_rate", "mountain_plain_ratio")


def ranks(pairs: Mapping[str, Pair]) -> dict[str, Any]:
    """For each indicator the scenarios by their median difference in the last year, lowest first.

    ``order_holds`` is the share of draws in which the whole order is that of the medians;
    ``next_is_higher`` the share in which each scenario stays below the next.
    """
    return {name: _ranked(pairs, name) for name in RANKED} if len(pairs) > 1 else {}


def _ranked(pairs: Mapping[str, Pair], indicator: str) -> dict[str, Any]:
    last = {name: per_draw(pair.difference(indicator))[:, -1] for name, pair in pairs.items()}
    order = sorted(last, key=lambda name: (float(np.median(last[name])), name))
    steps = np.array([last[b] >= last[a] for a, b in pairwise(order)])
    return {
        "order": order,
        "median": [float(np.median(last[name])) for name in order],
        "order_holds": float(steps.all(axis=0).mean()),
        "next_is_higher": steps.mean(axis=1),
    }
