"""What the effect of a lever, or of several together, rests on: data, priors, or assumptions."""

from __future__ import annotations

from calibration.labels import WORDS, labels_of
from sim.inputs import Place, Scenario


def label_of(place: Place, lever: str) -> str:
    """One of :data:`calibration.labels.WORDS` for the effect of a lever in a place."""
    return labels_of(place)[lever]


def labels_between(scenario: Scenario, against: Scenario) -> dict[str, str]:
    """The label of every lever that is set otherwise in one scenario than in the other."""
    levers = sorted(set(scenario.levers) | set(against.levers))
    changed = [name for name in levers if scenario.levers.get(name) != against.levers.get(name)]
    return {name: label_of(against.place, name) for name in changed}


def weakest(labels: list[str]) -> str:
    """What an effect of several levers together rests on; of none, it rests on nothing."""
    return max(labels, key=WORDS.index, default=WORDS[-1])
