"""The handbook's tables say what the declarations say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from experiments.handbook import equations, pages, place_tables
from experiments.handbook.pages import PAGES, REGIONS, made, stale
from scenarios import bibliography
from sim.agents.villages import Village
from sim.declare import Column, declared, normal
from sim.indicators import INDICATORS
from sim.inputs import BASE_VALUES, DRIVERS
from sim.levers import all_levers
from sim.parameters import PARAMETERS
from sim.policy import INSTRUMENTS
from sim.processes import public_works
from sim.units import UNITS
from tests.pages import DOCS


def names(paths: list[Any]) -> set[str]:
    return {path.relative_to(DOCS).as_posix() for path in paths}


def test_the_tables_are_as_the_declarations_have_them():
    assert names(stale(DOCS)) == set(), "run `make docs-tables` and commit what it writes"


#: What is changed, where, into what, and a page that has to show it.
CHANGES = {
    "a parameter's value": (PARAMETERS["remitted_share"], "value", 0.31, "parameters"),
    "a prior": (PARAMETERS["pass_through"], "prior", normal(1.0, 0.13), "parameters"),
    "why one is fixed": (PARAMETERS["road_cost"], "fixed", "other reasons", "parameters"),
    "a bound": (PARAMETERS["network"], "bounds", (0.0, 3.5), "parameters"),
    "a source": (PARAMETERS["spread"], "source", "recalled", "bibliography"),
    "a setting": (all_levers()["hukou_reform"].index, "bounds", (0.0, 0.9), "levers"),
    "an instrument": (INSTRUMENTS["road_works"], "combine", "max", "instruments"),
    "a column": (declared(Village, Column)["roads"], "doc", "Of its lanes.", "state"),
    "an indicator": (INDICATORS["ratio_old"], "doc", "Town over country.", "indicators"),
    "a unit": (UNITS["km"], "zh", "千米", "indicators"),
    "a driver": (DRIVERS["cpi"], "default", 2.5, "inputs"),
    "a number of the base year": (BASE_VALUES["villages"], "default", 900, "inputs"),
    "a citation": (bibliography()["huang_zhang_2021"], "citation", "H & Z.", "bibliography"),
}


@pytest.fixture
def changed(request: pytest.FixtureRequest) -> Iterator[str]:
    """A declaration changed for the time of a test; the page that has to show it."""
    item, attribute, value, page = CHANGES[request.param]
    before = getattr(item, attribute)
    assert before != value
    object.__setattr__(item, attribute, value)
    yield page
    object.__setattr__(item, attribute, before)


@pytest.mark.parametrize("changed", CHANGES, indirect=True)
def test_a_changed_declaration_makes_its_page_stale(changed):
    assert f"reference/{changed}.md" in names(stale(DOCS))


def test_a_lever_that_fails_otherwise_changes_the_description_too(monkeypatch):
    monkeypatch.setattr(all_levers()["governance"], "failure", "Nobody comes to the conference.")
    assert {"reference/levers.md", "odd.md"} <= names(stale(DOCS))


def test_a_parameter_more_changes_the_counts_of_the_description(monkeypatch):
    monkeypatch.setitem(PARAMETERS, "another", PARAMETERS["road_cost"])
    assert {"reference/parameters.md", "odd.md", "claims.md"} <= names(stale(DOCS))


def test_an_equation_is_shown_by_its_code(monkeypatch):
    def effort(plain: float, supervision: float) -> float:
        """Effort of those who carry programmes out."""
        return plain * supervision

    effort.__module__ = public_works.__name__
    monkeypatch.setattr(public_works, "effort", effort)
    (path,) = (path for path in made(DOCS) if path.name == "equations.md")
    assert "    return plain * supervision\n" in made(DOCS)[path]
    assert names(stale(DOCS)) == {"reference/equations.md"}


def test_data_that_were_verified_since_change_the_counts(monkeypatch):
    def read(name: str) -> list[dict[str, str]]:
        return [{**row, "verified": "yes"} for row in rows_of(name)]

    rows_of = place_tables.rows_of
    monkeypatch.setattr(place_tables, "rows_of", read)
    assert {"reference/inputs.md", "odd.md", "claims.md"} <= names(stale(DOCS))


def test_every_equation_is_shown_with_its_number():
    text = PAGES["reference/equations.md"]()
    for module in equations.processes():
        for equation in equations.equations_of(module):
            assert f"def {equation.__name__}(" in text
    numbers = {equations.number_of(one) for one in equations.published_equations()}
    assert numbers == {"14"}


def test_processes_stand_in_the_order_in_which_they_are_lived():
    steps = re.findall(r"^\| (?:\d+b, )?(\d+|start) \|", PAGES["reference/processes.md"](), re.M)
    assert steps[0] == "start"
    assert [int(step) for step in steps[1:]] == sorted(int(step) for step in steps[1:])
    assert len(steps) == len(equations.processes())


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("Becker, Egger and von Ehrlich (2012).", ["becker_egger_ehrlich_2012"]),
        ("lifted by the growth of the urban population (Combes et al.)", ["combes_et_al"]),
        ("Becker-like saturation is not named Beckers", ["becker_egger_ehrlich_2012"]),
        ("Richer households take the gain (Park and Wang 2010)", ["park_wang_2010"]),
        ("Wangs are many", []),
    ],
)
def test_a_docstring_cites_whom_it_names(words, keys):
    assert equations.literature_of(words) == keys


def test_every_region_that_can_be_made_is_used_and_no_other(tmp_path):
    used = {
        name
        for page in DOCS.rglob("*.md")
        for _, name, _ in pages.REGION.findall(page.read_text(encoding="utf-8"))
    }
    assert used == set(REGIONS)
    (tmp_path / "odd.md").write_text("<!-- made: nothing -->\n<!-- end -->\n", encoding="utf-8")
    with pytest.raises(ValueError, match="no region 'nothing'; regions are: declared-counts"):
        made(tmp_path)


def test_writing_fills_a_region_and_leaves_the_rest(tmp_path):
    page = tmp_path / "odd.md"
    page.write_text("before\n<!-- made: declared-counts -->\nold\n<!-- end -->\nafter\n", "utf-8")
    assert page in pages.write(tmp_path)
    text = page.read_text(encoding="utf-8")
    assert text.startswith("before\n") and text.endswith("<!-- end -->\nafter\n")
    assert "old" not in text and f"declares {len(PARAMETERS)} parameters" in text
    assert pages.write(tmp_path) == []
