"""One tiny run for all tests, and the command line as a user meets it."""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import scenarios
from experiments.central_values import with_central_values
from experiments.cli import main
from experiments.request import Request
from experiments.runs import Outcome, answer

ROOT = Path(__file__).parent.parent.parent
TINY = 0.0005


@dataclass(frozen=True)
class Answer:
    """What a command printed and its exit code."""

    code: int
    out: str
    err: str


Shanhai = Callable[..., Answer]


@pytest.fixture(scope="session")
def outcome() -> Outcome:
    history = scenarios.load("history", findings=scenarios.Findings())
    central = with_central_values(history)
    return answer(Request(central.scenario, TINY, seed=1))


@dataclass(frozen=True)
class Ran:
    """What one ``shanhai run --json`` printed and left behind."""

    document: dict[str, Any]
    out: str
    err: str
    folder: Path


@pytest.fixture(scope="session")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """The historical scenario at a tiny scale, once for all tests that only look at it."""
    folder = tmp_path_factory.mktemp("ran") / "out"
    out, err = io.StringIO(), io.StringIO()
    handler = signal.getsignal(signal.SIGINT)
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(["run", "--scale", str(TINY), "--json", "--out", str(folder)])
    signal.signal(signal.SIGINT, handler)
    assert code == 0, err.getvalue()
    return Ran(json.loads(out.getvalue()), out.getvalue(), err.getvalue(), folder)


@pytest.fixture
def shanhai(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Shanhai]:
    """Runs the command in this process, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    handler = signal.getsignal(signal.SIGINT)

    def command(*arguments: str) -> Answer:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return Answer(code, said.out, said.err)

    yield command
    signal.signal(signal.SIGINT, handler)


@pytest.fixture
def process(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts the command as a process of its own; none outlives the test."""
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: str) -> subprocess.Popen[str]:
        child = subprocess.Popen(
            [sys.executable, "-m", "experiments.cli", *map(str, arguments)],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(child)
        return child

    yield start
    for child in started:
        if child.poll() is None:
            child.kill()
        child.communicate()
