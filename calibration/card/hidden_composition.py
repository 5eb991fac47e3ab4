"""Row 6: fitted without the sources of income, does it cover what was published of them?"""

from __future__ import annotations

from typing import Any

import numpy as np

from calibration.card.rows import Case, Row, Verdict
from calibration.forecast import Belief
from calibration.observations import GROUPS, Target, observations_of
from calibration.predictive import weighted_quantiles
from calibration.refit import groups_of
from calibration.scores import HIGH, LOW

HIDDEN = "sources"
LEAST_COVERED = 0.8


class HiddenComposition(Row):
    number = 6
    test = "hold-out of series: hide the composition of rural income, predict it"
    bar = "the 90 % band covers at least 80 % of the published shares"

    def measure(self, case: Case) -> Verdict:
        found = case.found
        asked = found.question
        place = asked.scenario.place
        whole = observations_of(place, asked.until, ("incomes", HIDDEN))
        hidden = [item for item in whole.targets if item.group == HIDDEN]
        if not hidden:
            return Verdict(None, None, "no source of income is published")
        left = [name for name in groups_of(found) if name != HIDDEN]
        again = case.again(groups=left)
        return judged(Belief.of(again), hidden, asked.settings.seed)


def judged(belief: Belief, hidden: list[Target], seed: int) -> Verdict:
    """The verdict on what a belief says of hidden targets."""
    items = [item.output for item in hidden]
    draws = belief.published_further(items, seed)
    low, middle, high = weighted_quantiles(draws, belief.weights, (LOW, 0.5, HIGH))
    values = np.array([item.value for item in hidden])
    inside = (low <= values) & (values <= high)
    by_series: dict[str, dict[str, Any]] = {}
    for name in GROUPS[HIDDEN]:
        rows = np.array([item.indicator == name for item in items])
        if rows.any():
            by_series[name] = {
                "covered": int(inside[rows].sum()),
                "of": int(rows.sum()),
                "mean_error": round(float((middle - values)[rows].mean()), 4),
                "mean_width": round(float((high - low)[rows].mean()), 4),
            }
    share = float(inside.mean())
    figure = {
        "covered": int(inside.sum()),
        "of": int(inside.size),
        "share": round(share, 3),
        "by_series": by_series,
    }
    outside = [name for name, held in by_series.items() if held["covered"] < held["of"]]
    why = "the posterior of everything but the sources of income; errors of concept are in the band"
    missed = f"; not all covered: {', '.join(outside)}" if outside else ""
    return Verdict(figure, share >= LEAST_COVERED, why + missed)
