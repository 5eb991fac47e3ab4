"""Legal scenarios survive being written out, and nothing that is written crashes the reader."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path as FilePath

from hypothesis import given, settings
from hypothesis import strategies as st

import scenarios
from scenarios.problems import Findings
from scenarios.scenario_files import shipped_scenarios
from sim.indicators import INDICATORS
from sim.inputs import DRIVERS, LAST_YEAR, SHOCKS, Path, Scenario
from sim.levers import all_levers
from sim.parameters import PARAMETERS
from sim.policy import CLOSURES

TWO_COUNTIES = FilePath(__file__).parent.parent / "places" / "two_counties"
PLACE = scenarios.load_place(TWO_COUNTIES, Findings())
YEARS = st.integers(2002, LAST_YEAR)
TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t:#'\"{}[]&*!|>-? ,%@`"),
    max_size=40,
)
REGIONS = ("hills", "coast", "900101", "900201")


def values_of(setting):
    if setting.name == "region":
        places = st.lists(st.sampled_from(REGIONS), min_size=1, unique=True).map(tuple)
        return st.sampled_from(setting.choices) | places
    if setting.choices is not None:
        return st.sampled_from(setting.choices)
    return dated(setting.bounds)


def dated(bounds):
    number = st.floats(*bounds)
    by_year = st.dictionaries(YEARS, number, min_size=1, max_size=5)
    return number.map(Path.constant) | by_year.map(Path)


def settings_of(lever):
    return st.dictionaries(
        st.sampled_from(sorted(lever.settings())), st.none(), min_size=1, max_size=4
    ).flatmap(
        lambda names: st.fixed_dictionaries(
            {name: values_of(lever.settings()[name]) for name in names}
        )
    )


@st.composite
def legal_scenarios(draw):
    levers = draw(st.lists(st.sampled_from(sorted(all_levers())), unique=True, max_size=4))
    parameters = draw(st.lists(st.sampled_from(sorted(PARAMETERS)), unique=True, max_size=3))
    outside = draw(st.lists(st.sampled_from(sorted(DRIVERS)), unique=True, max_size=2))
    kinds = draw(st.lists(st.sampled_from(sorted(SHOCKS)), unique=True))
    return Scenario(
        name=draw(st.from_regex(r"[a-z路][a-z0-9_ .路-]{0,20}", fullmatch=True)),
        place=PLACE,
        title=draw(TEXT),
        summary=draw(TEXT),
        levers={lever: draw(settings_of(all_levers()[lever])) for lever in levers},
        shocks={
            kind: tuple(sorted(draw(st.sets(YEARS, min_size=1, max_size=3)))) for kind in kinds
        },
        closure=draw(st.sampled_from(CLOSURES)),
        parameters={name: draw(st.floats(*PARAMETERS[name].bounds)) for name in parameters},
        drivers={name: draw(dated(DRIVERS[name].bounds)) for name in outside},
        last_year=draw(st.none() | st.integers(PLACE.base_year + 1, LAST_YEAR)),
        goals={
            name: draw(st.dictionaries(YEARS, st.floats(-1e9, 1e9), min_size=1, max_size=3))
            for name in draw(st.lists(st.sampled_from(sorted(INDICATORS)), unique=True, max_size=2))
        },
    )


@settings(max_examples=200, deadline=None, database=None, derandomize=True)
@given(legal_scenarios())
def test_a_resolved_scenario_written_out_and_read_again_is_the_same(scenario):
    again = scenarios.loads(scenarios.dump(scenario), PLACE, findings=Findings())
    assert again == scenario
    assert scenarios.dump(again) == scenarios.dump(scenario)


def test_shipped_scenarios_written_out_extend_nothing_and_are_the_same():
    from dataclasses import replace

    zhejiang = scenarios.load_place("zhejiang")
    for name, path in shipped_scenarios().items():
        # only the transplants name counties of one place
        place = zhejiang if path.parent.name == "transplants" else PLACE
        scenario = scenarios.load(name, place, Findings())
        text = scenarios.dump(scenario)
        assert "extends" not in text
        again = scenarios.loads(text, place, findings=Findings())
        assert again == replace(scenario, extends=None)
        assert again.hash() == scenario.hash()


LEGAL = """\
# how roads came first
title: Roads first
summary: "The road money of 2003–2011 in three years: 山海."
extends: history
without: [governance]
replace: {thousand_villages: public_services}
levers:
  infrastructure:
    spending: {2003: 11e6, 2005: 11e6, 2006: 0}
    targeting: poorest_first
    region: [hills, 900101]
  social_protection: documented
  hukou_reform: {index: 0.5}
