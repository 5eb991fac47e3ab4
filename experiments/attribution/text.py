"""An attribution as the lines a terminal shows, in two languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from experiments.answer_words import lever_word, scenario_word, word
from experiments.comparison.text import shown
from experiments.text_tables import table

HEAD = (
    "part", "mean", "median", "band90", "error", "neutral", "emulator", "difference", "rests_on",
)  # fmt: skip


def as_lines(held: Mapping[str, Any], language: str = "en") -> list[str]:
    """From, to, and every part; ``held`` is the document of one measure."""
    known = ""
    if "observed_from" in held and "observed_to" in held:
        known = word("known", language).format(
            start=shown(held["observed_from"]), end=shown(held["observed_to"])
        )  # fmt: skip
    rows = [_cells(name, held, language) for name in held["parts"]]
    neutral = held["budget_neutral_total"]
    sums = {"mean": shown(held["sum"], True)}
    if neutral:
        sums["neutral"] = shown(neutral["sum"], True)
    rows.append([word("sum", language), *(sums.get(key, "") for key in HEAD[1:])])
    return [
        word("from_to", language).format(
            scenario=scenario_word(held, language),
            measure=word(f"measure_{held['indicator']}", language),
            start=shown(held["from"]), end=shown(held["to"]), first=held["years"][0],
            last=held["years"][1], known=known,
        ),
        word("permuted", language).format(
            draws=held["draws"], origin=word(held["draws_from"], language),
            permutations=held["permutations"], scale=held["scale"],
        ),
        *table([word(key, language) for key in HEAD], rows, right=range(1, len(HEAD) - 1)),
        word("together", language).format(share=held["interaction_share"]),
    ]  # fmt: skip


def _cells(name: str, held: Mapping[str, Any], language: str) -> list[str]:
    part, neutral = held["parts"][name], held["budget_neutral"]
    emulated = held["emulator"].get(name)
    band = f"{shown(part['p05'], True)} … {shown(part['p95'], True)}"
    error = shown(max(part["standard_error"], part["monte_carlo_error"]))
    beside = shown(neutral[name]["mean"], True) if neutral else ""
    label = word(part["label"], language) if "label" in part else ""
    return [
        lever_word(name, language), shown(part["mean"], True), shown(part["median"], True), band,
        error, beside,
        shown(emulated["mean"], True) if emulated else "",
        shown(emulated["difference"], True) if emulated else "",
        label,
    ]  # fmt: skip
