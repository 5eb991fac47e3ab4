"""Row 16: is every printed lever effect worked out closely enough?"""

from __future__ import annotations

import numpy as np

from calibration.card.rows import Case, Row, Verdict
from calibration.effects import lever_effects

LARGEST = 0.10


class MonteCarloError(Row):
    number = 16
    test = "Monte-Carlo error of effects"
    bar = "standard error of every printed lever effect below 10 % of its posterior sd"
    is_quick = True

    def measure(self, case: Case) -> Verdict:
        found = case.found
        if not found.levers:
            return Verdict(None, None, "no lever acts here")
        posterior = found.posterior
        effects = lever_effects(
            found.emulator, found.outputs, found.question.scenario.place, found.levers,
            posterior.scores,
        )  # fmt: skip
        flat, weights = effects.flat(), posterior.weights
        gaps = flat - weights @ flat
        error = np.sqrt((weights**2) @ gaps**2)
        sd = np.sqrt(weights @ gaps**2)
        share = np.divide(error, sd, out=np.zeros_like(error), where=sd > 0.0)
        worst = int(share.argmax())
        figure = {
            "largest": round(float(share.max()), 4),
            "of": effects.names[worst],
            "draws": len(posterior),
            "effective_draws": round(found.weights.ess, 1),
        }
        why = "weighted posterior draws, effects on the emulator"
        return Verdict(figure, bool(share.max() < LARGEST), why)
