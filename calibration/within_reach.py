"""Whether any parameters come near a record, and what is said where none do."""

from __future__ import annotations

import itertools

import numpy as np

from calibration.observations import Observations
from calibration.question import Question
from calibration.sampler import Chains
from scenarios.problems import BadInput, Problem, number_shown


def check_within_reach(chains: Chains, parameters: int, question: Question) -> None:
    """Raises :class:`scenarios.BadInput` where chains are stuck, far from everything they know.

    Stuck chains do not spread over the ``parameters``, the first coordinates of their draws, so
    nothing can be drawn around them. The message names the record's largest step, which is where a
    wrong unit or year shows.
    """
    scores = chains.pooled()[0][:, :parameters]
    if np.linalg.matrix_rank(np.cov(scores.T)) == parameters:
        return
    label = f"{question.scenario.place.name}/observed.csv"
    message = "no parameters come near this record, so nothing can be said of them"
    step = _largest_step(question.observations)
    raise BadInput([Problem(label, None, "", f"{message}{step}")])


def _largest_step(observations: Observations) -> str:
    """The largest change of an income from one published year to the next, in words."""
    incomes = observations.targets[: observations.incomes]
    pairs = [
        (one, other) for one, other in itertools.pairwise(incomes) if one.series == other.series
    ]
    if not pairs:
        return ""
    one, other = max(pairs, key=lambda pair: abs(pair[1].value - pair[0].value))
    before, after = (number_shown(round(float(np.exp(item.value)))) for item in (one, other))
    return (
        f"; its largest step is {one.series} from {before} in {one.output.year} to {after} in "
        f"{other.output.year}: check units and years"
    )
