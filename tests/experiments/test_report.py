"""The page of a comparison stands alone: nothing is loaded from anywhere."""

from __future__ import annotations

import base64
import io
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from fontTools.ttLib import TTFont

import experiments
import scenarios
from calibration.labels import WORDS as LABELS
from experiments.answer_words import word as answer_word
from experiments.comparison.text import digits_of, shown
from experiments.figures.comparison_subject import ComparisonSubject
from experiments.report.page import page
from experiments.report.words import word as report_word

LANGUAGES = ("en", "zh")


class Page(HTMLParser):
    """Collects tags that are left open and everything that points somewhere."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.links += [value or "" for key, value in attrs if key in ("src", "href")]
        if tag not in ("meta", "img", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def subject():
    """In a place without a posterior, where what effects rest on is known beforehand."""
    bare = replace(scenarios.load_place("zhejiang"), posterior_folder="")
    history, *others = (
        scenarios.load(name, bare) for name in ("history", "no_governance", "no_infrastructure")
    )
    compared = experiments.compare(*others, against=history, draws=1, scale=0.0005)
    return ComparisonSubject(compared.document)


@pytest.fixture(scope="module")
def pages(subject):
    return {language: page(subject, language) for language in LANGUAGES}


@pytest.fixture(params=LANGUAGES)
def text(request, pages):
    return pages[request.param]


def test_the_page_loads_nothing_from_outside(text):
    found = Page(text)
    assert found.open == []
    assert found.links and all(link.startswith("data:image/png;base64,") for link in found.links)
    assert "script" not in found.tags and "link" not in found.tags
    assert not re.search(r"url\((?!data:)|@import|https?://", text)


def test_the_page_has_every_figure_and_every_scenario(text, subject):
    assert len(Page(text).links) == 5 + len(subject.names)
    assert text.count("<h3>") == 2 * len(subject.names)


def test_nothing_is_left_to_be_filled_in(text):
    words = re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)
    assert "{" not in words and "}" not in words
    assert "yuan/person/year" not in words


def test_a_chinese_page_brings_its_letters_along_and_is_still_small(pages):
    """Some 300 of the font's characters: a tenth of its 2 MB in base64, the figures aside."""
    face = re.search(r"url\(data:font/woff;base64,([^)]*)\)", pages["zh"])
    assert face and 20_000 < len(face.group(1)) < 300_000
    letters = font_of(face.group(1))
    written = re.sub(r"<style>.*?</style>|<[^>]*>", "", pages["zh"], flags=re.DOTALL)
    assert {c for c in written if "\u4e00" <= c <= "\u9fff"} <= letters
    assert "@font-face" not in pages["en"]


def font_of(encoded):
    """The characters a font has."""
    with TTFont(io.BytesIO(base64.b64decode(encoded))) as font:
        return {chr(code) for code in font.getBestCmap()}


def test_small_effects_keep_their_digits_and_nought_has_no_sign():
    held = {"median": [-0.000041], "p05": [-0.000241], "p95": [0.000106]}
    digits = digits_of(held, 0)
    assert [shown(held[key][0], True, digits) for key in held] == [
        "-0.000041", "-0.000241", "+0.000106",
    ]  # fmt: skip
    assert shown(-0.0000001, True, digits) == "0.000000"
    assert shown(-1871.4, True, digits_of({k: [-1871.4] for k in held}, 0)) == "-1,871"


def test_the_page_can_be_printed(text):
    assert "@media print" in text


def test_the_page_says_what_effects_rest_on(pages):
    assert "(prior-driven)" in pages["en"]
    assert "(主要来自先验)" in pages["zh"]


def test_the_page_explains_every_word_for_what_effects_rest_on():
    for language in ("en", "zh"):
        explained = report_word("trust_line", language)
        for label in LABELS:
            assert f"“{answer_word(label, language)}”" in explained, (label, language)


def test_a_wide_table_scrolls_within_the_page(text):
    assert ".wide { overflow-x: auto; }" in text
    assert text.count("<table>") == text.count('<div class="wide">') > 0


def test_a_page_that_cannot_stand_there_is_refused_before_anything_runs(shanhai, tmp_path):
    answer = shanhai("report", "no_governance", "--out", "nowhere/page.html")
    assert answer.code == 2 and "no such folder" in answer.err
    assert not (tmp_path / "results").exists()


@pytest.mark.slow
def test_the_command_writes_one_file(shanhai, tmp_path):
    answer = shanhai(
        "report", "no_governance", "--draws", "1", "--scale", "0.0005", "--workers", "1", "--lang",
        "zh", "--out", "page.html",
    )  # fmt: skip
    assert answer.code == 0, answer.err
    assert (tmp_path / "page.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert not list(tmp_path.glob(".unfinished-*"))
