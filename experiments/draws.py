"""Parameter draws: vectors of the estimated parameters, from a place's posterior or the priors.

A prior draw of a parameter depends on the seed and on its name alone: neither another parameter nor
a larger number of draws changes it.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping

import numpy as np

from scenarios import BadInput
from scenarios.problems import Problem
from scenarios.stored_posterior import StoredPosterior, posterior_of
from sim.declare import Parameter
from sim.inputs import Place
from sim.parameters import estimated

POSTERIOR, PRIORS = "posterior", "priors"
#: The share of the circle that is hardest to come back to in few steps (Kronecker's sequence).
GOLDEN_RATIO = (5.0**0.5 - 1.0) / 2.0
#: Where the parameters of a run that has no draw come from.
CENTRAL = "central values"


def draws_of(place: Place, count: int, seed: int) -> tuple[list[Mapping[str, float]], str]:
    """``count`` draws of a place's parameters, and where they come from.

    That is ``posterior``, resampled by its weights, where the place has one, else ``priors``.
    Raises :class:`scenarios.BadInput` when the posterior's files cannot be read.
    """
    try:
        posterior = posterior_of(place)
        if posterior is None:
            return list(prior_draws(count, seed)), PRIORS
        return [posterior.draw(number) for number in resampled(posterior, count, seed)], POSTERIOR
    except (ValueError, KeyError) as problem:
        message = f"{problem}; calibrate again, or name another posterior"
        raise BadInput([Problem(place.posterior_folder, None, "", message)]) from None


def resampled(posterior: StoredPosterior, count: int, seed: int) -> list[int]:
    """``count`` numbers of draws, each about as often as its weight says.

    Steps of the golden ratio around the circle of weights, from a start at random: of any length
    they are spread evenly, so a longer list begins with the shorter one.
    """
    start = np.random.default_rng([seed, zlib.crc32(POSTERIOR.encode())]).random()
    steps = (start + GOLDEN_RATIO * np.arange(count)) % 1.0
    held = np.cumsum(posterior.weights)
    numbers = np.minimum(np.searchsorted(held, steps * held[-1], side="right"), len(held) - 1)
    return [int(number) for number in numbers]


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
