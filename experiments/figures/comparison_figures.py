"""Every figure of a comparison, drawn into its result's folder or handed out one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from experiments import figures

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from experiments.figures.comparison_subject import ComparisonSubject
    from experiments.result_folder import ResultFolder

INCOME, RATIO = "rural_income_new", "ratio_new"
FIGURES = ("difference_fan", "ratio_fan", "tornado", "who_gains", "ledger_difference")
MAP = "county_map"


def names(scenarios: tuple[str, ...] = ()) -> list[str]:
    """Every name a figure of these scenarios may have."""
    return figures.names([*FIGURES, *(f"{MAP}_{scenario}" for scenario in scenarios)])


def draw_all(subject: ComparisonSubject, folder: ResultFolder) -> None:
    """Every figure in both languages and both formats."""
    from experiments.figures.drawing import save_all

    save_all(lambda language: drawn(subject, language), folder)


def drawn(subject: ComparisonSubject, language: str) -> Iterator[tuple[str, Figure]]:
    """Every figure in one language, with its name."""
    from experiments.figures.difference_fan import difference_fan
    from experiments.figures.ledger_difference import ledger_difference
    from experiments.figures.style import applied
    from experiments.figures.tile_map import mapped
    from experiments.figures.tornado import tornado
    from experiments.figures.who_gains import who_gains

    makers: dict[str, Callable[[], Figure]] = {
        "difference_fan": lambda: difference_fan(subject, language, INCOME),
        "ratio_fan": lambda: difference_fan(subject, language, RATIO),
        "tornado": lambda: tornado(subject, language),
        "who_gains": lambda: who_gains(subject, language),
        "ledger_difference": lambda: ledger_difference(subject, language),
    }
    with applied():
        for figure in FIGURES:
            yield figure, makers[figure]()
        if mapped(subject.place):
            for scenario in subject.names:
                yield f"{MAP}_{scenario}", county_map(subject, scenario, language)


def county_map(subject: ComparisonSubject, scenario: str, language: str) -> Figure:
    """The median difference of rural income by county in the last year."""
    from experiments.figures.comparison_subject import indicator_label
    from experiments.figures.tile_map import MapWords, tile_map
    from experiments.figures.wording import word

    values = {
        code: held[INCOME]["median"]
        for code, held in subject.of(scenario)["by_county"].items()
        if INCOME in held
    }
    title = word("last_year_difference", language).format(
        indicator=indicator_label(INCOME, language), year=subject.years[-1],
        against=subject.against(language),
    )  # fmt: skip
    words = MapWords(
        f"{subject.name(scenario, language)}: {title}",
        f"{word('per_head_axis', language)} ({subject.label(scenario, language)})",
        stamp=subject.stamp,
    )
    return tile_map(subject.place, values, words, language)
