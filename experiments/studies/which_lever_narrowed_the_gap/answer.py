"""Asking both questions, drawing the figures, and putting the numbers into words."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import jinja2

import scenarios
from experiments.attribution import question as attribution_question
from experiments.attribution import result as attribution_result
from experiments.attribution.defaults import DEFAULT_SCALE as ATTRIBUTION_SCALE
from experiments.comparison import question as comparison_question
from experiments.comparison import result as comparison_result
from experiments.comparison.defaults import DEFAULT_SCALE as COMPARISON_SCALE
from experiments.documented import break_year
from experiments.figures.attribution_figures import stamped
from experiments.figures.comparison_subject import ComparisonSubject, lever_label
from experiments.figures.drawing import save
from experiments.figures.style import applied
from experiments.figures.tornado import tornado
from experiments.figures.waterfall import shapley_bars, waterfall
from experiments.results import as_plain
from experiments.studies.which_lever_narrowed_the_gap import COMMANDS
from sim.inputs import Scenario

ANSWER, NUMBERS = "answer.md", "numbers.json"
FIXED = ("definition", "common_trend")
REMOVAL = "no_"
#: An order of two is called sure from this share of draws on.
SURE = 0.9


def write_answer(
    out: Path,
    runs: Path,
    scale: float | None,
    draws: int,
    attribution_draws: int,
    permutations: int,
    workers: int | None,
    say: Callable[[str], None] = print,
) -> Path:
    """Write ``answer.md``, ``numbers.json`` and the figures into ``out``; returns the answer."""
    history = scenarios.load("history")
    removed = [scenarios.load(f"{REMOVAL}{lever}") for lever in sorted(history.levers)]
    say("taking the change apart …")
    asked = attribution_question.asked(
        history, attribution_draws, permutations, scale or ATTRIBUTION_SCALE
    )
    apart = attribution_result.answer(asked, workers, runs)
    say("taking levers away one at a time …")
    against = comparison_question.asked(tuple(removed), history, draws, scale or COMPARISON_SCALE)
    compared = comparison_result.answer(against, workers, runs).document
    out.mkdir(parents=True, exist_ok=True)
    figures = _draw(apart, compared, out)
    numbers = _numbers(apart, compared, history)
    text = json.dumps(as_plain(numbers), ensure_ascii=False, indent=1)
    (out / NUMBERS).write_text(text + "\n", encoding="utf-8")
    (out / ANSWER).write_text(_in_words(numbers, figures), encoding="utf-8")
    say(f"written to {out / ANSWER}")
    return out / ANSWER


def _draw(apart: Mapping[str, Any], compared: Mapping[str, Any], out: Path) -> list[str]:
    """The waterfall, the Shapley values and the tornado, in English and Chinese."""
    held = attribution_result.measure_of(apart, "ratio")
    subject = ComparisonSubject(compared)
    names = []
    for language in ("en", "zh"):
        with applied():
            drawings = {
                "waterfall": waterfall(held, language, stamped(apart)),
                "shapley": shapley_bars(held, language, stamped(apart)),
                "tornado": tornado(subject, language),
            }
        for name, drawing in drawings.items():
            file = f"{name}.{language}.png"
            save(drawing, out / file, "png")
            if language == "en":
                names.append(file)
    return names


def _numbers(
    apart: Mapping[str, Any], compared: Mapping[str, Any], history: Scenario
) -> dict[str, Any]:
    """Everything the text needs, as plain data."""
    ratio = apart["measures"]["ratio"]
    levers = [
        {
            **part,
            "name": name,
            "label": lever_label(name, "en"),
            "rests_on": part["label"],
            "neutral": ratio["budget_neutral"][name]["mean"],
        }
        for name, part in ratio["parts"].items()
        if name not in FIXED
    ]
    largest_first = sorted(levers, key=lambda lever: lever["mean"])
    last = -1
    removed = [
        {
            "name": name,
            "label": lever_label(name.removeprefix(REMOVAL), "en"),
            "ratio": {
                key: held["difference"]["ratio_new"][key][last] for key in ("median", "p05", "p95")
            },
            "income": held["difference"]["rural_income_new"]["median"][last],
            "value": held["worth"]["net_present_value"]["median"] / 1e9,
        }
        for name, held in compared["scenarios"].items()
    ]
    return {
        "place": history.place.title.en,
        "first": compared["years"][0],
        "last": compared["years"][-1],
        "break_year": break_year(history.place),
        "commands": _commands(history, apart, compared),
        "attribution": {key: apart[key] for key in ("draws", "permutations", "scale", "seed")},
        "draws": compared["draws"],
        "seeds": compared["seeds_per_draw"],
        "scale": compared["scale"],
        "origin": compared["draws_from"],
        "discount": compared["discount"],
        "ratio": {key: ratio[key] for key in ("from", "to", "interaction_share", "sum")},
        "observed_from": ratio["observed_from"],
        "observed_to": ratio["observed_to"],
        "parts": {name: ratio["parts"][name] for name in FIXED},
        "levers": largest_first,
        "levers_sum": sum(lever["mean"] for lever in levers),
        "largest": sorted(levers, key=lambda lever: -abs(lever["mean"]))[:3],
        "removed": sorted(removed, key=lambda row: -row["ratio"]["median"]),
        "order": compared["ranks"]["ratio_new"],
    }


def _commands(
    history: Scenario, apart: Mapping[str, Any], compared: Mapping[str, Any]
) -> list[str]:
    """The commands as they are typed, the samples they were answered with included."""
    names = [f"{REMOVAL}{lever}" for lever in sorted(history.levers)]
    samples = {
        "attribute": ("draws", "permutations", "scale"),
        "compare": ("draws", "scale"),
    }
    lines = []
    for command in COMMANDS:
        words = [word for item in command for word in (names if item == "NO_LEVERS" else [item])]
        held = apart if command[0] == "attribute" else compared
        sample = [f"--{option} {held[option]}" for option in samples[command[0]]]
        lines.append(" ".join(["shanhai", *words, *sample]))
    return lines


def _in_words(numbers: Mapping[str, Any], figures: list[str]) -> str:
    """The answer as text."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader(__package__ or "", "."),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # plain text in Markdown, nothing of it from outside
    )
    environment.filters |= {
        "level": lambda value: f"{value:.2f}",
        "size": lambda value: f"{abs(value):.2f}",
        "change": _change,
        "band": lambda held: f"{_change(held['p05'])} to {_change(held['p95'])}",
        "percent": lambda value: f"{value:.0%}",
        "yuan": _yuan,
    }
    return environment.get_template("answer.md.j2").render(
        **numbers,
        figures=figures,
        sure_sentence=_sure(numbers["levers"]),
        pairs_sentence=_pairs(numbers["order"]),
        unsure_labels=_labels(numbers["levers"]),
    )


