"""Household rows are written from what households kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from experiments.household_rows import write_households
from sim.inputs import Scenario
from sim.simulation import Simulation


def test_household_rows_of_a_run_without_accounts_are_refused(
    history: Scenario, tmp_path: Path
) -> None:
    run = Simulation(history, 0.0005, threads=1, last_year=2003)
    run.live_to_the_end()
    with pytest.raises(ValueError, match="keep_accounts=True"):
        write_households(run, tmp_path / "households.parquet")
    assert not (tmp_path / "households.parquet").exists()
