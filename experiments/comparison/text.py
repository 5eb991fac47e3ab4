"""A comparison as the lines a terminal shows, in two languages."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from experiments.answer_words import indicator_word, lever_word, unit_word, word
from experiments.large_money import LARGE, in_large
from experiments.text_tables import table
from sim.indicators import INDICATORS

HEADLINES = (
    "rural_income_new", "urban_income_new", "ratio_new", "cohort_income", "poverty_rate",
    "mountain_plain_ratio", "gini_rural", "migrant_share",
)  # fmt: skip
HEAD = ("indicator", "median", "band50", "band90", "error", "sd", "unit")
#: What fixed constants are shown to move, and how many of them.
MOVED = ("ratio_new", "rural_income_new")
MOST_CONSTANTS = 5


def as_lines(content: Mapping[str, Any], language: str = "en") -> list[str]:
    """Differences in the last year, money, worth and labels of every scenario; then the order."""
    against = content["against"]
    if language == "zh":
        against = content.get("against_title_zh", against)
    lines = [
        word("compared", language).format(
            against=against, year=content["years"][-1], draws=content["draws"],
            origin=word(content["draws_from"], language), seeds=content["seeds_per_draw"],
            scale=content["scale"],
        )
    ]  # fmt: skip
    for name, held in content["scenarios"].items():
        lines += ["", *_scenario(name, held, content, language)]
        if "constants" in content:
            lines += _constants(name, content, language)
    for indicator, held in content["ranks"].items():
        order = word("order", language).format(
            indicator=indicator_word(indicator, language),
            order=" < ".join(_title(name, content, language) for name in held["order"]),
        )
        holds = word("order_holds", language).format(share=held["order_holds"])
        lines += ["", order, holds]
    return lines


def _scenario(
    name: str, held: Mapping[str, Any], content: Mapping[str, Any], language: str
) -> list[str]:
    rows = [_cells(indicator, held["difference"][indicator], language) for indicator in HEADLINES]
    between, pause = ("：", "；") if language == "zh" else (": ", ", ")
    labels = pause.join(
        f"{lever_word(lever, language)}{between}{word(label, language)}"
        for lever, label in held["labels"].items()
    )
    return [
        f"{name}{between}{_title(name, content, 'zh') if language == 'zh' else held['title']}",
        *table([word(key, language) for key in HEAD], rows, right=(1, 2, 3, 4, 5)),
        _saved(held["money"], language),
        _worth(held["worth"], content["discount"], language),
        word("labels", language).format(labels=labels or word("no_lever_differs", language)),
    ]


def _constants(name: str, content: Mapping[str, Any], language: str) -> list[str]:
    """The fixed constants that move the effects that are ranked most."""
    from experiments.comparison.constants import largest

    held = content["constants"]
    lines = [word("constants", language).format(step=held["step"], runs=held["runs"])]
    for indicator in MOVED:
        moves = held["scenarios"][name][indicator]
        constants = "; ".join(
            f"{constant} {shown(by, True)}" for constant, by in largest(moves, MOST_CONSTANTS)
        )
        lines.append(
            word("constants_of", language).format(
                indicator=indicator_word(indicator, language),
                effect=shown(moves["effect"], True),
                sd=shown(moves["sd"]),
                error=shown(moves["error"]),
                constants=constants,
            )
        )
    return lines


def _title(name: str, content: Mapping[str, Any], language: str) -> str:
    """A scenario in an order: by its name, or in Chinese by its title."""
    return str(content["scenarios"][name].get("title_zh", name)) if language == "zh" else name


def _saved(money: Mapping[str, Any], language: str) -> str:
    saved = {key: in_large(sum(values), language) for key, values in money["saved_goes_to"].items()}
    ways = ("，" if language == "zh" else ", ").join(
        f"{word(key, language)} {value:+,.1f}" for key, value in saved.items()
    )
    closure = word(money["closure"], language)
    return word("saved", language).format(closure=closure, ways=ways)


def _worth(worth: Mapping[str, Any], discount: Mapping[str, Any], language: str) -> str:
    value = worth["net_present_value"]
    return word("worth", language).format(
        value=in_large(value["median"], language), span=_span(value, LARGE[language]),
        prices_of=worth["prices_of"],
        rate=discount["rate"], source=discount["source"], yield_=_yield(worth, language),
        peak=worth["peak_year"],
    )  # fmt: skip


def _yield(worth: Mapping[str, Any], language: str) -> str:
    """Income a yuan; nothing where draws do not agree that more or that less is spent."""
    money = worth["money"]
    if money["p05"] * money["p95"] <= 0:
        return ""
    return word("yield", language).format(value=worth["income_per_yuan"])


def _cells(indicator: str, held: Mapping[str, Any], language: str) -> list[str]:
    last = {key: values[-1] for key, values in held.items() if key not in ("years", "per_draw")}
    digits = digits_of(held, -1)

    def signed(key: str) -> str:
        return shown(last[key], True, digits)

    return [
        indicator_word(indicator, language), signed("median"),
        f"{signed('p25')} … {signed('p75')}", f"{signed('p05')} … {signed('p95')}",
        shown(last["monte_carlo_error"], digits=digits), shown(last["posterior_sd"], digits=digits),
        unit_word(INDICATORS[indicator].unit, language),
    ]  # fmt: skip


def digits_of(held: Mapping[str, Any], at: int) -> int:
    """Decimals that give the largest figure of an effect's band three digits, and all the same."""
    return digits_for(held[key][at] for key in ("median", "p05", "p95"))


def digits_for(values: Iterable[float]) -> int:
    """Decimals that give the largest of some figures three digits."""
    largest = max(abs(value) for value in values)
    return max(0, 2 - math.floor(math.log10(largest))) if largest else 0


def shown(value: float, is_signed: bool = False, digits: int | None = None) -> str:
    """A number with so many decimals, or as many as its size asks for; nought has no sign."""
    if digits is None:
        digits = 0 if abs(value) >= 100 else 4 if abs(value) < 1 else 2
    rounded = round(value, digits) or 0.0
    return f"{rounded:{'+' if is_signed and rounded else ''},.{digits}f}"


def _span(band: Mapping[str, float], unit: float) -> str:
    return f"{band['p05'] / unit:+,.0f} … {band['p95'] / unit:+,.0f}"
