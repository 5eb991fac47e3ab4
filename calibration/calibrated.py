"""Everything a calibration found, as the rows of the card and the figures are given it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from calibration.emulator import Emulator
from calibration.log_posterior import LogPosterior
from calibration.map_estimate import MapEstimate
from calibration.measurement import Measurement
from calibration.outputs import Outputs
from calibration.posterior import Posterior
from calibration.priors import Priors
from calibration.question import Question
from calibration.reweighting import Weights
from calibration.sampler import Chains


@dataclass(frozen=True)
class Calibrated:
    """Everything a calibration found; what the rows of the card are worked out from.

    ``chance`` [outputs, outputs] is the covariance of a single run's chance, and
    ``central_outputs`` [outputs] are the simulator's means at the most probable parameters, both in
    the units of :mod:`calibration.outputs`. ``levers`` are those that act, ``waves`` how many
    waves of runs there were.
    """

    question: Question
    priors: Priors
    levers: tuple[str, ...]
    outputs: Outputs
    emulator: Emulator
    chance: np.ndarray
    measurement: Measurement
    density: LogPosterior
    best: MapEstimate
    chains: Chains
    weights: Weights
    posterior: Posterior
    waves: int
    central_outputs: np.ndarray

    def central_values(self) -> dict[str, float]:
        """The most probable parameters by name."""
        return self.priors.named(self.priors.values(self.best.scores))
