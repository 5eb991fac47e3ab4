"""Asking again: the same question with other data, on the emulator or by the whole pipeline.

On the emulator a refit takes seconds, which is what makes it affordable to hold out one year, one
prefecture or one lever after the other. By the pipeline it takes new runs around its own posterior;
the first wave of runs is shared, since it knows nothing of the record.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass, replace

import numpy as np

from calibration import map_estimate
from calibration.calibrated import Calibrated
from calibration.design import inputs_of
from calibration.emulator import Emulator
from calibration.forecast import Belief
from calibration.gaussians_near import gaussian_near_one
from calibration.log_posterior import LogPosterior
from calibration.measurement import Measurement
from calibration.observations import Observations, observations_of
from calibration.outputs import Outputs
from calibration.pipeline import calibrate
from calibration.question import Settings
from calibration.sampler import sample
from calibration.sources import calibration_key
from calibration.stages import Stages, key_of


@dataclass(frozen=True)
class Search:
    """How thoroughly a refit on the emulator samples."""

    chains: int = 16
    warm_up: int = 150
    draws_a_chain: int = 400
    legs: int = 8
    draws: int = 1000
    seed: int = 1


@dataclass(frozen=True)
class Refit:
    """The belief of a refit on the emulator, and how well its chains mixed.

    ``scores`` [draws, parameters] are equally weighted; ``best`` is the largest log posterior seen.
    """

    belief: Belief
    scores: np.ndarray
    best: float
    largest_r_hat: float
    smallest_ess: float


def refitted(
    found: Calibrated,
    observations: Observations,
    stages: Stages,
    search: Search | None = None,
    strengths: np.ndarray | None = None,
) -> Refit:
    """Fit ``observations`` on the emulator of ``found``, the levers at ``strengths`` [levers].

    Kept in ``stages``: asked again it is read.
    """
    search = search or Search()
    levels = np.ones(len(found.levers)) if strengths is None else strengths
    measurement, density = model_of(
        found.emulator, found.chance, found.outputs, observations, len(found.priors.names), levels
    )
    key = key_of(
        calibration_key(__name__), observations.plain(), asdict(search), levels,
        found.emulator(np.zeros((1, len(found.priors.names) + len(levels)))), found.emulator.left,
        found.chance,
    )  # fmt: skip

    def make() -> dict[str, np.ndarray]:
        best = map_estimate.on_the_emulator(density, measurement, search.seed)
        random = np.random.default_rng(search.seed)
        (chains,) = sample(
            density.with_slopes, *gaussian_near_one(density, measurement, best.point),
            search.chains, search.warm_up, search.draws_a_chain, search.seed + 1, search.legs,
        )  # fmt: skip
        points, logs = chains.pooled()
        edges = np.linspace(0, len(points), search.draws + 1).astype(int)
        chosen = points[random.integers(edges[:-1], np.maximum(edges[1:], edges[:-1] + 1))]
        return {
            "points": chosen,
            "best": np.array(logs.max()),
            "r_hat": np.array(chains.r_hat().max()),
            "ess": np.array(chains.ess().min()),
        }

    kept = stages.result("refit", key, make)
    count = len(found.priors.names)
    points = kept["points"]
    inputs = np.concatenate([points[:, :count], _moved(found, levels, len(points))], axis=1)
    modelled = found.emulator(inputs)
    belief = Belief(
        found.outputs, modelled, points[:, count:], np.full(len(points), 1.0 / len(points)),
        found.emulator.left, observations,
    )  # fmt: skip
    return Refit(
        belief, points[:, :count], float(kept["best"]), float(kept["r_hat"]), float(kept["ess"])
    )


def model_of(
    emulator: Emulator,
    chance: np.ndarray,
    outputs: Outputs,
    observations: Observations,
    parameters: int,
    strengths: np.ndarray,
) -> tuple[Measurement, LogPosterior]:
    """The measurement model and the density of some observations on an emulator of all outputs."""
    matrix = observations.matrix(outputs.items)
    of_targets = emulator.combined(matrix)
    noise = matrix @ chance @ matrix.T
    measurement = Measurement(observations, noise, of_targets.own_error(noise))
    return measurement, LogPosterior.of(of_targets, measurement, parameters, strengths)


def _moved(found: Calibrated, levels: np.ndarray, count: int) -> np.ndarray:
    size = len(found.priors.names)
    return inputs_of(np.zeros((count, size)), levels)[:, size:]


def groups_of(found: Calibrated) -> tuple[str, ...]:
    """The groups of targets a calibration was fitted to, in their order of first use."""
    return tuple(dict.fromkeys(item.group for item in found.question.observations.targets))


def calibrated_again(
    found: Calibrated,
    stages: Stages,
    workers: int | None = None,
    *,
    until: int | None = None,
    groups: Collection[str] | None = None,
    scale: float | None = None,
    settings: Settings | None = None,
    on_stage: Callable[[str], None] = lambda name: None,
    on_runs: Callable[[int], None] = lambda count: None,
) -> Calibrated:
    """The whole pipeline once more, with what is named changed and everything else as it was.

    ``on_stage`` and ``on_runs`` are those of :func:`calibration.pipeline.calibrate`.

    Raises :class:`scenarios.BadInput` where the record left cannot be fitted.
    """
    asked = found.question
    last = until or asked.until
    changed = replace(
        asked,
        observations=observations_of(
            asked.scenario.place, last, groups_of(found) if groups is None else groups
        ),
        until=last,
        scale=min(scale or asked.scale, 1.0),
        settings=settings or asked.settings,
    )
    return calibrate(changed, stages, workers, on_stage, on_runs)
