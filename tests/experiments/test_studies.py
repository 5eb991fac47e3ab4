"""A study finds the same whatever lives it and however often it is stopped."""

from __future__ import annotations

import csv
import errno
import json
import os
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from experiments.study import dask_engine, living, run_files
from experiments.study.engines import InThisProcess, Processes
from experiments.study.recipe import Lived
from experiments.study.run_files import RunFiles
from experiments.study.study_file import read_study
from sim.figures import Figures
from tests.studies import SHORT, STUDY, Deadly, write_study

RUNS = 24

Shanhai = Callable[..., Any]


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return write_study(tmp_path)


def live(shanhai: Shanhai, study: Path, out: str, *options: str) -> dict[str, Any]:
    answer = shanhai("experiment", study, "--out", out, "--json", *options)
    assert answer.code == 0, answer.err
    document: dict[str, Any] = json.loads(answer.out)
    return document


def found_by(tmp_path: Path, study: Path) -> str:
    """The hash of what an undisturbed study finds, lived in this process."""
    asked = read_study(study)
    with RunFiles(asked, tmp_path / "undisturbed") as files:
        living.live_missing(files, InThisProcess(asked.recipe()), quiet=True)
        return files.result_hash()


def stored(folder: Path) -> list[Path]:
    """The files of runs that are there."""
    return [path for path in folder.glob("runs/*/*.json") if not path.name.startswith(".")]


