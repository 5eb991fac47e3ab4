"""Row 7: are parameters that are called identified found again where the truth is known?"""

from __future__ import annotations

import numpy as np

from calibration import emulator as emulators
from calibration.calibrated import Calibrated
from calibration.card.rows import Case, Row, Verdict
from calibration.design import Design, around
from calibration.emulator import Emulator
from calibration.labels import INFORMED
from calibration.measurement import inferred_values
from calibration.pipeline import MATTERS
from calibration.recoverable import FOUND
from calibration.refit import model_of
from calibration.simulator import Simulator
from calibration.synthetic import CHAINS_OF, Truths, described_ess, posteriors_of, records_of

RECORDS = 200
SLOPES = (0.9, 1.1)
#: So many parameters are shown in the figure, or as many as are declared.
PANELS = 6
#: Runs over the whole prior, for each of a calibration's first wave.
RUNS = 2
#: Seeds of runs no other part of a calibration uses.
TRUTHS_SEED, FIRST_RUN_OF_TRUTHS = 710, 910_000_000
WAVE_SEED, FIRST_RUN_OF_WAVE = 720, 920_000_000


class Recovery(Row):
    number = 7
    test = "recovery"
    bar = "200 truths: correlation ≥ .9 and slope .9–1.1 for every parameter called data-informed"

    def measure(self, case: Case) -> Verdict:
        found = case.found
        names, count = found.priors.names, len(found.priors.names)
        seed = found.question.settings.seed
        with case.simulator(found.question.sample) as simulator:
            truths = truths_of(found, simulator)
            emulator = emulator_of_the_prior(found, simulator)
        measurement, density = model_of(
            emulator, found.chance, found.outputs, found.question.observations, count,
            np.ones(len(found.levers)),
        )  # fmt: skip
        case.on_stage(CHAINS_OF.format(records=RECORDS))
        draws, ess = posteriors_of(truths, density, measurement, seed + 7, case.workers)
        means = draws[:, :, :count].mean(axis=1)
        found_again = {
            name: _found_again(truths.scores[:, k], means[:, k]) for k, name in enumerate(names)
        }
        declared = [name for name in names if case.labels.get(name) == INFORMED]
        missed = [name for name in declared if not _is_found(*found_again[name])]
        figure = {
            "correlation": {name: round(one[0], 3) for name, one in found_again.items()},
            "slope": {name: round(one[1], 3) for name, one in found_again.items()},
            "independent_draws": described_ess(ess),
            "declared": declared,
            "missed": missed,
            "points": {
                name: {
                    "truth": truths.scores[:, names.index(name)].round(3).tolist(),
                    "mean": means[:, names.index(name)].round(3).tolist(),
                }
                for name in _shown(declared, found_again)
            },
        }
        why = (
            "truths from the whole prior, each with one run of the simulator, walks and errors; "
            "posteriors by chains on an emulator of runs over the whole prior, its error counted"
        )
        if not declared:
            return Verdict(figure, None, why + "; no parameter is called data-informed")
        short = ", ".join(
            f"{name} (correlation {found_again[name][0]:.2f}, slope {found_again[name][1]:.2f})"
            for name in missed
        )
        return Verdict(figure, not missed, why + (f"; not found again: {short}" if short else ""))


def truths_of(found: Calibrated, simulator: Simulator) -> Truths:
    """Truths spread evenly over the prior, each with a record made of one run of its own."""
    design = _over_the_prior(found, RECORDS, TRUTHS_SEED, FIRST_RUN_OF_TRUTHS)
    matrix = found.measurement.observations.matrix(found.outputs.items)
    modelled = simulator.outputs(design) @ matrix.T
    seed = found.question.settings.seed + 7
    return records_of(modelled, design.scores, found.measurement, seed)


def emulator_of_the_prior(found: Calibrated, simulator: Simulator) -> Emulator:
    """The first wave's emulator corrected by documented runs over the whole prior.

    It is made as the pipeline makes its own where the posterior is.
    """
    count, settings = len(found.priors.names), found.question.settings
    wave = _over_the_prior(found, RUNS * settings.runs, WAVE_SEED, FIRST_RUN_OF_WAVE)
    outputs = simulator.outputs(wave)
    inputs, size = wave.inputs, wave.inputs.shape[1]
    polynomials = emulators.refined(
        found.emulator.first_wave(), inputs, outputs, np.full(len(found.outputs), MATTERS),
        np.zeros(size), np.eye(size),
    )  # fmt: skip
    matrix = found.measurement.observations.matrix(found.outputs.items)
    looked_at = found.measurement.whitened(matrix, inferred_values(found.best.inferred))
    return emulators.corrected(
        polynomials, inputs, outputs, found.chance, looked_at, np.zeros(count), np.eye(count)
    )


def _over_the_prior(found: Calibrated, points: int, seed: int, first_run_seed: int) -> Design:
    """A Sobol sequence over the prior, every lever as documented."""
    count, own = len(found.priors.names), found.question.settings.seed
    return around(
        found.priors, found.levers, np.zeros(count), np.eye(count), points, own + seed,
        first_run_seed + 10_000 * own, documented_every=1,
    )  # fmt: skip


def _found_again(truths: np.ndarray, means: np.ndarray) -> tuple[float, float]:
    """Correlation of truths and posterior means, and the slope of truths on means."""
    correlation = float(np.corrcoef(means, truths)[0, 1])
    return correlation, float(np.polyfit(means, truths, 1)[0])


def _shown(declared: list[str], found_again: dict[str, tuple[float, float]]) -> list[str]:
    """What the figure shows: what is declared, and beside it what is found best."""
    best = sorted(found_again, key=lambda name: -found_again[name][0])
    others = [name for name in best if name not in declared]
    return [*declared, *others[: max(PANELS - len(declared), 0)]]


def _is_found(correlation: float, slope: float) -> bool:
    return correlation >= FOUND and SLOPES[0] <= slope <= SLOPES[1]
