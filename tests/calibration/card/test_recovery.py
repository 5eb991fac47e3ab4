"""Row 7: whether what is called data-informed is found again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from calibration.calibrated import Calibrated
from calibration.card import recovery, rows
from calibration.card.recovery import Recovery
from calibration.card.rows import Case
from calibration.design import Design
from calibration.stages import Stages
from tests.calibration.known_world import CHANCE
from tests.calibration.steep_world import steep_world


def simulator_of(found: Calibrated) -> type:
    """The known world in the simulator's place: its emulator, with a run's chance."""

    class World:
        def __init__(self, *_: Any) -> None: ...

        def __enter__(self) -> World:
            return self

        def __exit__(self, *_: object) -> None: ...

        def outputs(self, design: Design) -> np.ndarray:
            random = np.random.default_rng(int(design.seeds[0]))
            exact = found.emulator(design.inputs)
            return np.asarray(exact + CHANCE * random.standard_normal(exact.shape))

    return World


@pytest.mark.slow
def test_a_parameter_that_turns_the_record_is_found_and_one_that_hardly_moves_it_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = steep_world()
    question = replace(found.question, settings=replace(found.question.settings, runs=1024))
    found = replace(found, question=question)
    monkeypatch.setattr(rows, "Simulator", simulator_of(found))
    monkeypatch.setattr(recovery, "RECORDS", 60)
    steep, faint = found.priors.names[0], found.priors.names[5]
    labels = {steep: "data-informed", faint: "mixed"}
    verdict = Recovery().measure(Case(found, Stages(tmp_path), 1, labels))
    assert verdict.is_met and verdict.figure["declared"] == [steep]
    assert {steep, faint} <= set(verdict.figure["correlation"])
    assert steep in verdict.figure["points"] and len(verdict.figure["points"]) == recovery.PANELS
    labels[faint] = "data-informed"
    wrong = Recovery().measure(Case(found, Stages(tmp_path), 1, labels))
    assert not wrong.is_met and wrong.figure["missed"] == [faint] and faint in wrong.why


def test_the_figure_shows_what_is_declared_and_then_what_is_found_best() -> None:
    points = {"a": (0.5, 1.0), "b": (0.95, 1.0), "c": (0.7, 1.0)}
    assert recovery._shown([], points) == ["b", "c", "a"]
    assert recovery._shown(["c"], points) == ["c", "b", "a"]


def test_found_again_asks_for_correlation_and_slope_each_on_its_own() -> None:
    assert recovery._is_found(0.95, 1.05)
    assert not recovery._is_found(0.85, 1.0) and not recovery._is_found(0.95, 1.2)
