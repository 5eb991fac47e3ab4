"""What the README shows is run, at a tiny scale, in the order it is shown."""

from __future__ import annotations

import os
import re
import shlex
import signal
from importlib.util import find_spec
from pathlib import Path

import pytest

from experiments.cli import main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)
TINY = "0.0005"


def commands() -> list[str]:
    lines = [line for kind, text in BLOCKS if kind == "sh" for line in text.splitlines()]
    return [re.sub(r"\s{2,}#.*", "", line).strip() for line in lines if line.strip()]


def tiny(arguments: list[str]) -> list[str]:
    """The same command on a tiny model."""
    if arguments[0] != "run" or "--help" in arguments:
        return arguments
    if find_spec("pyarrow") is None:
        arguments = [item for item in arguments if item != "--households"]
    few = [
        "2" if before == "--draws" else item for before, item in zip(["", *arguments], arguments)
    ]
    return [*few, "--scale", TINY, "--quiet"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder with the files the README shows."""
    monkeypatch.chdir(tmp_path)
    for kind, text in BLOCKS:
        name = re.match(r"# (\S+\.yaml)\n", text)
        if kind == "yaml" and name:
            (tmp_path / name[1]).write_text(text, encoding="utf-8")
    return tmp_path


def test_the_commands_that_are_shown_work(folder, capsys):
    handler = signal.getsignal(signal.SIGINT)
    shown = [line for line in commands() if line.startswith("shanhai ")]
    assert len(shown) >= 8
    for line in shown:
        assert main(tiny(shlex.split(line)[1:])) == 0, (line, capsys.readouterr().err)
    signal.signal(signal.SIGINT, handler)
    assert len(os.listdir(folder / "results")) >= 5


def test_the_make_targets_that_are_shown_exist():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    others = [line for line in commands() if not line.startswith("shanhai ")]
    assert others
    for line in others:
        program, target = line.split()
        assert program == "make" and f"\n{target}: " in makefile


def test_the_python_that_is_shown_runs(folder, capsys):
    for kind, text in BLOCKS:
        if kind == "python":
            exec(compile(text.replace("scale=0.01", f"scale={TINY}"), "README.md", "exec"), {})
    assert "yuan/person/year" in capsys.readouterr().out


def test_the_output_that_is_shown_has_the_form_of_a_real_one(folder, capsys):
    (shown,) = (text for kind, text in BLOCKS if kind == "text")
    assert main(["run", "--scale", TINY, "--quiet"]) == 0
    real = capsys.readouterr().out.splitlines()
    for line in shown.splitlines():
        if re.match(r"\d{4}", line):
            year, definition = line.split()[:2]
            (same,) = (one for one in real if one.split()[:2] == [year, definition])
            assert documented(same) == documented(line)
        elif line.startswith(("year", "--", "    ")):
            assert line in real


def documented(line: str) -> list[str]:
    """The published figures of a line of the table."""
    cells = re.split(r"\s{2,}", line.strip())
    return [cells[3], cells[6], cells[9]]


def test_the_files_that_are_linked_are_there():
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
