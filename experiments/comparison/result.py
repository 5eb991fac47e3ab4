"""Comparing scenarios from Python: the answer knows its numbers, its table and its figures."""

from __future__ import annotations

import html
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.comparison.constants import constants
from experiments.comparison.document import document
from experiments.comparison.paired import Lived
from experiments.comparison.question import Question
from experiments.comparison.taken import taken
from experiments.comparison.text import as_lines
from experiments.kept_runs import KeptRuns

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Comparison:
    """A finished comparison. ``document`` holds what ``shanhai compare --json`` prints."""

    document: Mapping[str, Any]

    def plot(self, indicator: str, language: str = "en") -> Figure:
        """The paired differences of an indicator as fans, a panel a scenario.

        Raises ``KeyError`` for an unknown indicator.
        """
        from experiments.figures.comparison_subject import ComparisonSubject
        from experiments.figures.difference_fan import difference_fan
        from experiments.figures.style import applied

        subject = ComparisonSubject(self.document)
        with applied():
            return difference_fan(subject, language, indicator)

    def __str__(self) -> str:
        return "\n".join(as_lines(self.document))

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(str(self))}</pre>"


def answer(
    question: Question,
    workers: int | None = None,
    folder: Path | None = None,
    on_run: Callable[[], None] = lambda: None,
    with_constants: bool = False,
) -> Comparison:
    """Live what is asked for; runs already kept in ``folder`` are not lived again.

    ``with_constants`` adds how much hangs on fixed constants: :mod:`.constants`.
    """
    began = time.perf_counter()
    kept = KeptRuns(question.scale, taken, workers, folder, on_run)
    sides = {item.hash(): item for item in (*question.scenarios, question.against)}
    runs = [run for item in sides.values() for run in question.runs_of(item)]
    each = question.runs_a_scenario
    answers = kept.answers(runs, apart=each)
    lived = {
        name: Lived.of(answers[k * each : (k + 1) * each], question.seeds, question.repeated)
        for k, name in enumerate(sides)
    }
    fixed = {"constants": constants(question, kept)} if with_constants else {}
    content = document(
        question,
        {item.name: lived[item.hash()] for item in question.scenarios},
        lived[question.against.hash()],
        kept.workers,
        time.perf_counter() - began,
    )
    return Comparison({**content, **fixed})
