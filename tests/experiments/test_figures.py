"""Figures are drawn in both languages, with every glyph there and whole years below."""

from __future__ import annotations

import itertools
import math
import warnings
from dataclasses import replace
from pathlib import Path

import pytest
from matplotlib.ft2font import FT2Font
from matplotlib.text import Text

import scenarios
from experiments import figures
from experiments.figures.drawing import DRAWN, draw, draw_all, save, subject_of
from experiments.figures.style import FONT, FONT_FILE, spread_apart
from experiments.figures.subject import Subject
from experiments.figures.wording import WORDS
from experiments.request import Request
from experiments.result_folder import ResultFolder
from experiments.results import manifest_of
from experiments.runs import answer
from sim.declare import Label, bilingual
from sim.indicators import INDICATORS
from sim.levers import all_levers
from sim.policy import PAYERS
from sim.units import UNITS
from tests.experiments.drawn_words import cut_off

LANGUAGES = figures.LANGUAGES


@pytest.fixture(scope="module")
def subject(outcome) -> Subject:
    return subject_of(outcome, manifest_of(outcome))


def words_of(drawing) -> list[str]:
    return [text.get_text() for text in drawing.findobj(Text) if text.get_text()]


def test_every_figure_that_is_named_is_drawn():
    assert tuple(DRAWN) == figures.FIGURES


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", figures.FIGURES)
def test_no_glyph_is_missing_and_the_stamp_and_units_are_there(name, language, subject, tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        drawing = draw(name, subject, language)
        save(drawing, tmp_path / "figure.png", "png")
    words = words_of(drawing)
    stamped = {"en": "scale 0.0005 · seed 1 · data ", "zh": "规模0.0005 · 随机种子1 · 数据"}
    assert any(stamped[language] in word for word in words)
    assert not cut_off(drawing)
    has_chinese = any("\u4e00" <= char <= "\u9fff" for word in words for char in word)
    assert has_chinese == (language == "zh")
    for axes in drawing.axes:
        if name != "county_map":
            assert axes.get_ylabel() or axes.get_xlabel()
        if name not in ("county_map", "prefectures"):
            assert all(float(tick).is_integer() for tick in axes.get_xticks())
        assert {text.get_fontname() for text in axes.findobj(Text)} == {FONT}


def test_the_jump_of_2013_is_drawn_with_its_factor(subject):
    words = " ".join(words_of(draw("income_paths", subject, "en")))
    assert "2013: definition changes" in words
    assert f"published ×{17494 / 16106:.3f}" in words
    assert "published ×0.902" in " ".join(words_of(draw("ratio_path", subject, "en")))


@pytest.mark.parametrize("name", ["income_paths", "ratio_path"])
def test_an_axis_says_what_its_lines_are_worth(name, subject):
    drawing = draw(name, subject, "en")
    drawing.draw_without_rendering()
    below = drawing.axes[1]
    worth = 0.01 if name == "income_paths" else 1.0
    for value, label in zip(below.get_yticks(), below.get_yticklabels(), strict=True):
        said = float(label.get_text().rstrip("%").replace("\u2212", "-"))
        assert said * worth == pytest.approx(value, abs=1e-9)


def test_the_published_peak_is_marked(subject):
    words = words_of(draw("ratio_path", subject, "en"))
    assert "published peak 2006: 2.49" in words
    assert any(word.startswith("modelled peak 20") for word in words)


def test_a_result_gets_every_figure_in_both_languages_and_formats(subject, tmp_path):
    with ResultFolder(tmp_path / "out") as folder:
        draw_all(subject, folder)
        folder.publish(figures.names())
    found = {str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*.*")}
    assert found == set(figures.names())
    assert "<svg" in (tmp_path / "out" / "figures" / "ledger.zh.svg").read_text(encoding="utf-8")


def test_the_same_figure_has_the_same_bytes(subject, tmp_path):
    for number in (1, 2):
        save(draw("ledger", subject, "en"), tmp_path / f"{number}.svg", "svg")
    assert (tmp_path / "1.svg").read_bytes() == (tmp_path / "2.svg").read_bytes()


@pytest.mark.parametrize("name", figures.FIGURES)
def test_a_place_with_no_record_and_no_money_still_gets_figures(name, tmp_path):
    folder = Path(__file__).parent.parent / "places" / "two_counties"
    place = scenarios.load_place(folder, scenarios.Findings())
    bare = scenarios.load(
        "all_off", replace(place, observed=(), last_year=2005), scenarios.Findings()
    )
    outcome = answer(Request(bare, 0.02))
    subject = subject_of(outcome, manifest_of(outcome))
    for language in LANGUAGES:
        path = tmp_path / f"{language}.png"
        save(draw(name, subject, language), path, "png")
        assert path.read_bytes().startswith(b"\x89PNG")


def test_words_do_not_lie_on_one_another_at_the_ends_of_lines(subject):
    for name in ("quintiles", "revitalisations"):
        for language in LANGUAGES:
            drawing = draw(name, subject, language)
            drawing.draw_without_rendering()
            boxes = [text.get_window_extent() for text in drawing.axes[0].texts if text.get_text()]
            assert len(boxes) == 5
            for one, other in itertools.combinations(boxes, 2):
                assert not one.overlaps(other)


def test_the_sea_stays_empty_and_every_county_of_the_province_has_a_square(subject):
    drawing = draw("county_map", subject, "en")
    patches = [patch for patch in drawing.axes[0].patches if not patch.get_hatch()]
    squares = [patch for patch in patches if patch.get_width() > 0.5]
    assert len(squares) == 90
    at = {(math.floor(one.get_y()), math.floor(one.get_x())) for one in squares}
    assert len(at) == 90
    assert not {(3, 6), (3, 7), (3, 8), (2, 8), (2, 9)} & at, "Hangzhou Bay holds a county"
    words = words_of(drawing)
    assert "Rural income, new definition, by county, 2023, modelled" in words
    assert "yuan per person and year, current prices" in words
    assert any("synthetic" in word for word in words)


def test_the_font_has_every_character_of_every_label_that_figures_show():
    labels = [
        *WORDS.values(),
        *(item.labels for item in INDICATORS.values()),
        *(lever.label() for lever in all_levers().values()),
        *(bilingual(text) for text in PAYERS.values()),
        *(county.name for county in scenarios.load_place("zhejiang").counties),
        *scenarios.load_place("zhejiang").prefectures.values(),
        *(Label(unit.name, unit.zh) for unit in UNITS.values()),
    ]
    drawable = set(FT2Font(str(FONT_FILE)).get_charmap())
    missing = {
        char
        for label in labels
        for char in label.en + label.zh
        if char != "\n" and ord(char) not in drawable
    }
    assert missing == set()


def test_labels_are_spread_apart_without_changing_their_order():
    places = spread_apart([0.0, 0.01, 0.5, 0.5, 0.9], 0.1)
    ordered = sorted(places)
    assert ordered == places or places.index(max(places)) == 4
    assert all(b - a >= 0.1 - 1e-6 for a, b in itertools.pairwise(ordered))


def test_every_word_is_there_in_both_languages():
    assert all(label.en and label.zh for label in WORDS.values())


def test_the_map_says_which_counties_are_known_from_few_households(subject):
    # at scale .0005 every county is
    words = " ".join(words_of(draw("county_map", subject, "en")))
    assert "fewer than 50 rural households simulated" in words
    towns = replace(subject, map_of="urban_income_new")
    assert "fewer than" not in " ".join(words_of(draw("county_map", towns, "en")))


def test_a_result_that_did_not_count_households_has_a_map_too(subject):
    held = dict(subject.figures.data_vars)
    del held["county_simulated_households"]
    older = replace(subject, figures=replace(subject.figures, data_vars=held))
    assert "fewer than" not in " ".join(words_of(draw("county_map", older, "zh")))
