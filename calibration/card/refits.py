"""Row 14: the same calibration under other seeds, with more villages and more households."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from calibration.calibrated import Calibrated
from calibration.card.rows import Case, Row, Verdict
from calibration.outputs import Output

SEEDS = 10
#: At calibration sizes a village has a fixed number of rows, so the scale multiplies villages.
LARGER = {"twice_the_villages": 2.0, "five_times_the_households": 5.0}
LARGEST_SHIFT, AIMED_SHIFT = 0.3, 0.1
LARGEST_CHANGE, AIMED_CHANGE = 0.005, 0.003


@dataclass(frozen=True)
class Means:
    """What a refit found: mean and sd of the scores, and log incomes of the last year."""

    scores: np.ndarray
    sd: np.ndarray
    incomes: np.ndarray

    @classmethod
    def of(cls, found: Calibrated) -> Means:
        held = found.posterior
        year = found.question.scenario.place.last_year
        items = [Output("rural_income_new", year), Output("urban_income_new", year)]
        incomes = held.weights @ held.means[:, found.outputs.positions(items)]
        return cls(held.mean(), np.sqrt(np.diag(held.covariance())), incomes)


class Refits(Row):
    number = 14
    test = "refits: 10 seeds, twice the villages, five times the households"
    bar = (
        "posterior means move by less than .3 posterior sd (aim .1), last year's incomes .5 % (.3)"
    )
    seeds = SEEDS

    def measure(self, case: Case) -> Verdict:
        found = case.found
        asked = found.question
        again: dict[str, Means] = {}
        for number in range(1, self.seeds + 1):
            settings = replace(asked.settings, seed=asked.settings.seed + number)
            case.on_stage(f"seed {settings.seed}")
            again[f"seed_{settings.seed}"] = Means.of(case.again(settings=settings))
        for name, factor in LARGER.items():
            scale = factor * asked.scale
            case.on_stage(name.replace("_", " "))
            again[name] = Means.of(case.again(scale=scale))
        return judged(found.priors.names, Means.of(found), again)


def judged(names: tuple[str, ...], first: Means, again: dict[str, Means]) -> Verdict:
    """The verdict on refits, each held against the calibration itself."""
    rows: dict[str, dict[str, Any]] = {}
    for name, other in again.items():
        shift = (other.scores - first.scores) / first.sd
        far = int(np.abs(shift).argmax())
        change = np.expm1(other.incomes - first.incomes)
        rows[name] = {
            "largest_shift": round(float(abs(shift[far])), 3),
            "of": names[far],
            "root_mean_square_shift": round(float(np.sqrt(np.mean(shift**2))), 3),
            "rural_income_change": round(float(change[0]), 5),
            "urban_income_change": round(float(change[1]), 5),
        }
    shift = max(row["largest_shift"] for row in rows.values())
    change = max(abs(row[key]) for row in rows.values() for key in row if key.endswith("_change"))
    figure = {"largest_shift": shift, "largest_income_change": change, "refits": rows}
    missed = [
        name
        for name, row in rows.items()
        if row["largest_shift"] >= LARGEST_SHIFT
        or max(abs(row["rural_income_change"]), abs(row["urban_income_change"])) >= LARGEST_CHANGE
    ]
    aimed = shift < AIMED_SHIFT and change < AIMED_CHANGE
    why = (
        "everything is drawn anew: design, runs, chains; a village has a fixed number of simulated "
        "households at these sizes, so both larger samples have more villages; the aim is "
        f"{'met' if aimed else 'missed'}"
    )
    return Verdict(
        figure, not missed, why + (f"; beyond the bar: {', '.join(missed)}" if missed else "")
    )
