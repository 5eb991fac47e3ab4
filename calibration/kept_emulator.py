"""The part of a calibration's emulator that attributions ask, kept in a small file beside it.

A posterior's folder holds it as ``emulator.npz``: log incomes on both definitions in the years an
attribution looks at, as a polynomial of the parameters' scores and the levers' intensities. What a
lever does is read from it in no time for every coalition. Layers that no intensity enters are left
out: they change what is reached, but hardly what a lever changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from calibration.calibrated import Calibrated
from calibration.design import inputs_of
from calibration.emulator import Emulator, Terms, as_arrays, from_arrays
from calibration.outputs import INCOMES, Output, Outputs
from calibration.priors import Priors
from sim.inputs import Place, Scenario

EMULATOR_FILE = "emulator.npz"


@dataclass(frozen=True)
class KeptEmulator:
    """``emulator`` gives log incomes: ``items`` as [indicators × years], the order of its outputs.

    ``parameters`` are its first inputs and ``levers`` its last; ``scenario_hash`` is that of the
    scenario whose levers have intensity 1.
    """

    parameters: tuple[str, ...]
    levers: tuple[str, ...]
    items: tuple[tuple[str, int], ...]
    scenario_hash: str
    emulator: Emulator

    def incomes(
        self, draw: Mapping[str, float], strengths: np.ndarray
    ) -> dict[tuple[str, int], np.ndarray]:
        """Incomes, yuan, at one parameter draw with the levers at ``strengths`` [points, levers].

        By indicator and year, each [points].
        """
        priors = Priors(self.parameters)
        scores = np.tile(priors.scores(priors.vector(draw)), (len(strengths), 1))
        logs = self.emulator(inputs_of(scores, strengths))
        return {item: np.exp(logs[:, k]) for k, item in enumerate(self.items)}

    def write(self, path: Path) -> None:
        """Write ``emulator.npz``; the caller sees to it that it appears at once."""
        with path.open("wb") as file:
            np.savez_compressed(
                file,
                parameters=np.array(self.parameters),
                levers=np.array(self.levers),
                indicators=np.array([name for name, _ in self.items]),
                years=np.array([year for _, year in self.items]),
                scenario_hash=np.array(self.scenario_hash),
                **as_arrays(self.emulator),  # type: ignore[arg-type]
            )


def kept_emulator_of(found: Calibrated) -> KeptEmulator:
    """What is kept of the emulator of a calibration."""
    scenario = found.question.scenario
    return keep(found.emulator, found.outputs, found.priors.names, found.levers, scenario)


def keep(
    emulator: Emulator,
    outputs: Outputs,
    parameters: Sequence[str],
    levers: Sequence[str],
    scenario: Scenario,
) -> KeptEmulator:
    """What is kept of a calibration's emulator: all four incomes in the years asked."""
    items = [(name, year) for year in years_asked(scenario.place) for name in INCOMES]
    positions = outputs.positions([Output(name, year) for name, year in items])
    matrix = np.zeros((len(items), len(outputs)))
    matrix[np.arange(len(items)), positions] = 1.0
    asked = emulator.combined(matrix)
    layers = tuple(layer for layer in asked.layers if isinstance(layer.terms, Terms))
    return KeptEmulator(
        tuple(parameters), tuple(levers), tuple(items), scenario.hash(),
        Emulator(layers, asked.left),
    )  # fmt: skip


def years_asked(place: Place) -> list[int]:
    """The first year, the last, and the first one published on the new definition, if there is."""
    first, last = place.base_year + 1, place.last_year
    new = [
        row.year
        for row in place.observed
        if row.region == place.name and row.series in INCOMES and row.series.endswith("_new")
    ]
    turn = min((year for year in new if first <= year <= last), default=first)
    return sorted({first, turn, last})


def read(folder: Path) -> KeptEmulator | None:
    """The emulator kept in a posterior's folder; ``None`` where there is none.

    Raises ``ValueError`` for a file that cannot be read.
    """
    path = folder / EMULATOR_FILE
    if not path.is_file():
        return None
    try:
        with np.load(path, allow_pickle=False) as file:
            held = {name: file[name] for name in file.files}
        items = zip(held["indicators"].tolist(), held["years"].tolist(), strict=True)
        return KeptEmulator(
            tuple(held["parameters"].tolist()),
            tuple(held["levers"].tolist()),
            tuple(items),
            str(held["scenario_hash"]),
            from_arrays(held),
        )
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as problem:
        raise ValueError(f"{path}: cannot be read ({problem})") from None
