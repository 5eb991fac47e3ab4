"""Runs that were lived once are not lived again, whatever ended the process that lived them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

import scenarios
from experiments import kept_runs
from experiments.kept_runs import KeptRuns, stacked
from sim.ensemble import BLOCK, MOST_THREADS, Run
from sim.figures import Figures, Variable

ROOT = Path(__file__).parent.parent.parent
SCALE = 0.0005


def income(figures: Figures) -> dict[str, np.ndarray]:
    return {"income": figures["rural_income_new"].values}


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Runs whose income tells their seed, lived in no time."""

    def lived(runs, scale):
        years = np.arange(2003, 2006)
        for run in runs:
            income = years * (1.0 + run.seed + len(run.scenario.levers))
            yield Figures({"rural_income_new": Variable(("year",), income)}, {}, {})

    monkeypatch.setattr(kept_runs, "one_by_one", lived)


@pytest.fixture(scope="module")
def runs() -> list[Run]:
    history = scenarios.load("history")
    return [Run(history, seed) for seed in range(1, BLOCK + 3)]


def incomes(answers) -> np.ndarray:
    return np.array([answer["income"] for answer in answers])


def test_what_is_kept_is_what_was_lived(runs, tmp_path):
    lived: list[int] = []
    kept = KeptRuns(SCALE, income, 1, tmp_path, lambda: lived.append(1))
    first = kept.answers(runs[:3])
    files = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.npz")}
    again = KeptRuns(SCALE, income, 1, tmp_path).answers(runs[:3])
    np.testing.assert_array_equal(incomes(first), incomes(again))
    assert len(files) == 1 and len(lived) == 3
    assert files == {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.npz")}


def test_an_interrupted_batch_goes_on_where_it_was(runs, tmp_path):
    count = 0

    def interrupt() -> None:
        nonlocal count
        count += 1
        if count == BLOCK + 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        KeptRuns(SCALE, income, 1, tmp_path, interrupt).answers(runs)
    assert len(list(tmp_path.rglob("*.npz"))) == 1
    assert not list(tmp_path.rglob(".unfinished-*"))
    resumed = KeptRuns(SCALE, income, 1, tmp_path).answers(runs)
    np.testing.assert_array_equal(
        incomes(resumed), incomes(KeptRuns(SCALE, income, 1, None).answers(runs))
    )


def test_another_seed_scenario_parameter_or_scale_is_another_block(runs, tmp_path):
    kept = KeptRuns(SCALE, income, 1, tmp_path)
    history = runs[0].scenario
    paths = {
        kept._path([Run(history, 1)]),
        kept._path([Run(history, 2)]),
        kept._path([Run(history.without("governance"), 1)]),
        kept._path([Run(history, 1, {"leakage": 0.1})]),
        KeptRuns(2 * SCALE, income, 1, tmp_path)._path([Run(history, 1)]),
    }
    assert len(paths) == 5


def test_scenarios_are_lived_side_by_side_and_answered_one_after_the_other(runs, tmp_path):
    count = BLOCK + 2
    bare = [Run(run.scenario.without("governance"), run.seed) for run in runs]
    together = KeptRuns(SCALE, income, 1, tmp_path).answers([*runs, *bare], apart=count)
    apart = [KeptRuns(SCALE, income, 1, None).answers(some) for some in (runs, bare)]
    np.testing.assert_array_equal(incomes(together), incomes([*apart[0], *apart[1]]))
    again = KeptRuns(SCALE, income, 1, tmp_path, lambda: None).answers(bare, apart=count)
    np.testing.assert_array_equal(incomes(again), incomes(apart[1]))


def test_a_file_cut_short_is_lived_again(runs, tmp_path):
    first = KeptRuns(SCALE, income, 1, tmp_path).answers(runs[:1])
    (file,) = tmp_path.rglob("*.npz")
    file.write_bytes(file.read_bytes()[:100])
    again = KeptRuns(SCALE, income, 1, tmp_path).answers(runs[:1])
    np.testing.assert_array_equal(incomes(first), incomes(again))


def test_a_run_with_fewer_villages_is_filled_up_with_nothing():
    found = stacked([{"x": np.array([1.0, 2.0])}, {"x": np.array([3.0])}])
    np.testing.assert_array_equal(found["x"], [[1.0, 2.0], [3.0, 0.0]])


def test_a_folder_that_cannot_be_written_is_the_users_to_change(runs, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(scenarios.BadInput, match="--out"):
        KeptRuns(SCALE, income, 1, tmp_path / "file" / "runs").answers(runs[:1])


# ---- the command, killed and on several workers

COMPARE = (
    "compare", "no_infrastructure", "--draws", "16", "--scale", str(SCALE), "--quiet",
)  # fmt: skip


def command(folder: Path, *arguments: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "experiments.cli", *arguments], cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def numbers(folder: Path) -> str:
    (file,) = folder.glob("results/comparison-*/comparison.json")
    return file.read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_killed_comparison_resumes_to_the_same_bytes_on_any_number_of_workers(tmp_path):
    whole, killed, two = (tmp_path / name for name in ("whole", "killed", "two"))
    for folder in (whole, killed, two):
        folder.mkdir()
    child = command(whole, *COMPARE, "--workers", "1")
    assert child.wait(timeout=300) == 0, child.communicate()[1]
    child = command(killed, *COMPARE, "--workers", "1")
    while not list(killed.rglob("*.npz")) and child.poll() is None:
        time.sleep(0.01)
    child.kill()
    child.wait()
    assert list(killed.rglob("*.npz")) and not list(killed.rglob("comparison.json"))
    for folder, workers in ((killed, "1"), (two, "2")):
        child = command(folder, *COMPARE, "--workers", workers)
        assert child.wait(timeout=300) == 0, child.communicate()[1]
        assert numbers(folder) == numbers(whole)


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_keeps_what_is_done_and_says_how_to_go_on(tmp_path, workers):
    child = command(tmp_path, *COMPARE, "--workers", workers)
    while not list(tmp_path.rglob("*.npz")) and child.poll() is None:
        time.sleep(0.01)
    child.send_signal(signal.SIGINT)
    _, said = child.communicate(timeout=120)
    assert child.returncode == 130
    kept = "finished runs are kept in results/runs/. To go on: shanhai compare no_infrastructure"
    assert kept in said and "are gone" not in said
    assert "Traceback" not in said
    assert list(tmp_path.rglob("*.npz")) and not list(tmp_path.rglob("comparison.json"))
    assert not list(tmp_path.rglob(".unfinished-*"))


@pytest.mark.slow
@pytest.mark.skipif(
    sys.platform != "linux", reason="workers are found in /proc, which only Linux has"
)
def test_a_killed_comparison_leaves_no_worker_behind(tmp_path):
    # up to MOST_THREADS workers are threads and end with their process; these are processes
    child = command(tmp_path, *COMPARE, "--workers", str(MOST_THREADS + 1))
    while not list(tmp_path.rglob("*.npz")) and child.poll() is None:
        time.sleep(0.01)
    workers = Path(f"/proc/{child.pid}/task/{child.pid}/children").read_text().split()
    assert len(workers) >= 2
    child.kill()
    child.communicate()
    until = time.monotonic() + 60.0
    while any(Path(f"/proc/{worker}").exists() for worker in workers):
        assert time.monotonic() < until, "workers wait for ever"
        time.sleep(0.1)
