"""A comparison as the lines a terminal shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from experiments.text_tables import table
from sim.indicators import INDICATORS

HEADLINES = (
    "rural_income_new", "urban_income_new", "ratio_new", "cohort_income", "poverty_rate",
    "mountain_plain_ratio", "gini_rural", "migrant_share",
)  # fmt: skip
HEAD = ("indicator", "median", "50 % band", "90 % band", "error", "sd", "unit")
BN = 1e9


def as_lines(content: Mapping[str, Any]) -> list[str]:
    """Differences in the last year, money, worth and labels of every scenario; then the order."""
    lines = [
        f"Each scenario less {content['against']}, {content['years'][-1]}; {content['draws']} "
        f"draws ({content['draws_from']}), {content['seeds_per_draw']} seeds a draw, scale "
        f"{content['scale']:g}",
    ]
    for name, held in content["scenarios"].items():
        lines += ["", *_scenario(name, held, content)]
    for indicator, held in content["ranks"].items():
        order = " < ".join(held["order"])
        lines += ["", f"order by {indicator}: {order}", f"  holds in {held['order_holds']:.0%}"]
    return lines


def _scenario(name: str, held: Mapping[str, Any], content: Mapping[str, Any]) -> list[str]:
    rows = [_cells(indicator, held["difference"][indicator]) for indicator in HEADLINES]
    saved = {key: sum(values) / BN for key, values in held["money"]["saved_goes_to"].items()}
    ways = ", ".join(f"{key.replace('_', ' ')} {value:+,.1f}" for key, value in saved.items())
    worth, discount = held["worth"], content["discount"]
    labels = ", ".join(f"{lever}: {label}" for lever, label in held["labels"].items())
    return [
        f"{name}: {held['title']}",
        *table(HEAD, rows, right=(1, 2, 3, 4, 5)),
        f"saved on levers, bn yuan in all years ({held['money']['closure']}): {ways}",
        f"net present value {worth['net_present_value']['median'] / BN:+,.0f} bn yuan "
        f"(90 %: {_span(worth['net_present_value'], BN)}) in prices of {worth['prices_of']} at "
        f"{discount['rate']:.0%} real ({discount['source']}); {worth['income_per_yuan']:.2f} yuan "
        f"of income a yuan of money; largest in {worth['peak_year']}",
        f"labels: {labels or 'no lever differs'}",
    ]


def _cells(indicator: str, held: Mapping[str, Any]) -> list[str]:
    last = {key: values[-1] for key, values in held.items() if key not in ("years", "per_draw")}
    return [
        indicator, shown(last["median"], True),
        f"{shown(last['p25'], True)} … {shown(last['p75'], True)}",
        f"{shown(last['p05'], True)} … {shown(last['p95'], True)}",
        shown(last["monte_carlo_error"]), shown(last["posterior_sd"]), INDICATORS[indicator].unit,
    ]  # fmt: skip


def shown(value: float, is_signed: bool = False) -> str:
    """A number with as many digits as its size asks for."""
    digits = 0 if abs(value) >= 100 else 4 if abs(value) < 1 else 2
    return f"{value:{'+' if is_signed else ''},.{digits}f}"


def _span(band: Mapping[str, float], unit: float) -> str:
    return f"{band['p05'] / unit:+,.0f} … {band['p95'] / unit:+,.0f}"
