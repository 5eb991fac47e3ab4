"""Contracts over everything that is declared, with no list of exceptions."""

from __future__ import annotations

import ast
import csv
import functools
import math
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from ruamel.yaml import YAML

import sim
from sim.agents.counties import County
from sim.agents.households import KINDS, Household
from sim.agents.villages import Village
from sim.declare import (
    Column,
    Declaration,
    Instrument,
    Parameter,
    Setting,
    beta,
    bilingual,
    declared,
    lognormal,
    normal,
)
from sim.indicators import INDICATORS
from sim.inputs import BASE_VALUES, DRIVERS, SHOCKS
from sim.levers import Lever, all_levers
from sim.parameters import PARAMETERS, vector
from sim.policy import CLOSURES, FINANCED_BY, FINANCING, INSTRUMENTS, PAYERS
from sim.random import DECISIONS, decision_key
from sim.tallies import T, W
from sim.units import UNITS
from sim.world import RECIPIENTS, S

PACKAGE = Path(sim.__file__).parent
PLACE = PACKAGE.parent / "scenarios" / "places" / "zhejiang"
OWNERS = {Village: ("V", "VI"), Household: ("h",), County: ("C", "CI")}
COLUMNS = {
    f"{owner.__name__}.{name}": column
    for owner in OWNERS
    for name, column in declared(owner, Column).items()
}
SETTINGS = {
    f"{name}.{key}": setting
    for name, lever in all_levers().items()
    for key, setting in lever.settings().items()
}
EVERYTHING: dict[str, Declaration] = {
    **{f"parameter {name}": item for name, item in PARAMETERS.items()},
    **{f"instrument {name}": item for name, item in INSTRUMENTS.items()},
    **{f"setting {name}": item for name, item in SETTINGS.items()},
    **{f"column {name}": item for name, item in COLUMNS.items()},
    **{f"base value {name}": item for name, item in BASE_VALUES.items()},
    **{f"driver {name}": item for name, item in DRIVERS.items()},
}
STATEMENTS = ("is", "has", "must", "lives")


def each(items: dict[str, object]) -> pytest.MarkDecorator:
    """One test for each name of a registry."""
    return pytest.mark.parametrize("name", list(items))


# ---- what the sources say


@functools.cache
def trees() -> dict[Path, ast.Module]:
    return {
        path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))
    }


@functools.cache
def attributes_read() -> frozenset[tuple[str, str]]:
    """Every ``P.name`` of the sources, as (``P``, ``name``)."""
    return frozenset(
        (node.value.id, node.attr)
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    )


@functools.cache
def attributes_more_than_written() -> frozenset[tuple[str, str]]:
    """Every ``S.name`` of the sources that does more than say where something is written."""
    found = set()
    for tree in trees().values():
        targets = [
            target
            for node in ast.walk(tree)
            if isinstance(node, (ast.Assign, ast.AugAssign))
            for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        ]
        only_written = {id(node) for target in targets for node in ast.walk(target)}
        found |= {
            (node.value.id, node.attr)
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and id(node) not in only_written
        }
    return frozenset(found)


def docstrings(tree: ast.Module) -> set[ast.AST]:
    return {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }


