"""Runs, results, comparisons, figures and the command line ``shanhai``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from experiments.comparison.defaults import DEFAULT_DRAWS, DEFAULT_SCALE, DEFAULT_SEEDS

if TYPE_CHECKING:
    from experiments.comparison.result import Comparison
    from sim.inputs import Scenario

__all__ = ["compare"]


def compare(
    *scenarios: Scenario,
    against: Scenario,
    draws: int = DEFAULT_DRAWS,
    seeds: int = DEFAULT_SEEDS,
    scale: float = DEFAULT_SCALE,
    seed: int = 1,
    workers: int = 1,
    folder: str | Path | None = None,
) -> Comparison:
    """Hold scenarios against another one under the same draws, seeds and random numbers.

    ``draws`` parameter vectors (1 is the central one), ``seeds`` seeds under each. With several
    workers the caller's script needs the usual ``if __name__ == "__main__":``, since many runs at
    once are lived in processes. ``folder`` keeps runs for the next time. The answer's ``document``
    holds what ``shanhai compare --json`` prints; ``plot("rural_income_new")`` draws an indicator's
    fans.
    """
    from experiments.comparison.question import asked
    from experiments.comparison.result import answer

    question = asked(scenarios, against, draws, scale, seed, seeds)
    return answer(question, workers, Path(folder) if folder is not None else None)
