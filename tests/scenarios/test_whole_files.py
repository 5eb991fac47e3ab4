"""Files appear whole or not at all, and what a killed writer left goes with the next one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from scenarios import whole_files
from scenarios.whole_files import appearing, remove_abandoned, write_whole

ROOT = Path(__file__).parent.parent.parent
WRITER = """
import sys, time, pathlib
from scenarios.whole_files import appearing
with appearing(pathlib.Path(sys.argv[1])) as path:
    path.write_text("half")
    print("ready", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def writer(tmp_path):
    """A process in the middle of writing ``a.json``."""
    child = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path / "a.json")],
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert child.stdout is not None and child.stdout.readline() == "ready\n"
    yield child
    child.kill()
    child.communicate()


def hidden(folder: Path) -> list[Path]:
    return list(folder.glob(".unfinished-*"))


def test_a_file_that_could_not_be_finished_leaves_the_earlier_one_and_nothing_else(tmp_path):
    write_whole(tmp_path / "a.json", "first")
    with pytest.raises(KeyboardInterrupt), appearing(tmp_path / "a.json") as path:
        path.write_text("sec")
        raise KeyboardInterrupt
    assert [item.name for item in tmp_path.iterdir()] == ["a.json"]
    assert (tmp_path / "a.json").read_text() == "first"


def test_what_a_living_process_writes_is_left_alone(writer, tmp_path):
    (before,) = hidden(tmp_path)
    remove_abandoned(tmp_path)
    assert hidden(tmp_path) == [before]


def test_what_a_killed_process_left_goes(writer, tmp_path):
    writer.kill()
    writer.wait()
    assert len(hidden(tmp_path)) == 1
    remove_abandoned(tmp_path)
    assert hidden(tmp_path) == [] and not (tmp_path / "a.json").exists()


def test_what_this_very_process_writes_is_left_alone(tmp_path):
    with appearing(tmp_path / "a.json") as path:
        path.write_text("whole")
        remove_abandoned(tmp_path)
    assert (tmp_path / "a.json").read_text() == "whole"


def test_what_a_dead_namesake_left_in_a_container_goes(tmp_path, monkeypatch):
    name = whole_files.unfinished_name("a.json")
    (tmp_path / name).write_text("half")
    monkeypatch.setattr(whole_files, "_given", set())  # as in a new process of the same number
    remove_abandoned(tmp_path)
    assert hidden(tmp_path) == []


def test_what_another_machine_writes_into_a_shared_folder_is_left_alone(
    writer, tmp_path, monkeypatch
):
    writer.kill()
    writer.wait()
    monkeypatch.setattr(whole_files, "_machine", lambda: "elsewhere")
    remove_abandoned(tmp_path)
    assert len(hidden(tmp_path)) == 1
