"""Row 10: what the record says of every parameter and of every lever's effect, in one word."""

from __future__ import annotations

import numpy as np

from calibration.calibrated import Calibrated
from calibration.card.rows import Case, Row, Verdict
from calibration.effects import lever_effects
from calibration.labels import ASSUMED, INFORMED, MIXED, WORDS, label, rests_on_priors
from calibration.laplace import Summit, documented_summit, starts_of, summit
from calibration.profiles import Profile
from calibration.recoverable import FOUND, expected_correlations
from sim.parameters import PARAMETERS

#: How much wider the other priors are.
WIDER = 2.0
DRAWS = 2000
#: How far along a parameter its profile is followed, in posterior sd, and by how much minus two
#: log likelihoods have to rise there for the record to object.
FOLLOWED, RISE = 2.0, 1.0


class Identified(Row):
    number = 10
    test = "identified?"
    bar = (
        "every parameter and lever effect labelled by its contraction under the stated and under "
        "twice-as-wide priors"
    )
    is_quick = True

    def measure(self, case: Case) -> Verdict:
        found = case.found
        size = len(found.priors.names)
        starts, inferred = starts_of(found), found.best.inferred
        stated = documented_summit(found)
        wide = found.density.with_prior(WIDER**2 * np.eye(size))
        stretched = summit(wide, found.measurement, inferred, starts)
        contraction = 1.0 - np.sqrt(np.diag(stated.covariance))
        contraction_wide = 1.0 - np.sqrt(np.diag(stretched.covariance)) / WIDER
        rises, expected = _profiles_rise(found, stated), expected_correlations(found)
        labels = {
            name: label(float(contraction[k]), float(contraction_wide[k]), bool(rises[k]))
            for k, name in enumerate(found.priors.names)
        }
        narrowed_here = [
            name
            for name, correlation in zip(found.priors.names, expected, strict=True)
            if labels[name] == INFORMED and correlation < FOUND
        ]
        labels |= dict.fromkeys(narrowed_here, MIXED)
        labels |= {name: ASSUMED for name in PARAMETERS if name not in labels}
        effects = _contractions(found, stated, stretched)
        for lever, (one, other) in effects.items():
            labels[lever] = label(one, other, True) if rests_on_priors(lever) else ASSUMED
        counted = {word: sum(held == word for held in labels.values()) for word in WORDS}
        figure = {
            "parameters": {
                name: {
                    "label": labels[name],
                    "contraction": round(float(contraction[k]), 3),
                    "contraction_wide": round(float(contraction_wide[k]), 3),
                    "expected_correlation": round(float(expected[k]), 3),
                }
                for k, name in enumerate(found.priors.names)
            },
            "lever_effects": {
                lever: {
                    "label": labels[lever],
                    "contraction": round(one, 3),
                    "contraction_wide": round(other, 3),
                }
                for lever, (one, other) in effects.items()
            },
            "counts": counted,
            "narrowed_here_only": narrowed_here,
        }
        informed = [name for name, word in labels.items() if word == INFORMED]
        why = (
            "Gaussian approximation on the emulator, profiles followed to two posterior sd; "
            f"data-informed: {', '.join(informed) or 'nothing'}"
        )
        if narrowed_here:
            why += (
                "; narrowed as much by this record, but mixed, since among truths from all of the "
                "prior a record of this kind is expected to find them with a correlation below "
                f"{FOUND:g}: {', '.join(narrowed_here)}"
            )
        return Verdict(figure, True, why, labels)


def _profiles_rise(found: Calibrated, stated: Summit) -> np.ndarray:
    """Whether the record objects on both sides when a parameter moves and the others follow."""
    sd = np.sqrt(np.diag(stated.covariance))
    rises = np.zeros(len(sd), dtype=bool)
    for k in range(len(sd)):
        held = Profile.of(found, k)
        at_summit = held.cost(stated.scores)
        # where the others go while they may, by the Gaussian; then the true optimum from there
        slope = stated.covariance[:, k] / stated.covariance[k, k]
        ends = (stated.scores + side * FOLLOWED * sd[k] * slope for side in (-1.0, 1.0))
        rises[k] = all(held.cost(held.followed(end)) - at_summit > RISE for end in ends)
    return rises


def _contractions(
    found: Calibrated, stated: Summit, stretched: Summit
) -> dict[str, tuple[float, float]]:
    """One less posterior over prior sd of every lever's effect on rural income, twice.

    Prior effects come from the first wave's emulator, the only one that has seen the whole prior.
    """
    place, seed = found.question.scenario.place, found.question.settings.seed
    size = len(found.priors.names)
    prior = np.random.default_rng(seed).standard_normal((DRAWS, size))
    first = found.emulator.first_wave()

    def spread(emulator, scores: np.ndarray) -> np.ndarray:  # type: ignore[no-untyped-def]
        effects = lever_effects(emulator, found.outputs, place, found.levers, scores)
        return effects.values[..., 0].std(axis=0)

    before, before_wide = spread(first, prior), spread(first, WIDER * prior)
    after = spread(found.emulator, stated.draws(DRAWS, seed))
    after_wide = spread(found.emulator, stretched.draws(DRAWS, seed))
    return {
        lever: (narrowed_by(after[k], before[k]), narrowed_by(after_wide[k], before_wide[k]))
        for k, lever in enumerate(found.levers)
    }


def narrowed_by(after: float, before: float) -> float:
    """One less a spread after over that before; what had none, on an emulator of few runs, keeps
    what it had: 0."""
    return float(1.0 - after / before) if before > 0.0 else 0.0