def _change(value: float) -> str:
    rounded = round(value, 3)
    return (f"{rounded:+.3f}" if rounded else "0.000").replace("-", "\u2212")


def _yuan(value: float) -> str:
    rounded = round(value)
    return (f"{rounded:+,}" if rounded else "0").replace("-", "\u2212")


def _sure(levers: list[Mapping[str, Any]]) -> str:
    """Which levers move the ratio the same way in 90 % of draws."""
    sure = [lever["label"] for lever in levers if lever["p05"] * lever["p95"] > 0]
    return (
        f"Of {len(levers)} levers {len(sure)} move the ratio the same way at both ends of their "
        f"90 % band: {', '.join(sure) or 'none'}."
    )


def _pairs(order: Mapping[str, Any]) -> str:
    """Which neighbours in the order can be told apart."""
    names = [lever_label(name.removeprefix(REMOVAL), "en") for name in order["order"]]
    told = [
        f"{names[k + 1]} before {names[k]} ({share:.0%})"
        for k, share in enumerate(order["next_is_higher"])
        if share >= SURE
    ]
    return (
        f"Neighbours that keep their places in at least {SURE:.0%} of draws: "
        f"{'; '.join(reversed(told)) or 'none'}."
    )


def _labels(levers: list[Mapping[str, Any]]) -> str:
    """How many effects rest on what."""
    counts = Counter(lever["rests_on"] for lever in levers)
    said = ", ".join(
        f"{count} {'is' if count == 1 else 'are'} {label}" for label, count in counts.items()
    )
    return f"of the levers' effects {said}."
