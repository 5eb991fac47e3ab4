"""Row 15: the posterior on the emulator beside the one on the simulator itself.

A chain on the simulator of thirty parameters would take some hundred thousand runs. Instead many
draws of the emulator's posterior are run again, each under several seeds of its own, and weighed by
what emulator and runs say together (:mod:`calibration.reweighting`). The effective number of draws
tells how well the comparison is known: some 700 leave a mean .04 sd and a ratio of sd .03.
"""

from __future__ import annotations

import numpy as np

from calibration.calibrated import Calibrated
from calibration.card.rows import Case, Row, Verdict
from calibration.design import documented
from calibration.measurement import INFERRED_NAMES
from calibration.reweighting import LARGEST_K, Weights, weighed

LARGEST_SHIFT = 0.25
NARROWEST, WIDEST = 0.9, 1.1
DRAWS = 1500
#: Resampled sets of draws that the error of the comparison is taken from.
RESAMPLED = 200
#: The seeds differ from those the pipeline has fitted and weighed with, and from draw to draw.
SEED = 15


class EmulatorCheck(Row):
    number = 15
    test = "emulator against the simulator itself"
    bar = "posterior means shift by less than .25 sd, sd ratios .9–1.1, for every parameter"
    draws = DRAWS

    def measure(self, case: Case) -> Verdict:
        found = case.found
        points, _ = found.chains.pooled()
        count = min(self.draws, len(points))
        random = np.random.default_rng([SEED, found.question.settings.seed])
        chosen = points[random.choice(len(points), count, replace=False)]
        weights = weights_of(found, chosen, case)
        names = (*found.priors.names, *INFERRED_NAMES)
        return judged(names, chosen, weights, points)


def weights_of(found: Calibrated, points: np.ndarray, case: Case) -> Weights:
    """Weights of points of the emulator's posterior by what emulator and runs say together."""
    size, seeds = len(found.priors.names), found.question.settings.seeds_a_draw
    design = documented(found.priors, found.levers, points[:, :size], 0)
    first = (SEED + 1000 * found.question.settings.seed) * 1_000_000
    with case.simulator(found.question.sample) as simulator:
        means = simulator.means_apart(design, first, seeds)
    matrix = found.question.observations.matrix(found.outputs.items)
    return weighed(points, means @ matrix.T, seeds, found.measurement, found.density)


def judged(
    names: tuple[str, ...], points: np.ndarray, weights: Weights, everything: np.ndarray
) -> Verdict:
    """The verdict on weighted points [draws, size], beside all draws on the emulator."""
    middle, spread = everything.mean(axis=0), everything.std(axis=0)
    shift, ratio = _compared(points, weights.values, middle, spread)
    random = np.random.default_rng(SEED)
    again = np.array(
        [
            _compared(
                points[rows], weights.values[rows] / weights.values[rows].sum(), middle, spread
            )
            for rows in random.integers(0, len(points), (RESAMPLED, len(points)))
        ]
    )
    errors = again.std(axis=0, ddof=1)
    far = int(np.abs(shift).argmax())
    odd = int(np.abs(np.log(ratio)).argmax())
    figure = {
        "draws": len(points),
        "weight_ess": round(weights.ess, 1),
        "pareto_k": round(weights.k, 3),
        "largest_shift": {
            "of": names[far],
            "sd": round(float(shift[far]), 3),
            "standard_error": round(float(errors[0, far]), 3),
        },
        "sd_ratio": {
            "of": names[odd],
            "ratio": round(float(ratio[odd]), 3),
            "standard_error": round(float(errors[1, odd]), 3),
        },
        "shifts": {name: round(float(one), 3) for name, one in zip(names, shift, strict=True)},
        "sd_ratios": {name: round(float(one), 3) for name, one in zip(names, ratio, strict=True)},
    }
    is_met = bool(
        np.abs(shift).max() < LARGEST_SHIFT
        and ratio.min() >= NARROWEST
        and ratio.max() <= WIDEST
        and weights.k < LARGEST_K
    )
    why = (
        f"no chain on the simulator, but {len(points)} draws of the emulator's posterior run on it "
        f"and weighed ({weights.ess:.0f} effective draws, Pareto k {weights.k:.2f}); largest shift "
        f"{shift[far]:+.2f} sd ({names[far]}), furthest sd ratio {ratio[odd]:.2f} ({names[odd]})"
    )
    return Verdict(figure, is_met, why)


def _compared(
    points: np.ndarray, weights: np.ndarray, middle: np.ndarray, spread: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Shift of the mean in sd, and ratio of sd, of weighted points to the emulator's."""
    mean = weights @ points
    sd = np.sqrt(weights @ (points - mean) ** 2)
    return (mean - middle) / spread, sd / spread
