"""The estimated parameters as standard normal scores.

Score 0 is the prior's median and a score is standard normal under the prior, whatever its family
and wherever its bounds cut it. Design, emulator and sampler all move in scores.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import stats
from scipy.special import ndtr, ndtri

from sim.declare import Parameter
from sim.parameters import estimated

#: Scores beyond this many standard deviations are held at it: quantiles lose their digits there.
LARGEST_SCORE = 6.0


@dataclass(frozen=True)
class Priors:
    """The priors of some parameters, in the order of ``names``."""

    names: tuple[str, ...]

    @classmethod
    def of_the_model(cls) -> Priors:
        """Of every parameter that has a prior, in the order declared."""
        return cls(tuple(estimated()))

    def values(self, scores: np.ndarray) -> np.ndarray:
        """Parameter values of scores; both have shape [..., parameters]."""
        held = np.clip(np.asarray(scores, float), -LARGEST_SCORE, LARGEST_SCORE)
        return np.stack(
            [_values(estimated()[name], held[..., k]) for k, name in enumerate(self.names)], axis=-1
        )

    def scores(self, values: np.ndarray) -> np.ndarray:
        """The inverse of :meth:`values`; a value at or beyond a bound has the largest score."""
        given = np.asarray(values, float)
        found = [_scores(estimated()[name], given[..., k]) for k, name in enumerate(self.names)]
        return np.clip(np.stack(found, axis=-1), -LARGEST_SCORE, LARGEST_SCORE)

    def named(self, values: np.ndarray) -> dict[str, float]:
        """One vector of values by parameter."""
        return {name: float(value) for name, value in zip(self.names, values, strict=True)}

    def vector(self, values: Mapping[str, float]) -> np.ndarray:
        """Values by parameter as one vector; a parameter not named has its declared value."""
        return np.array([values.get(name, estimated()[name].value) for name in self.names])


def _values(item: Parameter, scores: np.ndarray) -> np.ndarray:
    belief, below, inside = _within_bounds(item)
    # from whichever tail is nearer, so that no digit is lost far out
    share = below + inside * ndtr(scores)
    above = (1.0 - below - inside) + inside * ndtr(-scores)
    found = np.where(share < 0.5, belief.ppf(share), belief.isf(above))
    return np.asarray(np.clip(found, *item.bounds))


def _scores(item: Parameter, values: np.ndarray) -> np.ndarray:
    belief, below, inside = _within_bounds(item)
    lower = (belief.cdf(values) - below) / inside
    upper = (belief.sf(values) - (1.0 - below - inside)) / inside
    with np.errstate(divide="ignore"):
        found = np.where(
            lower < 0.5, ndtri(np.clip(lower, 0.0, 1.0)), -ndtri(np.clip(upper, 0.0, 1.0))
        )
    return np.asarray(found)


def _within_bounds(item: Parameter) -> tuple[Any, float, float]:
    """The prior without its bounds, the mass below them, and the mass inside."""
    belief = _distribution(item)
    low, high = item.bounds
    below = float(belief.cdf(low))
    return belief, below, float(belief.cdf(high)) - below


def _distribution(item: Parameter) -> Any:
    prior = item.prior
    assert prior is not None
    if prior.family == "normal":
        return stats.norm(prior.first, prior.second)
    if prior.family == "lognormal":
        return stats.lognorm(prior.second, scale=prior.first)
    return stats.beta(prior.first, prior.second)


def positions(names: Sequence[str], wanted: Sequence[str]) -> list[int]:
    """Where each wanted name stands among names."""
    return [list(names).index(name) for name in wanted]
