"""Fixtures shared by all tests, and one compilation before the workers start."""

from __future__ import annotations

import functools
import signal
from collections.abc import Callable
from typing import Any

import pytest

import scenarios
from sim.inputs import Scenario

# A shell that starts the suite in the background has Ctrl-C ignored, and every command that a test
# starts and interrupts would inherit that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_configure(config: pytest.Config) -> None:
    """Compile once, in the process that starts the workers, so that they read the cache."""
    if hasattr(config, "workerinput") or config.option.collectonly:
        return
    from sim.model import Model

    Model(scenarios.load("history"), scale=0.0005, threads=1).step()


@functools.cache
def _history() -> Scenario:
    return scenarios.load("history")


@pytest.fixture(scope="session")
def history() -> Scenario:
    """What was done; its place holds the central values of the posterior it ships with."""
    return _history()


@pytest.fixture(scope="session")
def lived() -> Callable[..., Any]:
    """``lived(scenario, last_year=…, scale=…, seed=…, **parameters)`` is a model that has been
    run; the same call gives the same model, so do not change it."""
    from sim.model import Model

    kept: dict[str, Any] = {}

    def live(
        scenario: Scenario,
        last_year: int | None = None,
        scale: float = 0.004,
        seed: int = 1,
        **parameters: float,
    ) -> Model:
        key = repr(
            (
                scenario.hash(),
                scenario.place.name,
                sorted(scenario.parameters.items()),
                last_year,
                scale,
                seed,
                sorted(parameters.items()),
            )
        )
        if key not in kept:
            kept[key] = Model(
                scenario, scale, seed, threads=1, last_year=last_year, parameters=parameters
            ).run()
        return kept[key]

    return live