def test_a_study_says_what_it_did_and_leaves_tables(shanhai, study, tmp_path):
    document = live(shanhai, study, "out", "--workers", "1", "--figures")
    told = "study runs done failed result_hash draws_from out"
    assert list(document) == told.split()
    assert document["study"] == "roads" and document["runs"] == document["done"] == RUNS
    assert document["failed"] == [] and document["out"] == "out"
    with Path("out/results.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == RUNS * 2 * 3  # outcomes, years
    assert {row["infrastructure.spending"] for row in rows} == {
        "0.0", "1000000000.0", "2000000000.0", "4000000000.0",
    }  # fmt: skip
    assert Path("out/figures/study.zh.svg").exists()

    import xarray

    with xarray.open_dataset("out/results.nc") as data:
        for path in stored(tmp_path / "out"):
            run = json.loads(path.read_text(encoding="utf-8"))
            place = int(np.flatnonzero(data["run_number"].values == run["run"])[0])
            assert data["value"].values[place].tolist() == list(run["outcomes"].values())
            assert data["parameters.network"].values[place] == run["parameters.network"]


def test_a_run_of_a_study_is_the_run_one_asks_for_alone(shanhai, study):
    import scenarios
    import sim

    live(shanhai, study, "out", "--workers", "1")
    run = json.loads(Path("out/runs/0000/0000022.json").read_text(encoding="utf-8"))
    scenario = scenarios.load("short.yaml").setting("infrastructure.spending", 4e9)
    alone = sim.run(scenario, 0.0002, seed=run["seed"], parameters={"network": 3.2})
    assert run["outcomes"]["ratio_new"] == alone["ratio_new"].values.tolist()


def test_two_workers_and_a_dask_cluster_find_what_one_process_finds(shanhai, study, tmp_path):
    wanted = found_by(tmp_path, study)
    assert live(shanhai, study, "two", "--workers", "2")["result_hash"] == wanted
    document = live(shanhai, study, "dask", "--dask", "local", "--workers", "2")
    assert document["result_hash"] == wanted


def kill_and_resume(
    process: Any, study: Path, out: Path, kills: list[int], workers: str = "2"
) -> dict[str, Any]:
    """Kill the study each time so many runs are there, then let it finish."""
    for count in kills:
        child = process("experiment", study, "--out", out, "--workers", workers, "--quiet")
        while len(stored(out)) < count:
            assert child.poll() is None, "done before it could be killed"
            time.sleep(0.005)
        child.kill()
        child.wait()
        before = {path: path.stat().st_mtime_ns for path in stored(out)}
        for path in before:
            json.loads(path.read_text(encoding="utf-8"))
    child = process("experiment", study, "--out", out, "--workers", workers, "--json")
    said, errors = child.communicate(timeout=600)
    assert child.returncode == 0, errors
    assert {path: path.stat().st_mtime_ns for path in before} == before, "lived again"
    assert not list(out.rglob(".unfinished-*"))
    document: dict[str, Any] = json.loads(said)
    return document


def test_a_study_killed_three_times_goes_on_and_finds_the_same(process, study, tmp_path):
    document = kill_and_resume(process, study, tmp_path / "out", [2, 8, 14], workers="1")
    assert document["done"] == RUNS
    assert document["result_hash"] == found_by(tmp_path, study)


@pytest.mark.slow
def test_a_thousand_runs_find_the_same_four_times(process, shanhai, tmp_path):
    text = STUDY.replace("[1, 2, 3]", str(list(range(1, 126)))).replace("0.0002", "0.0001")
    study = write_study(tmp_path, text)
    (tmp_path / "short.yaml").write_text(SHORT.replace("2005", "2003"), encoding="utf-8")
    wanted = live(shanhai, study, "once", "--workers", "1")
    assert wanted["runs"] == 1000
    killed = kill_and_resume(process, study, tmp_path / "killed", [100, 400, 900])
    two = live(shanhai, study, "two", "--workers", "2")
    dask = live(shanhai, study, "dask", "--dask", "local", "--workers", "2")
    assert {item["result_hash"] for item in (wanted, killed, two, dask)} == {wanted["result_hash"]}


def test_a_failed_run_is_told_with_its_reason_and_stops_no_other(shanhai, study, monkeypatch):
    import sim.ensemble

    lives = sim.ensemble.run_block

    def sometimes(runs, scale, last_year=None):
        if any(run.seed == 2 and run.parameters["network"] == 2.0 for run in runs):
            raise ValueError("no such luck\nat all")
        return lives(runs, scale, last_year)

    monkeypatch.setattr(sim.ensemble, "run_block", sometimes)
    answer = shanhai("experiment", study, "--out", "out", "--workers", "1", "--json")
    assert answer.code == 3
    document = json.loads(answer.out)
    assert document["done"] == RUNS - 4 and len(document["failed"]) == 4
    assert {item["reason"] for item in document["failed"]} == {"ValueError: no such luck at all"}
    assert (
        "run 1 failed: ValueError: no such luck at all"
        in shanhai("experiment", study, "--out", "out", "--workers", "1").out
    )
    monkeypatch.undo()
    monkeypatch.chdir(study.parent)
    again = live(shanhai, study, "out", "--workers", "1")
    assert again["failed"] == [] and again["done"] == RUNS
    assert again["result_hash"] != document["result_hash"]


@pytest.mark.slow
def test_a_worker_killed_in_the_middle_costs_nothing(study, tmp_path):
    """The first worker that meets seed 2 dies once; its runs are lived by the next."""
    asked = read_study(study)
    flag = str(tmp_path / "died")
    deadly = (Deadly("ratio_new", "ratio_new", seed=2, once=flag), *asked.outcomes[:1])
    with RunFiles(replace(asked, outcomes=deadly), tmp_path / "deadly") as files:
        living.live_missing(files, Processes(files.study.recipe(), 2), quiet=True)
        assert Path(flag).exists()
        assert (files.state == run_files.DONE).all()
        disturbed = files.result_hash()
    gentle = replace(asked, outcomes=asked.outcomes[::-1])
    with RunFiles(gentle, tmp_path / "gentle") as files:
        living.live_missing(files, InThisProcess(gentle.recipe()), quiet=True)
        assert files.result_hash() == disturbed


@pytest.mark.slow
def test_a_run_that_kills_its_workers_is_told_and_the_others_are_lived(study, tmp_path):
    asked = read_study(study)
    one = replace(
        asked, seeds=(1, 2), outcomes=(Deadly("ratio_new", "ratio_new", seed=2),),
        design=replace(asked.design, cells=asked.design.cells[:2], shape=(2, 1)),
    )  # fmt: skip
    with RunFiles(one, tmp_path / "out") as files:
        living.live_missing(files, Processes(one.recipe(), 2), quiet=True)
        assert [item["run"] for item in files.failed()] == [1, 3]
        assert {item["reason"] for item in files.failed()} == {
            "its worker died, 2 times with this run alone"
        }
        assert (files.state[[0, 2]] == run_files.DONE).all()


def test_a_study_whose_disk_was_full_at_its_first_run_goes_on_later(study, tmp_path, monkeypatch):
    def full(*arguments):
        raise OSError(errno.ENOSPC, "No space left on device")

    asked, folder, lived = read_study(study), tmp_path / "full", Lived(0, None, "no matter")
    with (
        monkeypatch.context() as disk,
        pytest.raises(OSError, match="No space left"),
        RunFiles(asked, folder) as files,
    ):
        disk.setattr(run_files, "write_whole", full)
        files.store(lived)
    assert not folder.exists()
    with RunFiles(asked, folder) as files:
        files.store(lived)
    assert len(stored(folder)) == 1


def test_ctrl_c_keeps_what_is_under_way_and_says_how_to_go_on(process, study, tmp_path):
    out = tmp_path / "out"
    child = process("experiment", study, "--out", "out", "--workers", "2")
    while not stored(out):
        assert child.poll() is None
        time.sleep(0.005)
    child.send_signal(signal.SIGINT)
    said, errors = child.communicate(timeout=120)
    assert child.returncode == 130 and said == ""
    kept = len(stored(out))
    again = f"shanhai experiment {study} --out out --workers 2"
    assert f"interrupted; {kept} of {RUNS} runs are kept in out/. To go on: {again}" in errors
    assert "waiting for the runs under way" in errors and "Traceback" not in errors
    assert not list(out.rglob(".unfinished-*"))


@pytest.mark.slow
def test_a_second_ctrl_c_leaves_at_once_and_loses_nothing_finished(process, tmp_path):
    text = STUDY.replace("0.0002", "0.05")  # a run takes seconds
    study = write_study(tmp_path, text)
    child = process("experiment", study, "--out", "out", "--workers", "2")
    assert child.stderr is not None
    while "to run" not in child.stderr.readline():
        assert child.poll() is None
    time.sleep(3.0)  # the workers have started
    child.send_signal(signal.SIGINT)
    while "waiting for the runs under way" not in child.stderr.readline():
        assert child.poll() is None
    child.send_signal(signal.SIGINT)
    _, errors = child.communicate(timeout=20)
    assert child.returncode == 130
    assert "runs are kept in out/. To go on:" in errors and "Traceback" not in errors
    assert "leaked" not in errors
    for path in stored(tmp_path / "out"):
        json.loads(path.read_text(encoding="utf-8"))


def test_a_full_disk_loses_nothing_and_the_same_command_goes_on(
    shanhai, study, tmp_path, monkeypatch
):
    writes = run_files.write_whole
    room = 7

    def until_full(path: Path, text: str) -> None:
        if len(stored(tmp_path / "out")) >= room and "runs" in path.parts:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        writes(path, text)

    monkeypatch.setattr(run_files, "write_whole", until_full)
    answer = shanhai("experiment", study, "--out", "out", "--workers", "1")
    assert answer.code == 1
    assert "No space left on device" in answer.err
    assert f"{room} of {RUNS} runs are kept in out/. To go on: shanhai experiment" in answer.err
    monkeypatch.setattr(run_files, "write_whole", writes)
    document = live(shanhai, study, "out", "--workers", "1")
    assert document["result_hash"] == found_by(tmp_path, study)


@pytest.mark.slow
def test_a_lost_scheduler_is_told_and_what_was_found_is_kept(shanhai, study, tmp_path, monkeypatch):
    from distributed import LocalCluster

    wanted = found_by(tmp_path, study)
    stores = RunFiles.store
    cluster = LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None, silence_logs=50
    )

    def then_lost(files: RunFiles, lived: Any) -> None:
        stores(files, lived)
        cluster.close()

    monkeypatch.setattr(RunFiles, "store", then_lost)
    address = cluster.scheduler_address
    answer = shanhai("experiment", study, "--out", "out", "--dask", address, "--quiet")
    assert answer.code == 1, answer.err
    assert f"failed: the Dask cluster at {address} was lost" in answer.err
    assert "To go on: shanhai experiment" in answer.err and "Traceback" not in answer.err
    kept = len(stored(tmp_path / "out"))
    assert 0 < kept < RUNS
    monkeypatch.setattr(RunFiles, "store", stores)
    assert live(shanhai, study, "out", "--workers", "1")["result_hash"] == wanted


