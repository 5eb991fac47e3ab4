"""What the handbook shows is run, page by page, in the order shown, on a tiny model."""

from __future__ import annotations

import importlib
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from experiments.cli import main
from tests.pages import DOCS, ROOT, Block, blocks_of, commands, tiny, with_scale, write

#: Pages that are followed in an empty folder, with the scale that is tiny for their place.
#: Those of ``extending/`` change the project's own files: tests/test_docs_extending.py.
PAGES = {
    "installation.md": "0.0005",
    "tutorials/first-run.md": "0.0005",
    "tutorials/compare-scenarios.md": "0.0005",
    "tutorials/your-own-province.md": "0.005",
    "counterfactuals.md": "0.0005",
    "studies.md": "0.0005",
    "other-tools.md": "0.0005",
    "reference/python.md": "0.0005",
    "zh/index.md": "0.0005",
}
EXTENDING = {path.relative_to(DOCS).as_posix() for path in (DOCS / "extending").glob("*.md")}


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder to work in; the test runner keeps its own Ctrl-C."""
    handler = signal.getsignal(signal.SIGINT)
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    signal.signal(signal.SIGINT, handler)


def test_every_page_with_code_is_followed_by_a_test():
    shown = {
        page.relative_to(DOCS).as_posix()
        for page in DOCS.rglob("*.md")
        for block in blocks_of(page)
        if block.kind in ("sh", "python", "yaml", "csv") and "norun" not in block.order
    }
    told_otherwise = {
        "reference/equations.md",  # the code itself
        "speed.md",  # recompiles the model to read the compiler's remarks
        "developing/tests.md",  # the test suite
        "adapters.md",  # run by tests/test_adapters.py
    }
    assert shown - told_otherwise == set(PAGES) | EXTENDING


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_shows_works(page, tmp_path, capsys):
    names: dict[str, object] = {"__name__": "shown"}
    printed = ""
    for block in blocks_of(DOCS / page):
        if block.order == "norun":
            continue
        if block.title:
            write(block, tmp_path)
        elif block.kind == "sh":
            printed = _answered(block, PAGES[page], capsys)
        elif block.kind == "python":
            code = compile(with_scale(block.text, PAGES[page]), page, "exec")
            exec(code, names)
            printed = capsys.readouterr().out
        elif block.kind == "text":
            assert_same_form(block.text, printed)


def _answered(block: Block, scale: str, capsys: pytest.CaptureFixture[str]) -> str:
    """Run a block's commands; what they print, mistakes included."""
    expected = 2 if block.order == "fails" else 0
    printed = ""
    for line in block.lines():
        program, *words = line.split()
        if program == "make":
            assert f"\n{words[0]}: " in (ROOT / "Makefile").read_text(encoding="utf-8")
        elif program == "python":
            assert words[0] == "-m" and words[2:] == ["--help"], line
            importlib.import_module(words[1])
        else:
            assert program == "shanhai", line
    for arguments in commands(block):
        assert main(tiny(arguments, scale)) == expected, (arguments, capsys.readouterr().err)
        told = capsys.readouterr()
        printed += told.out + told.err
    return printed


def assert_same_form(shown: str, printed: str) -> None:
    """Every line shown is printed, but for modelled numbers, which depend on the size of a run."""
    real = {_without_numbers(line) for line in printed.splitlines()}
    for line in shown.splitlines():
        if line.strip() and line != "…":
            assert _without_numbers(line) in real, (line, printed)


def _without_numbers(line: str) -> str:
    """A line without its modelled numbers: years, published figures and line numbers stay."""
    if re.match(r"\d{4}  (old|new) ", line):
        cells = re.split(r"\s{2,}", line.strip())
        return " ".join([*cells[:2], cells[3], cells[6], cells[9]])
    if re.match(r".+:\d+: ", line):
        return line
    return re.sub(r"\s*[-+]?\d[\d,.]*", " #", line)


def python(*words: str) -> str:
    """What Python prints, given these words in the folder worked in; it has to succeed."""
    done = subprocess.run(
        [sys.executable, *words],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


# slow: whatever starts worker processes starts each of them anew


@pytest.mark.slow
def test_the_script_that_runs_many_at_once_prints_a_difference_for_each_seed(tmp_path):
    (script,) = (
        block
        for page in PAGES
        for block in blocks_of(DOCS / page)
        if block.kind == "python" and block.title
    )
    write(script, tmp_path)
    printed = [float(line) for line in python(script.title).splitlines()]
    assert len(printed) == 2 and all(difference > 0 for difference in printed)


@pytest.mark.slow
def test_a_place_is_calibrated_and_its_posterior_is_used_as_the_page_says(tmp_path, capsys):
    record = blocks_of(DOCS / "tutorials" / "your-own-province.md")[0]
    write(record, tmp_path)
    calibrate, run = (
        line.split()[1:]
        for block in blocks_of(DOCS / "calibration.md")
        for line in block.lines()
        if "my_province/" in line
    )
    for has_posterior in (False, True):
        if has_posterior:
            assert main([*calibrate, "--runs", "16", "--workers", "1", "--quiet"]) == 0
        assert main([*run, "--scale", "0.005"]) == 0
        assert ("priors' centres" in capsys.readouterr().err) is not has_posterior
