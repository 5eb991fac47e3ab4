"""Models whose agents are looked at or changed."""

from __future__ import annotations

import pytest

from sim.model import Model
from tests.worlds import small_model


@pytest.fixture(scope="session")
def lived() -> Model:
    """Eight years on; for tests that only read."""
    return small_model(8)


@pytest.fixture
def model() -> Model:
    return small_model()
