"""Full disks, folders that cannot be written and odd locales, for work of many runs."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from tests.experiments.test_bad_surroundings import answered
from tests.experiments.test_kills_of_long_work import RECORD, STUDY

COMMANDS = {
    "compare": (
        "compare", "no_infrastructure", "--scale", "0.0005", "--draws", "2", "--seeds", "2",
        "--workers", "1", "--quiet",
    ),
    "experiment": ("experiment", "study.yaml", "--workers", "1", "--quiet"),
    "calibrate": (
        "calibrate", "--place", "province/", "--runs", "16", "--workers", "1", "--quiet"
    ),
}  # fmt: skip
EACH = pytest.mark.parametrize("name", COMMANDS)


@pytest.fixture(autouse=True)
def inputs(tmp_path):
    (tmp_path / "study.yaml").write_text(STUDY, encoding="utf-8")
    (tmp_path / "province").mkdir()
    (tmp_path / "province" / "observed.csv").write_text(RECORD, encoding="utf-8")


@EACH
def test_a_folder_that_cannot_be_written_is_refused_in_one_line(name, shanhai):
    before = sorted(os.listdir())
    said = shanhai(*COMMANDS[name], "--out", "/dev/null/x")
    assert said.code == 2 and said.err.count("\n") == 1, said.err
    assert "/dev/null/x" in said.err and "--out" in said.err
    assert sorted(os.listdir()) == before


@EACH
def test_a_disk_that_is_full_at_the_first_result_is_one_line_and_leaves_nothing_broken(
    name, shanhai, monkeypatch
):
    def full(*arguments, **named):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("numpy.savez", full)
    monkeypatch.setattr("experiments.study.run_files.os.fsync", full)
    said = shanhai(*COMMANDS[name], "--out", "out")
    assert said.code in (1, 2) and "Traceback" not in said.err
    assert "No space left on device" in said.err
    whole = [path for path in Path("out").rglob("*") if path.is_file()]
    assert not [path for path in whole if path.suffix in (".npz", ".nc", ".csv")]


def test_two_studies_at_once_in_one_folder_do_not_mix(process, tmp_path):
    one = process(*COMMANDS["experiment"], "--out", "out")
    two = process(*COMMANDS["experiment"], "--out", "out")
    codes = sorted((one.wait(200), two.wait(200)))
    # the second is refused while the first is at work, or finds its runs done
    assert codes in ([0, 0], [0, 2])
    assert len(list((tmp_path / "out" / "runs").rglob("*.json"))) == 16


@pytest.mark.slow
@EACH
def test_no_home_and_a_foreign_locale_are_no_hindrance(name, tmp_path):
    said = answered(
        tmp_path, *COMMANDS[name], "--out", "out", HOME=None, LC_ALL="C", PYTHONUTF8="0",
        PYTHONCOERCECLOCALE="0",
    )  # fmt: skip
    assert said.returncode == 0, said.stderr
    assert b"Traceback" not in said.stderr
