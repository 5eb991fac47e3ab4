"""Where the time of a run goes: what each function called by the year takes of the whole."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import CodeType
from typing import Any

import sim.blocks
import sim.simulation
from experiments.benchmarks.apart import Figures
from experiments.benchmarks.full_model import history, scale_for, warm_up
from sim import schedule, start
from sim.records import Records
from sim.simulation import Simulation

#: What a run does around its years: where it stands, its name there, and its title.
AROUND: tuple[tuple[Any, str, str], ...] = (
    (sim.blocks, "people", "build the population"),
    (start, "_adjust", "adjust in the burn-in"),
    (sim.simulation, "enter_the_year", "enter the year's books"),
    (Records, "indicators", "publish the figures"),
)
#: The year, and the halves of it that households live.
THE_YEAR = (
    schedule.live_a_year, schedule.live_before_the_market, schedule.live_after_the_market,
)  # fmt: skip
REST = "everything else"


def shares(households: int) -> Figures:
    """Shares of the time of a whole run on one thread, burn-in included; they add up to 1.

    Clocks stand around every call, so that the small functions look a little dearer than they are.
    """
    scale = scale_for(households, warm_up())
    scenario = history()
    spent: dict[str, float] = {}
    with ExitStack() as clocks:
        for name in (name for function in THE_YEAR for name in called_by(function)):
            title = name.strip("_").replace("_", " ")
            clocks.enter_context(_timed(schedule, name, title, spent))
        for owner, name, title in AROUND:
            clocks.enter_context(_timed(owner, name, title, spent))
        began = time.perf_counter()
        run = Simulation(scenario, scale, threads=1)
        run.live_to_the_end()
        run.indicators()
        whole = time.perf_counter() - began
    spent[REST] = whole - sum(spent.values())
    return {name: seconds / whole for name, seconds in spent.items()}


def called_by(function: Callable[..., Any]) -> tuple[str, ...]:
    """The functions of its own module or of the kernels that a function calls, in its order."""
    known = function.__globals__
    return tuple(
        name
        for name in _names(function.__code__)
        if callable(known.get(name)) and not isinstance(known[name], type)
    )


def _names(code: CodeType) -> Iterator[str]:
    """Names used in a function and in the functions written within it."""
    names = list(code.co_names)
    for item in code.co_consts:
        if isinstance(item, CodeType):
            names += _names(item)
    return iter(dict.fromkeys(names))


@contextmanager
def _timed(owner: Any, name: str, title: str, spent: dict[str, float]) -> Iterator[None]:
    """Within it calls of that function of a module or class are timed."""
    function = getattr(owner, name)

    def call(*arguments: Any, **named: Any) -> Any:
        began = time.perf_counter()
        try:
            return function(*arguments, **named)
        finally:
            spent[title] = spent.get(title, 0.0) + time.perf_counter() - began

    setattr(owner, name, call)
    try:
        yield
    finally:
        setattr(owner, name, function)
