"""A point fit: least squares on the simulator under common random numbers.

``python -m calibration.fit`` fits the shipped place and stores the result; ``--help`` lists the
options. A coarse search on a small sample comes first, then the fit proper. Parameters move in
units of their prior's standard deviation, derivatives are central differences with a half-step of
a fifth of it, and every run uses the same seeds, so that the objective is smooth enough for
:func:`scipy.optimize.least_squares`. The best vector seen is kept
in ``--out`` after every step: a killed fit goes on from there with ``--resume``.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

import numpy as np
from scipy.optimize import least_squares

import scenarios
from calibration.targets import Targets, targets_of
from scenarios.stored_fit import FILE_NAME, StoredFit, fit_folder, load_fit, store_fit
from sim import __version__
from sim.inputs import Scenario
from sim.parameters import estimated

HALF_STEP = 0.2
#: The coarse search uses this share of the sample, with the first seed alone.
COARSE = 0.4


@dataclass(frozen=True)
class Question:
    """What is fitted: a scenario, the targets, and the sample each run uses."""

    scenario: Scenario
    targets: Targets
    scale: float
    seeds: tuple[int, ...]
    names: tuple[str, ...]
    last_year: int

    def values(self, z: np.ndarray) -> dict[str, float]:
        """Parameter values from prior units, held inside their bounds."""
        parameters = estimated()
        result = {}
        for name, unit in zip(self.names, z, strict=True):
            item = parameters[name]
            assert item.prior is not None
            low, high = item.bounds
            result[name] = min(max(item.prior.from_unit(float(unit)), low), high)
        return result


_question: Question | None = None


def _set_question(question: Question) -> None:
    global _question
    _question = question


def _run(z: np.ndarray, seed: int) -> dict[str, np.ndarray]:
    from sim.simulation import Simulation

    assert _question is not None
    simulation = Simulation(
        _question.scenario,
        _question.scale,
        seed,
        threads=1,
        last_year=_question.last_year,
        parameters=_question.values(z),
    )
    simulation.live_to_the_end()
    return simulation.indicators()


class Simulator:
    """Runs parameter vectors on worker processes; each figure is the mean over the seeds."""

    def __init__(self, question: Question, workers: int) -> None:
        self.question = question
        self.runs = 0
        self._pool = ProcessPoolExecutor(
            workers,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_set_question,
            initargs=(question,),
        )

    def indicators(self, vectors: Sequence[np.ndarray]) -> list[dict[str, np.ndarray]]:
        """Mean indicators of each vector (prior units), in order."""
        jobs = [[self._pool.submit(_run, z, seed) for seed in self.question.seeds] for z in vectors]
        self.runs += len(vectors) * len(self.question.seeds)
        out = []
        for of_vector in jobs:
            results = [job.result() for job in of_vector]
            out.append({name: np.mean([r[name] for r in results], axis=0) for name in results[0]})
        return out

    def residuals(self, vectors: Sequence[np.ndarray]) -> list[np.ndarray]:
        """Target residuals and then the prior's, for each vector."""
        first = self.question.scenario.place.base_year + 1
        return [
            np.concatenate([self.question.targets.residuals(figures, first), z])
            for figures, z in zip(self.indicators(vectors), vectors, strict=True)
        ]

    def close(self) -> None:
        self._pool.shutdown(cancel_futures=True)


def central_jacobian(simulator: Simulator, z: np.ndarray) -> np.ndarray:
    """Derivative of the residuals in prior units, by central differences; [residuals, z]."""
    vectors = []
    for j in range(z.size):
        for sign in (1.0, -1.0):
            moved = z.copy()
            moved[j] += sign * HALF_STEP
            vectors.append(moved)
    found = simulator.residuals(vectors)
    return np.array(
        [(found[2 * j] - found[2 * j + 1]) / (2.0 * HALF_STEP) for j in range(z.size)]
    ).T


