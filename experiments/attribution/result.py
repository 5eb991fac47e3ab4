"""Living the coalitions of an attribution and taking the change apart."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from experiments.attribution.defaults import BUDGET_NEUTRAL_CLOSURE, MEASURES
from experiments.attribution.emulated import emulated, emulator_for
from experiments.attribution.ends import (
    BREAK_NEW,
    BREAK_OLD,
    END,
    START,
    change,
    definition,
    measured,
    observed,
    taken,
)  # fmt: skip
from experiments.attribution.question import Question
from experiments.attribution.shapley import exact, interaction_share, sampled
from experiments.effect_labels import label_of
from experiments.kept_runs import KeptRuns
from experiments.manifest import manifest
from experiments.results import as_plain

DEFINITION, TREND = "definition", "common_trend"


@dataclass(frozen=True)
class Apart:
    """The change of every measure taken apart, draw by draw; the last axis is the measure."""

    ends: np.ndarray  # [draws, measures, ends], all levers on
    none: np.ndarray  # [draws, measures], the change with no lever
    shares: np.ndarray  # [draws, levers, measures]
    errors: np.ndarray  # the same shape, of sampling permutations
    interaction: np.ndarray  # [draws, measures]


def answer(
    question: Question,
    workers: int | None = None,
    folder: Path | None = None,
    on_run: Callable[[], None] = lambda: None,
    is_gross_only: bool = False,
) -> dict[str, Any]:
    """The document of an attribution: every measure, gross and budget-neutral.

    Raises ``ValueError`` when the scenario has no lever to attribute anything to.
    """
    if not question.levers:
        raise ValueError(f"{question.scenario.name} has no lever on")
    began = time.perf_counter()
    emulator = emulator_for(question)
    kept = KeptRuns(question.scale, taken, workers, folder, on_run)
    gross = take_apart(question, kept)
    neutral = None if is_gross_only else take_apart(question.under(BUDGET_NEUTRAL_CLOSURE), kept)
    beside = None if emulator is None else emulated(question, emulator)
    years = list(
        range(question.scenario.place.base_year + 1, question.scenario.place.last_year + 1)
    )
    content = {
        "scenario": question.scenario.name,
        "title_zh": question.scenario.titled("zh"),
        "place": question.scenario.place.name,
        "years": [years[0], years[-1]],
        "draws": len(question.draws),
        "draws_from": question.draws_from,
        "permutations": question.permutations or "all coalitions",
        "scale": question.scale,
        "seed": question.seed,
        "measures": {
            measure: _document(question, gross, neutral, beside, m, years)
            for m, measure in enumerate(MEASURES)
        },
        "manifest": {
            **manifest(question.scenario, kept.workers, 0.0, question.draws),
            "seconds": round(time.perf_counter() - began, 3),
        },
    }
    plain = as_plain(content)
    assert isinstance(plain, dict)
    return plain


def take_apart(question: Question, kept: KeptRuns) -> Apart:
    """Live every coalition and work out the Shapley values of each draw."""
    place, players = question.scenario.place, len(question.levers)
    answers = iter(kept.answers(question.runs()))
    ends, none, shares, errors, interaction = [], [], [], [], []
    for k in range(len(question.draws)):
        found = {mask: measured(next(answers), place) for mask in question.coalitions(k)}
        values = {mask: change(at) for mask, at in found.items()}
        if question.permutations:
            parts = sampled(values, question.orders[k])
        else:
            parts = exact(values, players)
        ends.append(found[question.everybody])
        none.append(values[0])
        shares.append(parts.values)
        errors.append(parts.errors)
        interaction.append(interaction_share(values, players))
    return Apart(*(np.array(part) for part in (ends, none, shares, errors, interaction)))


def _document(
    question: Question,
    gross: Apart,
    neutral: Apart | None,
    beside: np.ndarray | None,
    m: int,
    years: list[int],
) -> dict[str, Any]:
    """One measure: ends, parts, and how sure; ``beside`` are the emulator's values."""
    ends = gross.ends[:, m]
    return {
        "indicator": MEASURES[m],
        **_total(question, gross, m),
        **observed(question.scenario.place, MEASURES[m], years),
        "break_old": float(ends[:, BREAK_OLD].mean()),
        "break_new": float(ends[:, BREAK_NEW].mean()),
        "segments": {
            "old_series": _told(ends[:, BREAK_OLD] - ends[:, START]),
            DEFINITION: _told(definition(ends)),
            "new_series": _told(ends[:, END] - ends[:, BREAK_NEW]),
        },
        "parts": _parts(question, gross, m),
        "interaction_share": float(np.median(gross.interaction[:, m])),
        "budget_neutral": {} if neutral is None else _parts(question, neutral, m),
        "budget_neutral_total": {} if neutral is None else _total(question, neutral, m),
        "emulator": {} if beside is None else _beside(question, gross, beside, m),
    }


