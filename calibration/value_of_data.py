"""Which further published series would narrow which lever's effect, and by how much.

The posterior is taken as Gaussian: Fisher's information of the record, the prior, and what a
further series would add. A lever's effect is the last year's log rural income with all levers less
that without the lever; its spread comes from the parameters alone. Series the emulator does not
know are run: central differences on the simulator under common random numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from calibration.calibrated import Calibrated
from calibration.design import documented
from calibration.effects import lever_effects
from calibration.fisher import STEP, information
from calibration.map_estimate import central_differences
from calibration.measurement import FURTHER_ERRORS, PANEL_ERRORS, SHARED
from calibration.observations import observations_of
from calibration.outputs import Output, Outputs
from calibration.polynomial import at_strengths
from calibration.simulator import Simulator
from calibration.stages import Stages
from sim.indicators import INDICATORS

VALUE_FILE = "value_of_data.json"
#: Relative error of a series nobody publishes yet, half of its variance common to all years: an
#: assumption, as good as most yearbooks.
RELATIVE_ERROR = 0.05
#: Series that the emulator knows, by the name of the table's line.
KNOWN = {
    "migrant_share": ("migrant_share",),
    "off_farm_share": ("off_farm_share",),
    "mountain_plain_ratio": ("mountain_plain_ratio",),
    "urbanisation_rate": ("urbanisation_rate",),
    "sources_of_income": ("wage_share", "net_business_share", "property_share", "transfer_share"),
}
#: Outcomes close to single levers. None is a difference, whose error could not be a share of it.
CLOSE_TO_LEVERS = (
    "jobs_in_firms",
    "jobs_placed",
    "returnee_firms",
    "returned",
    "tourism_visits",
    "tourism_income",
    "collective_dividends",
    "medical_cost_borne",
    "land_rented_share",
)
PANEL = "prefecture_panel"
#: Fewer seeds tell nothing of the chance of a run.
FEWEST_SEEDS = 4
#: In prior standard deviations; counts of few people are too rough for a finer step.
RUN_HALF_STEP = 0.5


@dataclass(frozen=True)
class Candidate:
    """A series that might be published: its numbers' slopes and the covariance of its errors.

    ``slopes`` [numbers, parameters] are in the series' units per prior standard deviation.
    """

    name: str
    slopes: np.ndarray
    covariance: np.ndarray

    def information(self) -> np.ndarray:
        """What it would add, [parameters, parameters]."""
        return np.asarray(self.slopes.T @ np.linalg.solve(self.covariance, self.slopes))


def value_of_data(
    found: Calibrated, stages: Stages | None = None, workers: int | None = None
) -> dict[str, Any]:
    """The table as plain data; without ``stages`` the outcomes that have to be run are left out."""
    candidates = [*from_the_emulator(found), *panel(found)]
    if stages is not None:
        candidates += from_runs(found, stages, workers)
    effects, slopes = effects_of(found)
    return table(found.levers, effects, slopes, information(found), candidates)


def effects_of(found: Calibrated) -> tuple[np.ndarray, np.ndarray]:
    """Effects on log rural income [levers] and their slopes in scores [levers, parameters]."""
    place = found.question.scenario.place

    def effects(scores: np.ndarray) -> np.ndarray:
        return lever_effects(
            found.emulator, found.outputs, place, found.levers, scores
        ).values[..., 0]  # fmt: skip

    at = found.best.scores
    return effects(at[None])[0], central_differences(effects, at, STEP)


def table(
    levers: Sequence[str],
    effects: np.ndarray,
    slopes: np.ndarray,
    known: np.ndarray,
    candidates: Sequence[Candidate],
) -> dict[str, Any]:
    """By candidate, the share by which it would shrink the sd of every lever's effect.

    ``known`` [parameters, parameters] is the information of the record, the prior's left out.
    """
    precision = known + np.eye(len(known))
    before = _sd(slopes, precision)
    rows = []
    for item in candidates:
        after = _sd(slopes, precision + item.information())
        shares = 1.0 - np.divide(after, before, out=np.ones_like(after), where=before > 0.0)
        best = int(shares.argmax())
        rows.append(
            {
                "series": item.name,
                "numbers": len(item.slopes),
                "shrinks_most": levers[best],
                "by": round(float(shares[best]), 3),
                "shrinks": {
                    lever: round(float(share), 3)
                    for lever, share in zip(levers, shares, strict=True)
                },
            }
        )
    return {
        "effects_on": "log rural income of the last year, new definition",
        "levers": {
            lever: {"effect": round(float(one), 4), "sd": round(float(sd), 4)}
            for lever, one, sd in zip(levers, effects, before, strict=True)
        },
        "series": sorted(rows, key=lambda row: -float(row["by"])),  # type: ignore[arg-type]
    }


def _sd(slopes: np.ndarray, precision: np.ndarray) -> np.ndarray:
    solved = np.linalg.solve(precision, slopes.T)
    return np.sqrt(np.maximum(np.einsum("lp,pl->l", slopes, solved), 0.0))


def from_the_emulator(found: Calibrated) -> list[Candidate]:
    """Every year of the series that runs are kept of."""
    years = range(found.question.scenario.place.base_year + 1, found.question.until + 1)
    result = []
    for name, indicators in KNOWN.items():
        items = [Output(indicator, year) for indicator in indicators for year in years]
        sizes = np.array([FURTHER_ERRORS[item.indicator] for item in items])
        series = [item.indicator for item in items]
        matrix = np.zeros((len(items), len(found.outputs)))
        matrix[np.arange(len(items)), found.outputs.positions(items)] = 1.0
        result.append(_emulated(found, name, matrix, _errors(series, sizes)))
    return result


def panel(found: Calibrated) -> list[Candidate]:
    """The incomes of prefectures as far as they are published, relative to the place's."""
    question = found.question
    groups = {item.group for item in question.observations.targets}
    whole = observations_of(question.scenario.place, question.until, ("incomes", "prefectures"))
    held = tuple(item for item in whole.targets if item.group == "prefectures")
    if not held or "prefectures" in groups:
        return []
    constant, own = PANEL_ERRORS
    series = [item.series for item in held]
    same = np.equal.outer(series, series)
    covariance = constant**2 * same + own**2 * np.eye(len(held))
    matrix = replace(whole, targets=held).matrix(found.outputs.items)
    return [_emulated(found, PANEL, matrix, covariance)]


