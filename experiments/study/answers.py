"""A study's answer in plain words: a template whose every number comes from the runs.

The template is Jinja's. It has ``study`` and the functions of :class:`Numbers`, each of which gives
text, rounded and with its band, so that no number is ever typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from experiments.effect_labels import labels_between, weakest
from experiments.study.factors import SCENARIO
from experiments.study.questions import Study
from scenarios import BadInput, Findings
from scenarios.problems import Problem

BAND = (5, 95)
#: What a template's own words can go wrong with, beside what Jinja says itself.
MISTAKES = (ValueError, TypeError, ArithmeticError, LookupError, RecursionError)


class Numbers:
    """What a template can ask for. ``found`` is float64 [points, repetitions] by outcome.

    Points are named by their factors, as in ``value("ratio_new", scenario="history")``. Raises
    ``ValueError`` for an outcome or a point that the study does not have.
    """

    def __init__(self, study: Study, found: Mapping[str, np.ndarray]) -> None:
        self._study = study
        self._found = found

    def value(self, outcome: str, digits: int = 0, **factors: Any) -> str:
        """The median over seeds or draws with its 90 % band: ``1.86 (1.81 to 1.92)``."""
        return _with_band(self._of(outcome, factors), digits, is_signed=False)

    def difference(
        self, outcome: str, against: Mapping[str, Any], digits: int = 0, **factors: Any
    ) -> str:
        """The median of the paired differences from another point, with its band."""
        return _with_band(self._pairs(outcome, against, factors), digits, is_signed=True)

    def percent(self, outcome: str, against: Mapping[str, Any], **factors: Any) -> str:
        """The same in percent of the other point's outcome."""
        pairs = self._pairs(outcome, against, factors)
        return _with_band(100.0 * pairs / self._of(outcome, against), 1, is_signed=True)

    def share_above(self, outcome: str, against: Mapping[str, Any], **factors: Any) -> str:
        """In how many of the runs the outcome is higher than at the other point: ``48 of 50``."""
        pairs = self._pairs(outcome, against, factors)
        known = pairs[np.isfinite(pairs)]
        return f"{int((known > 0).sum())} of {len(known)}"

    def values_of(self, factor: str) -> list[Any]:
        """Every value of a factor, in the order of the study."""
        names = [item.name for item in self._study.design.factors]
        if factor not in names:
            raise ValueError(f"the study does not vary {factor}")
        k = names.index(factor)
        cells = dict.fromkeys(self._study.design.cells[:, k].tolist())
        return [self._study.design.factors[k].plain(cell) for cell in cells]

    def ranked(self, outcome: str, against: Mapping[str, Any]) -> list[Any]:
        """The scenarios by the median paired difference from another point, highest first."""
        medians = {
            name: float(np.nanmedian(self._pairs(outcome, against, {SCENARIO: name})))
            for name in self.values_of(SCENARIO)
        }
        return sorted(medians, key=lambda name: -medians[name])

    def title(self, scenario: str) -> str:
        return self._study.scenarios[scenario].title

    def rests_on(self, scenario: str, against: str) -> str:
        """What the difference of two scenarios rests on: the weakest label of their levers'."""
        one, other = self._study.scenarios[scenario], self._study.scenarios[against]
        return weakest(list(labels_between(one, other).values()))

    def _pairs(
        self, outcome: str, against: Mapping[str, Any], factors: Mapping[str, Any]
    ) -> np.ndarray:
        return self._of(outcome, factors) - self._of(outcome, against)

    def _of(self, outcome: str, factors: Mapping[str, Any]) -> np.ndarray:
        """An outcome at one point, float64 [repetitions]."""
        if outcome not in self._found:
            raise ValueError(f"the study does not look at {outcome}")
        points = [
            point
            for point in range(self._study.design.points)
            if all(self._study.design.plain(point).get(k) == v for k, v in factors.items())
        ]
        if len(points) != 1:
            raise ValueError(
                f"{len(points)} points of the study have {dict(factors)}; one is needed"
            )
        return self._found[outcome][points[0]]


def answer(study: Study, found: Mapping[str, np.ndarray]) -> str:
    """The study's template filled with its numbers. Raises :class:`scenarios.BadInput`."""
    import jinja2
    from jinja2.sandbox import SandboxedEnvironment

    assert study.answer is not None
    numbers = Numbers(study, found)
    environment = SandboxedEnvironment(  # a study may come from anybody
        loader=jinja2.DictLoader({}), undefined=jinja2.StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    functions = {
        name: getattr(numbers, name)
        for name in (
            "value", "difference", "percent", "share_above", "values_of", "ranked", "title",
            "rests_on",
        )
    }  # fmt: skip
    try:
        template = environment.from_string(study.answer.read_text(encoding="utf-8"))
        return template.render(
            study=study, year=study.year, repetitions=study.repetitions,
            draws_from=study.draws_from, **functions,
        )  # fmt: skip
    except jinja2.TemplateNotFound as problem:
        message = f"{problem.name!r}: no such template; an answer stands by itself"
        raise BadInput([Problem(str(study.answer), None, "", message)]) from None
    except (jinja2.TemplateError, *MISTAKES) as problem:
        line = getattr(problem, "lineno", None)
        raise BadInput([Problem(str(study.answer), line, "", str(problem))]) from None


def rehearse(study: Study, findings: Findings) -> None:
    """Note what a study's template asks for in vain, before anything is run for it."""
    ones = np.ones((study.design.points, study.repetitions))
    try:
        answer(study, {outcome.name: ones for outcome in study.outcomes})
    except BadInput as bad:
        findings.extend(bad.problems)


def _with_band(values: np.ndarray, digits: int, is_signed: bool) -> str:
    known = values[np.isfinite(values)]
    if not len(known):
        return "not known"
    low, middle, high = np.percentile(known, (BAND[0], 50, BAND[1])).tolist()
    shown = [_shown(number, digits, is_signed) for number in (middle, low, high)]
    return shown[0] if len(known) == 1 else f"{shown[0]} ({shown[1]} to {shown[2]})"


def _shown(value: float, digits: int, is_signed: bool) -> str:
    rounded = round(value, digits)
    sign = "+" if is_signed and rounded > 0 else ""
    return f"{sign}{rounded + 0.0:,.{digits}f}".replace("-", "\u2212")