def test_a_folder_of_another_study_is_refused_in_words(shanhai, study, tmp_path):
    live(shanhai, study, "out", "--workers", "1")
    study.write_text(STUDY.replace("How much", "Whether more"), encoding="utf-8")
    live(shanhai, study, "out", "--workers", "1")  # a title changes no number
    before = sorted(stored(tmp_path / "out"))
    study.write_text(STUDY.replace("0.0002", "0.0003").replace("2e9", "3e9"), encoding="utf-8")
    answer = shanhai("experiment", study, "--out", "out", "--workers", "1")
    assert answer.code == 2
    assert "out: holds runs of another study: the scale and the design changed since" in answer.err
    assert sorted(stored(tmp_path / "out")) == before


def test_a_study_killed_while_it_wrote_its_tables_goes_on(shanhai, study, tmp_path):
    """Killed then, it leaves a folder with some of them in it."""
    first = live(shanhai, study, "out", "--workers", "1")
    tables = tmp_path / "out" / ".unfinished-1-elsewhere-01234567-"
    tables.mkdir()
    (tables / "results.csv").write_text("half of it", encoding="utf-8")
    (tmp_path / "out" / ".unfinished-1-elsewhere-01234567-study.json").write_text("{", "utf-8")
    again = live(shanhai, study, "out", "--workers", "1")
    assert again["result_hash"] == first["result_hash"]
    assert not list((tmp_path / "out").glob(".unfinished-*"))


