"""Row 13: could the record do without levers altogether, or with levers of any strength?"""

from __future__ import annotations

import numpy as np

from calibration.card.rows import Case, Row, Verdict
from calibration.design import STRONGEST
from calibration.laplace import documented_summit, starts_of, summit_at

SHUFFLES = 99


class NullModel(Row):
    number = 13
    test = "null: no levers, and levers of shuffled strength"
    bar = "log posterior beside the documented paths', and their rank among 99 shuffled, printed"
    is_quick = True

    def measure(self, case: Case) -> Verdict:
        found = case.found
        if not found.levers:
            return Verdict(None, None, "no lever acts here")
        documented = documented_summit(found)
        starts = np.concatenate([documented.scores[None], starts_of(found)[2:]])

        def best_at(strengths: np.ndarray) -> float:
            return summit_at(found, strengths, starts).log_posterior

        none = best_at(np.zeros(len(found.levers)))
        random = np.random.default_rng(found.question.settings.seed)
        levels = STRONGEST * (np.arange(SHUFFLES) + 0.5) / SHUFFLES
        table = np.array([random.permutation(levels) for _ in found.levers]).T
        shuffled = np.array([best_at(strengths) for strengths in table])
        better = int((shuffled > documented.log_posterior).sum())
        figure = {
            "log_posterior_lost_without_levers": round(documented.log_posterior - none, 2),
            "rank_among_shuffled": better + 1,
            "of": SHUFFLES + 1,
            "median_lost_when_shuffled": round(
                documented.log_posterior - float(np.median(shuffled)), 2
            ),
        }
        why = (
            "refitted on the emulator; shuffled are the strengths of levers, 0 to 1.5 of the "
            "documented paths, each level used once a lever; the years of a path are not shuffled"
        )
        return Verdict(figure, True, why)
