"""What surrounds the command may be bad too: full disks, closed output, odd locales, no home."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scenarios.whole_files import UNFINISHED

ROOT = Path(__file__).parent.parent.parent
TINY = ("run", "--scale", "0.0005", "--out", "out")


def answered(folder: Path, *arguments: str, shell: str = "", **environment: str | None):
    """The command in a process of its own; a variable that is ``None`` is not set."""
    variables = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    line = f"{sys.executable} -m experiments.cli {' '.join(arguments)} {shell}"
    return subprocess.run(
        line, shell=True, cwd=folder, capture_output=True, timeout=120,
        env={key: value for key, value in variables.items() if value is not None},
    )  # fmt: skip


@pytest.mark.parametrize("arguments", [("list", "levers"), ("--help",), (*TINY, "--json")])
def test_a_full_disk_behind_the_output_is_one_line_and_ends_with_1(arguments, tmp_path):
    said = answered(tmp_path, *arguments, shell="> /dev/full")
    assert said.returncode == 1
    told = [line for line in said.stderr.decode().splitlines() if "years to run" not in line]
    assert told == ["failed: [Errno 28] No space left on device"]


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_are_no_defect(closed, tmp_path):
    said = answered(tmp_path, *TINY, shell=closed)
    assert said.returncode == 0 and b"Traceback" not in said.stderr
    assert (tmp_path / "out" / "manifest.json").exists()


@pytest.mark.parametrize(
    "locale",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        pytest.param({"LC_ALL": "POSIX", "PYTHONUTF8": "0"}, marks=pytest.mark.slow),
        {"LC_ALL": "tr_TR.UTF-8"},
        pytest.param({"LC_ALL": "xx_XX.nonsense"}, marks=pytest.mark.slow),
        pytest.param({"PYTHONIOENCODING": "latin-1"}, marks=pytest.mark.slow),
        {"PYTHONIOENCODING": "gbk"},
        pytest.param({"LC_ALL": None, "LANG": None, "LANGUAGE": None}, marks=pytest.mark.slow),
    ],
)
def test_any_locale_gets_the_same_files_and_no_traceback(locale, ran, tmp_path):
    said = answered(tmp_path, *TINY, **locale)
    assert said.returncode == 0, said.stderr
    for name in ("indicators.csv", "counties.csv", "scenario.yaml", "result.nc"):
        assert (tmp_path / "out" / name).read_bytes() == (ran.folder / name).read_bytes()
    said = answered(tmp_path, "list", "levers", "--lang", "zh", **locale)
    assert said.returncode == 0 and b"Traceback" not in said.stderr
    (tmp_path / "路.yaml").write_text("titel: 路\n", encoding="utf-8")
    said = answered(tmp_path, "validate", "路.yaml", **locale)
    assert said.returncode == 2 and b"titel: no such key; did you mean 'title'?" in said.stderr


def test_a_warning_is_one_line_without_the_code_that_gives_it(ran, tmp_path):
    """Numba's own holds a traceback, where a number of threads is no number."""
    said = answered(
        tmp_path, "plot", str(ran.folder), "--figure", "ledger", "--out", "one",
        NUMBA_NUM_THREADS="many",
    )  # fmt: skip
    assert said.returncode == 0, said.stderr
    told = said.stderr.decode().splitlines()
    assert all(line.startswith("warning: ") for line in told), told


def test_figures_need_no_screen_whose_name_is_known(ran, tmp_path):
    said = answered(
        tmp_path, "plot", str(ran.folder), "--figure", "ledger", "--out", "one",
        MPLBACKEND="nonsense",
    )  # fmt: skip
    assert said.returncode == 0, said.stderr
    assert (tmp_path / "one" / "ledger.zh.png").exists()


def test_listings_need_no_home_and_no_cache(tmp_path):
    for home in (None, "/dev/null"):
        for arguments in (("list", "levers"), ("validate", "history")):
            said = answered(
                tmp_path, *arguments, HOME=home, SHANHAI_CACHE="/dev/null/x", XDG_CACHE_HOME=None
            )
            assert said.returncode == 0 and said.stderr == b"", said.stderr
    assert os.listdir(tmp_path) == []


@pytest.mark.slow
def test_a_run_without_a_cache_says_so_and_gives_the_same_numbers(ran, tmp_path):
    said = answered(tmp_path, *TINY, HOME="/nonexistent", SHANHAI_CACHE="/dev/null/x")
    assert said.returncode == 0 and b"cache folder cannot be written" in said.stderr
    assert (tmp_path / "out/result.nc").read_bytes() == (ran.folder / "result.nc").read_bytes()


def test_results_in_a_folder_that_may_not_be_written_are_refused_before_anything_runs(
    shanhai, monkeypatch
):
    made = Path.mkdir

    def refuse(folder, *arguments, **named):
        if folder.name.startswith(UNFINISHED):
            raise PermissionError(13, "Permission denied")
        made(folder, *arguments, **named)

    monkeypatch.setattr(Path, "mkdir", refuse)
    said = shanhai(*TINY)
    assert said.code == 2 and said.err.count("\n") == 1
    assert "results cannot be written here: Permission denied" in said.err
    assert os.listdir() == []


def test_a_disk_that_gets_full_while_files_are_written_leaves_the_earlier_result(
    shanhai, monkeypatch
):
    assert shanhai(*TINY, "--quiet").code == 0
    before = {path.name: path.read_bytes() for path in Path("out").iterdir()}

    def full(*arguments, **named):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("experiments.result_files.write_netcdf", full)
    said = shanhai(*TINY, "--seed", "2", "--quiet")
    assert said.code == 1 and said.err == "failed: [Errno 28] No space left on device\n"
    assert {path.name: path.read_bytes() for path in Path("out").iterdir()} == before


def test_an_installed_copy_that_may_not_be_written_works(tmp_path):
    """Nothing is ever written beside the program: its folders look the same afterwards."""
    packages = [ROOT / name for name in ("sim", "scenarios", "calibration", "experiments")]

    def files() -> dict[Path, int]:
        return {
            path: path.stat().st_mtime_ns
            for package in packages
            for path in package.rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }

    before = files()
    assert answered(tmp_path, *TINY, "--quiet").returncode == 0
    assert (
        answered(tmp_path, "plot", "out", "--figure", "quintiles", "--lang", "zh").returncode == 0
    )
    assert files() == before