shocks: {covid: 2020, financial_crisis: none}
closure: debt
parameters: {road_cost: 400000}
delay: {social_protection: 2}
intensity: {all: 0.5, infrastructure: {2003: 1, 2010: 0.5}}
drivers: {cpi: {2024: 2.1}}
last_year: 2030
goals: {ratio_new: {2025: 1.9}}
"""
PIECES = st.sampled_from(
    [*"{}[]:,-#&*!|>'\"%@`?\n\t ~0.-\\", ": ", "\n  ", "---\n", "...\n", "<<: ", "!!float ", "&a ",
     "*a", "null", "true", ".nan", "1e999", "0x10", "2003", "'2003'", "documented", "none", "\x00",
     "\x85", "\u2028", "\ufeff", "路", "\U0001f600", "\r", "? ", "|2\n", "infrastructure", "levers"]
)  # fmt: skip


@st.composite
def mutations(draw, text: str):
    """A text with a few pieces put in, cut out, doubled or moved."""
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 12)))
        how = draw(st.sampled_from(["insert", "cut", "double", "replace", "truncate"]))
        piece = draw(PIECES)
        if how == "insert":
            text = text[:start] + piece + text[start:]
        elif how == "cut":
            text = text[:start] + text[end:]
        elif how == "double":
            text = text[:end] + text[start:end] + text[end:]
        elif how == "replace":
            text = text[:start] + piece + text[end:]
        else:
            text = text[:end]
    return text


def test_the_legal_file_is_legal():
    assert scenarios.loads(LEGAL, PLACE).levers["infrastructure"]["region"] == ("hills", "900101")


@settings(max_examples=400, deadline=None, database=None, derandomize=True)
@given(mutations(LEGAL))
def test_a_damaged_scenario_file_loads_or_is_refused_in_words(text):
    try:
        scenario = scenarios.loads(text, PLACE, findings=Findings())
    except scenarios.BadInput as refused:
        assert str(refused)
        assert all("\n" not in str(problem) for problem in refused.problems)
    else:
        dumped = scenarios.dump(scenario)
        assert scenarios.loads(dumped, PLACE, findings=Findings()).hash() == scenario.hash()


@settings(max_examples=150, deadline=None, database=None, derandomize=True)
@given(st.sampled_from(sorted(path.name for path in TWO_COUNTIES.iterdir())), st.data())
def test_a_damaged_place_loads_or_is_refused_in_words(name, data):
    with tempfile.TemporaryDirectory() as folder:
        place = FilePath(folder) / "two_counties"
        shutil.copytree(TWO_COUNTIES, place)
        text = data.draw(mutations((place / name).read_text(encoding="utf-8")))
        (place / name).write_bytes(text.encode())
        try:
            scenarios.load_place(place, Findings())
        except scenarios.BadInput as refused:
            assert all("\n" not in str(problem) for problem in refused.problems)


@settings(max_examples=100, deadline=None, database=None, derandomize=True)
@given(st.binary(max_size=200))
def test_any_bytes_at_all_load_or_are_refused_in_words(raw):
    with tempfile.TemporaryDirectory() as folder:
        path = FilePath(folder) / "any.yaml"
        path.write_bytes(raw)
        assert all(str(problem) for problem in scenarios.validate([path], PLACE))
