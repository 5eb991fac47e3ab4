"""How much of an effect hangs on constants that were fixed and not estimated.

Hardly any of them has a published range. So none is drawn from a range: all are set a tenth lower
or higher at once, in a two-level design (a Hadamard matrix and its mirror image), under the central
values, the same on both sides and without fitting anything again. Every run speaks of every
constant, so that a few hundred tell them apart where moving one at a time would drown in chance.
That says which guesses matter, and not how far they may be off.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy.linalg import hadamard

from experiments.comparison.question import Question
from experiments.comparison.text import HEADLINES
from experiments.kept_runs import Answer, KeptRuns
from sim.ensemble import Run
from sim.inputs import Place, Scenario
from sim.parameters import PARAMETERS, estimated

#: How far each constant is moved, as a share of its value.
STEP = 0.1


def moved(place: Place) -> dict[str, tuple[float, float]]:
    """Every fixed constant of a place a step lower and a step higher, held inside its bounds."""
    free = estimated()
    found = {}
    for name, item in PARAMETERS.items():
        if name not in free:
            value = place.parameters.get(name, item.value)
            low, high = sorted((value * (1.0 - STEP), value * (1.0 + STEP)))
            found[name] = (max(low, item.bounds[0]), min(high, item.bounds[1]))
    return found


def design(constants: int) -> np.ndarray:
    """−1 for lower and 1 for higher, int [runs, constants].

    Each constant is high in half of the runs, in all pairs of constants each combination is met
    equally often, and with the mirror image no product of two constants passes for a single one.
    """
    order = 1 << constants.bit_length()  # the first column is constant and stands for none
    signs = hadamard(order)[:, 1 : constants + 1]
    return np.vstack([signs, -signs])


def runs_a_scenario(place: Place) -> int:
    """How many runs of a scenario the design takes."""
    return len(design(len(moved(place))))


def runs_of(question: Question, scenario: Scenario) -> list[Run]:
    """A run for every line of the design, each under a seed of its own.

    What a scenario sets itself stands above the constant.
    """
    constants = moved(scenario.place)
    return [
        Run(
            scenario,
            question.seed + k,
            {name: steps[sign > 0] for (name, steps), sign in zip(constants.items(), signs)}
            | dict(scenario.parameters),
        )
        for k, signs in enumerate(design(len(constants)).tolist())
    ]


def constants(question: Question, kept: KeptRuns) -> dict[str, Any]:
    """For each scenario and headline indicator what constants do to the effect in the last year."""
    sides = {item.hash(): item for item in (*question.scenarios, question.against)}
    place = question.against.place
    each = runs_a_scenario(place)
    answers = kept.answers(
        [run for item in sides.values() for run in runs_of(question, item)], apart=each
    )
    lived = {name: answers[k * each : (k + 1) * each] for k, name in enumerate(sides)}
    against = lived[question.against.hash()]
    return {
        "step": STEP,
        "runs": each,
        "scenarios": {
            item.name: {
                indicator: moves(
                    list(moved(place)), _effects(indicator, lived[item.hash()], against)
                )
                for indicator in HEADLINES
            }
            for item in question.scenarios
        },
    }


def _effects(indicator: str, one: Sequence[Answer], other: Sequence[Answer]) -> np.ndarray:
    pairs = zip(one, other, strict=True)
    return np.array([float(a[indicator][-1] - b[indicator][-1]) for a, b in pairs])


def moves(names: Sequence[str], effects: np.ndarray) -> dict[str, Any]:
    """What each constant does to an effect, from ``effects`` [runs] of the design.

    ``from_low_to_high`` is the mean effect with a constant higher less that with it lower, and
    ``error`` its standard error from what the constants together leave unexplained, chance among
    it. ``sd`` is the spread the constants make together, each higher or lower by chance.
    """
    signs = design(len(names))
    slopes = signs.T @ effects / len(effects)
    left = effects - effects.mean() - signs @ slopes
    freedom = len(effects) - 1 - len(names)
    return {
        "effect": float(effects.mean()),
        "sd": float(math.sqrt(max(np.square(slopes).sum() - _chance(slopes, left, freedom), 0.0))),
        "from_low_to_high": dict(zip(names, (2.0 * slopes).tolist(), strict=True)),
        "error": 2.0 * math.sqrt(float(np.square(left).sum()) / freedom / len(effects)),
    }


def _chance(slopes: np.ndarray, left: np.ndarray, freedom: int) -> float:
    """What chance alone adds to the sum of the squares of the slopes."""
    return float(np.square(left).sum()) / freedom / (len(left)) * len(slopes)


def largest(held: Mapping[str, Any], count: int) -> list[tuple[str, float]]:
    """The constants that move an effect most."""
    rows = held["from_low_to_high"].items()
    return sorted(rows, key=lambda row: -abs(row[1]))[:count]
