"""The page of a comparison stands alone: nothing is loaded from anywhere."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

import experiments
import scenarios
from experiments.figures.comparison_subject import ComparisonSubject
from experiments.report.page import page

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
        if tag not in ("meta", "img"):
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
    assert not re.search(r"url\(|@import|https?://", text)


def test_the_page_has_every_figure_and_every_scenario(text, subject):
    assert len(Page(text).links) == 5 + len(subject.names)
    assert text.count("<h3>") == 2 * len(subject.names)


def test_the_page_can_be_printed(text):
    assert "@media print" in text


def test_the_page_says_what_effects_rest_on(pages):
    assert "(prior-driven)" in pages["en"]
    assert "(主要来自先验)" in pages["zh"]


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
