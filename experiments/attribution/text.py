"""An attribution as the lines a terminal shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from experiments.comparison.text import shown
from experiments.text_tables import table

HEAD = (
    "part", "mean", "median", "90 % band", "error", "budget-neutral", "emulator", "difference",
    "rests on",
)  # fmt: skip


def as_lines(held: Mapping[str, Any]) -> list[str]:
    """From, to, and every part; ``held`` is the document of one measure."""
    known = ""
    if "observed_from" in held and "observed_to" in held:
        known = f" (published {held['observed_from']:,.4g} → {held['observed_to']:,.4g})"
    rows = [_cells(name, held) for name in held["parts"]]
    rows.append(["sum", shown(held["sum"], True), *[""] * (len(HEAD) - 2)])
    return [
        f"{held['scenario']}, {held['indicator']}: {held['from']:,.4g} ({held['years'][0]}, old "
        f"definition) → {held['to']:,.4g} ({held['years'][1]}, new definition){known}",
        f"{held['draws']} draws ({held['draws_from']}), {held['permutations']} permutations a "
        f"draw, scale {held['scale']:g}",
        *table(HEAD, rows, right=range(1, len(HEAD) - 1)),
        f"levers together beyond each alone: {held['interaction_share']:+.1%} of all they do",
    ]


def _cells(name: str, held: Mapping[str, Any]) -> list[str]:
    part, neutral = held["parts"][name], held["budget_neutral"]
    emulated = held["emulator"].get(name)
    band = f"{shown(part['p05'], True)} … {shown(part['p95'], True)}"
    error = shown(max(part["standard_error"], part["monte_carlo_error"]))
    beside = shown(neutral[name]["mean"], True) if neutral else ""
    return [
        name, shown(part["mean"], True), shown(part["median"], True), band, error, beside,
        shown(emulated["mean"], True) if emulated else "",
        shown(emulated["difference"], True) if emulated else "",
        part.get("label", ""),
    ]  # fmt: skip