def fit(
    question: Question,
    start: np.ndarray | None = None,
    workers: int = 2,
    steps: int = 12,
    keep: Callable[[np.ndarray, float, int], None] | None = None,
) -> tuple[np.ndarray, dict[str, Any]]:
    """The vector (prior units) that minimises squared residuals plus the prior's, and a report.

    ``keep(z, cost, runs)`` is called whenever a better vector has been found.
    """
    simulator = Simulator(question, workers)
    best: dict[str, Any] = {"cost": np.inf, "z": None}

    def residuals(z: np.ndarray) -> np.ndarray:
        r = simulator.residuals([z])[0]
        cost = float(r @ r)
        if cost < best["cost"]:
            best.update(cost=cost, z=z.copy())
            if keep is not None:
                keep(z, cost, simulator.runs)
        return r

    began = time.perf_counter()
    try:
        least_squares(
            residuals,
            np.zeros(len(question.names)) if start is None else start,
            jac=lambda z: central_jacobian(simulator, z),
            method="trf",
            bounds=(-4.0, 4.0),
            max_nfev=steps,
            xtol=1e-4,
            ftol=1e-4,
        )
    finally:
        simulator.close()
    return best["z"], {
        "cost": best["cost"],
        "runs": simulator.runs,
        "seconds": round(time.perf_counter() - began, 1),
    }


def ask(
    scenario: Scenario,
    scale: float,
    seeds: Sequence[int],
    until: int | None = None,
    with_further: bool = True,
) -> Question:
    """The question of fitting every parameter that has a prior to the scenario's place."""
    return Question(
        scenario,
        targets_of(scenario.place, until, with_further),
        scale,
        tuple(seeds),
        tuple(estimated()),
        until or scenario.place.last_year,
    )


def _options(chosen: argparse.Namespace) -> list[str]:
    """The options that decide the result, as typed; where it is written is left out."""
    words = ["--place", FilePath(chosen.place).name, "--scenario", chosen.scenario]
    words += ["--scale", str(chosen.scale), "--seeds", *map(str, chosen.seeds)]
    words += ["--steps", str(chosen.steps), "--coarse-steps", str(chosen.coarse_steps)]
    if chosen.until is not None:
        words += ["--until", str(chosen.until)]
    if chosen.resume:
        words.append("--resume")
    return words


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m calibration.fit", description=__doc__)
    parser.add_argument("--place", default=scenarios.DEFAULT_PLACE)
    parser.add_argument("--scenario", default="history")
    parser.add_argument("--scale", type=float, default=0.01)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--steps", type=int, default=8, help="of the fit proper")
    parser.add_argument("--coarse-steps", type=int, default=12, help="of the search before it")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--until", type=int, default=None)
    parser.add_argument("--out", type=FilePath, default=None)
    parser.add_argument("--resume", action="store_true", help="start from the stored fit")
    chosen = parser.parse_args(arguments)

    scenario = scenarios.load(chosen.scenario, place=chosen.place)
    question = ask(scenario, chosen.scale, chosen.seeds, chosen.until)
    out = chosen.out or fit_folder(scenario.place.name) / FILE_NAME
    start = None
    begun_from: dict[str, Any] = {}
    if chosen.resume:
        stored = load_fit(scenario.place.name, None if chosen.out is None else chosen.out.parent)
        if stored is not None:
            begun_from = {
                "resumed_from": {
                    key: stored.manifest.get(key) for key in ("command", "cost", "runs")
                }
            }
            start = np.array(
                [
                    item.prior.to_unit(stored.parameters.get(name, item.value))
                    for name, item in estimated().items()
                    if item.prior is not None
                ]
            )
    manifest: dict[str, Any] = {
        "version": __version__,
        "place": scenario.place.name,
        "scenario_hash": scenario.hash(),
        "scale": chosen.scale,
        "seeds": list(chosen.seeds),
        "until": question.last_year,
        "targets": sum(1 for pair in question.targets.incomes for item in pair[:2] if item)
        + len(question.targets.further),
        "estimated": len(question.names),
        **begun_from,
        "command": "python -m calibration.fit " + " ".join(_options(chosen)),
    }

    def keep(z: np.ndarray, cost: float, runs: int) -> None:
        print(f"{runs:6d} runs   cost {cost:9.2f}", file=sys.stderr, flush=True)
        store_fit(
            StoredFit(
                {name: round(value, 10) for name, value in question.values(z).items()},
                {**manifest, "cost": round(cost, 3), "runs": runs},
            ),
            out,
        )

    if start is None and chosen.coarse_steps > 0:
        small = ask(scenario, chosen.scale * COARSE, chosen.seeds[:1], chosen.until)
        start, _ = fit(small, None, chosen.workers, chosen.coarse_steps, keep)
    z, report = fit(question, start, chosen.workers, chosen.steps, keep)
    print(f"{report['runs']} runs in {report['seconds']} s, cost {report['cost']:.2f}: {out}")
    return 0 if z is not None else 1


if __name__ == "__main__":
    raise SystemExit(main())
