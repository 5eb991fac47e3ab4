"""Row 4: forecasts one to five years ahead from every origin, against the naive forecast.

Every origin is a refit on one emulator, made around what the record to the first origin leaves
open, so that no origin lies outside of it.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from calibration.card.rows import Case, Row, Verdict
from calibration.forecast import KINDS, forecast_incomes, linked
from calibration.naive import naive_forecast
from calibration.observations import observations_of
from calibration.refit import groups_of, refitted
from calibration.sampler import LARGEST_R_HAT
from calibration.scores import crps_of_draws, crps_of_normal
from sim.inputs import Place

FIRST_ORIGIN = 2010
LONGEST = 5
#: Resampled sets of origins that the sampling error is taken from.
RESAMPLED = 2000
MEASURES = (*KINDS, "ratio")


class RollingOrigins(Row):
    number = 4
    test = "rolling origins 2010–2022, 1–5 years ahead, against the naive forecast"
    bar = (
        "CRPS skill at each horizon with its sampling error, reported; short where the naive "
        "forecast of rural income or the ratio is the better one (skill below 0)"
    )

    def measure(self, case: Case) -> Verdict:
        stages = case.kept()
        place = case.found.question.scenario.place
        origins = origins_of(place)
        if not origins:
            return Verdict(None, None, f"the record does not reach from {FIRST_ORIGIN} on")
        wide = case.again(until=origins[0])
        ours, theirs = [], []
        worst = 1.0
        for origin in origins:
            case.on_stage(f"fitted to {origin}")
            observations = observations_of(place, origin, groups_of(case.found))
            again = refitted(wide, observations, stages)
            worst = max(worst, again.largest_r_hat)
            years = list(range(origin + 1, min(origin + LONGEST, place.last_year) + 1))
            told = forecast_incomes(again.belief, place, origin, years, origin)
            naive = naive_forecast(place, origin, years, wide.question.scenario.shocks)
            observed = np.vstack([told.observed, told.observed[1] - told.observed[0]])
            ratio = told.published[:, 1] - told.published[:, 0]
            draws = [told.published[:, 0], told.published[:, 1], ratio]
            ours.append(
                _padded([crps_of_draws(observed[k], draws[k], told.weights) for k in range(3)])
            )
            theirs.append(
                _padded([crps_of_normal(observed[k], naive.mean[k], naive.sd[k]) for k in range(3)])
            )
        return judged(origins, np.array(ours), np.array(theirs), worst)


def origins_of(place: Place) -> list[int]:
    """The years from the first origin on, of those published with the two years before."""
    years = set.intersection(*(set(linked(place, kind)) for kind in KINDS))
    wanted = range(FIRST_ORIGIN, place.last_year)
    return [y for y in wanted if {y - 2, y - 1, y, y + 1} <= years]


def _padded(scores: list[np.ndarray]) -> np.ndarray:
    """Scores by measure and horizon, [3, 5]; horizons beyond the record are not numbers."""
    found = np.full((len(scores), LONGEST), np.nan)
    for k, held in enumerate(scores):
        found[k, : held.size] = held
    return found


def skill_by_horizon(ours: np.ndarray, theirs: np.ndarray, seed: int) -> list[dict[str, Any]]:
    """CRPS skill 1 − ours / theirs and its standard error, for scores [origins, horizons].

    Forecasts of neighbouring origins share years, so origins are resampled in blocks as long as the
    horizon.
    """
    found = []
    for k in range(ours.shape[1]):
        held = ~np.isnan(ours[:, k])
        one, other = ours[held, k], theirs[held, k]
        skills = [
            1.0 - one[rows].mean() / other[rows].mean()
            for rows in _blocks(held.sum(), k + 1, np.random.default_rng([seed, k]))
        ]
        found.append(
            {
                "years_ahead": k + 1,
                "origins": int(held.sum()),
                "crps": round(float(one.mean()), 4),
                "naive_crps": round(float(other.mean()), 4),
                "skill": round(float(1.0 - one.mean() / other.mean()), 3),
                "standard_error": round(float(np.std(skills, ddof=1)), 3),
            }
        )
    return found


def _blocks(count: int, length: int, random: np.random.Generator) -> np.ndarray:
    """Rows of resampled sets, [sets, count], in circular blocks."""
    pieces = -(-count // length)
    starts = random.integers(0, count, (RESAMPLED, pieces))
    rows = (starts[..., None] + np.arange(length)) % count
    return np.asarray(rows.reshape(RESAMPLED, -1)[:, :count])


def judged(
    origins: list[int], ours: np.ndarray, theirs: np.ndarray, largest_r_hat: float
) -> Verdict:
    """The verdict on scores [origins, 3, horizons] of the model and of the naive forecast."""
    skill = {name: skill_by_horizon(ours[:, k], theirs[:, k], k) for k, name in enumerate(MEASURES)}
    worse = [
        f"{name} at {row['years_ahead']} ({row['skill']:+.2f} ± {row['standard_error']:.2f})"
        for name in ("rural", "ratio")
        for row in skill[name]
        if row["skill"] < 0.0
    ]
    if largest_r_hat >= LARGEST_R_HAT:
        worse.append(f"nothing is sure, chains did not mix (R-hat {largest_r_hat:.3f})")
    figure = {
        "origins": origins,
        "skill": skill,
        "largest_r_hat": round(largest_r_hat, 4),
    }
    why = (
        "refits on the emulator made around the record to the first origin; incomes after the "
        "change of definition are chained to the old definition where the origin lies before it; "
        "origins overlap, so errors come from blocks of them"
    )
    missed = f"; the naive forecast is better for: {', '.join(worse)}" if worse else ""
    return Verdict(figure, not worse, why + missed)
