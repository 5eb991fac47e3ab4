"""Work that would undo another's in the same folder is refused, unless the other one is dead."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from experiments.folder_lock import LOCK, alone_in
from scenarios import BadInput
from tests.experiments.test_kills_of_long_work import RECORD

ROOT = Path(__file__).parent.parent.parent
AT_WORK = """
import sys, time, pathlib
from experiments.folder_lock import alone_in
with alone_in(pathlib.Path(sys.argv[1])):
    print("ready", flush=True)
    time.sleep(600)
"""
CALIBRATE = ("calibrate", "--place", "province/", "--runs", "16", "--workers", "1", "--out", "out")
TINY = ("--scale", "0.0005", "--draws", "16", "--workers", "1", "--out", "out")


@pytest.fixture
def other(tmp_path):
    """Another process at work in ``out``."""
    child = subprocess.Popen(
        [sys.executable, "-c", AT_WORK, str(tmp_path / "out")],
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert child.stdout is not None and child.stdout.readline() == "ready\n"
    yield child
    child.kill()
    child.communicate()


@pytest.fixture
def province(tmp_path) -> None:
    (tmp_path / "province").mkdir()
    (tmp_path / "province" / "observed.csv").write_text(RECORD, encoding="utf-8")


def test_a_folder_in_which_another_process_is_at_work_is_refused(other, tmp_path):
    with pytest.raises(BadInput, match="another shanhai is at work in this folder; wait for it"):
        alone_in(tmp_path / "out").__enter__()


def test_the_lock_of_a_killed_process_hinders_nobody(other, tmp_path):
    other.kill()
    other.wait()
    with alone_in(tmp_path / "out"):
        assert (tmp_path / "out" / LOCK).exists()


def test_a_folder_made_for_nothing_goes_and_one_that_holds_something_stays(tmp_path):
    with alone_in(tmp_path / "a" / "b"):
        pass
    assert list(tmp_path.iterdir()) == []
    with alone_in(tmp_path / "a"):
        (tmp_path / "a" / "found.json").write_text("{}")
    assert (tmp_path / "a" / "found.json").exists()


def test_a_folder_that_cannot_be_made_is_the_users_to_change(tmp_path):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(BadInput, match="results cannot be written here"):
        alone_in(tmp_path / "file" / "out").__enter__()
    assert (tmp_path / "file").read_text() == "mine"


def test_a_second_calibration_in_a_folder_is_refused_with_2_and_touches_nothing(
    province, other, shanhai, tmp_path
):
    stage = tmp_path / "out" / "stages" / "runs-0.npz"
    stage.parent.mkdir()
    stage.write_bytes(b"of the first")
    said = shanhai(*CALIBRATE, "--quiet")
    assert said.code == 2
    assert said.err == "out: another shanhai is at work in this folder; wait for it\n"
    assert stage.read_bytes() == b"of the first"


@pytest.mark.slow
def test_two_calibrations_at_once_do_not_mix(province, process, tmp_path):
    one, two = process(*CALIBRATE), process(*CALIBRATE)
    said = [child.communicate(timeout=300)[1] for child in (one, two)]
    codes = [one.returncode, two.returncode]
    assert sorted(codes) == [0, 2], said
    assert "another shanhai is at work" in said[codes.index(2)]
    assert (tmp_path / "out" / "posterior.nc").exists()


@pytest.mark.slow
def test_an_interrupted_calibration_says_what_is_kept_and_how_to_go_on(province, process, tmp_path):
    child = process(*CALIBRATE)
    while not list(tmp_path.glob("out/stages/*.npz")) and child.poll() is None:
        time.sleep(0.01)
    child.send_signal(signal.SIGINT)
    _, said = child.communicate(timeout=120)
    assert child.returncode == 130
    again = f"shanhai {' '.join(CALIBRATE)} --resume"
    assert f"finished stages are kept in out/stages/. To go on: {again}" in said


def test_two_comparisons_at_once_in_one_folder_share_runs_and_do_not_mix(process, tmp_path):
    names = ("no_infrastructure", "no_governance")
    children = [process("compare", name, *TINY) for name in names]
    for child in children:
        _, said = child.communicate(timeout=200)
        assert child.returncode == 0, said
    found = json.loads((tmp_path / "out" / "comparison.json").read_text(encoding="utf-8"))
    (name,) = found["scenarios"]
    table = (tmp_path / "out" / "differences.csv").read_text(encoding="utf-8")
    (other,) = set(names) - {name}
    assert name in table and other not in table, "tables of two comparisons lie side by side"
    assert not list((tmp_path / "out").rglob(".unfinished-*"))
