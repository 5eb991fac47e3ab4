"""Living the mixes, fitting surfaces, searching, and holding the winners against direct runs."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from experiments.comparison.worth import discounting
from experiments.effect_labels import label_of
from experiments.frontier.defaults import (
    BUDGET_SHARES,
    CORRECTIONS,
    GOALS,
    HALF_STEP,
    REFINEMENTS,
)  # fmt: skip
from experiments.frontier.question import Aim, Question
from experiments.frontier.search import Unreachable, best_for_budget, cheapest_for_goal
from experiments.frontier.surface import Surface, fit
from experiments.kept_runs import Answer, KeptRuns
from experiments.manifest import manifest
from experiments.results import as_plain
from scenarios import BadInput
from scenarios.problems import Problem
from sim.figures import Figures

LEVELS = {"median": 0.5, "p05": 0.05, "p25": 0.25, "p75": 0.75, "p95": 0.95}


def taken(figures: Figures) -> Answer:
    """What is kept of each run: indicators that can be goals, income and money."""
    return {
        "years": figures["year"].values,
        "money": figures["money_by_lever"].values.sum(axis=1),
        "income": figures["all_income_new"].values * figures["residents"].values,
        **{name: figures[name].values[-1:] for name in GOALS},
    }


@dataclass(frozen=True)
class Tried:
    """What mixes gave, every entry [draws, mixes]: money and income as present values."""

    values: Mapping[str, np.ndarray]

    def __getitem__(self, name: str) -> np.ndarray:
        return self.values[name]

    def and_also(self, others: Tried) -> Tried:
        """These mixes and then the others."""
        return Tried({name: np.hstack([held, others[name]]) for name, held in self.values.items()})

    def middle(self, name: str) -> np.ndarray:
        """The median over draws: [mixes]."""
        return np.asarray(np.median(self.values[name], axis=0))


def lived(question: Question, kept: KeptRuns, mixes: np.ndarray) -> Tried:
    """Live mixes [n, levers] under every draw."""
    answers = kept.answers(question.runs(mixes))
    years = [int(year) for year in answers[0]["years"]]
    weights = discounting(question.scenario.place, years, question.discount_rate)
    shape = (len(question.draws), len(mixes))
    return Tried(
        {
            "money": np.array([one["money"] @ weights for one in answers]).reshape(shape),
            "income": np.array([one["income"] @ weights for one in answers]).reshape(shape),
            **{
                name: np.array([float(one[name][0]) for one in answers]).reshape(shape)
                for name in GOALS
            },
        }
    )


def require_levers(question: Question) -> None:
    """Raise :class:`scenarios.BadInput` when nothing in the scenario costs money."""
    if not question.levers:
        raise _refused(question.scenario.name, "no lever of this scenario costs money")


def answer(
    question: Question,
    aim: Aim,
    workers: int | None = None,
    folder: Path | None = None,
    on_run: Callable[[], None] = lambda: None,
) -> dict[str, Any]:
    """The document of a search.

    Raises :class:`scenarios.BadInput` with the nearest feasible answer when a goal is out of
    reach, when a budget does not suffice, or when nothing in the scenario costs money.
    """
    require_levers(question)
    began = time.perf_counter()
    kept = KeptRuns(question.scale, taken, workers, folder, on_run)
    tried, surfaces, best = _searched(question, aim, kept)
    winners = lived(question, kept, np.array([mix for _, mix in best]))
    on_frontier = _probability(aim, tried, winners)
    content = {
        "scenario": question.scenario.name,
        "title_zh": question.scenario.titled("zh"),
        "place": question.scenario.place.name,
        "indicator": aim.indicator,
        **({"goal": aim.goal} if aim.goal is not None else {}),
        **({"budget": aim.budget} if aim.budget is not None else {}),
        "levers": question.levers,
        "draws": len(question.draws),
        "draws_from": question.draws_from,
        "points": question.points,
        "scale": question.scale,
        "seed": question.seed,
        "prices_of": question.scenario.place.base_year + 1,
        "discount_rate": question.discount_rate,
        "surface": _errors(surfaces, tried, winners, best),
        **({} if aim.goal is None else {"goal_reached": _reached(aim, winners)}),
        "mixes": [
            _mix(question, aim, name, mix, winners, k, on_frontier[k], surfaces)
            for k, (name, mix) in enumerate(best)
        ],
        "cloud": {"money": tried["money"], aim.indicator: tried[aim.indicator]},
        "marginal": marginal(question, kept),
        "labels": {name: label_of(question.scenario.place, name) for name in question.levers},
        "manifest": {
            **manifest(question.scenario, kept.workers, 0.0, question.draws),
            "seconds": round(time.perf_counter() - began, 3),
        },
    }
    plain = as_plain(content)
    assert isinstance(plain, dict)
    return plain


def _searched(
    question: Question, aim: Aim, kept: KeptRuns
) -> tuple[Tried, dict[str, Surface], list[tuple[str, np.ndarray]]]:
    """What all mixes lived gave, the surfaces through it, and the best mixes by name.

    The winners on the surfaces are lived and join the fit; then the one that was asked for is
    corrected by direct runs of it alone.
    """
    mixes = question.design
    tried = lived(question, kept, mixes)
    own_cost = float(tried.middle("money")[1])
    surfaces = near = _fitted(mixes, tried)
    rounds = REFINEMENTS + (0 if aim.is_open else CORRECTIONS)
    for k in range(rounds):
        found = _winners(question, aim, surfaces, near, own_cost, mixes)
        added = np.array([mix for _, mix in found[: None if k < REFINEMENTS else 1]])
        new = lived(question, kept, added)
        tried = tried.and_also(new)
        mixes = np.vstack([mixes, added])
        surfaces = _fitted(mixes, tried)
        near = {
            name: surface.through(added[0], float(new.middle(name)[0]))
            for name, surface in surfaces.items()
        }
    best = _winners(question, aim, surfaces, near, own_cost, mixes)
    best_lived = _best_lived(aim, tried)
    if best_lived is not None:
        best[0] = (best[0][0], mixes[best_lived])
    return tried, surfaces, best


def _fitted(mixes: np.ndarray, tried: Tried) -> dict[str, Surface]:
    """A surface for each goal and for money, through medians over draws."""
    return {name: fit(mixes, tried.middle(name)) for name in (*GOALS, "money")}


def _winners(
    question: Question,
    aim: Aim,
    surfaces: Mapping[str, Surface],
    near: Mapping[str, Surface],
    own_cost: float,
    tried: np.ndarray,
) -> list[tuple[str, np.ndarray]]:
    """The mixes of the curve, the scenario's own one, and the one that was asked for first.

    That one is sought on the surfaces ``near``, which give what direct runs gave at the last answer
    to the same question.
    """
    is_less_better = GOALS[aim.indicator]
    found: list[tuple[str, np.ndarray]] = []
    outcome, cost = near[aim.indicator], near["money"]
    if aim.goal is not None:
        found.append(("goal", _for_goal(aim, outcome, cost, is_less_better, tried)))
    elif aim.budget is not None:
        found.append(("budget", _for_budget(aim, outcome, cost, is_less_better, tried)))
    outcome, cost = surfaces[aim.indicator], surfaces["money"]
    for share in BUDGET_SHARES:
        budget = share * own_cost
        try:
            mix = best_for_budget(outcome, cost, is_less_better, budget, tried)
        except Unreachable:  # some levers' entitlements cost that much at any intensity
            continue
        found.append((f"{share:.0%}", mix))
    return [*found, ("own", question.design[1])]


def _best_lived(aim: Aim, tried: Tried) -> int | None:
    """Which of the mixes lived answers a goal or a budget best by its medians; none if none does.

    A surface is off by a little just where it is searched, so that its own answer may fall short.
    """
    money, outcome = tried.middle("money"), tried.middle(aim.indicator)
    loss = outcome if GOALS[aim.indicator] else -outcome
    if aim.is_open:
        return None
    allowed = np.ones(len(money), bool) if aim.budget is None else money <= aim.budget
    if aim.goal is not None:
        allowed &= loss <= (aim.goal if GOALS[aim.indicator] else -aim.goal)
    if not allowed.any():
        return None
    return int(np.argmin(np.where(allowed, loss if aim.goal is None else money, np.inf)))


def _for_goal(
    aim: Aim, outcome: Surface, cost: Surface, is_less_better: bool, design: np.ndarray
) -> np.ndarray:
    assert aim.goal is not None
    label = f"--goal {aim.indicator}={aim.goal:g}"
    try:
        mix = cheapest_for_goal(outcome, cost, is_less_better, aim.goal, design)
    except Unreachable as best:
        message = (
            f"no mix of these levers reaches it; the nearest is {best.value:.4g}, for "
            f"{_bn(cost, best.nearest)} bn yuan"
        )
        raise _refused(label, message) from None
    if aim.budget is not None and float(cost.at(mix)[0]) > aim.budget:
        within = _for_budget(aim, outcome, cost, is_less_better, design)
        message = (
            f"takes {_bn(cost, mix)} bn yuan; within the budget the nearest is "
            f"{float(outcome.at(within)[0]):.4g}"
        )
        raise _refused(label, message)
    return mix


def _for_budget(
    aim: Aim, outcome: Surface, cost: Surface, is_less_better: bool, design: np.ndarray
) -> np.ndarray:
    assert aim.budget is not None
    try:
        return best_for_budget(outcome, cost, is_less_better, aim.budget, design)
    except Unreachable as cheapest:
        message = f"cannot be met; the cheapest mix takes {cheapest.value / 1e9:,.3g} bn yuan"
        raise _refused(f"--budget {aim.budget:g}", message) from None


def _bn(cost: Surface, mix: np.ndarray) -> str:
    return f"{float(cost.at(mix)[0]) / 1e9:,.0f}"


def _refused(where: str, message: str) -> BadInput:
    return BadInput([Problem(where, None, "", message)])


def _probability(aim: Aim, design: Tried, winners: Tried) -> np.ndarray:
    """For each winner the share of draws in which no other tried mix is both cheaper and better."""
    sign = 1.0 if GOALS[aim.indicator] else -1.0
    cost = np.hstack([winners["money"], design["money"]])
    loss = sign * np.hstack([winners[aim.indicator], design[aim.indicator]])
    count = winners["money"].shape[1]
    beaten = [
        ((cost < cost[:, [k]]) & (loss < loss[:, [k]])).any(axis=1).mean() for k in range(count)
    ]
    return 1.0 - np.array(beaten)


def _reached(aim: Aim, winners: Tried) -> float:
    """The share of draws in which the mix found for a goal, the first one, reaches it."""
    assert aim.goal is not None
    gap = winners[aim.indicator][:, 0] - aim.goal
    return float(np.mean(gap <= 0.0 if GOALS[aim.indicator] else gap >= 0.0))


def _errors(
    surfaces: Mapping[str, Surface],
    design: Tried,
    winners: Tried,
    mixes: list[tuple[str, np.ndarray]],
) -> dict[str, dict[str, float]]:
    """How far each surface is off: leaving one run out, and at the winners, beside the spread."""
    at = np.array([mix for _, mix in mixes])
    return {
        name: {
            "leave_one_out": surface.error,
            "at_the_winners": float(np.sqrt(np.mean((surface.at(at) - winners.middle(name)) ** 2))),
            "spread": float(design.middle(name).std()),
        }
        for name, surface in surfaces.items()
    }


def _mix(
    question: Question,
    aim: Aim,
    name: str,
    mix: np.ndarray,
    winners: Tried,
    k: int,
    probability: float,
    surfaces: Mapping[str, Surface],
) -> dict[str, Any]:
    """One mix: what the surface says of it and what direct runs gave."""
    return {
        "name": name,
        "intensities": question.named(mix),
        "probability_on_frontier": probability,
        "money": _band(winners["money"][:, k]),
        "outcomes": {goal: _band(winners[goal][:, k]) for goal in GOALS},
        "predicted": {
            "money": float(surfaces["money"].at(mix)[0]),
            aim.indicator: float(surfaces[aim.indicator].at(mix)[0]),
        },
    }


def marginal(question: Question, kept: KeptRuns) -> dict[str, dict[str, float]]:
    """Yuan of residents' income a further yuan of each lever brings, from direct runs.

    The scenario's mix with the lever weaker and stronger by a quarter; present values. ``money``
    is what the step costs; where it costs nothing a lever has no such figure and is left out.
    """
    steps = lived(question, kept, question.steps)
    found = {}
    for i, name in enumerate(question.levers):
        low, high = 2 * i, 2 * i + 1
        cost = steps["money"][:, high] - steps["money"][:, low]
        gain = steps["income"][:, high] - steps["income"][:, low]
        if (cost != 0.0).all():
            found[name] = {**_band(gain / cost), "step": 2 * HALF_STEP, "money": float(cost.mean())}
    return found


def _band(values: np.ndarray) -> dict[str, float]:
    return {key: float(np.quantile(values, level)) for key, level in LEVELS.items()}
