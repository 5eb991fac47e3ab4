"""Parameter draws: vectors of the estimated parameters, from a place's posterior or
from the priors.

A parameter's draws depend on the seed and on its name alone: neither another parameter nor a
larger number of draws changes them.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping

import numpy as np

from sim.declare import Parameter
from sim.inputs import Place
from sim.parameters import estimated


def draws_of(place: Place, count: int, seed: int) -> tuple[list[Mapping[str, float]], str]:
    """``count`` draws of a place's parameters and where they come from: ``posterior`` or
    ``priors``."""
    return list(prior_draws(count, seed)), "priors"


def prior_draws(count: int, seed: int) -> list[dict[str, float]]:
    """``count`` draws of every estimated parameter, held inside its bounds."""
    columns = {name: _column(item, count, seed) for name, item in estimated().items()}
    return [{name: float(values[k]) for name, values in columns.items()} for k in range(count)]


def _column(item: Parameter, count: int, seed: int) -> np.ndarray:
    """Draws of one parameter, shape [count]."""
    prior = item.prior
    assert prior is not None
    random = np.random.default_rng([seed, zlib.crc32(item.name.encode())])
    if prior.family == "beta":
        values = random.beta(prior.first, prior.second, count)
    else:
        values = np.array([prior.from_unit(z) for z in random.standard_normal(count)])
    return np.asarray(np.clip(values, *item.bounds))
