"""How a command ends: done, failed, refused, interrupted or killed; and what it leaves behind."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from experiments import cli, interruption
from experiments.result_folder import MANIFEST, ResultFolder

ROOT = Path(__file__).parent.parent.parent
TINY = ("--scale", "0.0005")
PARTS = ("a.csv", "b.csv", "figures/c.svg", "d.nc")

#: Publishes two results in turn into one folder, for ever; every file of a result is one letter.
WRITER = """
import itertools, pathlib, sys
from experiments.result_folder import ResultFolder
print("ready", flush=True)
for letter in itertools.cycle("AB"):
    with ResultFolder(pathlib.Path(sys.argv[1])) as folder:
        for name in %r:
            folder.write(name, letter * 300_000)
        folder.write("manifest.json", letter)
        folder.publish(%r)
""" % (PARTS, PARTS)  # noqa: UP031


def visible(folder: Path) -> dict[str, str]:
    """Content of every file that is not in an unfinished folder."""
    return {
        str(path.relative_to(folder)): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file()
        and not path.relative_to(folder).parts[0].startswith((".unfinished-", ".finished-"))
    }


def test_a_killed_writer_leaves_whole_files_of_one_result_only(tmp_path):
    out = tmp_path / "out"
    chance = random.Random(1)
    completed = 0
    for _ in range(12):
        child = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(out)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None and child.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0.0, 0.12))
        child.kill()
        child.communicate()
        files = visible(out) if out.exists() else {}
        letters = {content[0] for content in files.values()}
        assert len(letters) <= 1, "files of two results lie side by side"
        for name, content in files.items():
            assert len(content) == (1 if name == MANIFEST else 300_000), f"{name} is half written"
        if MANIFEST in files:
            assert set(files) == {*PARTS, MANIFEST}, "a manifest beside an incomplete result"
            completed += 1
    assert completed
    with ResultFolder(out) as folder:
        folder.write(MANIFEST, "C")
        folder.publish(PARTS)
    assert visible(out) == {MANIFEST: "C"}
    assert not list(out.glob(".unfinished-*")), "what killed runs left is not cleared away"


def test_a_run_killed_at_any_moment_can_be_run_again_into_the_same_folder(process, tmp_path):
    out = tmp_path / "out"
    child = process("run", *TINY, "--out", "out")
    while not list(out.glob(".unfinished-*/*")) and child.poll() is None:
        time.sleep(0.002)
    child.kill()
    child.wait()
    assert process("run", *TINY, "--out", "out", "--quiet").wait(60) == 0
    manifest = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
    for name, digest in manifest["files"].items():
        assert hashlib.sha256((out / name).read_bytes()).hexdigest() == digest
    assert set(os.listdir(out)) == {*manifest["files"], MANIFEST}


def test_another_run_into_the_same_folder_replaces_the_whole_result(shanhai):
    Path("out").mkdir()
    for name in ("draws.nc", "counties.csv", "manifest.json", "notes.txt"):
        Path("out", name).write_text("mine", encoding="utf-8")
    assert shanhai("run", "all_off", *TINY, "--out", "out").code == 0
    assert not Path("out/draws.nc").exists(), "a file of the earlier result is still there"
    assert Path("out/counties.csv").read_text(encoding="utf-8") != "mine"
    assert Path("out/notes.txt").read_text(encoding="utf-8") == "mine"


def test_ctrl_c_ends_with_130_the_words_that_run_it_again_and_no_leftovers(process, tmp_path):
    child = process("run", "--scale", "0.05", "--threads", "1", "--out", "some/folder")
    assert child.stderr is not None
    while "years to run" not in child.stderr.readline():
        assert child.poll() is None
    child.send_signal(signal.SIGINT)
    _, said = child.communicate(timeout=60)
    assert child.returncode == 130
    assert "shanhai run --scale 0.05 --threads 1 --out some/folder" in said
    assert "Traceback" not in said
    assert os.listdir(tmp_path) == []


def test_ctrl_c_during_an_import_is_an_interruption_whatever_the_import_makes_of_it(
    monkeypatch, capsys
):
    def swallowed(given: list[str]) -> int:
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt:
            raise ImportError("cannot import name 'multiarray'") from None
        return 0

    handler = signal.getsignal(signal.SIGINT)
    monkeypatch.setattr(cli, "_answer", swallowed)
    try:
        assert cli.main(["run", "history"]) == 130
    finally:
        signal.signal(signal.SIGINT, handler)
    said = capsys.readouterr().err
    assert "interrupted" in said and "shanhai run history" in said and "Traceback" not in said


def test_ctrl_c_inside_generated_code_ends_with_130_too():
    program = (
        "import sys, signal\n"
        "from experiments import cli\n"
        "text = 'signal.raise_signal(signal.SIGINT)'\n"
        "cli._answer = lambda given: exec(text, {'signal': signal})\n"
        "sys.exit(cli.main())\n"
    )
    said = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert said.returncode == 130 and "interrupted" in said.stderr


def test_ctrl_c_waits_while_files_are_put_in_place():
    interruption.watch()
    try:
        with pytest.raises(KeyboardInterrupt), interruption.postponed():
            os.kill(os.getpid(), signal.SIGINT)
            reached = True
        assert reached
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def test_a_defect_shows_its_traceback_and_ends_with_1(monkeypatch, capsys):
    monkeypatch.setattr(cli, "_answer", lambda given: 1 // 0)
    assert cli.main([]) == 1
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_a_full_disk_is_one_line_and_ends_with_1(monkeypatch, capsys):
    def full(given: list[str]) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(cli, "_answer", full)
    assert cli.main([]) == 1
    assert capsys.readouterr().err == "failed: [Errno 28] No space left on device\n"


def test_a_reader_that_leaves_early_is_no_defect():
    program = f"{sys.executable} -m experiments.cli list parameters --json | head -1"
    said = subprocess.run(program, shell=True, cwd=ROOT, capture_output=True, text=True, check=True)
    assert said.stdout == "{\n" and said.stderr == ""
