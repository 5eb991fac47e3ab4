"""The pages on extending the model are followed in a copy of the project."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.pages import DOCS, ROOT, Block, blocks_of, commands, write

PAGES = ("lever", "process", "indicator", "place")
COPIED = ("sim", "scenarios", "calibration", "experiments", "tests", "docs")

Run = Callable[..., str]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with every file of the pages written into it."""
    folder = tmp_path_factory.mktemp("project")
    for name in COPIED:
        shutil.copytree(
            ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "twin")
        )
    for name in ("pyproject.toml", "mkdocs.yml"):
        shutil.copy(ROOT / name, folder)
    for page in PAGES:
        for block in blocks_of(DOCS / "extending" / f"{page}.md"):
            if block.title:
                write(block, folder)
    return folder


@pytest.fixture(scope="module")
def run(copy: Path) -> Run:
    """``run(*words)`` is what Python prints, given these words in the copy; it has to succeed."""
    environment = {**os.environ, "PYTHONPATH": str(copy), "SHANHAI_CACHE": str(copy / "cache")}

    def answer(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, *words],
            cwd=copy,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, (words, done.stdout, done.stderr)
        return done.stdout

    return answer


def test_the_example_lever_is_one_short_file():
    files = [block for block in blocks_of(DOCS / "extending" / "lever.md") if block.title]
    assert [block.title for block in files] == [
        "sim/levers/ecological_compensation.py",
        "rivers.yaml",
    ]
    assert len(files[0].text.splitlines()) < 30


def test_an_insertion_goes_below_the_whole_statement_it_names(tmp_path):
    (tmp_path / "year.py").write_text("build(\n    world,\n)\nrest()\n", encoding="utf-8")
    write(Block("python", "freeze()\n", "year.py", "insert after build("), tmp_path)
    written = (tmp_path / "year.py").read_text(encoding="utf-8")
    assert written == "build(\n    world,\n)\nfreeze()\nrest()\n"


def test_the_process_is_lived_once_after_roads_are_built(tmp_path):
    shutil.copytree(ROOT / "sim", tmp_path / "sim")
    for block in blocks_of(DOCS / "extending" / "process.md"):
        if block.title == "sim/kernels/year.py":
            write(block, tmp_path)
    year = (tmp_path / "sim" / "kernels" / "year.py").read_text(encoding="utf-8")
    compile(year, "year.py", "exec")
    assert year.index("freeze(w, p)") > year.index(" = build_and_maintain(")


# slow: the copy has other parameters and instruments, so that everything compiles again


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_shows_works_in_the_copy(page, run):
    for block in blocks_of(DOCS / "extending" / f"{page}.md"):
        if block.order == "norun" or block.title:
            continue
        if block.kind == "sh":
            for arguments in commands(block):
                run("-m", "experiments.cli", *arguments)
        elif block.kind == "python":
            run("-c", block.text)


@pytest.mark.slow
def test_the_lever_spends_and_renovates_what_history_did_not(run):
    told = run(
        "-c",
        "import scenarios, sim\n"
        "history, rivers = (sim.run(scenarios.load(name), scale=0.0005, last_year=2008)\n"
        "                   for name in ('history', 'rivers.yaml'))\n"
        "money = rivers['money_by_lever'].sel(lever='ecological_compensation', year=2007)\n"
        "more = (rivers - history)['environment_index'].sel(year=2008)\n"
        "print(float(money) > 1e9, float(more) > 0)",
    )
    assert told.split() == ["True", "True"]


@pytest.mark.slow
def test_the_process_passes_the_test_on_its_page(run):
    assert "2 passed" in run("-m", "pytest", "tests/sim/test_frost.py", "-p", "no:cacheprovider")


@pytest.mark.slow
def test_all_that_was_added_keeps_the_contracts(run):
    contracts = ("tests/sim/test_declarations.py", "tests/test_architecture.py")
    run("-m", "pytest", *contracts, "-p", "no:cacheprovider")


@pytest.mark.slow
def test_all_that_was_added_is_in_the_reference(run, copy):
    assert "docs/reference/levers.md" in run("-m", "experiments.handbook")
    for name, page in (
        ("ecological_compensation", "levers"),
        ("frost_damage", "parameters"),
        ("road_after_frost", "equations"),
        ("self_employed_share", "indicators"),
    ):
        assert name in (copy / "docs" / "reference" / f"{page}.md").read_text(encoding="utf-8")