def _emulated(found: Calibrated, name: str, matrix: np.ndarray, errors: np.ndarray) -> Candidate:
    """A candidate of rows of ``matrix`` [numbers, outputs]; a run's chance is added to errors."""
    polynomial = at_strengths(
        found.emulator.combined(matrix), len(found.priors.names), np.ones(len(found.levers))
    )
    slopes = central_differences(polynomial, found.best.scores, STEP)
    return Candidate(name, slopes, errors + matrix @ found.chance @ matrix.T)


def _errors(series: Sequence[str], sizes: np.ndarray) -> np.ndarray:
    """Covariance of errors of which a part is common to a whole series."""
    same = np.equal.outer(series, series)
    return np.asarray(
        np.multiply.outer(sizes, sizes) * (SHARED * same + (1.0 - SHARED) * np.eye(len(sizes)))
    )


def without_noise(slopes: np.ndarray) -> np.ndarray:
    """Mean slopes over seeds, drawn towards 0 by their noise; [numbers, parameters].

    ``slopes`` has shape [parameters, seeds, numbers]. Noise left in a slope would count as
    information, so each is multiplied by the share of its square that is not noise.
    """
    mean = slopes.mean(axis=1)
    noise = slopes.var(axis=1, ddof=1) / slopes.shape[1]
    kept = 1.0 - np.divide(noise, mean**2, out=np.ones_like(noise), where=mean != 0.0)
    return np.asarray((mean * np.maximum(kept, 0.0)).T)


def from_runs(found: Calibrated, stages: Stages, workers: int | None = None) -> list[Candidate]:
    """Outcomes close to levers, by runs around the most probable parameters."""
    place = found.question.scenario.place
    years = range(place.base_year + 1, found.question.until + 1)
    names = [name for name in CLOSE_TO_LEVERS if name in INDICATORS]
    outputs = Outputs(tuple(Output(name, year) for name in names for year in years))
    sample = replace(found.question.sample, outputs=outputs)
    seeds = np.arange(max(found.question.settings.seeds_a_draw, FEWEST_SEEDS))
    size = len(found.priors.names)
    steps = RUN_HALF_STEP * np.eye(size)
    at = found.best.scores
    points = np.concatenate([at + steps, at - steps, at[None]])
    many = documented(found.priors, found.levers, np.repeat(points, len(seeds), axis=0), 0)
    with Simulator(sample, stages, workers) as simulator:
        told = simulator.outputs(replace(many, seeds=np.tile(seeds, len(points))))
    told = told.reshape(len(points), len(seeds), -1)
    single = told[-1]
    slopes = without_noise((told[:size] - told[size:-1]) / (2.0 * RUN_HALF_STEP))
    result = []
    for k, name in enumerate(names):
        rows = slice(k * len(years), (k + 1) * len(years))
        level = np.abs(single[:, rows].mean(axis=0))
        if not level.max() > 0.0:
            continue  # nothing of it happens here
        floor = RELATIVE_ERROR * level.max()  # small early years would otherwise count as exact
        sizes = np.maximum(RELATIVE_ERROR * level, 0.2 * floor)
        chance = single[:, rows].var(axis=0, ddof=1)
        covariance = _errors([name] * len(years), sizes) + np.diag(chance)
        result.append(Candidate(name, slopes[rows], covariance))
    return result
