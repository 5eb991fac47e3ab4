"""What the record can tell of the parameters: Fisher's information on the emulator.

Scores are standard normal under the prior, so an eigenvalue above one is a direction of which the
record says more than the prior does.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from calibration.calibrated import Calibrated
from calibration.map_estimate import central_differences
from calibration.measurement import Measurement, inferred_values

#: The emulator is a polynomial: its slopes have no noise.
STEP = 1e-3


def slopes_at(found: Calibrated, scores: np.ndarray) -> np.ndarray:
    """Derivatives of what is expected of the targets, [targets, parameters]."""
    return central_differences(found.density.predictions, scores, STEP)


def information(found: Calibrated, groups: Sequence[str] | None = None) -> np.ndarray:
    """Information of the record, or of some of its groups, at the most probable parameters.

    Shape [parameters, parameters], in prior standard deviations, the prior's own left out.
    """
    targets = found.measurement.observations.targets
    kept = np.array([groups is None or item.group in groups for item in targets])
    covariance = covariance_at_best(found.measurement, found.best.inferred)[np.ix_(kept, kept)]
    slopes = slopes_at(found, found.best.scores)[kept]
    return np.asarray(slopes.T @ np.linalg.solve(covariance, slopes))


def covariance_at_best(measurement: Measurement, inferred: np.ndarray) -> np.ndarray:
    """Of all targets at the most probable errors, given as scores."""
    return measurement.covariance(inferred_values(inferred))


def spectrum(information: np.ndarray) -> np.ndarray:
    """Eigenvalues, the largest first; those below rounding are 0."""
    return np.maximum(np.linalg.eigvalsh(information)[::-1], 0.0)
