"""A new lever is one new file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import sim.levers

LEVER = '''
from __future__ import annotations

from sim.declare import Setting
from sim.levers import SpendingLever
from sim.policy import Policy


class EcologicalCompensation(SpendingLever):
    """Pay villages for clean rivers. 生态补偿"""

    failure = "Money goes where rivers are clean already."
    source = "assumption"
    payers = {"province": 1.0}

    spending = Setting(
        off=0.0,
        unit="yuan/year",
        bounds=(0.0, 1e11),
        label="compensation 补偿资金",
        moves=Policy.renovation_works,
        doc="Money for the villages' works.",
    )
'''

QUESTIONS = """
import json
import scenarios
from scenarios.scenario_schema import scenario_schema
from sim.levers import all_levers
from sim.model import Model

assert "ecological_compensation" in all_levers()
assert "ecological_compensation" in json.dumps(scenario_schema())
text = "title: Try\\nlevers: {ecological_compensation: {spending: 5e9, targeting: lot}}\\n"
scenario = scenarios.loads(text, name="try")
model = Model(scenario, scale=0.0005, threads=1, last_year=2005).run()
spent = model.ledger.by_lever()["ecological_compensation"]
assert min(spent) > 4e9, spent
assert model.indicators()["villages_renovated"][-1] > 0
try:
    scenarios.loads("title: Bad\\nlevers: {ecological_compensation: {spendin: 1}}\\n", name="bad")
except scenarios.BadInput as bad:
    assert "did you mean 'spending'" in str(bad)
else:
    raise AssertionError("not refused")
print("ok")
"""


def test_the_lever_file_is_short() -> None:
    assert len(LEVER.strip().splitlines()) < 40


@pytest.mark.slow
def test_a_lever_dropped_into_the_folder_acts_everywhere_without_another_edit(
    tmp_path: Path,
) -> None:
    # slow: a new lever changes compiled sources' positions, so everything compiles again
    import shutil

    root = Path(sim.levers.__file__).parent.parent.parent
    for package in ("sim", "scenarios", "calibration", "experiments"):
        shutil.copytree(
            root / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    (tmp_path / "sim" / "levers" / "ecological_compensation.py").write_text(LEVER, "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", QUESTIONS],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={"PATH": "", "PYTHONPATH": str(tmp_path), "SHANHAI_CACHE": str(tmp_path / "cache")},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "ok"
