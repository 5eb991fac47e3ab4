"""What a lever does, on the emulator: the documented world less the world without the lever."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from calibration.emulator import Emulator
from calibration.outputs import Output, Outputs
from calibration.polynomial import at_strengths
from sim.inputs import Place


@dataclass(frozen=True)
class Effects:
    """``values`` [draws, levers, 2]: effects on log rural income and on the ratio, last year."""

    levers: tuple[str, ...]
    year: int
    values: np.ndarray

    @property
    def names(self) -> list[str]:
        """Of the effects in the order of :meth:`flat`."""
        return [f"{lever}.{of}" for lever in self.levers for of in ("rural_income", "ratio")]

    def flat(self) -> np.ndarray:
        """Shape [draws, 2 · levers]."""
        return self.values.reshape(len(self.values), -1)


def lever_effects(
    emulator: Emulator, outputs: Outputs, place: Place, levers: tuple[str, ...], scores: np.ndarray
) -> Effects:
    """The effect of every lever at many ``scores`` [draws, parameters]."""
    year = place.last_year
    kept = outputs.positions([Output("rural_income_new", year), Output("urban_income_new", year)])
    matrix = np.zeros((2, len(outputs)))
    matrix[[0, 1], kept] = 1.0
    asked = emulator.combined(matrix)
    everything = at_strengths(asked, scores.shape[1], np.ones(len(levers)))(scores)
    values = np.empty((len(scores), len(levers), 2))
    for k in range(len(levers)):
        strengths = np.ones(len(levers))
        strengths[k] = 0.0
        without = at_strengths(asked, scores.shape[1], strengths)(scores)
        values[:, k, 0] = everything[:, 0] - without[:, 0]
        values[:, k, 1] = np.exp(everything[:, 1] - everything[:, 0]) - np.exp(
            without[:, 1] - without[:, 0]
        )
    return Effects(levers, year, values)
