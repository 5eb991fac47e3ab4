"""Row 8: does the pipeline recover truths as often as it says?"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from calibration.calibrated import Calibrated
from calibration.card.rows import Case, Row, Verdict
from calibration.design import around
from calibration.effects import lever_effects
from calibration.measurement import Measurement
from calibration.sources import calibration_key
from calibration.stages import key_of
from calibration.synthetic import (
    CHAINS_OF,
    LEGS,
    Coverage,
    Truths,
    coverage_of,
    described_ess,
    posteriors_of,
    records_of,
)

RECORDS = 500
EACH, TOGETHER = (0.85, 0.95), (0.88, 0.92)
#: A seed of runs no other part of a calibration uses.
FIRST_RUN_SEED = 900_000_000
TRUTHS_SEED = 800
#: So many names are listed in a sentence; all are in the figure.
NAMED = 3
#: Where the figure shows the cumulative shares of ranks.
RANKS_AT = np.linspace(0.0, 1.0, 41)
#: The check itself; the others are controls. A posterior of errors that are known to be wrong may
#: be pushed against the end of what they can be, where chains creep; a control need not wait.
WHOLE, CONTROL_LEGS = "whole", 4
OFFSETS = ("offset_rural", "offset_urban")


class SimulationBased(Row):
    number = 8
    test = "simulation-based calibration"
    bar = (
        "500 truths: ranks inside the Holm-adjusted band; each 90 % interval covers .85–.95, "
        "their mean .88–.92; parameters and lever effects"
    )

    def measure(self, case: Case) -> Verdict:
        found = case.found
        truths = truths_of(case)
        result, ess = checked(found, found.measurement, truths, WHOLE, case)
        figure = described(result, ess)
        why = (
            "truths from the last wave's box, each with one run of the simulator, walks and "
            f"errors; {told(figure)}"
        )
        return Verdict(figure, passes(result), why)


def shortfalls(result: Coverage) -> set[str]:
    """What a check of coverage is short of: quantities, and ``mean`` for them all together."""
    covered = result.covered_90
    outside = (covered < EACH[0]) | (covered > EACH[1])
    short = {name for name, is_out in zip(result.names, outside, strict=True) if is_out}
    is_together = TOGETHER[0] <= covered.mean() <= TOGETHER[1]
    return short | set(result.uneven()) | (set() if is_together else {"mean"})


def passes(result: Coverage) -> bool:
    """Whether a check of coverage is within the bars of row 8."""
    return not shortfalls(result)


def fails_beside(control: Coverage, whole: Coverage) -> bool:
    """Whether a control is short of something the check itself is not."""
    return bool(shortfalls(control) - shortfalls(whole))


def told(figure: dict[str, Any]) -> str:
    """What a check of coverage found, in a few words."""
    names, outside = _listed(figure["uneven"]), _listed(figure["coverage_outside"])
    return (
        f"90 % intervals cover {figure['mean_coverage_90']:.3f} on average, "
        f"{figure['smallest_coverage_90']:.3f} to {figure['largest_coverage_90']:.3f} each"
        + (f", outside {EACH[0]}–{EACH[1]}: {outside}" if outside else "")
        + (f"; ranks leave the band: {names}" if names else "; all ranks inside the band")
    )


def _listed(names: list[str]) -> str:
    """A few names, and how many more there are."""
    shown = ", ".join(names[:NAMED])
    return shown if len(names) <= NAMED else f"{shown} and {len(names) - NAMED} more"


def truths_of(case: Case) -> Truths:
    """Truths from the last wave's box, each with a record made of one run of its own.

    They are a scrambled Sobol sequence, as every design is: independent ones would be uneven by
    themselves in one of some fifty quantities, and what the record does not tell has the ranks of
    the truths. Ranks then scatter rather less than the band allows for.
    """
    found, seed = case.found, case.found.question.settings.seed
    design = around(
        found.priors, found.levers, *found.emulator.box(len(found.priors.names)), RECORDS,
        seed + TRUTHS_SEED, FIRST_RUN_SEED + 10_000 * seed, documented_every=1,
    )  # fmt: skip
    with case.simulator(found.question.sample) as simulator:
        outputs = simulator.outputs(design)
    matrix = found.measurement.observations.matrix(found.outputs.items)
    return records_of(outputs @ matrix.T, design.scores, found.measurement, seed + 8)


def checked(
    found: Calibrated,
    measurement: Measurement,
    truths: Truths,
    variant: str,
    case: Case,
) -> tuple[Coverage, np.ndarray]:
    """Ranks of truths and of their lever effects under a variant of the pipeline.

    With them how many independent draws every record's posterior has, [records].
    """
    count = len(found.priors.names)
    mean, covariance = found.emulator.box(count)
    if variant == "no_offset":
        held = np.isin(found.priors.names, OFFSETS)
        covariance = covariance * ~(held[:, None] | held) + np.diag(np.where(held, 1e-4, 0.0))
        mean = np.where(held, 0.0, mean)
    density = replace(found.density, likelihood=measurement.likelihood())
    density = density.with_prior(covariance, mean)

    def make() -> dict[str, np.ndarray]:
        case.on_stage(CHAINS_OF.format(records=len(truths)))
        seed = found.question.settings.seed
        legs = LEGS if variant == WHOLE else CONTROL_LEGS
        draws, ess = posteriors_of(truths, density, measurement, seed, case.workers, legs)
        return {"draws": draws, "ess": ess}

    key = key_of(
        calibration_key(__name__), variant, truths.data, found.emulator.layers[-1].constant
    )
    kept = case.kept().result("synthetic", key, make)
    place = found.question.scenario.place

    def with_effects(scores: np.ndarray) -> tuple[np.ndarray, list[str]]:
        effects = lever_effects(found.emulator, found.outputs, place, found.levers, scores)
        return np.concatenate([scores, effects.flat()], axis=1), effects.names

    every, names = with_effects(kept["draws"][:, :, :count].reshape(-1, count))
    draws = every.reshape(*kept["draws"].shape[:2], -1)
    coverage = coverage_of(
        (*found.priors.names, *names), with_effects(truths.scores)[0], lambda k: draws[k]
    )
    return coverage, kept["ess"]


def described(result: Coverage, ess: np.ndarray) -> dict[str, Any]:
    """A check of coverage as plain data."""
    covered = result.covered_90
    outside = (covered < EACH[0]) | (covered > EACH[1])
    return {
        "records": len(ess),
        "independent_draws": described_ess(ess),
        "mean_coverage_90": round(float(covered.mean()), 3),
        "smallest_coverage_90": round(float(covered.min()), 3),
        "largest_coverage_90": round(float(covered.max()), 3),
        "coverage_outside": [name for name, is_out in zip(result.names, outside) if is_out],
        "uneven": result.uneven(),
        "ranks": {
            "at": RANKS_AT.round(3).tolist(),
            "below": {
                name: (column[:, None] <= RANKS_AT).mean(axis=0).round(4).tolist()
                for name, column in zip(result.names, result.ranks.T, strict=True)
            },
        },
    }
