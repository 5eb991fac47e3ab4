"""An invented place, and short ways to write a file and read what is said of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import scenarios
from sim.inputs import Place

TWO_COUNTIES = Path(__file__).parent.parent / "places" / "two_counties"

Validate = Callable[[str], list[str]]


@pytest.fixture(scope="session")
def two_counties() -> Place:
    return scenarios.load_place(TWO_COUNTIES, findings=scenarios.Findings())


@pytest.fixture
def said_of(tmp_path: Path, two_counties: Place, monkeypatch: pytest.MonkeyPatch) -> Validate:
    """What is said of a scenario file ``roads.yaml`` with a given text, a line a problem."""
    monkeypatch.chdir(tmp_path)

    def validate(text: str) -> list[str]:
        Path("roads.yaml").write_text(text, encoding="utf-8")
        return [str(problem) for problem in scenarios.validate(["roads.yaml"], two_counties)]

    return validate


@pytest.fixture
def load(tmp_path: Path, two_counties: Place, monkeypatch: pytest.MonkeyPatch):
    """A scenario from the text of a file ``roads.yaml``, at the invented place."""
    monkeypatch.chdir(tmp_path)

    def read(text: str, findings: scenarios.Findings | None = None):
        Path("roads.yaml").write_text(text, encoding="utf-8")
        return scenarios.load("roads.yaml", two_counties, findings)

    return read