@functools.cache
def words() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Every string of the sources but docstrings, and the pattern of every f-string."""
    plain: set[str] = set()
    patterns: set[str] = set()
    for tree in trees().values():
        documentation = docstrings(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                if node not in documentation:
                    plain.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                parts = [
                    re.escape(part.value) if isinstance(part, ast.Constant) else "[a-z_]+"
                    for part in node.values
                ]
                if any(len(part) > 4 for part in parts if part != "[a-z_]+"):
                    patterns.add("".join(parts))
    return frozenset(plain), tuple(re.compile(pattern) for pattern in sorted(patterns))


def is_said(name: str) -> bool:
    """Whether the sources ask for something by this name, as a word or part of an f-string."""
    plain, patterns = words()
    return name in plain or any(pattern.fullmatch(name) for pattern in patterns)


@functools.cache
def sources() -> frozenset[str]:
    text = (PLACE.parent / "bibliography.yaml").read_text(encoding="utf-8")
    return frozenset(YAML(typ="safe").load(text))


@functools.cache
def observed_series() -> frozenset[str]:
    with (PLACE / "observed.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(row["series"] for row in csv.DictReader(file))


# ---- everything


@each(EVERYTHING)
def test_everything_declared_has_a_unit_a_meaning_and_a_name_in_two_languages(name):
    item = EVERYTHING[name]
    assert item.unit in UNITS
    english, chinese = item.labels.en, item.labels.zh
    assert english and chinese and english != chinese
    assert not re.search(r"[\u3400-\u9fff]", english), english
    assert item.doc.strip(), "no meaning"
    assert item.doc.strip()[-1] in ".?)", item.doc


@each(EVERYTHING)
def test_names_are_words_in_lower_case(name):
    own = EVERYTHING[name].name
    assert re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", own)
    assert own == name.rsplit(".", 1)[-1].rsplit(" ", 1)[-1]


@each(EVERYTHING)
def test_shares_are_pure_numbers_from_0_to_1_and_rates_are_yearly_or_shares(name):
    item = EVERYTHING[name]
    bounds = getattr(item, "bounds", None)
    if item.name.endswith("_share"):
        assert item.unit == "1"
        assert bounds is None or 0.0 <= bounds[0] < bounds[1] <= 1.0
    if item.name.endswith("_rate"):
        assert item.unit in ("1/year", "1", "per thousand")


@pytest.mark.parametrize("name", list(UNITS))
def test_every_yuan_says_its_prices_in_both_languages(name):
    unit = UNITS[name]
    assert unit.is_money == name.startswith("yuan")
    year = re.search(r" of (\d{4})", name)
    if year:
        assert unit.prices == year[1] and f"{year[1]}年价" in unit.zh
    elif unit.is_money:
        assert unit.prices == "current" and "当年价" in unit.zh
    assert unit.zh


def test_every_unit_is_used():
    used = {item.unit for item in EVERYTHING.values()} | {i.unit for i in INDICATORS.values()}
    assert set(UNITS) <= used


# ---- parameters


@each(PARAMETERS)
def test_a_parameter_is_within_finite_bounds_and_is_believed_or_fixed(name):
    item: Parameter = PARAMETERS[name]
    low, high = item.bounds
    assert math.isfinite(low) and math.isfinite(high) and low < high
    assert low <= item.value <= high
    assert (item.prior is None) != (item.fixed is None)
    assert item.fixed is None or item.fixed.strip()


@each({name: item for name, item in PARAMETERS.items() if item.prior is not None})
def test_a_parameters_value_is_the_centre_of_its_prior(name):
    item = PARAMETERS[name]
    prior = item.prior
    assert prior is not None and prior.spread > 0.0
    assert prior.centre == pytest.approx(item.value)
    assert prior.from_unit(prior.to_unit(item.value)) == pytest.approx(item.value)
    assert prior.family in {normal(0, 1).family, lognormal(1, 1).family, beta(1, 1).family}
    # what the data may teach lies inside the bounds, at least one deviation either way
    low, high = item.bounds
    assert low <= prior.from_unit(-1.0) < prior.from_unit(1.0) <= high


@each(PARAMETERS)
def test_a_parameters_source_is_listed(name):
    assert PARAMETERS[name].source in sources()


@each(PARAMETERS)
def test_a_parameter_is_read_somewhere(name):
    assert ("P", name) in attributes_read()


def test_no_parameter_is_asked_for_that_is_not_declared():
    assert {name for owner, name in attributes_read() if owner == "P"} <= {*PARAMETERS, "len_"}


@each(PARAMETERS)
def test_a_parameter_out_of_bounds_is_refused(name):
    low, high = PARAMETERS[name].bounds
    for value in (low - 1.0, high + 1.0, float("nan")):
        with pytest.raises(ValueError, match=name):
            vector({name: value})
    assert vector({name: low}).shape == vector().shape


# ---- instruments and levers


@each(INSTRUMENTS)
def test_an_instrument_is_moved_by_a_lever_and_read_by_the_year(name):
    movers = [
        key
        for key, lever in all_levers().items()
        if INSTRUMENTS[name] in lever.instruments(moved_values(lever, 1.0))
    ]
    assert movers
    assert ("I", name) in attributes_read()


@each(INSTRUMENTS)
def test_an_instrument_combines_in_any_order(name):
    item: Instrument = INSTRUMENTS[name]
    a, b, c = 0.2, 0.3, 0.7
    one = item.combined(item.combined(item.combined(item.neutral, a), b), c)
    other = item.combined(item.combined(item.combined(item.neutral, c), a), b)
    assert one == pytest.approx(other)


def moved_values(lever: type[Lever], share: float) -> dict[str, float]:
    """Numeric settings ``share`` of the way from off to the bound that is farther away."""
    values = {}
    for name, item in lever.settings().items():
        if item.bounds is None or isinstance(item.off, str):
            continue
        far = max(item.bounds, key=lambda bound: abs(bound - item.off))
        values[name] = float(item.off) + share * (far - float(item.off))
    return values


@each(all_levers())
def test_a_lever_says_who_pays_how_it_fails_and_where_it_comes_from(name):
    lever = all_levers()[name]
    if lever.money():
        assert sum(lever.payers.values()) == pytest.approx(1.0)
    else:
        assert not lever.payers
    assert set(lever.payers) <= set(PAYERS)
    assert all(share > 0.0 for share in lever.payers.values())
    assert lever.failure.strip().endswith(".")
    assert lever.source in sources()
    assert lever.label().en and lever.label().zh
    assert lever.key() == lever.__module__.rsplit(".", 1)[-1]


@each(all_levers())
def test_a_lever_that_is_off_leaves_every_instrument_neutral(name):
    lever = all_levers()[name]
    for instrument, value in lever.instruments(moved_values(lever, 0.0)).items():
        assert instrument.combined(instrument.neutral, value) == instrument.neutral


@each({name: item for name, item in SETTINGS.items() if item.choices is None})
def test_every_number_of_a_lever_moves_an_instrument(name):
    lever = all_levers()[name.split(".")[0]]
    key = name.split(".")[1]
    assert math.isfinite(sum(SETTINGS[name].bounds or (math.nan,)))
    start = lever.instruments(moved_values(lever, 0.5))
    values = moved_values(lever, 0.5)
    values[key] = moved_values(lever, 1.0)[key]
    assert lever.instruments(values) != start


@each({name: item for name, item in SETTINGS.items() if item.choices is not None})
def test_a_word_of_a_lever_is_one_of_several_words(name):
    setting: Setting = SETTINGS[name]
    assert setting.choices is not None and len(set(setting.choices)) == len(setting.choices) > 1
    assert setting.off in setting.choices and setting.moves is None


@each(SETTINGS)
def test_a_setting_keeps_the_unit_of_the_instrument_it_moves(name):
    setting = SETTINGS[name]
    if setting.moves is not None:
        assert setting.unit == setting.moves.unit


def test_every_financing_rule_pays_in_full():
    assert set(FINANCED_BY) == set(FINANCING) - {"documented"}
    for shares in FINANCED_BY.values():
        assert set(shares) <= set(PAYERS) and sum(shares.values()) == pytest.approx(1.0)
    assert len(set(CLOSURES)) == len(CLOSURES)


@pytest.mark.parametrize("text", [*PAYERS.values(), *RECIPIENTS.values(), *KINDS.values()])
def test_payers_recipients_and_kinds_of_households_are_named_in_two_languages(text):
    assert bilingual(text).en and bilingual(text).zh


# ---- columns and other state


@each(COLUMNS)
def test_a_column_is_documented_and_used(name):
    column = COLUMNS[name]
    owner = next(owner for owner in OWNERS if owner.__name__ == column.owner)
    assert column.kind in ("float32", "float64", "uint8", "int64")
    assert column.start.strip()
    used = any((table, column.name) in attributes_read() for table in OWNERS[owner])
    assert used or is_said(column.name)


@each(COLUMNS)
def test_a_column_that_is_true_or_false_reads_as_a_statement(name):
    column = COLUMNS[name]
    is_statement = column.name.split("_")[0] in STATEMENTS
    assert (column.labels.en.split()[0] in STATEMENTS) == is_statement
    if is_statement:
        assert column.kind in ("uint8", "int64") and column.unit == "1"


@pytest.mark.parametrize("owner", list(OWNERS))
def test_no_column_is_asked_for_that_is_not_declared(owner):
    known = {*declared(owner, Column), "len_"}
    for table in OWNERS[owner]:
        assert {name for where, name in attributes_read() if where == table} <= known


@pytest.mark.parametrize(
    ("table", "name"),
    [
        (table, name)
        for table, names in (("S", S), ("T", T), ("W", W))
        for name in vars(names)
        if not name.endswith("_")
    ],
)
def test_every_number_of_the_place_and_every_tally_is_read_and_not_just_written(table, name):
    assert (table, name) in attributes_more_than_written()


@each(BASE_VALUES)
def test_a_base_value_is_within_finite_bounds_and_is_asked_for(name):
    item = BASE_VALUES[name]
    low, high = item.bounds
    assert math.isfinite(low) and math.isfinite(high) and low <= item.default <= high
    assert is_said(name)


@each(DRIVERS)
def test_a_driver_is_within_finite_bounds_and_is_asked_for(name):
    item = DRIVERS[name]
    low, high = item.bounds
    assert math.isfinite(low) and math.isfinite(high) and low < high
    assert item.default is None or low <= item.default <= high
    assert is_said(name)


@each(SHOCKS)
def test_a_shock_is_asked_for(name):
    assert is_said(name)


# ---- indicators


@each(dict(INDICATORS))
def test_an_indicator_has_a_unit_labels_and_a_meaning(name):
    item = INDICATORS[name]
    assert item.name == name and item.unit in UNITS
    assert item.labels.en and item.labels.zh
    assert item.doc.strip()[-1] in ".)" and "\n    " not in item.doc.strip("\n").split(".")[0]
    if name.endswith("_share"):
        assert item.unit == "1"


@each({name: item for name, item in INDICATORS.items() if item.observed})
def test_an_indicator_is_held_against_a_series_that_is_there(name):
    assert INDICATORS[name].observed in observed_series()


# ---- random numbers


def test_no_two_decisions_share_a_key():
    assert len({decision_key(name) for name in DECISIONS}) == len(DECISIONS)


def keys_asked_for() -> Iterator[tuple[str, str]]:
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "decision_key"
                and isinstance(node.args[0], ast.Constant)
            ):
                yield path.name, node.args[0].value


def test_every_decision_is_drawn_for_in_one_file_and_none_is_unlisted():
    asked = sorted(keys_asked_for(), key=lambda pair: pair[1])
    assert [name for _, name in asked] == sorted(DECISIONS)
