"""What a row of the card is, and the sixteen of them in order."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

import calibration.card
from calibration.calibrated import Calibrated
from calibration.question import Settings
from calibration.refit import calibrated_again
from calibration.simulator import Sample, Simulator
from calibration.stages import Stages
from sim.declare import modules_of

PASS, SHORT, NOT_RUN = "pass", "short", "not run"


@dataclass(frozen=True)
class Case:
    """What a row may use: the calibration, where it may keep runs of its own, and the labels.

    ``on_stage`` is told in words what begins, ``on_runs`` how many runs have come in.
    """

    found: Calibrated
    stages: Stages | None = None
    workers: int | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    on_stage: Callable[[str], None] = lambda name: None
    on_runs: Callable[[int], None] = lambda count: None

    def simulator(self, sample: Sample) -> Simulator:
        """Runs of the row's own; use it in a ``with`` block."""
        return Simulator(sample, self.kept(), self.workers, self.on_runs)

    def again(
        self,
        *,
        until: int | None = None,
        groups: Collection[str] | None = None,
        scale: float | None = None,
        settings: Settings | None = None,
    ) -> Calibrated:
        """The calibration once more, with what is named changed
        (:func:`calibration.refit.calibrated_again`)."""
        return calibrated_again(
            self.found, self.kept(), self.workers, until=until, groups=groups, scale=scale,
            settings=settings, on_stage=self.on_stage, on_runs=self.on_runs,
        )  # fmt: skip

    def kept(self) -> Stages:
        """Where runs of its own are kept. Raises ``ValueError`` where there is no such place."""
        if self.stages is None:
            raise ValueError("this row runs the model: it needs a folder of stages")
        return self.stages


@dataclass(frozen=True)
class Verdict:
    """``figure`` is plain data; ``is_met`` is ``None`` where nothing was measured.

    ``labels`` are the words for parameters and levers, from the row that finds them.
    """

    figure: Any
    is_met: bool | None
    why: str
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def word(self) -> str:
        if self.is_met is None:
            return NOT_RUN
        return PASS if self.is_met else SHORT


class Row(ABC):
    """One test of the card. Subclasses are found by being in this package."""

    number: ClassVar[int]
    test: ClassVar[str]
    bar: ClassVar[str]
    is_quick: ClassVar[bool] = False

    @abstractmethod
    def measure(self, case: Case) -> Verdict:
        """The figure and whether the bar is met."""

    def entry(self, verdict: Verdict) -> dict[str, Any]:
        """The row as it stands in the card's JSON."""
        return {
            "row": self.number,
            "test": self.test,
            "bar": self.bar,
            "figure": verdict.figure,
            "verdict": verdict.word,
            "why": verdict.why,
        }


def all_rows() -> dict[int, Row]:
    """Every row by its number, in order. Raises ``ValueError`` when two have the same."""
    found: dict[int, Row] = {}
    for module in modules_of(calibration.card):
        for item in vars(module).values():
            is_row = isinstance(item, type) and issubclass(item, Row) and item is not Row
            if is_row and item.__module__ == module.__name__:
                if item.number in found:
                    raise ValueError(f"two rows of the card have the number {item.number}")
                found[item.number] = item()
    return dict(sorted(found.items()))


def rows_after_calibration(
    found: Calibrated,
) -> tuple[dict[int, dict[str, Any]], dict[str, str]]:
    """The quick rows measured, the others not yet; and the labels they gave."""
    case = Case(found)
    rows: dict[int, dict[str, Any]] = {}
    labels: dict[str, str] = {}
    for number, row in all_rows().items():
        verdict = row.measure(case) if row.is_quick else not_run(number)
        rows[number] = row.entry(verdict)
        labels.update(verdict.labels)
    return rows, labels


def not_run(number: int) -> Verdict:
    """The verdict of a row that nobody has measured yet."""
    return Verdict(None, None, f"not measured yet: shanhai card --row {number}")


def as_document(
    place: str,
    rows: Mapping[int, Mapping[str, Any]],
    manifest: Mapping[str, Any],
    labels: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The card as one document, as ``shanhai card --json`` prints it."""
    return {
        "place": place,
        "rows": [dict(rows[number]) for number in sorted(rows)],
        "labels": dict(labels or {}),
        "manifest": dict(manifest),
    }
