"""Every figure of a comparison by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from experiments.figures.comparison_subject import (
    ComparisonSubject,
    indicator_label,
)
from experiments.figures.wording import colon, in_brackets, in_unit, word
from sim.indicators import INDICATORS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

INCOME, RATIO = "rural_income_new", "ratio_new"
MAP = "county_map"


def makers(content: Mapping[str, Any], map_of: str = INCOME) -> dict[str, Callable[[str], Figure]]:
    """Every figure by name, as functions of the language; a map of each scenario."""
    from experiments.figures.difference_fan import difference_fan
    from experiments.figures.ledger_difference import ledger_difference
    from experiments.figures.tile_map import mapped
    from experiments.figures.tornado import tornado
    from experiments.figures.who_gains import who_gains

    subject = ComparisonSubject(content)
    maps = {
        f"{MAP}_{scenario}": partial(county_map, subject, scenario, map_of=map_of)
        for scenario in subject.names
        if mapped(subject.place)
    }
    return {
        "difference_fan": partial(difference_fan, subject, indicator=INCOME),
        "ratio_fan": partial(difference_fan, subject, indicator=RATIO),
        "tornado": partial(tornado, subject),
        "who_gains": partial(who_gains, subject),
        "ledger_difference": partial(ledger_difference, subject),
        **maps,
    }


def county_map(
    subject: ComparisonSubject, scenario: str, language: str, map_of: str = INCOME
) -> Figure:
    """The median difference of an indicator by county in the last year."""
    from experiments.figures.tile_map import MapWords, tile_map

    item = INDICATORS[map_of]
    unit, factor = in_unit(item.unit, language)
    values = {
        code: factor * held[map_of]["median"]
        for code, held in subject.of(scenario)["by_county"].items()
        if map_of in held
    }
    title = word("last_year_difference", language).format(
        indicator=indicator_label(map_of, language), year=subject.years[-1],
        against=subject.against(language),
    )  # fmt: skip
    form = "{:,.0f}" if max(map(abs, values.values()), default=0.0) >= 100.0 else "{:,.1f}"
    words = MapWords(
        f"{subject.name(scenario, language)}{colon(language)}{title}",
        f"{unit}{in_brackets(subject.label(scenario, language), language)}",
        form,
        subject.stamp[language],
    )
    return tile_map(subject.place, values, words, language)
