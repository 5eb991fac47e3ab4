"""The map of counties as tiles."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

import experiments
import scenarios
from experiments.figures.comparison_figures import makers
from experiments.figures.style import applied, ink_on
from experiments.figures.tile_map import (
    LITTLE_AND_MUCH,
    LOSS_AND_GAIN,
    MapWords,
    mapped,
    short_name,
    tile_map,
)
from tests.experiments.drawn_words import cut_off

PLACE = scenarios.load_place(scenarios.DEFAULT_PLACE)
WORDS = MapWords("a title", "yuan per person and year", stamp="a stamp")


def texts_of(values, language="en", is_difference=True):
    with applied():
        figure = tile_map(PLACE, values, WORDS, language, is_difference)
    return [text.get_text() for text in figure.axes[0].texts]


def test_every_county_of_the_province_has_a_tile_of_its_own():
    tiles = {(item.row, item.col) for item in mapped(PLACE)}
    assert len(tiles) == len(mapped(PLACE)) == 90


def test_a_loss_a_gain_and_no_change_are_told_apart_by_their_signs():
    first, second, third = mapped(PLACE)[:3]
    texts = texts_of({first.code: -1234.0, second.code: 56.0, third.code: 0.0})
    assert {"\u22121,234", "+56", "0"} <= set(texts)


def test_a_level_has_no_sign():
    texts = texts_of({mapped(PLACE)[0].code: 1234.0}, is_difference=False)
    assert "1,234" in texts and "+1,234" not in texts


def test_chinese_names_lose_the_word_for_county_but_never_all_but_one_character():
    names = {short_name(item, "zh") for item in mapped(PLACE)}
    assert "景宁" in names and "椒江" in names
    assert min(len(name) for name in names) == 2


def test_a_place_whose_counties_have_no_position_is_refused():
    adrift = tuple(replace(item, row=None, col=None) for item in PLACE.counties)
    with pytest.raises(ValueError, match="no rows and columns"):
        tile_map(replace(PLACE, counties=adrift), {}, WORDS, "en")


def test_a_striped_county_does_not_stretch_the_colours():
    one, two, few = (item.code for item in mapped(PLACE)[:3])
    with applied():
        figure = tile_map(
            PLACE, {one: 1.0, two: 2.0, few: 9.0}, WORDS, "en", is_difference=False, hatched=[few]
        )
    scale = figure.axes[1]
    assert scale.get_xlim() == (1.0, 2.0)
    assert any(patch.get_hatch() for patch in figure.axes[0].patches)


SYNTHETIC = {
    "en": "Everything below the prefecture is synthetic and says nothing of a real county.",
    "zh": "地市以下均为合成数据，不代表真实县域。",
}


@pytest.mark.parametrize("language", list(SYNTHETIC))
@pytest.mark.parametrize("is_difference", [True, False])
def test_every_map_says_that_what_is_below_the_prefecture_is_synthetic(language, is_difference):
    values = {mapped(PLACE)[0].code: 5.0}
    words = replace(WORDS, notes=("a note",))
    with applied():
        figure = tile_map(PLACE, values, words, language, is_difference)
    assert f"a note\n{SYNTHETIC[language]}" in [text.get_text() for text in figure.texts]


@pytest.mark.parametrize("language", list(SYNTHETIC))
def test_the_map_of_a_comparison_says_so_too_and_its_words_lie_apart(language):
    history, other = scenarios.load("history"), scenarios.load("no_governance")
    compared = experiments.compare(other, against=history, draws=1, scale=0.0005)
    with applied():
        figure = makers(compared.document)["county_map_no_governance"](language)
        assert SYNTHETIC[language] in [text.get_text() for text in figure.texts]
        assert cut_off(figure) == []
        figure.draw_without_rendering()
        boxes = [text.get_window_extent() for text in figure.texts if text.get_text()]
        assert not any(one.overlaps(two) for one, two in itertools.combinations(boxes, 2))


def test_every_number_of_a_map_can_be_read_on_its_colour():
    """The 4.5 that WCAG 2.1 asks of small letters: black or white always reaches it."""

    def luminance(colour):
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for shades in (LOSS_AND_GAIN, LITTLE_AND_MUCH):
        for step in range(101):
            paper = luminance(shades(step / 100)[:3])
            ink = {"black": 0.0, "white": 1.0}[ink_on(shades(step / 100))]
            high, low = max(paper, ink), min(paper, ink)
            assert (high + 0.05) / (low + 0.05) >= 4.5, (shades.name, step)
