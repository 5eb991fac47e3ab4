"""Row 1: how closely the central run follows what it was fitted to."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from calibration.card.fit import scores_of
from tests.calibration.known_world import known_world


@pytest.mark.parametrize("until", [2010, 2015])
def test_years_that_were_not_fitted_do_not_count(until: int) -> None:
    found = known_world()
    place = found.question.scenario.place
    held = replace(found, question=replace(found.question, until=until))
    outputs = found.central_outputs
    later = [item.year > until and item.is_log for item in found.outputs.items]
    moved = outputs.copy()
    moved[later] += 0.1
    assert scores_of(moved, held, place) == scores_of(outputs, held, place)
    assert scores_of(moved, found, place) != scores_of(outputs, found, place)


def test_a_definition_published_later_has_no_score() -> None:
    found = known_world()
    early = replace(found, question=replace(found.question, until=2010))
    told = scores_of(found.central_outputs, early, found.question.scenario.place)
    assert told["rural_mape_new"] is None and told["ratio_rmse_new"] is None
    assert told["rural_mape_old"] is not None


def test_incomes_a_hundredth_too_high_are_off_by_one_percent() -> None:
    found = known_world()
    place = found.question.scenario.place
    exact = found.central_outputs.copy()
    for k, item in enumerate(found.outputs.items):
        series = place.series(item.indicator) if item.is_log and not item.prefecture else {}
        if item.year in series:
            exact[k] = np.log(1.01 * series[item.year])
    told = scores_of(exact, found, place)
    assert told["rural_mape_old"] == pytest.approx(1.0)
    assert told["ratio_rmse_new"] == pytest.approx(0.0, abs=1e-9)
