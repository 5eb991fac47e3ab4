"""Comparisons, studies and calibrations killed or interrupted at random moments, and gone on with.

What is finished stays as it is, nothing is half written, and in the end the result is that of an
undisturbed one to the bit. Each round begins in an empty folder; the moments are seeded.
"""

from __future__ import annotations

import hashlib
import json
import random
import signal
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

#: How a command is ended: by kill -9, by Ctrl-C, by Ctrl-C pressed twice.
KILL, ONCE, TWICE = "kill -9", "Ctrl-C", "Ctrl-C twice"
#: Seconds after which it is ended at the latest: a short one takes about as long.
LONGEST = 4.0
SECONDS = 300

STUDY = """title: Roads
scenario: history
scale: 0.0005
seeds: [1, 2, 3, 4]
design:
  grid: {infrastructure.spending: [0, 1e9, 2e9, 3e9]}
outcomes: [rural_income_new, ratio_new]
"""
RECORD = """year,series,value,unit
2003,rural_income_new,5000,yuan/person/year
2003,urban_income_new,12000,yuan/person/year
2004,rural_income_new,5500,yuan/person/year
2004,urban_income_new,13200,yuan/person/year
2005,rural_income_new,6000,yuan/person/year
2005,urban_income_new,14500,yuan/person/year
"""


@dataclass(frozen=True)
class Work:
    """A command that goes on in ``out``.

    ``finished`` are the patterns of what it never touches again, ``results`` those of what it
    leaves at the end; ``fleeting`` are keys of documents that tell the time.
    """

    command: tuple[str, ...]
    finished: str
    results: tuple[str, ...]
    goes_on_with: tuple[str, ...] = ()
    fleeting: tuple[str, ...] = ("seconds", "peak_rss_mib", "manifest", "threads")


WORKS = {
    "compare": Work(
        ("compare", "no_infrastructure", "--scale", "0.0005", "--draws", "40", "--seeds", "2"),
        "runs/*/*.npz",
        ("comparison.json", "differences.csv", "manifest.json"),
    ),
    "experiment": Work(
        ("experiment", "study.yaml"),
        "runs/*/*.json",
        ("results.csv", "results.nc", "runs.csv", "study.json", "study.yaml"),
    ),
    "calibrate": Work(
        ("calibrate", "--place", "province/", "--runs", "16"),
        "stages/*.npz",
        ("posterior.nc", "card.json", "evidence.json", "emulator.npz", "manifest.json"),
        goes_on_with=("--resume",),
    ),
}
EACH = pytest.mark.parametrize("name", WORKS)
SEVERAL = [
    pytest.param("compare", 2, id="compare"),
    pytest.param("experiment", 2, id="experiment"),
    *(pytest.param(name, 34, id=f"{name}-many", marks=pytest.mark.slow) for name in WORKS),
]


def arguments(work: Work, out: str, workers: int) -> tuple[str, ...]:
    return (*work.command, "--out", out, "--workers", str(workers))


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def finished(work: Work, out: Path) -> dict[str, str]:
    """Digests of what is finished, every file of which is whole."""
    found = {}
    for path in sorted(out.glob(work.finished)):
        if path.name.startswith("."):
            continue
        found[str(path.relative_to(out))] = digest(path.read_bytes())
        if path.suffix == ".json":
            json.loads(path.read_text(encoding="utf-8"))
        else:
            with zipfile.ZipFile(path) as held:
                assert held.testzip() is None
            with np.load(path, allow_pickle=False) as arrays:
                assert [arrays[item] for item in arrays.files]
    return found


def result(work: Work, out: Path) -> dict[str, str]:
    """Digests of a result, without what tells the time."""
    found = {}
    for name in work.results:
        content = (out / name).read_bytes()
        if name.endswith(".json"):
            document = json.loads(content)
            for key in work.fleeting:
                document.pop(key, None)
            content = json.dumps(document, sort_keys=True).encode()
        found[name] = digest(content)
    return found


def is_whole(work: Work, out: Path) -> bool:
    """Whether there is a result; there is all of it or nothing."""
    there = [(out / name).exists() for name in work.results if not name.startswith("study.")]
    if "manifest.json" in work.results:
        assert all(there) or not any(there), "part of a result"
    return all(there)


def leftovers(out: Path) -> list[Path]:
    """Hidden files and folders but the lock, which stays."""
    return [path for path in out.rglob(".*") if path.name != ".lock"]


def end(child, way: str, chance: random.Random) -> None:
    """Wait for a random moment and end the command."""
    if way == KILL:
        time.sleep(chance.uniform(0.0, LONGEST))
        child.kill()
        child.communicate()
        return
    assert child.stderr is not None
    first = child.stderr.readline()  # from here on the command answers Ctrl-C
    time.sleep(chance.uniform(0.0, 0.7 * LONGEST))
    for _ in range(1 if way == ONCE else 2):
        child.send_signal(signal.SIGINT)
        time.sleep(chance.uniform(0.0, 0.05))
    _, said = child.communicate(timeout=SECONDS)
    said = first + said
    assert "Traceback" not in said, said
    assert child.returncode in (0, 130), said
    if child.returncode == 130:
        assert "interrupted" in said, said


@pytest.fixture
def start(process, tmp_path) -> Callable[..., object]:
    (tmp_path / "study.yaml").write_text(STUDY, encoding="utf-8")
    (tmp_path / "province").mkdir()
    (tmp_path / "province" / "observed.csv").write_text(RECORD, encoding="utf-8")
    return process


@pytest.mark.parametrize(("name", "times"), SEVERAL)
def test_what_is_ended_at_random_moments_goes_on_to_the_same_bits(name, times, start, tmp_path):
    work, chance = WORKS[name], random.Random(f"{name} {times}")
    undisturbed = start(*arguments(work, "undisturbed", workers=1))
    _, said = undisturbed.communicate(timeout=SECONDS)
    assert undisturbed.returncode == 0, said
    expected = result(work, tmp_path / "undisturbed")
    kept = finished(work, tmp_path / "undisturbed")
    out, known, rounds = tmp_path / "out-0", {}, 0
    for turn in range(times):
        way = (KILL, ONCE, TWICE)[turn % 3]
        given = (*arguments(work, out.name, workers=1 + turn % 2), *work.goes_on_with)
        end(start(*given), way, chance)
        now = finished(work, out)
        assert known.items() <= now.items(), f"{way} lost or changed something finished"
        assert now.items() <= kept.items(), f"{way} left something an undisturbed one has not"
        known = now
        if is_whole(work, out):
            assert result(work, out) == expected
            rounds += 1
            out, known = tmp_path / f"out-{rounds}", {}
    last = start(*arguments(work, out.name, workers=2), *work.goes_on_with)
    _, said = last.communicate(timeout=SECONDS)
    assert last.returncode == 0, said
    assert result(work, out) == expected
    assert finished(work, out) == kept
    assert not leftovers(out), "leftovers of the killed"


@pytest.mark.parametrize("name", ["compare", "experiment"])
def test_a_question_answered_before_survives_being_asked_again_and_killed(name, start, tmp_path):
    work, chance = WORKS[name], random.Random(name)
    assert start(*arguments(work, "out", workers=1)).wait(SECONDS) == 0
    out = tmp_path / "out"
    expected = result(work, out)
    for _ in range(2):
        child = start(*arguments(work, "out", workers=1))
        time.sleep(chance.uniform(0.0, 1.0))
        child.kill()
        child.communicate()
        assert result(work, out) == expected
