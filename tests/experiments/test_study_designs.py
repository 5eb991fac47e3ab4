"""Designs cover what they vary, in an order of which every part is a design; indices are right."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from experiments.study import designs
from experiments.study.answers import Numbers
from experiments.study.discovery import discovery_rows
from experiments.study.order import run_order, visiting_order
from experiments.study.outcomes import outcome_named
from experiments.study.questions import Discovery, Study
from experiments.study.sensitivity import sensitivity_rows
from experiments.study.study_file import read_study
from tests.studies import STUDY, write_study

RANGES = {"parameters.network": (2.0, 3.0), "parameters.pass_through": (0.5, 1.5)}


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return read_study(write_study(tmp_path))


@pytest.mark.parametrize("shape", [(7,), (4, 2, 3), (10, 10), (1, 1), (1, 5), (2, 2, 2, 2, 2, 3)])
def test_every_cell_of_a_grid_is_visited_once(shape):
    assert sorted(visiting_order(shape)) == list(range(int(np.prod(shape))))


@pytest.mark.parametrize("shape", [(8, 8), (5, 4, 10), (16, 3)])
def test_a_part_of_a_grid_already_covers_each_of_its_sides_evenly(shape):
    """In any first part each value of a factor was visited about equally often: Halton's sequence
    is off by a few visits, where the plain order would visit one value only."""
    order = visiting_order(shape)
    cells = np.array(np.unravel_index(order, shape))
    for part in range(2 * max(shape), len(order) + 1, 5):
        for side, length in zip(cells, shape):
            visits = np.bincount(side[:part], minlength=length)
            assert visits.min() >= 1
            assert abs(visits - part / length).max() <= 6, (part, visits)


def test_repetitions_are_interleaved_with_the_grid():
    first = run_order(8, 3, (4, 2))[:6]
    assert len({run % 3 for run in first.tolist()}) == 3
    assert len({run // 3 for run in first.tolist()}) >= 5


def test_sensitivity_designs_are_visited_block_by_block():
    assert run_order(4, 2, None).tolist() == list(range(8))


def test_a_sobol_design_has_n_times_factors_and_two_points_inside_its_ranges():
    design = designs.sobol(RANGES, 16, second_order=False, seed=1)
    assert design.points == 16 * 4 and designs.block_of(design) == 4
    for k, (low, high) in enumerate(RANGES.values()):
        assert low <= design.cells[:, k].min() and design.cells[:, k].max() <= high
    again = designs.sobol(RANGES, 16, second_order=False, seed=1)
    assert (again.cells == design.cells).all()


def test_sobol_indices_of_a_known_function_are_found(study):
    """y = a + 2b over equal widths: shares of variance 1/5 and 4/5. With 512 blocks the sampling
    error of an index is about .03."""
    design = designs.sobol(RANGES, 512, second_order=True, seed=1)
    values = (design.cells[:, 0] + 2.0 * design.cells[:, 1])[:, None]
    rows = list(sensitivity_rows(replace(study, design=design, seeds=(1,)), {"ratio_new": values}))
    found = {(row[2], row[3], row[4]): row[5] for row in rows}
    for measure in ("S1", "ST"):
        assert found[measure, "parameters.network", ""] == pytest.approx(0.2, abs=0.1)
        assert found[measure, "parameters.pass_through", ""] == pytest.approx(0.8, abs=0.1)
    assert found["S2", "parameters.network", "parameters.pass_through"] == pytest.approx(0, abs=0.1)


def test_morris_measures_of_a_line_are_its_slopes(study):
    design = designs.morris(RANGES, 8, levels=4, seed=1)
    values = (3.0 * design.cells[:, 0])[:, None]
    rows = list(sensitivity_rows(replace(study, design=design, seeds=(1,)), {"ratio_new": values}))
    found = {(row[2], row[3]): row[5] for row in rows}
    assert found["mu_star", "parameters.network"] == pytest.approx(3.0)
    assert found["sigma", "parameters.network"] == pytest.approx(0.0, abs=1e-9)
    assert found["mu_star", "parameters.pass_through"] == 0.0


def test_a_failed_run_takes_its_block_out_of_the_indices_and_no_more(study):
    design = designs.sobol(RANGES, 16, second_order=False, seed=1)
    values = design.cells.sum(axis=1)[:, None]
    values[5] = np.nan
    rows = list(sensitivity_rows(replace(study, design=design, seeds=(1,)), {"ratio_new": values}))
    assert {row[-1] for row in rows} == {4 * 15}


def test_discovery_finds_the_corner_it_was_told_of(study):
    """Of interest are runs with much network and little pass-through; one box holds them all."""
    random = np.random.default_rng(1)
    cells = random.uniform((2.0, 0.5), (3.0, 1.5), (2000, 2))
    design = replace(designs.morris(RANGES, 4, 4, 1), kind="csv", cells=cells)
    corner = (cells[:, 0] > 2.7) & (cells[:, 1] < 0.9)
    asked = replace(study, design=design, seeds=(1,))
    wanted = Discovery("ratio_new", 0.5, is_below=False, year=2005)
    rows = list(discovery_rows(asked, wanted, corner.astype(float)[:, None]))
    box = {row[1]: row for row in rows if row[0] == 1}
    assert box["parameters.network"][2] == pytest.approx(2.7, abs=0.01)
    assert box["parameters.pass_through"][3] == pytest.approx(0.9, abs=0.01)
    coverage, density = rows[0][5], rows[0][6]
    assert coverage == 1.0 and density == 1.0


def test_discovery_names_the_words_that_a_box_holds(study):
    design = designs.grid(
        {"infrastructure.targeting": ["lot", "score", "formula"], "seed": [1, 2, 3]}
    )
    values = (design.cells[:, 0] == 1).astype(float)[:, None]
    asked = replace(study, design=design, seeds=(1,))
    rows = list(discovery_rows(asked, Discovery("ratio_new", 0.5, False, 2005), values))
    assert rows[0][:5] == (1, "infrastructure.targeting", "", "", "score")
    assert rows[0][5:7] == (1.0, 1.0)


def test_discovery_of_all_or_nothing_finds_no_box(study):
    values = np.zeros((study.design.points, study.repetitions))
    for limit in (-1.0, 1.0):
        wanted = Discovery("ratio_new", limit, is_below=True, year=2005)
        assert list(discovery_rows(study, wanted, values)) == []


def test_an_answers_numbers_are_paired_medians_with_their_band(study):
    found = {"ratio_new": np.arange(24.0).reshape(8, 3)}
    numbers = Numbers(study, found)
    here = {"infrastructure.spending": 0.0, "parameters.network": 2.0}
    there = {"infrastructure.spending": 4e9, "parameters.network": 3.2}
    assert numbers.value("ratio_new", 1, **here) == "1.0 (0.1 to 1.9)"
    assert numbers.difference("ratio_new", here, 1, **there) == "+21.0 (+21.0 to +21.0)"
    assert numbers.share_above("ratio_new", here, **there) == "3 of 3"
    with pytest.raises(ValueError, match="does not look at"):
        numbers.value("gini_rural")
    with pytest.raises(ValueError, match="8 points"):
        numbers.value("ratio_new")


def test_the_same_study_has_the_same_key_and_any_change_of_numbers_another(study):
    assert replace(study, title="x").key() == study.key()
    assert replace(study, scale=0.001).key() != study.key()
    assert replace(study, seeds=(1, 2)).key() != study.key()
    cells = study.design.cells.copy()
    cells[0, 1] = np.nextafter(cells[0, 1], 9)
    assert replace(study, design=replace(study.design, cells=cells)).key() != study.key()
    assert STUDY in study.text


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("kind", ["sobol", "morris", "words", "numbers"])
def test_a_study_is_drawn_with_every_glyph(study, kind, language, tmp_path, recwarn):
    from experiments.figures.drawing import save
    from experiments.figures.study_outcomes import study_outcomes
    from experiments.figures.style import applied

    design = {
        "sobol": designs.sobol(RANGES, 8, second_order=False, seed=1),
        "morris": designs.morris(RANGES, 8, levels=4, seed=1),
        "words": designs.grid({"infrastructure.targeting": ["lot", "score"]}),
        "numbers": study.design,
    }[kind]
    asked = replace(study, design=design)
    random = np.random.default_rng(1)
    found = {
        item.name: random.uniform(1, 2, (design.points, study.repetitions))
        for item in study.outcomes
    }
    with applied():
        drawing = study_outcomes(asked, found, language, "0123456789abcdef")
        save(drawing, tmp_path / "study.png", "png")
    assert not [str(item.message) for item in recwarn if "lyph" in str(item.message)]
    panels = [axes for axes in drawing.axes if axes.get_visible()]
    assert len(panels) == len(study.outcomes)
    drawn = [len(axes.lines) + len(axes.patches) + len(axes.collections) for axes in panels]
    assert min(drawn) >= 2, "a panel is empty"


@pytest.mark.parametrize("kind", ["words", "numbers", "scenarios"])
def test_a_figure_of_a_lever_s_effect_says_what_the_effect_rests_on(study, kind):
    from experiments.effect_labels import label_of
    from experiments.figures.study_outcomes import study_outcomes
    from experiments.figures.style import applied

    history = next(iter(study.scenarios.values()))
    levers = {"words": "infrastructure", "numbers": "infrastructure", "scenarios": "governance"}
    design = {
        "words": designs.grid({"infrastructure.targeting": ["lot", "score"]}),
        "numbers": designs.grid({"infrastructure.spending": [0.0, 1e9]}),
        "scenarios": designs.grid({"scenario": ["history", "without"]}),
    }[kind]
    scenarios = {"history": history, "without": history.without("governance")}
    asked = replace(study, design=design, scenarios=scenarios)
    found = {item.name: np.ones((design.points, study.repetitions)) for item in study.outcomes}
    with applied():
        axes = study_outcomes(asked, found, "en", "0123456789abcdef").axes[0]
    told = [text.get_text() for text in axes.get_yticklabels()] + [axes.get_xlabel()]
    assert sum(f"({label_of(study.place, levers[kind])})" in text for text in told) == 1


@pytest.mark.parametrize(
    "outcome, is_beyond",
    [
        ("Beichuan.rural_income_new", True),
        ("Kecheng.rural_income_new", False),
        ("ratio_new", False),
    ],
)
def test_nothing_said_of_a_county_beyond_the_border_rests_on_the_record(study, outcome, is_beyond):
    """The record is the place's; whatever a lever's label is there, an answer about its partner in
    the west is assumed."""
    from experiments.figures.study_outcomes import study_outcomes
    from experiments.figures.style import applied

    design = designs.grid({"infrastructure.targeting": ["lot", "score"]})
    looked_at = outcome_named(outcome, study.place)
    assert looked_at.is_beyond_the_border is is_beyond
    asked = replace(study, design=design, outcomes=(looked_at,))
    found = {outcome: np.ones((design.points, study.repetitions))}
    with applied():
        axes = study_outcomes(asked, found, "en", "0123456789abcdef").axes[0]
    told = axes.get_yticklabels()[1].get_text()
    assert ("(assumed)" in told) is is_beyond


def test_large_money_along_an_axis_is_told_in_the_reader_s_unit(study):
    from experiments.figures.study_outcomes import study_outcomes
    from experiments.figures.style import applied

    design = designs.grid({"infrastructure.spending": [0.0, 1e9, 2e9]})
    asked = replace(study, design=design)
    found = {item.name: np.ones((design.points, study.repetitions)) for item in study.outcomes}
    for language, unit, last in (("en", "bn yuan/year", "2"), ("zh", "亿元", "20")):
        with applied():
            axes = study_outcomes(asked, found, language, "0123456789abcdef").axes[0]
        assert unit in axes.get_xlabel()
        assert axes.xaxis.get_major_formatter()(2e9) == last
