"""Row 5: fitted to some prefectures, what does it say of the paths of the others?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import stats

from calibration.card.rows import Case, Row, Verdict
from calibration.forecast import Belief
from calibration.observations import Observations, Target, observations_of
from calibration.predictive import weighted_quantiles
from calibration.refit import groups_of, refitted
from calibration.scores import HIGH, LOW

FOLDS = 3
#: Growth over fewer years than these is mostly rounding.
SHORTEST_SPAN = 3
FEWEST = 5


@dataclass(frozen=True)
class Path:
    """A held-out prefecture's income relative to the place's: years, published and modelled logs.

    ``start`` is the first year published on either definition: the model's start is taken from it.
    """

    prefecture: str
    indicator: str
    start: int
    years: tuple[int, ...]
    published: np.ndarray
    modelled: np.ndarray

    def growth(self) -> tuple[float, float] | None:
        """Published and modelled growth a year; ``None`` for too short a path."""
        span = self.years[-1] - self.years[0]
        if span < SHORTEST_SPAN:
            return None
        return tuple((held[-1] - held[0]) / span for held in (self.published, self.modelled))


class HoldOutInSpace(Row):
    number = 5
    test = "hold-out in space: fit some prefectures, predict the others from their starting values"
    bar = (
        "growth-rate correlation reported, short where it is not above 0; rank correlation of "
        "levels only in years the start is not taken from"
    )

    def measure(self, case: Case) -> Verdict:
        stages = case.kept()
        found = case.found
        place = found.question.scenario.place
        groups = (*(name for name in groups_of(found) if name != "prefectures"), "prefectures")
        whole = observations_of(place, found.question.until, groups)
        panel = [item for item in whole.targets if item.group == "prefectures"]
        names = sorted({item.output.prefecture for item in panel})
        if len(names) < 2 * FOLDS:
            return Verdict(None, None, f"{len(names)} prefectures are published; six are needed")
        paths: list[Path] = []
        inside: list[bool] = []
        for fold in range(FOLDS):
            hidden = names[fold::FOLDS]
            case.on_stage(f"without {len(hidden)} prefectures")
            kept = tuple(item for item in whole.targets if item.output.prefecture not in hidden)
            again = refitted(found, Observations(whole.base_year, kept), stages)
            held = [item for item in panel if item.output.prefecture in hidden]
            paths += paths_of(again.belief, held)
            inside += covered(again.belief, held, fold)
        return judged(paths, inside)


def paths_of(belief: Belief, held: Sequence[Target]) -> list[Path]:
    """Every held-out prefecture's paths by indicator, the modelled one the draws' median."""
    modelled = np.median(relative(belief, held, belief.simulated), axis=0)
    found = []
    for name in sorted({item.output.prefecture for item in held}):
        own = [(item, value) for item, value in zip(held, modelled, strict=True)
               if item.output.prefecture == name]  # fmt: skip
        start = min(item.output.year for item, _ in own)
        for indicator in sorted({item.output.indicator for item, _ in own}):
            rows = [(t.output.year, t.value, v) for t, v in own if t.output.indicator == indicator]
            years, published, said = zip(*sorted(rows), strict=True)
            found.append(Path(name, indicator, start, years, np.array(published), np.array(said)))
    return found


def relative(belief: Belief, held: Sequence[Target], of: Any) -> np.ndarray:
    """Log incomes of prefectures less the whole place's, [draws, held]."""
    besides = [item.beside for item in held]
    return np.asarray(of([item.output for item in held]) - of(besides))


def covered(belief: Belief, held: Sequence[Target], seed: int) -> list[bool]:
    """Which held-out numbers lie inside the 90 % band of what would be published."""
    simulated = relative(belief, held, belief.simulated)
    outputs = [item.output for item in held]
    errors = belief.published_further(outputs, seed) - belief.simulated(outputs)
    draws = simulated + errors
    low, high = weighted_quantiles(draws, belief.weights, (LOW, HIGH))
    values = np.array([item.value for item in held])
    return [bool(one) for one in (low <= values) & (values <= high)]


def judged(paths: Sequence[Path], inside: Sequence[bool]) -> Verdict:
    """The verdict on held-out paths and on which held-out numbers were covered."""
    growth = [(path, path.growth()) for path in paths]
    pairs = [(path, held) for path, held in growth if held is not None]
    if len(pairs) < FEWEST:
        return Verdict(None, None, f"{len(pairs)} paths are long enough for a growth rate")
    published, modelled = np.array([held for _, held in pairs]).T
    correlation = float(np.corrcoef(published, modelled)[0, 1])
    # by Fisher's z; paths of one prefecture are not independent, so it is rather too small
    error = float((1.0 - correlation**2) / np.sqrt(max(len(pairs) - 3, 1)))
    levels = [(path.published[-1], path.modelled[-1]) for path in paths
              if path.years[-1] - path.start >= SHORTEST_SPAN]  # fmt: skip
    rank = float(stats.spearmanr(*np.array(levels).T).statistic) if len(levels) >= FEWEST else None
    figure = {
        "growth_correlation": round(correlation, 3),
        "standard_error": round(error, 3),
        "paths": len(pairs),
        "published_growth_sd": round(float(published.std(ddof=1)), 4),
        "modelled_growth_sd": round(float(modelled.std(ddof=1)), 4),
        "level_rank_correlation": None if rank is None else round(rank, 3),
        "levels": len(levels),
        "covered": int(sum(inside)),
        "of": len(inside),
        "growth": [
            {
                "prefecture": path.prefecture,
                "indicator": path.indicator,
                "years": [path.years[0], path.years[-1]],
                "published": round(float(held[0]), 4),
                "modelled": round(float(held[1]), 4),
            }
            for path, held in pairs
        ],
    }
    why = (
        "growth relative to the whole place's in the same years, so that the common trend earns "
        "nothing; the model's prefectures differ in starting incomes, classes and distances only; "
        f"correlation {correlation:+.2f} ± {error:.2f} over {len(pairs)} paths, "
        f"{sum(inside)} of {len(inside)} numbers covered by 90 % bands"
    )
    return Verdict(figure, correlation > 0.0, why)