def test_another_process_at_work_in_the_folder_is_left_alone(shanhai, study):
    with RunFiles(read_study(study), Path("out").resolve()):
        answer = shanhai("experiment", study, "--out", "out", "--workers", "1")
    assert answer.code == 2 and "another shanhai is at work in this folder" in answer.err


def test_a_damaged_run_is_lived_again(shanhai, study):
    wanted = live(shanhai, study, "out", "--workers", "1")["result_hash"]
    Path("out/runs/0000/0000003.json").write_text("{half", encoding="utf-8")
    Path("out/runs/0000/.unfinished-1-0000004.json").write_text("{half", encoding="utf-8")
    assert live(shanhai, study, "out", "--workers", "1")["result_hash"] == wanted
    assert not list(Path("out").rglob(".unfinished-*"))


def test_nothing_is_left_of_a_study_that_could_not_start(shanhai, study, monkeypatch):
    monkeypatch.setattr(dask_engine, "PATIENCE", 1)
    answer = shanhai("experiment", study, "--out", "new/out", "--dask", "tcp://127.0.0.1:1")
    assert answer.code == 2 and "no Dask scheduler answers" in answer.err
    assert not Path("new").exists()


def test_a_large_study_holds_no_more_than_a_few_runs_at_a_time(study, tmp_path):
    """Tasks are made when a worker is free, and results are let go as soon as they are kept."""
    asked = read_study(study)
    cells = np.tile(asked.design.cells, (12_500, 1))
    large = replace(
        asked, seeds=(1,), design=replace(asked.design, cells=cells, shape=(len(cells),))
    )
    assert large.runs == 100_000
    engine = Instant(large.recipe())
    with RunFiles(large, tmp_path / "out") as files:
        files.store = engine.keep  # type: ignore[method-assign]
        living.live_missing(files, engine, quiet=True)
    assert engine.kept == 100_000
    assert engine.most_under_way <= engine.slots
    assert engine.most_alive <= 2 * engine.slots * living.BLOCK


class Instant(InThisProcess):
    """Answers without living, and counts what is held at a time."""

    slots = 4

    def __init__(self, recipe: Any) -> None:
        super().__init__(recipe)
        self._blocks: list[Any] = []
        self.kept = self.most_under_way = self.most_alive = self._alive = 0

    @property
    def under_way(self) -> int:
        return len(self._blocks)

    def start(self, block: Any) -> None:
        self._blocks.append(block)
        self._alive += len(block)
        self.most_alive = max(self.most_alive, self._alive)
        self.most_under_way = max(self.most_under_way, len(self._blocks))

    def wait(self) -> None:
        return None

    def take(self) -> list[Any]:
        from experiments.study.engines import Came
        from experiments.study.recipe import Lived

        block = self._blocks.pop(0)
        return [Came(block, [Lived(task.run, {}, None) for task in block])]

    def keep(self, lived: Any) -> None:
        self.kept += 1
        self._alive -= 1


def test_an_outcome_of_a_region_is_what_its_table_has(study):
    import scenarios
    from experiments.study.outcomes import outcome_named

    place = scenarios.load_place("zhejiang")
    from sim.ensemble import Run, run_block

    short = scenarios.load(study.parent / "short.yaml")
    figures: Figures = run_block([Run(short)], 0.0002)[0]
    for name, kind, key in (
        ("Beichuan.rural_income_new", "county", "510726"),
        ("lishui.rural_income_new", "prefecture", "lishui"),
        ("mountain.rural_income_new", "class", "mountain"),
    ):
        outcome = outcome_named(name, place)
        assert not isinstance(outcome, str)
        table = figures.dataset()[f"{kind}_rural_income_new"].sel({kind: key})
        assert outcome.of(figures).tolist() == table.values.tolist()
