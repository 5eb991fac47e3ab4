"""``shanhai list`` and ``shanhai validate``: complete, quick to import, and exact in their keys."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from pathlib import Path

import pytest

import scenarios
from experiments.commands.listing import WHAT
from experiments.listings import LISTINGS, sources_of
from sim.indicators import INDICATORS
from sim.levers import all_levers
from sim.parameters import PARAMETERS
from sim.units import UNITS

ROOT = Path(__file__).parent.parent.parent
HEAVY = ("mesa", "numba", "xarray", "pandas", "scipy", "matplotlib", "dask", "tqdm")
KEYS = {
    "scenarios": {"name", "title", "summary", "extends"},
    "levers": {"name", "label", "doc", "failure", "settings", "source"},
    "parameters": {
        "name", "owner", "value", "unit", "bounds", "prior", "fixed", "source", "doc",
    },
    "indicators": {"name", "unit", "doc", "observed"},
    "sources": {"key", "citation", "url"},
    "places": {"name", "title", "years"},
}  # fmt: skip


def listed(shanhai, what: str) -> list[dict]:
    said = shanhai("list", what, "--json")
    assert said.code == 0 and said.err == ""
    document = json.loads(said.out)
    assert list(document) == [what]
    return document[what]


@pytest.mark.parametrize("what", WHAT)
def test_each_listing_has_exactly_its_keys(shanhai, what):
    rows = listed(shanhai, what)
    assert rows and all(set(row) == KEYS[what] for row in rows)


@pytest.mark.parametrize("what", WHAT)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_plain_table_has_a_line_for_each(shanhai, what, language):
    said = shanhai("list", what, "--lang", language)
    rows = LISTINGS[what]("zhejiang")
    assert said.code == 0 and len(said.out.splitlines()) >= len(rows) + 1
    for row in rows:
        assert str(row.get("name") or row.get("key")) in said.out


def test_listings_are_complete(shanhai):
    assert [row["name"] for row in listed(shanhai, "levers")] == list(all_levers())
    assert [row["name"] for row in listed(shanhai, "parameters")] == list(PARAMETERS)
    assert [row["name"] for row in listed(shanhai, "indicators")] == list(INDICATORS)


def test_units_are_known_and_bounds_are_finite_and_hold_the_value(shanhai):
    for row in listed(shanhai, "parameters"):
        low, high = row["bounds"]
        assert row["unit"] in UNITS
        assert math.isfinite(low) and math.isfinite(high) and low <= row["value"] <= high
        assert (row["prior"] is None) == bool(row["fixed"])
    for lever in listed(shanhai, "levers"):
        assert lever["label"]["en"] and lever["label"]["zh"] and lever["doc"] and lever["failure"]
        for setting in lever["settings"]:
            assert setting["unit"] in UNITS and setting["doc"]
            assert ("bounds" in setting) != ("choices" in setting)
            if "choices" in setting:
                assert setting["off"] in setting["choices"]
            else:
                assert setting["bounds"][0] <= setting["off"] <= setting["bounds"][1]
    assert all(row["unit"] in UNITS for row in listed(shanhai, "indicators"))


CITED = {
    "assumption",
    *(item.source for item in PARAMETERS.values()),
    *(lever.source for lever in all_levers().values()),
}


def test_every_source_that_is_cited_is_in_the_bibliography(shanhai):
    assert {row["key"] for row in listed(shanhai, "sources")} >= CITED


def test_a_place_without_a_bibliography_still_explains_what_the_model_cites(shanhai):
    place = str(ROOT / "tests" / "places" / "two_counties")
    said = shanhai("list", "sources", "--place", place, "--json")
    assert {row["key"] for row in json.loads(said.out)["sources"]} >= CITED


def test_the_quick_bibliography_is_that_of_the_place():
    assert sources_of("zhejiang") == dict(scenarios.load_place("zhejiang").sources)


QUICK = {
    "--help": (*HEAVY, "numpy", "ruamel", "jsonschema", "scenarios"),
    "compare --help": (*HEAVY, "numpy", "ruamel", "jsonschema"),
    **{f"list {what}": (*HEAVY, "jsonschema") for what in WHAT},
    "validate scenarios/history.yaml": HEAVY,
}


@pytest.mark.parametrize("line", QUICK)
def test_help_listings_and_checks_import_nothing_heavy(line):
    program = (
        "import sys\n"
        "from experiments.cli import main\n"
        f"code = main({line.split()!r})\n"
        f"held = [name for name in {QUICK[line]!r} if name in sys.modules]\n"
        "print(code, held, file=sys.stderr)\n"
    )
    said = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert said.stderr.strip() == "0 []"


def test_an_unknown_listing_names_the_ones_there_are(shanhai):
    said = shanhai("list", "lever")
    assert said.code == 2 and "levers" in said.err and "Traceback" not in said.err


def test_validate_passes_what_is_right(shanhai):
    said = shanhai("validate", "history", "zhejiang")
    assert said.code == 0 and "history: no mistakes" in said.out


def test_validate_gives_every_mistake_of_every_file_in_one_pass(shanhai):
    Path("a.yaml").write_text("levers: {infrastucture: {spending: 1}}\n", encoding="utf-8")
    Path("b.yaml").write_text("title: [1]\nshoks: {}\n", encoding="utf-8")
    said = shanhai("validate", "a.yaml", "b.yaml", "missing.yaml", "--json")
    assert said.code == 2
    document = json.loads(said.out)
    assert list(document) == ["files", "mistakes", "warnings"]
    assert len(document["mistakes"]) == 4
    assert said.err.splitlines() == document["mistakes"] + document["warnings"]


def test_the_shell_completes_commands_and_options():
    def completed(words: str, at: int) -> set[str]:
        environment = {
            **os.environ, "_SHANHAI_COMPLETE": "bash_complete", "COMP_WORDS": words,
            "COMP_CWORD": str(at),
        }  # fmt: skip
        said = subprocess.run(
            [sys.executable, "-m", "experiments.cli"], cwd=ROOT, env=environment,
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        return {line.partition(",")[2] for line in said.stdout.splitlines()}

    assert completed("shanhai re", 1) == {"report", "reproduce"}
    assert {"--scale", "--seed", "--set"} <= completed("shanhai run --s", 2)
    assert completed("shanhai list lev", 2) == {"levers"}
    assert completed("shanhai run no_infra", 2) == {"no_infrastructure"}
    assert completed("shanhai compare no_infrastructure --against hist", 4) == {"history"}
    assert completed("shanhai card --place zhe", 3) == {"zhejiang"}
