"""Numbers held against what the other years say of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from calibration.left_out import probabilities_below
from tests.calibration.known_world import known_world


def test_a_number_far_above_what_the_other_years_say_is_seen_to_be() -> None:
    found = known_world()
    usual = probabilities_below(found)
    values = found.question.observations.values.copy()
    values[3] += 0.2
    moved = found.question.observations.with_values(values)
    question = replace(found.question, observations=moved)
    shifted = probabilities_below(replace(found, question=question))
    assert shifted[3] > 0.999 > usual[3]


def test_draws_forget_what_they_are_held_against() -> None:
    """Half of the draws were bent to fit one year: without that year they hardly count."""
    found = known_world()
    posterior, observations = found.posterior, found.question.observations
    matrix = observations.matrix(found.outputs.items)
    target = 20
    means = posterior.means.copy()
    output = int(matrix[target].argmax())
    gap = observations.values[target] - (means @ matrix.T)[:, target]
    # a number nobody else would expect, which half of the draws know
    values = observations.values.copy()
    values[target] += 0.05
    bent = np.arange(len(means)) % 2 == 0
    means[bent, output] += gap[bent] + 0.05
    told = replace(
        found,
        question=replace(found.question, observations=observations.with_values(values)),
        posterior=replace(posterior, means=means),
    )
    below = probabilities_below(told)[target]
    # by half a band of draws that know the number it would be unremarkable, .5 and 1 mixed
    assert below > 0.97


def test_bands_that_have_not_seen_the_record_hold_nine_in_ten_of_it() -> None:
    inside = []
    for seed in range(1, 5):
        below = probabilities_below(known_world(seed))
        inside.append(((below > 0.05) & (below < 0.95)).mean())
    # 4 records of 44 numbers that hang together in years; the world's errors are .006, smaller
    # than the prior of the errors' sizes holds them for, so bands are rather too wide, never narrow
    assert np.mean(inside) >= 0.85
