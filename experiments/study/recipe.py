"""What a worker needs to live runs of a study, and how it lives them."""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from experiments.source_hashes import model_hash
from experiments.study.factors import SCENARIO, Factor, applied
from experiments.study.outcomes import Outcome
from sim.inputs import Scenario

#: One block at a time in a process: compiled loops of two threads would meet in one thread pool.
_one_block = threading.Lock()


class Task(NamedTuple):
    """A run that is to be lived: its number, chance, cells of the design and parameters drawn."""

    run: int
    seed: int
    cells: tuple[float, ...]
    draw: tuple[float, ...]


class Lived(NamedTuple):
    """What a run gave: its outcomes by year, or the reason why it gave none."""

    run: int
    outcomes: dict[str, list[float | None]] | None
    reason: str | None


@dataclass(frozen=True)
class Recipe:
    """Everything that the runs of a study have in common. It can be sent to a worker."""

    scenarios: dict[str, Scenario]
    factors: tuple[Factor, ...]
    draw_names: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    scale: float
    model: str

    def ingredients(self, task: Task) -> tuple[Scenario, dict[str, float]]:
        """The scenario of a run and the parameters that replace its place's.

        A scenario's own parameters stand above a draw, and the design's above both.
        """
        values: dict[str, Any] = {
            factor.name: factor.value(cell) for factor, cell in zip(self.factors, task.cells)
        }
        name = values.get(SCENARIO, next(iter(self.scenarios)))
        scenario, parameters = applied(self.scenarios[name], values)
        drawn = dict(zip(self.draw_names, task.draw))
        return scenario, {**drawn, **scenario.parameters, **parameters}


def live_block(recipe: Recipe, tasks: Sequence[Task]) -> list[Lived]:
    """Live some runs, in order. One that fails is told with its reason; the others do not notice.

    Raises ``RuntimeError`` when this process has another version of the model.
    """
    if recipe.model != model_hash():
        raise RuntimeError(
            f"this worker has another version of the model ({model_hash()}, not {recipe.model}); "
            "install the same shanhai there"
        )
    with _one_block:
        try:
            return _together(recipe, tasks)
        except Exception:  # whichever run it was fails again, alone, and is told with its reason
            return [_alone(recipe, task) for task in tasks]


def _together(recipe: Recipe, tasks: Sequence[Task]) -> list[Lived]:
    from sim.ensemble import Run, run_block

    runs = []
    for task in tasks:
        scenario, parameters = recipe.ingredients(task)
        runs.append(Run(scenario, task.seed, parameters))
    return [
        Lived(
            task.run, {item.name: _plain(item.of(one).tolist()) for item in recipe.outcomes}, None
        )
        for task, one in zip(tasks, run_block(runs, recipe.scale), strict=True)
    ]


def _alone(recipe: Recipe, task: Task) -> Lived:
    try:
        return _together(recipe, [task])[0]
    except MemoryError:
        return Lived(task.run, None, "not enough memory; a smaller scale needs less")
    except Exception as error:
        text = " ".join(str(error).split()) or "no reason given"
        return Lived(task.run, None, f"{type(error).__name__}: {text}")


def _plain(values: list[float]) -> list[float | None]:
    """Numbers as JSON has them: what is no number is null."""
    return [value if math.isfinite(value) else None for value in values]
