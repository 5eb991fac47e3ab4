"""The known world with a record that its first two scores move a lot."""

from __future__ import annotations

import functools
from dataclasses import replace

import numpy as np

from calibration.calibrated import Calibrated
from calibration.refit import model_of
from tests.calibration.known_world import known_world

#: How much more than in the known world two scores turn growth up and down.
STEEPER = 8.0


@functools.cache
def steep_world() -> Calibrated:
    """Its record and its most probable point are the known world's."""
    found = known_world()
    (layer,) = found.emulator.layers
    slopes = layer.coefficients.copy()
    slopes[:2] *= STEEPER
    emulator = replace(found.emulator, layers=(replace(layer, coefficients=slopes),))
    measurement, density = model_of(
        emulator, found.chance, found.outputs, found.question.observations,
        len(found.priors.names), np.ones(len(found.levers)),
    )  # fmt: skip
    return replace(found, emulator=emulator, measurement=measurement, density=density)
