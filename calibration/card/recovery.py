"""Row 7: are parameters that are called identified found again where the truth is known?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from calibration.card.rows import Case, Row, Verdict
from calibration.labels import INFORMED
from calibration.measurement import Measurement
from calibration.polynomial import at_strengths
from calibration.synthetic import described_ess, posteriors_of, records_of

RECORDS = 200
SMALLEST_CORRELATION, SLOPES = 0.9, (0.9, 1.1)
#: Truths further from the middle than this, in prior sd, are where the emulator has seen nothing.
WIDEST = 2.5


class Recovery(Row):
    number = 7
    test = "recovery"
    bar = "200 truths: correlation ≥ .9 and slope .9–1.1 for every parameter called data-informed"

    def measure(self, case: Case) -> Verdict:
        found = case.found
        count, seed = len(found.priors.names), found.question.settings.seed
        random = np.random.default_rng([seed, 7])
        scores = np.clip(random.standard_normal((RECORDS, count)), -WIDEST, WIDEST)
        matrix = found.measurement.observations.matrix(found.outputs.items)
        polynomial = at_strengths(
            found.emulator.first_wave().combined(matrix), count, np.ones(len(found.levers))
        )
        chance = found.measurement.chance
        measurement = Measurement(found.measurement.observations, chance, np.zeros_like(chance))
        density = replace(
            found.density, predictions=polynomial, likelihood=measurement.likelihood()
        )
        root = np.linalg.cholesky(chance + 1e-14 * np.eye(len(chance)))
        modelled = polynomial(scores) + random.standard_normal((RECORDS, len(chance))) @ root.T
        truths = records_of(modelled, scores, measurement, seed + 7)
        draws, ess = posteriors_of(truths, density, measurement, seed, case.workers)
        means = draws[:, :, :count].mean(axis=1)
        found_again = {}
        for k, name in enumerate(found.priors.names):
            correlation = float(np.corrcoef(means[:, k], scores[:, k])[0, 1])
            slope = float(np.polyfit(means[:, k], scores[:, k], 1)[0])
            found_again[name] = (correlation, slope)
        declared = [name for name in found.priors.names if case.labels.get(name) == INFORMED]
        missed = [name for name in declared if not _is_found(*found_again[name])]
        figure = {
            "correlation": {name: round(one[0], 3) for name, one in found_again.items()},
            "slope": {name: round(one[1], 3) for name, one in found_again.items()},
            "independent_draws": described_ess(ess),
            "declared": declared,
            "missed": missed,
            "points": {
                name: {
                    "truth": scores[:, found.priors.names.index(name)].round(3).tolist(),
                    "mean": means[:, found.priors.names.index(name)].round(3).tolist(),
                }
                for name in declared or _best(found_again)
            },
        }
        why = (
            "truths from the priors; records and posteriors on the first wave's emulator, so that "
            "it says what a record of this kind can tell at all"
        )
        if not declared:
            return Verdict(figure, None, why + "; no parameter is called data-informed")
        short = ", ".join(
            f"{name} (correlation {found_again[name][0]:.2f}, slope {found_again[name][1]:.2f})"
            for name in missed
        )
        return Verdict(figure, not missed, why + (f"; not found again: {short}" if short else ""))


def _best(found_again: dict[str, tuple[float, float]], count: int = 4) -> list[str]:
    """Where nothing is declared, those found best, for the figure."""
    return sorted(found_again, key=lambda name: -found_again[name][0])[:count]


def _is_found(correlation: float, slope: float) -> bool:
    return correlation >= SMALLEST_CORRELATION and SLOPES[0] <= slope <= SLOPES[1]
