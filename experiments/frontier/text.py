"""A frontier as the lines a terminal shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from experiments.comparison.text import shown
from experiments.text_tables import table

BN = 1e9


def as_lines(content: Mapping[str, Any]) -> list[str]:
    """The mixes found, how far the surface can be trusted, and marginal yuan."""
    indicator = content["indicator"]
    error = content["surface"][indicator]
    head = (
        "mix", "bn yuan", indicator, "90 % band", "on frontier",
        *(name.replace("_", " ") for name in content["levers"]),
    )  # fmt: skip
    rows = [_cells(mix, indicator) for mix in content["mixes"]]
    yields = [
        [
            name, shown(held["median"], True),
            f"{shown(held['p05'], True)} … {shown(held['p95'], True)}", content["labels"][name],
        ]
        for name, held in sorted(
            content["marginal"].items(), key=lambda item: -item[1]["median"]
        )
    ]  # fmt: skip
    return [
        f"{content['scenario']}: mixes of levers by {indicator}; {content['draws']} draws "
        f"({content['draws_from']}), {content['points']} mixes tried in each, scale "
        f"{content['scale']:g}",
        f"money: present value in prices of {content['prices_of']} at "
        f"{content['discount_rate']:.0%} real; mixes by share of the scenario's own cost",
        "",
        *table(head, rows, right=range(1, len(head))),
        "",
        f"surface: off by {shown(error['leave_one_out'])} (one run left out) and "
        f"{shown(error['at_the_winners'])} at these mixes; spread of the mixes tried "
        f"{shown(error['spread'])}",
        "",
        *table(("a further yuan of", "yuan of income", "90 % band", "rests on"), yields, (1, 2)),
    ]


def _cells(mix: Mapping[str, Any], indicator: str) -> list[str]:
    outcome = mix["outcomes"][indicator]
    return [
        mix["name"], f"{mix['money']['median'] / BN:,.0f}", shown(outcome["median"]),
        f"{shown(outcome['p05'])} … {shown(outcome['p95'])}",
        f"{mix['probability_on_frontier']:.0%}",
        *(f"{x:.2f}" for x in mix["intensities"].values()),
    ]  # fmt: skip
