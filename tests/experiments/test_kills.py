"""Processes killed at random moments: nothing finished is lost, nothing is left half written."""

from __future__ import annotations

import hashlib
import json
import random
import subprocess
import time
from pathlib import Path

import pytest

from experiments.result_folder import MANIFEST, complete

TINY = ("--scale", "0.0005", "--quiet")
SEVERAL = [pytest.param(3, id="few"), pytest.param(100, id="hundred", marks=pytest.mark.slow)]
#: Beyond the length of an undisturbed run, so that some runs reach their end.
LONGEST = 1.15


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def is_hidden(path: Path, out: Path) -> bool:
    return path.relative_to(out).parts[0].startswith(".")


def check_whole(out: Path) -> dict[str, str]:
    """The digests of a result after making sure that it is complete and nothing else is there."""
    held = json.loads((out / MANIFEST).read_text(encoding="utf-8"))["files"]
    found = {str(path.relative_to(out)): digest(path) for path in out.rglob("*")
             if path.is_file() and path.name != MANIFEST and not is_hidden(path, out)}  # fmt: skip
    assert found == held
    return held


@pytest.mark.parametrize("kills", SEVERAL)
def test_runs_killed_at_random_moments_lose_nothing(kills, process, tmp_path):
    out, chance = tmp_path / "out", random.Random(kills)
    began = time.monotonic()
    assert process("run", *TINY, "--out", "out").wait(120) == 0
    length = time.monotonic() - began
    undisturbed, ended = check_whole(out), 0
    for _ in range(kills):
        child = process("run", *TINY, "--out", "out")
        time.sleep(chance.uniform(0.0, LONGEST * length))
        child.kill()
        ended += child.wait() == 0
        complete(out)  # as whoever opens the folder next does
        assert check_whole(out) == undisturbed, "another result than that of an undisturbed run"
    assert process("run", *TINY, "--out", "out").wait(120) == 0
    assert check_whole(out) == undisturbed
    assert not [path for path in out.iterdir() if is_hidden(path, out)], "leftovers of the killed"


@pytest.mark.parametrize("presses", [1, 2])
def test_ctrl_c_at_random_moments_ends_with_130_and_leaves_the_earlier_result(
    presses, process, tmp_path
):
    out, chance = tmp_path / "out", random.Random(presses)
    assert process("run", *TINY, "--out", "out").wait(120) == 0
    before = check_whole(out)
    for _ in range(2):
        child = process("run", "--scale", "0.02", "--threads", "1", "--out", "out")
        assert child.stderr is not None
        child.stderr.readline()
        for _ in range(presses):
            time.sleep(chance.uniform(0.0, 0.1))
            child.send_signal(2)
        _, said = child.communicate(timeout=60)
        assert child.returncode == 130, said
        assert "Traceback" not in said and "shanhai run --scale 0.02" in said
        assert check_whole(out) == before
    assert not [path for path in out.iterdir() if is_hidden(path, out)]


def test_runs_into_one_folder_at_once_do_not_mix(process, tmp_path):
    out = tmp_path / "out"
    children = [process("run", *TINY, "--seed", str(seed), "--out", "out") for seed in (1, 2, 3)]
    assert [child.wait(180) for child in children] == [0, 0, 0]
    check_whole(out)
    assert not [path for path in out.iterdir() if is_hidden(path, out)]
    kept = {name: digest(out / name) for name in ("result.nc", "indicators.csv")}
    seed = json.loads((out / MANIFEST).read_text(encoding="utf-8"))["seed"]
    assert process("run", *TINY, "--seed", str(seed), "--out", "alone").wait(120) == 0
    assert kept == {name: digest(tmp_path / "alone" / name) for name in kept}


def test_a_finished_result_that_was_not_put_in_place_is_found_by_the_next_command(
    process, ran, tmp_path
):
    """Killed at every single step of putting files in place, as a debugger would."""
    program = """
import os, sys
from pathlib import Path
from experiments.result_folder import ResultFolder
step = int(sys.argv[2])
def counted(function):
    def call(*arguments, **named):
        global step
        if step == 0:
            os._exit(9)
        step -= 1
        return function(*arguments, **named)
    return call
with ResultFolder(Path(sys.argv[1])) as folder:
    for name in ("a.csv", "figures/b.svg", "c.nc"):
        folder.write(name, "new")
    folder.write("manifest.json", "new")
    for name in ("rename", "replace", "unlink", "rmdir"):
        setattr(os, name, counted(getattr(os, name)))
    folder.publish(["a.csv", "figures/b.svg", "c.nc", "gone.csv"])
os._exit(0)
"""
    import sys

    root = str(Path(__file__).parent.parent.parent)
    codes = []
    for step in range(30):
        out = tmp_path / str(step)
        (out / "figures").mkdir(parents=True)
        for name in ("a.csv", "figures/b.svg", "gone.csv", "manifest.json", "mine.txt"):
            (out / name).write_text("old")
        child = subprocess.run([sys.executable, "-c", program, str(out), str(step)], cwd=root)
        codes.append(child.returncode)
        complete(out)
        found = {
            str(path.relative_to(out)): path.read_text()
            for path in out.rglob("*")
            if path.is_file() and not is_hidden(path, out)
        }
        old = dict.fromkeys(("a.csv", "figures/b.svg", "gone.csv", "manifest.json"), "old")
        new = dict.fromkeys(("a.csv", "figures/b.svg", "c.nc", "manifest.json"), "new")
        assert found in ({**old, "mine.txt": "old"}, {**new, "mine.txt": "old"}), step
    assert codes[0] == 9 and codes[-1] == 0 and codes.count(9) > 8
