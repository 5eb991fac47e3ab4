"""Shapley values on the calibration's emulator: every coalition, in no time.

They stand beside the simulator's, at the same parameter draws, so that the difference is the
emulator's error, the sample's and that of permutations; never that of other draws.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from calibration.kept_emulator import KeptEmulator, read
from experiments.attribution.defaults import MEASURES
from experiments.attribution.ends import change
from experiments.attribution.question import Question
from experiments.attribution.shapley import exact
from experiments.documented import NEW, OLD, break_year
from scenarios import BadInput
from scenarios.problems import Problem

Incomes = Mapping[tuple[str, int], np.ndarray]


def emulator_for(question: Question) -> KeptEmulator | None:
    """The emulator that knows this very scenario and its levers; ``None`` where there is none.

    Raises :class:`scenarios.BadInput` when the file of an emulator cannot be read.
    """
    place = question.scenario.place
    try:
        found = read(Path(place.posterior_folder)) if place.posterior_folder else None
    except ValueError as problem:
        raise BadInput([Problem(place.posterior_folder, None, "", str(problem))]) from None
    if found is None or found.scenario_hash != question.scenario.hash():
        return None
    wanted = {year for _, year in _ends(question, "rural_income")}
    is_known = wanted <= {year for _, year in found.items}
    return found if is_known and list(found.levers) == question.levers else None


def emulated(question: Question, emulator: KeptEmulator) -> np.ndarray:
    """Shapley values from all coalitions on the emulator: [draws, levers, measures]."""
    scenario, players = question.scenario, len(question.levers)
    masks = np.arange(question.everybody + 1)
    strengths = (masks[:, None] >> np.arange(players) & 1).astype(float)
    values = []
    for draw in question.draws:
        held = {**scenario.place.parameters, **draw, **scenario.parameters}
        values.append(change(_measured(question, emulator.incomes(held, strengths))))
    of_coalitions = dict(enumerate(np.stack(values, axis=1)))
    return np.moveaxis(exact(of_coalitions, players).values, 0, 1)


def _ends(question: Question, kind: str) -> list[tuple[str, int]]:
    """Indicator and year at the start, at the break on both definitions, and at the end."""
    place = question.scenario.place
    first, last = place.base_year + 1, place.last_year
    turn = min(max(break_year(place), first), last)
    late = OLD if break_year(place) > last else NEW
    names = [f"{kind}_{definition}" for definition in (OLD, OLD, late, late)]
    return list(zip(names, (first, turn, turn, last), strict=True))


def _measured(question: Question, incomes: Incomes) -> np.ndarray:
    """Every measure at the four ends: [points, measures, ends]."""
    rural, urban = (
        np.array([incomes[end] for end in _ends(question, kind)]).T
        for kind in ("rural_income", "urban_income")
    )
    found = {"ratio": urban / rural, "rural_income": rural, "log_rural_income": np.log(rural)}
    return np.stack([found[measure] for measure in MEASURES], axis=1)
