"""What the effect of a lever, or of several together, rests on: data, priors, or assumptions."""

from __future__ import annotations

from calibration.labels import WORDS, labels_of
from sim.inputs import Place


def label_of(place: Place, lever: str) -> str:
    """One of :data:`calibration.labels.WORDS` for the effect of a lever in a place."""
    return labels_of(place)[lever]


def weakest(labels: list[str]) -> str:
    """What an effect of several levers together rests on; of none, it rests on nothing."""
    return max(labels, key=WORDS.index, default=WORDS[-1])
