"""Row 2: does the old-definition ratio rise and then fall by itself, with its peak in time?"""

from __future__ import annotations

import numpy as np

from calibration.card.rows import Case, Row, Verdict
from calibration.measurement import inferred_values

FIRST, LAST = 2005, 2008
SMALLEST = 0.5


class Hump(Row):
    number = 2
    test = "the hump"
    bar = "share of draws whose old-definition ratio peaks in 2005–2008, latent: ≥ .5"
    is_quick = True

    def measure(self, case: Case) -> Verdict:
        found = case.found
        place, posterior = found.question.scenario.place, found.posterior
        old = place.series("rural_income_old")
        if not old:
            return Verdict(None, None, "nothing was published on the old definition")
        last = max(old)
        years = np.arange(place.base_year + 1, last + 1)
        rural = posterior.means[:, found.outputs.by_year("rural_income_old")[: len(years)]]
        urban = posterior.means[:, found.outputs.by_year("urban_income_old")[: len(years)]]
        if not (years[0] <= FIRST and years[-1] >= LAST):
            return Verdict(None, None, "the years are not those of the place's record")
        latent = urban - rural
        random = np.random.default_rng(found.question.settings.seed)
        sizes = inferred_values(posterior.inferred)
        one, other = random.standard_normal((2, *latent.shape))
        correlation = sizes[:, 2, None]
        error = sizes[:, 1, None] * (correlation * one + np.sqrt(1 - correlation**2) * other)
        noisy = latent + error - sizes[:, 0, None] * one
        share = round(_share(latent, years, posterior.weights), 3)
        figure = {
            "latent": share,
            "with_measurement_noise": round(_share(noisy, years, posterior.weights), 3),
            "peak_by_year": {
                str(year): round(float(posterior.weights[latent.argmax(axis=1) == k].sum()), 3)
                for k, year in enumerate(years)
            },
        }
        why = (
            "the mean of several seeds of every posterior draw; measurement noise alone moves a "
            "peak as flat as this one, so both shares are told"
        )
        return Verdict(figure, share >= SMALLEST, why)


def _share(ratios: np.ndarray, years: np.ndarray, weights: np.ndarray) -> float:
    peaks = years[ratios.argmax(axis=1)]
    return float(weights[(peaks >= FIRST) & (peaks <= LAST)].sum())
