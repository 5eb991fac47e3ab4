"""Every figure of an attribution: a waterfall and bars of Shapley values for each measure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import sim
from experiments.attribution.defaults import MEASURES
from experiments.figures import stamps
from sim.declare import Label

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def makers(content: Mapping[str, Any]) -> dict[str, Callable[[str], Figure]]:
    """Every figure by name, as functions of the language; ``content`` holds every measure."""
    from experiments.attribution.result import measure_of
    from experiments.figures.waterfall import shapley_bars, waterfall

    made: dict[str, Callable[[str], Figure]] = {}
    for measure in MEASURES:
        held = measure_of(content, measure)
        made[f"waterfall_{measure}"] = partial(waterfall, held, stamped=stamped(content))
        made[f"shapley_{measure}"] = partial(shapley_bars, held, stamped=stamped(content))
    return made


def stamped(content: Mapping[str, Any]) -> Label:
    """What an attribution was made from, in one line."""
    orders = content["permutations"]
    return stamps.one_line(
        f"shanhai {sim.__version__}",
        content["scenario"],
        stamps.draws(content["draws"], content["draws_from"]),
        Label(stamps.counted(orders, "permutation"), f"{orders}种次序"),
        stamps.scale(content["scale"]),
        stamps.seed(content["seed"]),
        stamps.data(content["manifest"]["data_hash"]),
    )
