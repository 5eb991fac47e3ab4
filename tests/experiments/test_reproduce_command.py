"""``shanhai reproduce``: the same figures again, or what differs and why."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import pytest

from experiments.netcdf import read_netcdf, write_netcdf
from sim.figures import Figures

TWO_COUNTIES = Path(__file__).parent.parent / "places" / "two_counties"


@pytest.fixture
def stored(ran, tmp_path) -> Path:
    """A copy of a finished result, far from where it was made."""
    return Path(shutil.copytree(ran.folder, tmp_path / "another clone"))


def rewrite(stored: Path, **changes: object) -> None:
    path = stored / "manifest.json"
    held = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**held, **changes}), encoding="utf-8")


def test_a_result_lives_again_to_the_bit_on_another_number_of_threads(shanhai, stored):
    said = shanhai("reproduce", stored / "manifest.json", "--threads", "3", "--quiet")
    assert said.code == 0 and said.err == ""
    assert said.out.startswith(f"{stored}: the same to the bit in all ")
    assert said.out.count("\n") == 1, "something it was made from differs"
    assert sorted(os.listdir(stored.parent)) == ["another clone"]


def test_a_changed_scenario_settings_and_draws_live_again(shanhai):
    made = shanhai(
        "run", "no_governance", "--scale", "0.0005", "--draws", "2", "--seed", "7", "--out", "out",
        "--set", "infrastructure.spending={2003: 1e9, 2006: 0}", "--quiet",
    )  # fmt: skip
    assert made.code == 0
    said = shanhai("reproduce", "out", "--quiet").out
    assert re.fullmatch(r"out: the same to the bit in all \d+ series\n", said)


def test_a_figure_that_differs_is_named_with_its_size(shanhai, stored):
    figures = read_netcdf(stored / "result.nc")
    changed = figures["gini_rural"].values.copy()
    changed[-1] *= 1.5
    variables = {**figures.data_vars, "gini_rural": figures["gini_rural"]._replace(values=changed)}
    write_netcdf(Figures(variables, figures.coords, figures.attrs), stored / "result.nc")
    rewrite(stored, packages={"python": "3.0", "numba": "0.1"}, data_hash="0" * 16)
    said = shanhai("reproduce", stored, "--quiet")
    assert said.code == 1
    assert re.search(r"\b1 of \d+ series differ", said.out)
    assert "gini_rural" in said.out and "2023" in said.out and "33 %" in said.out
    assert "python: 3.0 then" in said.out and "data_hash: 0000000000000000 then" in said.out
    document = json.loads(shanhai("reproduce", stored, "--json", "--quiet").out)
    assert document["same"] is False and list(document["differences"]) == ["gini_rural"]
    assert document["differences"]["gini_rural"]["relative"] == pytest.approx(1 / 3)
    assert document["made_from"]["numba"]["then"] == "0.1"


def test_another_seed_is_another_result(shanhai, stored):
    rewrite(stored, seed=2)
    said = shanhai("reproduce", stored, "--quiet")
    assert said.code == 1 and "series differ" in said.out


def test_a_place_that_is_a_folder_is_named_again(shanhai):
    made = shanhai("run", "--place", TWO_COUNTIES, "--scale", "0.05", "--out", "out", "--quiet")
    assert made.code == 0
    said = shanhai("reproduce", "out", "--quiet")
    assert said.code == 2 and "two_counties" in said.err and "--place" in said.err
    assert shanhai("reproduce", "out", "--place", TWO_COUNTIES, "--quiet").code == 0


def test_everything_wrong_with_a_manifest_is_said_at_once(shanhai, stored):
    held = json.loads((stored / "manifest.json").read_text(encoding="utf-8"))["parameters"]
    (stored / "scenario.yaml").unlink()
    rewrite(
        stored, scale=0, seed=-1, draws="two", place=5, scenario="",
        parameters={**held, "netwrk": 1.0, "network": "much", "road_cost": 1e99},
    )  # fmt: skip
    said = shanhai("reproduce", stored)
    assert said.code == 2 and "Traceback" not in said.err
    assert said.err.count("\n") == 9
    for word in ("scale", "seed", "draws", "place", "did you mean 'network'?", "road_cost"):
        assert word in said.err, word


@pytest.mark.parametrize("text", ["", "[]", "{", "{}", '{"seed": NaN}', '{"parameters": []}'])
def test_a_file_that_is_no_manifest_is_refused(shanhai, stored, text):
    (stored / "manifest.json").write_text(text)
    said = shanhai("reproduce", stored)
    assert said.code == 2 and "manifest.json" in said.err and "Traceback" not in said.err