def _total(question: Question, apart: Apart, m: int) -> dict[str, float]:
    """Where the change of a measure starts and ends, the sum of its parts, and what is left over.

    With saved money handed back history itself ends elsewhere: it budgets road money that it cannot
    spend once its roads are built.
    """
    start, end = (float(apart.ends[:, m, at].mean()) for at in (START, END))
    total = math.fsum(part["mean"] for part in _parts(question, apart, m).values())
    return {"from": start, "to": end, "sum": total, "residual": end - start - total}


def _beside(question: Question, gross: Apart, beside: np.ndarray, m: int) -> dict[str, Any]:
    """The emulator's values of every lever, and how much higher the simulator's are."""
    found = {}
    for i, lever in enumerate(question.levers):
        gaps = gross.shares[:, i, m] - beside[:, i, m]
        told = _told(gaps)
        found[lever] = {
            **{key: value for key, value in _told(beside[:, i, m]).items() if "error" not in key},
            "difference": told["mean"],
            "difference_error": told["monte_carlo_error"],
        }
    return found


def _parts(question: Question, apart: Apart, m: int) -> dict[str, Any]:
    """Definition, trend and every lever, as signed contributions."""
    found: dict[str, dict[str, Any]] = {
        DEFINITION: _told(definition(apart.ends[:, m])),
        TREND: _told(apart.none[:, m]),
    }
    for i, lever in enumerate(question.levers):
        label = label_of(question.scenario.place, lever)
        found[lever] = {**_told(apart.shares[:, i, m], apart.errors[:, i, m]), "label": label}
    return found


def _told(values: np.ndarray, errors: np.ndarray | None = None) -> dict[str, float]:
    """Mean, median and 90 % band over draws.

    ``standard_error`` is that of the mean from sampling permutations; ``monte_carlo_error`` that
    of the mean from sampling draws.
    """
    draws = len(values)
    sampling = 0.0 if errors is None else float(np.sqrt(np.square(errors).sum())) / draws
    return {
        "mean": float(values.mean()),
        "median": float(np.median(values)),
        "p05": float(np.quantile(values, 0.05)),
        "p25": float(np.quantile(values, 0.25)),
        "p75": float(np.quantile(values, 0.75)),
        "p95": float(np.quantile(values, 0.95)),
        "standard_error": sampling,
        "monte_carlo_error": float(values.std(ddof=1)) / math.sqrt(draws) if draws > 1 else 0.0,
    }


def is_budget_neutral_too(content: Mapping[str, Any]) -> bool:
    """Whether every measure was taken apart with saved money handed back as well."""
    return all(held.get("budget_neutral_total") for held in content["measures"].values())


def is_emulated_too(content: Mapping[str, Any]) -> bool:
    """Whether the emulator's values stand beside those of every measure."""
    return all(held["emulator"] for held in content["measures"].values())


def measure_of(content: Mapping[str, Any], measure: str) -> dict[str, Any]:
    """The document of one measure, as ``shanhai attribute --json`` prints it."""
    about = {key: content[key] for key in content if key != "measures"}
    return {**content["measures"][measure], **about}
