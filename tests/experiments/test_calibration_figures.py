"""Figures and tables of a calibration: all of them, in both languages, from what is stored."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib.text import Text

from calibration import evidence
from calibration.value_of_data import VALUE_FILE
from experiments.figures.calibration.drawing import DRAWN, draw, drawings
from experiments.figures.calibration.material import Material
from experiments.handbook import calibration_tables
from scenarios import BadInput
from scenarios.stored_posterior import CARD_FILE, MANIFEST_FILE
from sim.parameters import estimated
from tests.calibration.known_world import known_world
from tests.experiments.drawn_words import cut_off

AT = np.linspace(0.0, 1.0, 5).tolist()
EVEN = {"records": 500, "ranks": {"at": AT, "below": {"response": AT}}}
FAN = {
    key: [1.9, 1.8]
    for key in ("0.05", "0.25", "0.5", "0.75", "0.95", "observed", "simulated", "naive")
}
SKILL = [
    {"years_ahead": k, "skill": 0.1, "standard_error": 0.05, "origins": 5} for k in range(1, 6)
]
ROWS: dict[int, Any] = {
    3: {
        "fitted_until": 2015,
        "years": [2016, 2017],
        "fan": {
            "rural": {key: [22_000.0, 41_000.0] for key in FAN},
            "urban": {key: [45_000.0, 74_000.0] for key in FAN},
            "ratio": FAN,
        },
    },
    4: {"skill": {"rural": SKILL, "urban": SKILL, "ratio": SKILL}},
    7: {
        "points": {"urban_growth_start": {"truth": [-1.0, 1.0], "mean": [-0.9, 0.9]}},
        "correlation": {"urban_growth_start": 0.99},
        "declared": ["urban_growth_start"],
    },
    8: EVEN,
    9: {"no_offset": EVEN, "no_noise": EVEN},
}


@pytest.fixture(scope="module")
def material() -> Material:
    world = known_world()
    names = world.priors.names
    held = {
        "stamp": evidence.stamp(world),
        "paths": evidence.paths(world),
        "marginals": evidence.marginals(world),
        "pairs": evidence.pairs(world),
        "profiles": {
            "scores": [-1.0, 0.0, 1.0],
            "by_parameter": {name: [-1.0, 0.0, -1.0] for name in names},
        },
        "spectrum": evidence.spectra(world),
        "emulator": evidence.emulator_beside_runs(world),
    }
    return Material(json.loads(json.dumps(held)), ROWS, {"version": "9"})


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", DRAWN)
def test_every_figure_is_drawn_with_its_stamp(name: str, language: str, material: Material) -> None:
    figure = draw(name, material, language)
    stamps = [text.get_text() for text in figure.texts if "shanhai 9" in text.get_text()]
    to = (
        ROWS[3]["fitted_until"]
        if name == "hold_out_fan"
        else material.evidence["stamp"]["fitted_until"]
    )
    assert stamps == [material.stamp_to(to)[language]] and str(to) in stamps[0]
    assert not cut_off(figure)
    written = " ".join(held.get_text() for held in figure.findobj(Text))
    has_chinese = any("\u4e00" <= letter <= "\u9fff" for letter in written)
    assert has_chinese is (language == "zh")


@pytest.mark.parametrize("name", ["path_fan", "ratio_fan"])
def test_the_line_beside_the_record_is_the_simulator_s_without_the_walk(
    name: str, material: Material
) -> None:
    # the bands' own median has the walk in it, and would be a copy of the record
    figure = draw(name, material, "en")
    drawn = [line.get_ydata() for line in figure.axes[0].lines if line.get_linestyle() == "-"]
    series = material.evidence["paths"]["series"]
    for title in ("ratio",) if name == "ratio_fan" else ("rural", "urban"):
        for definition in ("old", "new"):
            held = series[f"{title}_{definition}"]
            assert held["simulated"] != held["bands"]["0.5"]
            assert any(np.array_equal(one, held["simulated"]) for one in drawn)
            assert not any(np.array_equal(one, held["bands"]["0.5"]) for one in drawn)


def test_a_profile_is_cut_and_never_drawn_as_flat(material: Material) -> None:
    steep = {"scores": [-1.0, 0.0, 1.0], "by_parameter": {"network": [-40.0, 0.0, -40.0]}}
    figure = draw(
        "profiles", replace(material, evidence={**material.evidence, "profiles": steep}), "en"
    )
    axes = figure.axes[0]
    lowest = min(line.get_ydata().min() for line in axes.lines if len(line.get_ydata()) == 3)
    assert lowest == -40.0 < axes.get_ylim()[0]


@pytest.mark.parametrize("name", ["hold_out_fan", "recovery_scatter", "rank_ecdf"])
def test_what_has_not_been_measured_is_said_on_the_figure(name: str, material: Material) -> None:
    figure = draw(name, replace(material, rows={}), "en")
    shown = [text.get_text() for axes in figure.axes for text in axes.texts]
    assert "not measured yet" in shown


@pytest.mark.parametrize("name", ["path_fan", "ratio_fan"])
def test_a_place_with_one_series_alone_has_a_figure_that_says_so(
    name: str, material: Material
) -> None:
    bare = {**material.evidence, "paths": {"series": {}, "naive": None}}
    figure = draw(name, replace(material, evidence=bare), "en")
    assert any("never published together" in held.get_text() for held in figure.findobj(Text))
    assert not any(len(axes.get_xticks()) or len(axes.get_yticks()) for axes in figure.axes)


@pytest.mark.parametrize("name", ["path_fan", "ratio_fan"])
def test_a_place_with_one_definition_has_no_other_in_the_key(name: str, material: Material) -> None:
    held = material.evidence["paths"]["series"]
    new = {key: value for key, value in held.items() if key.endswith("new")}
    evidence = {**material.evidence, "paths": {"series": new, "naive": None}}
    legend = draw(name, replace(material, evidence=evidence), "en").axes[0].get_legend()
    assert [text.get_text() for text in legend.get_texts()] == ["new definition"]


def test_ticks_of_a_ratio_that_hardly_moves_are_told_apart(material: Material) -> None:
    held = material.evidence["paths"]["series"]["ratio_old"]
    narrow = {
        **held,
        "simulated": [2.91 + 0.001 * k for k in range(len(held["years"]))],
        "observed": [2.91 for _ in held["years"]],
        "bands": {
            level: [2.91 + float(level) / 50 for _ in held["years"]] for level in held["bands"]
        },
    }
    evidence = {**material.evidence, "paths": {"series": {"ratio_old": narrow}, "naive": None}}
    axes = draw("ratio_fan", replace(material, evidence=evidence), "en").axes[0]
    told = [text.get_text() for text in axes.get_yticklabels()]
    assert len(set(told)) == len(told)


def test_a_folder_without_a_calibration_is_refused_with_every_missing_file(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        drawings(tmp_path)
    text = str(caught.value)
    assert all(name in text for name in (CARD_FILE, MANIFEST_FILE, evidence.EVIDENCE_FILE))


def _card(folder: Path, lost: float, rank: int = 40) -> Path:
    fit = {"rural_mape_new": 0.72, "urban_mape_new": 0.35}
    figures = {
        1: {**fit, "without_levers": {"rural_mape_new": 0.7, "urban_mape_new": 0.38}},
        13: {
            "log_posterior_lost_without_levers": lost,
            "rank_among_shuffled": rank,
            "median_lost_when_shuffled": 3.9,
            "of": 100,
        },
        11: {
            "lost_log_evidence": {"infrastructure": 0.3, "social_protection": 5.0},
            "not_shown_by_the_record": ["infrastructure"],
        },
    }
    rows = [
        {"row": k, "test": "t", "bar": "b", "figure": figure, "verdict": "pass", "why": "w"}
        for k, figure in figures.items()
    ]
    document = {"rows": rows, "labels": {"infrastructure": "prior-driven"}}
    (folder / CARD_FILE).write_text(json.dumps(document), encoding="utf-8")
    return folder


def test_the_first_paragraph_of_the_page_says_what_was_measured(tmp_path: Path) -> None:
    weak = calibration_tables.claims(_card(tmp_path, 0.7))
    assert "0.7 lower" in weak and "does not show that the levers did anything" in weak
    assert "1 of 2 levers" in weak and "`infrastructure`" in weak and "prior-driven" in weak
    assert "`social_protection` (5.0)" in weak
    assert (
        "0.72 % and 0.35 %" in weak and "without any lever it does so to 0.70 % and 0.38 %" in weak
    )
    assert "how strong each lever was the record says little" in weak
    strong = calibration_tables.claims(_card(tmp_path, 12.0, rank=2))
    assert "speaks for the levers together" in strong and "says little" not in strong


def test_parameters_the_record_takes_far_from_their_priors_are_named(tmp_path: Path) -> None:
    card = _card(tmp_path, 12.0)
    assert "disagree" not in calibration_tables.claims(card)  # nothing is known of marginals
    prior = estimated()["pass_through"].prior
    marginals = {
        "pass_through": {"posterior": [0.0, 0.0, prior.from_unit(-2.0), 0.0, 0.0]},
        "leakage": {"posterior": [0.0, 0.0, estimated()["leakage"].prior.centre, 0.0, 0.0]},
    }
    held = json.dumps({"marginals": marginals})
    (tmp_path / evidence.EVIDENCE_FILE).write_text(held, encoding="utf-8")
    told = calibration_tables.claims(card)
    assert "interval for `pass_through` (-2.0), in" in told and "`leakage`" not in told


def test_rows_that_were_not_run_say_so_in_the_table(tmp_path: Path) -> None:
    table = calibration_tables.card_table(_card(tmp_path, 1.0))
    assert table.count("| **not run** |") == 13 and table.count("| **pass** |") == 3


def test_the_table_of_further_series_is_that_of_the_file(tmp_path: Path) -> None:
    assert "Not measured yet" in calibration_tables.value_table(tmp_path)
    row = {"series": "jobs_placed", "shrinks_most": "industry_transfer", "by": 0.25}
    (tmp_path / VALUE_FILE).write_text(json.dumps({"series": [row]}), encoding="utf-8")
    assert "| `jobs_placed` | `industry_transfer` | 25 % |" in calibration_tables.value_table(
        tmp_path
    )
