"""Running designs on the simulator, block by block, every finished block kept on the disk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from calibration.design import Design
from calibration.outputs import Outputs
from calibration.sources import model_key
from calibration.stages import Stages, key_of
from sim.ensemble import BLOCK, Ensemble
from sim.inputs import Scenario

#: Runs kept in one file: a killed calibration loses at most these, a worker's block or two more.
RUNS_A_FILE = 4 * BLOCK

OnRuns = Callable[[int], None]


def _ignore(runs: int) -> None:
    """Nobody wants to know how many runs were done."""


@dataclass(frozen=True)
class Sample:
    """What every run is of: a scenario, the share of households simulated, what is kept."""

    scenario: Scenario
    scale: float
    outputs: Outputs
    last_year: int

    def key(self) -> str:
        """Names everything the runs depend on besides parameters, intensities and seeds."""
        place = self.scenario.place
        return key_of(
            model_key(),
            self.scenario.hash(),
            sorted(place.parameters.items()),
            place_key(self.scenario),
            self.scale,
            [str(item) for item in self.outputs.items],
            self.last_year,
        )


def place_key(scenario: Scenario) -> str:
    """Names what a place tells the model, its record left out."""
    place = scenario.place
    return key_of(
        place.name,
        place.base_year,
        place.last_year,
        sorted(place.base.items()),
        [repr(county) for county in place.counties],
        {name: path.plain() for name, path in place.drivers.items()},
        {kind: list(years) for kind, years in place.shocks.items()},
        sorted(scenario.parameters.items()),
    )


class Simulator:
    """Answers designs with outputs. Use it in a ``with`` block.

    The workers start with the first run that is not kept already. ``on_runs`` is called with the
    number of runs that have come in; kept ones count.
    """

    def __init__(
        self, sample: Sample, stages: Stages, workers: int | None = None, on_runs: OnRuns = _ignore
    ) -> None:
        self.sample = sample
        self._stages = stages
        self._workers = workers
        self._on_runs = on_runs
        self._key = sample.key()
        self._ensemble: Ensemble[np.ndarray] | None = None

    def outputs(self, design: Design) -> np.ndarray:
        """The outputs of every point's run, shape [points, outputs]."""
        found = np.empty((len(design), len(self.sample.outputs)))
        waiting = []
        for first in range(0, len(design), RUNS_A_FILE):
            piece = slice(first, min(first + RUNS_A_FILE, len(design)))
            kept = self._stages.read("runs", self._key_of(design, piece))
            if kept is None:
                waiting.append(piece)
            else:
                found[piece] = kept["outputs"]
                self._on_runs(len(kept["outputs"]))
        self._live(design, waiting, found)
        return found

    def means(self, design: Design, seeds: np.ndarray) -> np.ndarray:
        """The mean outputs of every point over the same seeds, shape [points, outputs].

        The design's own seeds are not used.
        """
        return self._means_of(design, np.tile(seeds, len(design)))

    def means_apart(self, design: Design, first_seed: int, seeds: int) -> np.ndarray:
        """The mean outputs of every point over ``seeds`` runs, no seed used twice."""
        return self._means_of(design, first_seed + np.arange(len(design) * seeds))

    def _means_of(self, design: Design, seeds: np.ndarray) -> np.ndarray:
        """Means over as many seeds a point as there are, ``seeds`` point by point."""
        each = len(seeds) // len(design)
        many = Design(
            design.priors,
            design.levers,
            np.repeat(design.scores, each, axis=0),
            np.repeat(design.strengths, each, axis=0),
            seeds,
        )
        return self.outputs(many).reshape(len(design), each, -1).mean(axis=1)

    def _key_of(self, design: Design, piece: slice) -> str:
        return key_of(
            self._key,
            list(design.priors.names),
            list(design.levers),
            design.scores[piece],
            design.strengths[piece],
            design.seeds[piece],
        )

    def _live(self, design: Design, waiting: list[slice], found: np.ndarray) -> None:
        """Run some pieces of a design, keeping each as soon as its last run is in."""
        if not waiting:
            return
        if self._ensemble is None:
            self._ensemble = Ensemble(
                self.sample.scale, self.sample.outputs, self._workers, self.sample.last_year
            )
        rows = np.concatenate([np.arange(piece.start, piece.stop) for piece in waiting])
        ends = {piece.stop - 1: piece for piece in waiting}
        answers = self._ensemble.answers(design.part(rows).runs(self.sample.scenario))
        for row, answer in zip(rows.tolist(), answers, strict=True):
            found[row] = answer
            self._on_runs(1)
            if row in ends:
                piece = ends[row]
                kept = {"outputs": found[piece]}
                self._stages.keep("runs", self._key_of(design, piece), kept)

    def close(self) -> None:
        """Stop the workers."""
        if self._ensemble is not None:
            self._ensemble.close()
            self._ensemble = None

    def __enter__(self) -> Simulator:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()
