"""What a calibration says of itself, as plain data for its manifest."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Any

import numpy as np

import sim
from calibration.calibrated import Calibrated
from calibration.measurement import INFERRED_NAMES, PARTS, inferred_values
from calibration.reweighting import LARGEST_K
from calibration.reweighting import SMALLEST_ESS as SMALLEST_WEIGHTED
from calibration.sampler import LARGEST_R_HAT, SMALLEST_ESS
from sim.inputs import DRIVERS


def manifest_of(found: Calibrated) -> dict[str, Any]:
    """How the posterior was made and how well each stage did, the central vector included."""
    question = found.question
    place = question.scenario.place
    r_hat, ess = found.chains.r_hat(), found.chains.ess()
    medians = np.median(inferred_values(found.posterior.inferred), axis=0)
    shares = [found.measurement.shares(one) for one in inferred_values(found.posterior.inferred)]
    groups = Counter(target.group for target in question.observations.targets)
    return {
        "kind": "calibration",
        "version": sim.__version__,
        "place": place.name,
        "scenario": question.scenario.name,
        "scenario_hash": question.scenario.hash(),
        "scale": question.scale,
        "fitted_until": question.until,
        "settings": asdict(question.settings),
        "targets": dict(groups),
        "estimated": list(found.priors.names),
        "inferred": dict(zip(INFERRED_NAMES, medians.round(5).tolist(), strict=True)),
        "exogenous": sorted(DRIVERS),
        "levers": list(found.levers),
        "waves": found.waves,
        "convergence": {
            "largest_r_hat": round(float(r_hat.max()), 4),
            "smallest_ess": round(float(ess.min())),
            "moves_taken": round(found.chains.taken, 3),
        },
        "gates_missed": gates_missed(found),
        "weights": {"pareto_k": round(found.weights.k, 3), "ess": round(found.weights.ess, 1)},
        "variance_shares": {
            part: round(float(np.mean([one[part] for one in shares])), 4) for part in PARTS
        },
        "central": {"is": "map", "cost": round(found.best.cost, 3), **central_of(found)},
    }


def gates_missed(found: Calibrated) -> list[str]:
    """What stands between the posterior and being believed; empty when nothing does."""
    checks = (
        (found.chains.r_hat().max() < LARGEST_R_HAT, "the chains disagree"),
        (found.chains.ess().min() > SMALLEST_ESS, "the chains hold too few independent draws"),
        (found.weights.k < LARGEST_K, "the simulator disagrees with the emulator"),
        (found.weights.ess >= SMALLEST_WEIGHTED, "few draws carry the weight"),
    )
    return [words for is_passed, words in checks if not is_passed]


def central_of(found: Calibrated) -> dict[str, Any]:
    """The vector a run of one draw uses."""
    values = found.central_values()
    return {"parameters": {name: float(f"{value:.10g}") for name, value in values.items()}}
