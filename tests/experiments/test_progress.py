"""What is said while one waits."""

from __future__ import annotations

import re

import pytest

from experiments import progress
from experiments.progress import Progress, in_words


@pytest.fixture
def clock(monkeypatch):
    """A clock that is set by hand, in seconds."""
    now = [0.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    return now


def lines_of(clock, capsys, seconds: list[float]) -> list[str]:
    """What is said of twenty steps that take so long."""
    with Progress("history", 20, "year") as bar:
        for one in seconds:
            clock[0] += one
            bar.step()
    return capsys.readouterr().err.splitlines()


def test_the_time_left_is_judged_without_the_step_that_waits_for_the_compiler(clock, capsys):
    lines = lines_of(clock, capsys, [80.0, *[4.0] * 9])
    assert lines[1] == "history: 1 of 20 years", "nothing is known after one step"
    said = [line for line in lines if "left" in line]
    for line in said:
        done, left = re.search(r"(\d+) of 20 years, about (\d+) s left", line).groups()
        assert int(left) == 4 * (20 - int(done))
    assert said


def test_runs_that_were_there_before_do_not_make_the_rest_look_quick(clock, capsys):
    with Progress("study", 100, "run", done=90) as bar:
        for _ in range(5):
            clock[0] += 20.0
            bar.step()
    last = capsys.readouterr().err.splitlines()[-1]
    assert last == f"study: 95 of 100 runs, about {in_words(100.0)} left"


def test_where_nobody_knows_how_many_there_are_nothing_is_said_of_what_is_left(clock, capsys):
    with Progress("row 14", None, "run") as bar:
        for _ in range(30):
            clock[0] += 1.0
            bar.step()
    assert capsys.readouterr().err.splitlines() == [
        "row 14: 11 runs so far", "row 14: 22 runs so far",
    ]  # fmt: skip
