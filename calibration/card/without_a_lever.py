"""Row 11: leave a lever out and refit: does the record miss it?"""

from __future__ import annotations

import numpy as np

from calibration.card.rows import Case, Row, Verdict
from calibration.laplace import documented_summit, starts_of, summit_at

SHOWN_FROM = 2.0


class WithoutALever(Row):
    number = 11
    test = "leave a lever out and refit"
    bar = 'change of log evidence printed; below 2: "the record does not show this lever"'
    is_quick = True

    def measure(self, case: Case) -> Verdict:
        found = case.found
        if not found.levers:
            return Verdict(None, None, "no lever acts here")
        with_all = documented_summit(found)
        starts = np.concatenate([starts_of(found), with_all.scores[None]])
        changes = {}
        for k, lever in enumerate(found.levers):
            strengths = np.ones(len(found.levers))
            strengths[k] = 0.0
            without = summit_at(found, strengths, starts)
            changes[lever] = round(with_all.log_evidence - without.log_evidence, 2)
        hidden = [lever for lever, change in changes.items() if change < SHOWN_FROM]
        figure = {
            "lost_log_evidence": changes,
            "not_shown_by_the_record": hidden,
        }
        why = (
            "Laplace's approximation on the emulator at the errors inferred with all levers; "
            f"the record does not show {len(hidden)} of {len(changes)} levers"
        )
        return Verdict(figure, True, why)
