"""``shanhai plot``: every figure of a stored result, and what is refused."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from experiments import figures


@pytest.fixture
def stored(ran, tmp_path) -> Path:
    """A copy of a finished result that a test may spoil."""
    return Path(shutil.copytree(ran.folder, tmp_path / "stored"))


def test_a_stored_result_gives_the_very_figures_of_the_run(shanhai):
    assert shanhai("run", "--scale", "0.0005", "--figures", "--out", "out", "--quiet").code == 0
    said = shanhai("plot", "out", "--out", "again")
    assert said.code == 0 and "8 figures written to again/" in said.out
    assert sorted(os.listdir("again")) == sorted(os.listdir("out/figures"))
    assert {f"figures/{name}" for name in os.listdir("again")} == set(figures.names())
    for name in os.listdir("again"):
        drawn = Path("out/figures", name).read_bytes()
        assert Path("again", name).read_bytes() == drawn, name


def test_figures_go_beside_the_result_and_leave_it_whole(shanhai, stored):
    before = {name: (stored / name).read_bytes() for name in os.listdir(stored)}
    said = shanhai("plot", stored, "--figure", "ledger", "--lang", "zh", "--format", "svg")
    assert said.code == 0
    assert os.listdir(stored / "figures") == ["ledger.zh.svg"]
    assert all((stored / name).read_bytes() == content for name, content in before.items())
    assert shanhai("plot", stored, "--out", stored, "--figure", "ledger", "--quiet").out == ""
    assert all((stored / name).read_bytes() == content for name, content in before.items())


def test_several_results_into_one_folder_get_a_folder_each(shanhai, stored, ran):
    said = shanhai(
        "plot", stored, ran.folder / "manifest.json", "--out", "all", "--figure", "county_map",
        "--map", "migrant_share", "--year", "2010", "--lang", "en", "--format", "svg",
    )  # fmt: skip
    assert said.code == 0
    assert sorted(os.listdir("all")) == ["out", "stored"]


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda folder: (folder / "manifest.json").unlink(), "no manifest.json in this folder"),
        (lambda folder: (folder / "manifest.json").write_text("{"), "manifest.json:1: not JSON"),
        (lambda folder: (folder / "manifest.json").write_text("[" * 9**6), "not JSON"),
        (lambda folder: (folder / "manifest.json").write_text("[]"), "not the manifest"),
        (lambda folder: (folder / "manifest.json").write_bytes(b"\xff\xfe{"), "not UTF-8"),
        (lambda folder: (folder / "result.nc").unlink(), "no such file"),
        (lambda folder: (folder / "result.nc").write_bytes(b""), "cannot be read"),
        (lambda folder: (folder / "result.nc").write_bytes(b"CDF\x02\x00"), "cannot be read"),
        (lambda folder: (folder / "result.nc").write_bytes(b"x" * 9999), "cannot be read"),
        (lambda folder: shutil.rmtree(folder), "no such file"),
    ],
)
def test_what_is_no_whole_result_is_refused_in_one_line(shanhai, stored, spoil, words):
    spoil(stored)
    said = shanhai("plot", stored, "--out", "figures")
    assert said.code == 2 and words in said.err
    assert said.err.count("\n") == 1 and "Traceback" not in said.err
    assert not Path("figures").exists()


def test_cut_off_files_are_refused_wherever_they_end(shanhai, stored):
    whole = (stored / "result.nc").read_bytes()
    for length in (10, 100, 1_000, 10_000, len(whole) // 2, len(whole) - 1):
        (stored / "result.nc").write_bytes(whole[:length])
        said = shanhai("plot", stored, "--out", "figures")
        assert said.code == 2 and said.err.count("\n") == 1, length


def test_all_that_is_wrong_is_said_at_once_with_the_nearest_names(shanhai, stored):
    said = shanhai("plot", "nowhere", "neither")
    assert said.code == 2 and said.err.count("\n") == 2
    said = shanhai("plot", stored, "--map", "migrant_shar", "--year", "1999")
    assert said.code == 2 and said.err.count("\n") == 2
    assert "did you mean 'migrant_share'?" in said.err and "2003 to 2023" in said.err
    said = shanhai("plot", stored, "--figure", "ledgr", "--figure", "quintile")
    assert said.code == 2 and said.err.count("\n") == 2
    assert "did you mean 'ledger'?" in said.err and "did you mean 'quintiles'?" in said.err
    said = shanhai("plot", stored, "--figure", "ledgr", "--map", "migrant_shar")
    assert said.code == 2 and said.err.count("\n") == 2
    assert "did you mean 'ledger'?" in said.err and "did you mean 'migrant_share'?" in said.err


def test_one_figure_is_not_called_figures(shanhai, stored):
    said = shanhai("plot", stored, "--figure", "ledger", "--lang", "en", "--format", "svg")
    assert ": 1 figure written to " in said.out
    assert said.code == 0 and "figures written" not in said.out


def test_whoever_plots_a_study_is_told_what_draws_it(shanhai, tmp_path):
    """Its manifest has no kind and no document, and running it again would not make one."""
    folder = tmp_path / "study"
    folder.mkdir()
    (folder / "manifest.json").write_text(json.dumps({"study": "s", "study_key": "0" * 16}))
    said = shanhai("plot", folder)
    assert said.code == 2 and said.err.count("\n") == 1
    assert "shanhai experiment STUDY --figures" in said.err


def test_a_kind_of_result_that_is_unknown_is_named(shanhai, stored):
    manifest = json.loads((stored / "manifest.json").read_text(encoding="utf-8"))
    (stored / "manifest.json").write_text(json.dumps(manifest | {"kind": "runs"}))
    said = shanhai("plot", stored)
    assert said.code == 2 and "did you mean 'run'?" in said.err


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "drawn"),
    [
        (("compare", "no_governance", "--draws", "2"), 6),
        (("attribute", "--gross-only", "--draws", "1", "--permutations", "2"), 6),
        (("frontier", "--draws", "1", "--points", "16"), 2),
    ],
)
def test_answers_kept_are_drawn_again_to_the_byte(shanhai, command, drawn):
    said = shanhai(
        *command, "--scale", "0.0005", "--workers", "1", "--figures", "--out", "out", "--quiet"
    )
    assert said.code == 0, said.err
    said = shanhai("plot", "out", "--out", "again")
    assert said.code == 0 and f"{drawn} figures written to again/" in said.out, said.err
    assert sorted(os.listdir("again")) == sorted(os.listdir("out/figures"))
    for name in os.listdir("again"):
        assert Path("again", name).read_bytes() == Path("out/figures", name).read_bytes(), name


def test_a_comparison_is_mapped_by_what_its_counties_have(shanhai):
    asked = ("no_governance", "--draws", "1", "--scale", "0.0005", "--workers", "1")
    assert shanhai("compare", *asked, "--out", "out", "--quiet").code == 0
    chosen = ("--figure", "county_map_no_governance", "--lang", "zh", "--format", "svg")
    said = shanhai("plot", "out", *chosen, "--map", "migrant_share")
    assert said.code == 0, said.err
    assert os.listdir("out/figures") == ["county_map_no_governance.zh.svg"]
    said = shanhai("plot", "out", "--map", "migrant_shore", "--year", "2010")
    assert said.code == 2 and said.err.count("\n") == 2
    assert "migrant_share" in said.err and "2023" in said.err


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda path: path.unlink(), "no such file"),
        (lambda path: path.write_text("{"), "not JSON"),
        (lambda path: path.write_text("[]"), "not the document of a comparison"),
        (lambda path: path.write_text("{}"), "made by another version"),
        (lambda path: path.write_text('{"years": [], "scenarios": {}}'), "damaged"),
        (lambda path: path.write_text('{"years": [], "scenarios": {"a": {}}}'), "damaged"),
    ],
)
def test_a_damaged_answer_is_refused_in_one_line(shanhai, tmp_path, spoil, words):
    folder = tmp_path / "kept"
    folder.mkdir()
    (folder / "manifest.json").write_text(json.dumps({"kind": "comparison"}))
    (folder / "comparison.json").write_text("{}")
    spoil(folder / "comparison.json")
    said = shanhai("plot", folder)
    assert said.code == 2 and words in said.err and said.err.count("\n") == 1
    assert not (folder / "figures").exists()


def test_an_answer_whose_numbers_are_words_is_refused_when_it_is_drawn(shanhai, tmp_path):
    """Its shape is right, so that the fault shows only on the way to the figure."""
    asked = ("no_governance", "--draws", "1", "--scale", "0.0005", "--workers", "1")
    assert shanhai("compare", *asked, "--out", "out", "--quiet").code == 0
    document = Path("out/comparison.json")
    document.write_text(document.read_text().replace('"median": [', '"median": ["x", '))
    manifest = json.loads(Path("out/manifest.json").read_text())
    Path("out/manifest.json").write_text(json.dumps({**manifest, "files": {}}))
    said = shanhai("plot", "out")
    assert said.code == 2 and "damaged" in said.err and said.err.count("\n") == 1
    assert not Path("out/figures").exists()


def test_numbers_that_changed_on_the_disk_are_not_drawn(shanhai, stored):
    """A netCDF file stays readable when numbers in it are overwritten."""
    whole = (stored / "result.nc").read_bytes()
    half = len(whole) // 2
    (stored / "result.nc").write_bytes(whole[:half] + bytes(64) + whole[half + 64 :])
    said = shanhai("plot", stored, "--out", "figures")
    assert said.code == 2 and said.err.count("\n") == 1
    assert "result.nc: changed since it was written" in said.err
    assert not Path("figures").exists()
