"""``shanhai run --dask``: one run divided over the workers of a cluster."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("distributed")

from distributed import LocalCluster

from experiments import dask_partitions
from experiments.dask_partitions import DaskPartitions
from experiments.result_folder import MANIFEST
from sim.simulation import Simulation
from tests.experiments.conftest import ROOT, Shanhai

SCALE = "0.0005"
RUN = ("run", "--scale", SCALE, "--panels", "netcdf", "--quiet")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The scheduler of two workers that are threads of this process, so that they are there at
    once; what is sent to them and back takes the same way as on a cluster."""
    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=False,
        dashboard_address="127.0.0.1:0",
        silence_logs=50,
    ) as cluster:
        yield cluster.scheduler_address


def written(folder: Path) -> dict[str, bytes]:
    """Every file of a result but the manifest, which says how long it took."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != MANIFEST}


def run(shanhai: Shanhai, out: str, *options: str, scenario: str = "history") -> dict[str, bytes]:
    answer = shanhai(*RUN, scenario, "--out", out, *options)
    assert answer.code == 0, answer.err
    return written(Path(out))


@pytest.mark.parametrize("scenario", ["history", "all_off"])
def test_two_workers_write_the_files_of_one_process(shanhai, address, scenario):
    alone = run(shanhai, "alone", scenario=scenario)
    divided = run(shanhai, "divided", "--dask", address, scenario=scenario)
    assert alone == divided and "panels.nc" in alone and "ledger.csv" in alone


def test_more_partitions_than_workers_write_the_same(shanhai, address):
    assert run(shanhai, "alone") == run(shanhai, "five", "--dask", address, "--partitions", "5")
    assert '"partitions": 5' in Path("five", MANIFEST).read_text(encoding="utf-8")


def test_household_rows_are_gathered_from_the_workers(shanhai, address):
    pytest.importorskip("pyarrow")
    divided = run(shanhai, "divided", "--dask", address, "--households")
    alone = run(shanhai, "alone", "--households")
    assert alone["households.parquet"] == divided["households.parquet"]


def test_what_cannot_be_divided_is_told_in_one_pass_and_nothing_written(shanhai):
    answer = shanhai(
        *RUN, "--dask", "local", "--partitions", "2000", "--draws", "3", "--threads", "2"
    )
    assert answer.code == 2
    for words in (
        "--partitions 2000: a place of 158 counties makes at most 158 partitions",
        "--draws: --dask divides one run",
        "--threads: with --dask each worker uses the threads that Dask gave it",
    ):
        assert words in answer.err
    answer = shanhai(*RUN, "--partitions", "2")
    assert answer.code == 2 and "say --dask too" in answer.err
    assert not Path("results").exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("tcp://127.0.0.1:1", "no Dask scheduler answers: Timed out"),
        ("nonsense", "no Dask scheduler answers: missing port number in address 'nonsense'"),
    ],
)
def test_an_address_where_nobody_answers_is_one_line(shanhai, monkeypatch, wrong, words):
    monkeypatch.setattr(dask_partitions, "PATIENCE", 1)
    answer = shanhai(*RUN, "--dask", wrong, "--out", "new/out")
    lines = answer.err.splitlines()
    assert answer.code == 2 and len(lines) == 1 and f"--dask {wrong}: {words}" in lines[0]
    assert not Path("new").exists()


def test_a_cluster_without_a_worker_is_refused(shanhai, monkeypatch):
    monkeypatch.setattr(dask_partitions, "PATIENCE", 1)
    with LocalCluster(
        n_workers=0, processes=False, dashboard_address="127.0.0.1:0", silence_logs=50
    ) as cluster:
        answer = shanhai(*RUN, "--dask", cluster.scheduler_address)
    assert answer.code == 2 and "no worker has joined this cluster" in answer.err


def test_a_worker_with_another_model_ends_the_run_in_words(shanhai, address, monkeypatch):
    hashes = chain(["mine"], repeat("another"))  # asked here first, then by the worker
    monkeypatch.setattr(dask_partitions, "model_hash", lambda: next(hashes))
    answer = shanhai(*RUN, "--dask", address, "--partitions", "1")
    assert answer.code == 1 and "Traceback" not in answer.err
    assert "it has another version of the model (another, not mine)" in answer.err


def test_a_lost_scheduler_ends_the_run_in_words(shanhai, monkeypatch):
    cluster = LocalCluster(
        n_workers=1,
        threads_per_worker=1,
        processes=False,
        dashboard_address="127.0.0.1:0",
        silence_logs=50,
    )
    lives = Simulation.live_a_year

    def then_lost(self: Simulation) -> None:
        lives(self)
        if self.year == 2005:
            cluster.close()

    monkeypatch.setattr(Simulation, "live_a_year", then_lost)
    answer = shanhai(*RUN, "--dask", cluster.scheduler_address, "--out", "new/out")
    assert answer.code == 1 and "Traceback" not in answer.err
    assert "partition 1 of 1 on the Dask worker" in answer.err
    assert not Path("new").exists()


@pytest.mark.slow  # starts two processes twice
def test_a_killed_worker_ends_the_run_in_words_and_the_words_start_it_again(shanhai, monkeypatch):
    alone = run(shanhai, "alone")
    lives = Simulation.live_a_year
    begins = DaskPartitions.begin
    workers: list[int] = []

    def noted(self: DaskPartitions, *arguments: Any) -> None:
        begins(self, *arguments)
        workers.extend(self._client.run(os.getpid).values())

    def then_killed(self: Simulation) -> None:
        if self.year == 2010:
            os.kill(workers[1], signal.SIGKILL)
        lives(self)

    command = (*RUN, "history", "--out", "out", "--dask", "local", "--partitions", "2")
    with monkeypatch.context() as patched:
        patched.setattr(DaskPartitions, "begin", noted)
        patched.setattr(Simulation, "live_a_year", then_killed)
        answer = shanhai(*command)
    assert answer.code == 1, answer.err
    assert "Traceback" not in answer.err
    failed, again = answer.err.splitlines()
    assert failed.startswith("failed: partition ") and " of 2 on the Dask worker tcp://" in failed
    assert again == "nothing was written. To start again: shanhai " + " ".join(command)
    assert not Path("out").exists()
    assert shanhai(*command).code == 0
    assert written(Path("out")) == alone


@pytest.mark.slow  # starts two processes
def test_ctrl_c_on_a_terminal_leaves_nothing_and_no_word_of_the_workers(tmp_path):
    """A terminal interrupts every process of the command at once."""
    command = [sys.executable, "-m", "experiments.cli", *RUN[:-1], "--scale", "0.05"]
    child = subprocess.Popen(
        [*command, "--dask", "local", "--partitions", "2", "--out", "out"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert child.stderr is not None
    try:
        assert "21 years to run" in child.stderr.readline()  # the workers are there
        os.killpg(child.pid, signal.SIGINT)
        said = child.stderr.read()
        assert child.wait(timeout=60) == 130
    finally:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
    assert "Traceback" not in said and "Run it again: shanhai run" in said
    assert not (tmp_path / "out").exists()
