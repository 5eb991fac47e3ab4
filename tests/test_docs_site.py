"""The handbook as a whole: every page is found, every link leads somewhere, nothing is fetched."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from ruamel.yaml import YAML

import sim
from experiments.commands import shanhai
from tests.pages import DOCS, ROOT

SITE = YAML(typ="safe").load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
PAGES = sorted(path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def navigated(entry: object) -> Iterator[str]:
    """The pages a navigation names, at any depth."""
    if isinstance(entry, str):
        yield entry
    elif isinstance(entry, dict):
        for inner in entry.values():
            yield from navigated(inner)
    elif isinstance(entry, list):
        for inner in entry:
            yield from navigated(inner)


def prose(page: Path) -> str:
    """A page without its blocks of code and its code in the line."""
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    return re.sub(r"`[^`\n]*`", "", text)


def test_every_page_is_in_the_navigation_once():
    assert sorted(navigated(SITE["nav"])) == PAGES


@pytest.mark.parametrize("page", PAGES)
def test_every_link_and_every_file_that_is_shown_is_there(page):
    path = DOCS / page
    for target in re.findall(r"\]\((?!http)([^)#\s]*)[^)]*\)", prose(path)):
        assert not target or (path.parent / target).is_file(), target
    for shown in re.findall(r'^--8<-- "(.+)"$', path.read_text(encoding="utf-8"), re.M):
        assert (ROOT / shown).is_file(), shown


@pytest.mark.parametrize("page", [page for page in PAGES if "extending" not in page])
def test_files_that_are_named_exist(page):
    """Paths in a sentence, such as ``sim/policy.py``, but on pages whose reader writes them."""
    named = re.findall(
        r"`((?:sim|scenarios|calibration|experiments|tests)/[\w/.]*\w/?)(?:::\w+)?`",
        (DOCS / page).read_text(encoding="utf-8"),
    )
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_a_page_has_one_title():
    for page in PAGES:
        text = re.sub(r"^```.*?^```$", "", (DOCS / page).read_text("utf-8"), flags=re.M | re.S)
        titles = re.findall(r"^# ", text, re.M) or re.findall(r"^--8<--", text, re.M)
        assert len(titles) == 1, page


def test_the_description_answers_every_question_of_the_protocol():
    """The guiding questions of ODD+D (Müller et al. 2013, table 1), by number."""
    questions = {
        "I.i": "ab", "I.ii": "abcde", "I.iii": "a",
        "II.i": "abcde", "II.ii": "abcdefgh", "II.iii": "ab", "II.iv": "abcde", "II.v": "abc",
        "II.vi": "abcd", "II.vii": "ab", "II.viii": "ab", "II.ix": "a", "II.x": "ab",
        "III.i": "ab", "III.ii": "abc", "III.iii": "a", "III.iv": "abc",
    }  # fmt: skip
    wanted = [f"{number}.{letter}" for number, letters in questions.items() for letter in letters]
    text = (DOCS / "odd.md").read_text(encoding="utf-8")
    assert re.findall(r"^\*\*(I+\.[ivx]+\.[a-h]) ", text, re.M) == wanted
    assert re.findall(r"^### (I+\.[ivx]+) ", text, re.M) == list(questions)


@pytest.mark.parametrize("page", PAGES)
def test_commands_that_are_named_exist_but_for_those_said_to_be_missing(page):
    """A paragraph that says what is `not part of this version` has to go when it is."""
    for paragraph in re.split(r"\n\n+", (DOCS / page).read_text(encoding="utf-8")):
        text = " ".join(paragraph.split())
        is_missing = "not part of this version" in text
        for name in re.findall(r"`shanhai ([a-z]+)", text):
            assert (name in shanhai.commands) is not is_missing, (name, text)


# ---- who wrote it, and which version


def test_the_version_is_the_same_everywhere():
    citation = YAML(typ="safe").load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    codemeta = json.loads((ROOT / "codemeta.json").read_text(encoding="utf-8"))
    versions = {PROJECT["version"], sim.__version__, citation["version"], codemeta["version"]}
    assert versions == {sim.__version__}


def test_the_citation_says_what_the_format_asks_for():
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    citation = YAML(typ="safe").load(text)
    assert {"cff-version", "message", "title", "authors"} <= set(citation)
    known = {
        "abstract", "authors", "cff-version", "commit", "contact", "date-released", "doi",
        "identifiers", "keywords", "license", "license-url", "message", "preferred-citation",
        "references", "repository", "repository-artifact", "repository-code", "title", "type",
        "url", "version",
    }  # fmt: skip
    assert set(citation) <= known
    assert citation["cff-version"] == "1.2.0" and citation["type"] == "software"
    assert citation["license"] == PROJECT["license"]
    assert [author["name"] for author in citation["authors"]] == [
        author["name"] for author in PROJECT["authors"]
    ]


def test_codemeta_agrees_with_the_project():
    codemeta = json.loads((ROOT / "codemeta.json").read_text(encoding="utf-8"))
    assert codemeta["@context"] == "https://w3id.org/codemeta/3.0"
    assert codemeta["@type"] == "SoftwareSourceCode"
    assert codemeta["name"] == PROJECT["name"]
    assert codemeta["license"].endswith(f"/{PROJECT['license']}")
    assert codemeta["keywords"] == PROJECT["keywords"]
    needed = [re.match(r"[\w.-]+", item)[0] for item in PROJECT["dependencies"]]
    python = PROJECT["requires-python"].replace(">=", ">= ")
    assert codemeta["softwareRequirements"] == [f"Python {python}", *needed]
    assert (ROOT / codemeta["readme"]).is_file()
    assert (ROOT / codemeta["softwareHelp"]["url"]).is_file()


# ---- the site


class Fetched(HTMLParser):
    """What a browser fetches for a page, links to follow left out."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        if tag == "link" and held.get("rel") in ("canonical", "prev", "next", "alternate"):
            return
        names = ("src", "srcset", "data", "poster", *(("href",) if tag == "link" else ()))
        self.found += [held[name] or "" for name in names if name in held and tag != "a"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built as `make docs` builds it: a warning is an error."""
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder


# slow: some five seconds for the build


@pytest.mark.slow
def test_the_site_has_every_page_and_fetches_nothing_from_elsewhere(built):
    for page in PAGES:
        assert (built / page).with_suffix(".html").is_file()
    for path in built.rglob("*.html"):
        parser = Fetched()
        parser.feed(path.read_text(encoding="utf-8"))
        assert [one for one in parser.found if re.match(r"(https?:)?//", one)] == [], path
    for path in built.rglob("*.css"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"@import|url\(['\"]?(https?:)?//", text), path


@pytest.mark.slow
def test_docstrings_are_shown_without_the_marks_of_roles(built):
    text = (built / "reference" / "python.html").read_text(encoding="utf-8")
    assert "Live a scenario to its last year" in text
    assert not re.search(r":(class|func|meth|data|mod):", text)
