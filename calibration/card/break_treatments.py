"""Row 12: how far lever effects depend on what one makes of the change of definition."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from calibration.calibrated import Calibrated
from calibration.card.rows import Case, Row, Verdict
from calibration.effects import lever_effects
from calibration.laplace import Summit, starts_of, summit
from calibration.log_posterior import LogPosterior
from calibration.measurement import Measurement
from calibration.observations import Observations, Target
from calibration.polynomial import at_strengths

OFFSETS = ("offset_rural", "offset_urban")
#: Prior standard deviations of the offsets, in those declared: none at all, and any.
NONE, ANY = 0.01, 10.0
DRAWS = 400


class BreakTreatments(Row):
    number = 12
    test = "break treatments"
    bar = (
        "each lever effect with no, a constant and separate offsets, and on new alone; sign changes"
    )
    is_quick = True

    def measure(self, case: Case) -> Verdict:
        found = case.found
        if not found.levers:
            return Verdict(None, None, "no lever acts here")
        targets = found.question.observations.targets
        old_years = {t.output.year for t in targets if t.output.indicator.endswith("_old")}
        new_years = {t.output.year for t in targets if t.output.indicator.endswith("_new")}
        if not (old_years and new_years):
            return Verdict(None, None, "the record has no change of definition")
        overlap = old_years & new_years
        treatments = {
            "constant": _summit(found, 1.0, targets),
            "none": _summit(found, NONE, targets),
            "each segment alone": _summit(
                found, ANY, [t for t in targets if not _is_old_in(t, overlap)]
            ),
            "new definition only": _summit(found, 1.0, [t for t in targets if not _is_old(t)]),
        }
        effects = {
            name: lever_effects(
                found.emulator, found.outputs, found.question.scenario.place, found.levers,
                one.draws(DRAWS, found.question.settings.seed),
            ).values[..., 0].mean(axis=0)
            for name, one in treatments.items()
        }  # fmt: skip
        table = np.array(list(effects.values()))
        changed = [
            lever
            for k, lever in enumerate(found.levers)
            if table[:, k].min() < 0.0 < table[:, k].max()
        ]
        figure = {
            "effect_on_rural_income_percent": {
                lever: {
                    name: round(100.0 * float(np.expm1(one[k])), 2) for name, one in effects.items()
                }
                for k, lever in enumerate(found.levers)
            },
            "sign_changes": changed,
        }
        why = (
            f"refitted on the emulator; the sign of {len(changed)} effects depends on the treatment"
        )
        return Verdict(figure, True, why)


def _is_old(target: Target) -> bool:
    return target.group == "incomes" and target.output.indicator.endswith("_old")


def _is_old_in(target: Target, years: set[int]) -> bool:
    return _is_old(target) and target.output.year in years


def _summit(found: Calibrated, width: float, targets: list[Target] | tuple[Target, ...]) -> Summit:
    """Refitted to some of the targets with the offsets' prior so much wider."""
    kept = np.array([found.question.observations.targets.index(one) for one in targets])
    observations = Observations(found.question.observations.base_year, tuple(targets))
    part = np.ix_(kept, kept)
    measurement = Measurement(
        observations, found.measurement.chance[part], found.measurement.emulator[part]
    )
    count = len(found.priors.names)
    matrix = observations.matrix(found.outputs.items)
    density: LogPosterior = replace(
        found.density,
        predictions=at_strengths(
            found.emulator.combined(matrix), count, np.ones(len(found.levers))
        ),
        likelihood=measurement.likelihood(),
    )
    widths = np.array([width if name in OFFSETS else 1.0 for name in found.priors.names])
    density = density.with_prior(np.diag(widths**2))
    return summit(density, measurement, found.best.inferred, starts_of(found))
