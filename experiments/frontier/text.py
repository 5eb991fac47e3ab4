"""A frontier as the lines a terminal shows, in two languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from experiments.answer_words import WORDS, indicator_word, lever_word, scenario_word, word
from experiments.comparison.text import digits_for, shown
from experiments.large_money import in_large
from experiments.text_tables import table


def as_lines(content: Mapping[str, Any], language: str = "en") -> list[str]:
    """The mixes found, how far the surface can be trusted, and marginal yuan."""
    indicator = content["indicator"]
    error = content["surface"][indicator]
    named = indicator_word(indicator, language)
    levers = [lever_word(name, language).replace("_", " ") for name in content["levers"]]
    head = (
        word("mix", language), word("bn", language), named, word("band90", language),
        word("on_frontier", language), *levers,
    )  # fmt: skip
    outcomes = [mix["outcomes"][indicator] for mix in content["mixes"]]
    digits = digits_for(held[key] for held in outcomes for key in ("median", "p05", "p95"))
    rows = [_cells(mix, indicator, digits, language) for mix in content["mixes"]]
    finer = digits and digits + 1  # an error is smaller than what it is the error of
    further = [word(key, language) for key in ("further_yuan", "yuan_of_income", "band90")]
    return [
        word("mixes", language).format(
            scenario=scenario_word(content, language), indicator=named, draws=content["draws"],
            origin=word(content["draws_from"], language), points=content["points"],
            scale=content["scale"],
        ),
        word("present_value", language).format(
            year=content["prices_of"], rate=content["discount_rate"]
        ),
        "",
        *table(head, rows, right=range(1, len(head))),
        "",
        *_reached(content, named, language),
        word("surface", language).format(
            left_out=shown(error["leave_one_out"], digits=finer),
            winners=shown(error["at_the_winners"], digits=finer),
            spread=shown(error["spread"], digits=finer),
        ),
        "",
        *table([*further, word("rests_on", language)], _yields(content, language), (1, 2)),
    ]  # fmt: skip


def _reached(content: Mapping[str, Any], named: str, language: str) -> list[str]:
    """In how many draws the mix found for a goal reaches it."""
    if "goal_reached" not in content:
        return []
    return [
        word("goal_reached", language).format(
            indicator=named, goal=content["goal"], share=content["goal_reached"]
        )
    ]


def _yields(content: Mapping[str, Any], language: str) -> list[list[str]]:
    """What a further yuan of each lever brings, the most first."""
    order = sorted(content["marginal"].items(), key=lambda item: -item[1]["median"])
    return [
        [
            lever_word(name, language), shown(held["median"], True),
            f"{shown(held['p05'], True)} … {shown(held['p95'], True)}",
            word(content["labels"][name], language),
        ]
        for name, held in order
    ]  # fmt: skip


def named_mix(name: str, language: str) -> str:
    """A mix by its name: one of the three that were asked for, or its share of the money."""
    return word(f"mix_{name}", language) if f"mix_{name}" in WORDS else name


def _cells(mix: Mapping[str, Any], indicator: str, digits: int, language: str) -> list[str]:
    outcome = mix["outcomes"][indicator]
    return [
        named_mix(mix["name"], language),
        f"{in_large(mix['money']['median'], language):,.0f}",
        shown(outcome["median"], digits=digits),
        f"{shown(outcome['p05'], digits=digits)} … {shown(outcome['p95'], digits=digits)}",
        f"{mix['probability_on_frontier']:.0%}",
        *(f"{x:.2f}" for x in mix["intensities"].values()),
    ]  # fmt: skip
