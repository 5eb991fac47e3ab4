"""Row 9: is the check of coverage able to find a pipeline that is wrong?

Row 8 is asked of pipelines that leave out something the records have. Two must be found out: one
without the offset of the new definition, and one without the noise the errors of measurement do not
make: neither walk nor chance of a run nor emulator's error. A third leaves out the last two alone.
They are so small a part of the noise that the inferred sizes of what is left make up for them; it
is told and not judged.
"""

from __future__ import annotations

import numpy as np

from calibration.card.rows import Case, Row, Verdict
from calibration.card.simulation_based import (
    WHOLE,
    checked,
    described,
    fails_beside,
    told,
    truths_of,
)
from calibration.measurement import Measurement


class WithoutWalks(Measurement):
    """The measurement model in which every year's error is its own."""

    def income_parts(self) -> tuple[np.ndarray, np.ndarray]:
        """Nobody shares a walk; errors as they are."""
        walk, same = super().income_parts()
        return np.zeros_like(walk), same


class NegativeControls(Row):
    number = 9
    test = "negative controls"
    bar = "row 8 fails where the offset or the noise is left out"

    def measure(self, case: Case) -> Verdict:
        found = case.found
        truths = truths_of(case)
        observations = found.measurement.observations
        nothing = np.zeros_like(found.measurement.chance)
        whole = checked(found, found.measurement, truths, WHOLE, case)[0]
        judged = {
            "no_offset": checked(found, found.measurement, truths, "no_offset", case),
            "no_noise": checked(
                found, WithoutWalks(observations, nothing, nothing), truths, "no_noise", case
            ),
        }
        chanceless = Measurement(observations, nothing, nothing)
        results = judged | {
            "no_chance": checked(found, chanceless, truths, "no_chance", case),
        }
        figure = {name: described(*one) for name, one in results.items()}
        fails = {name: fails_beside(one[0], whole) for name, one in results.items()}
        why = (
            "without the offset the scores of both are held at 0; without the noise incomes have "
            "errors of measurement, but neither walks nor a run's chance, and the emulator has no "
            "error; what row 8 itself is short of does not count"
        )
        missed = ", ".join(_words(name) for name in judged if not fails[name])
        why += f"; not found out: {missed}" if missed else ""
        if not fails["no_chance"]:
            why += (
                "; told and not judged: where only chance and the emulator's error are left out, "
                "the inferred sizes of walks and errors make up for it and the check cannot tell"
            )
        each = "; ".join(f"{_words(name)}: {told(one)}" for name, one in figure.items())
        return Verdict(figure, all(fails[name] for name in judged), f"{why}; {each}")


def _words(variant: str) -> str:
    return variant.replace("_", " ")
