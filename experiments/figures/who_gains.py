"""Who gains: tiles by class of county and fifth of its people, a panel a scenario."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import TwoSlopeNorm
from matplotlib.figure import Figure

from experiments.figures.comparison_subject import ComparisonSubject
from experiments.figures.difference_fan import signed
from experiments.figures.style import ink_on, new_figure, stamp
from experiments.figures.tile_map import LOSS_AND_GAIN
from experiments.figures.wording import in_brackets, word

CLASSES = ("plain", "mountain", "west")
FIFTHS = ("1", "2", "3", "4", "5")


def who_gains(subject: ComparisonSubject, language: str) -> Figure:
    """Median difference of rural income in the last year, with its 90 % band below it."""
    rows = len(subject.names)
    figure = new_figure(8.2, 1.95 * rows + 1.15)
    panels = figure.subplots(rows, 1, squeeze=False).ravel()
    tables = {name: _table(subject, name) for name in subject.names}
    reach = max((float(np.nanmax(np.abs(item[0]))) for item in tables.values()), default=0.0)
    norm = TwoSlopeNorm(0.0, -(reach or 1.0), reach or 1.0)
    for panel, name in zip(panels, subject.names, strict=True):
        _tiles(panel, tables[name], norm, _present(subject, name), language)
        panel.set_title(
            f"{subject.name(name, language)}{in_brackets(subject.label(name, language), language)}",
            fontsize=10,
        )
    title = word("who_gains", language).format(
        year=subject.years[-1], against=subject.against(language)
    )
    figure.suptitle(title, x=0.012, ha="left", fontsize=11)
    panels[-1].set_xlabel(word("per_head_axis", language))
    stamp(figure, subject.stamp[language])
    return figure


def _present(subject: ComparisonSubject, name: str) -> list[str]:
    held = subject.of(name)["by_class_and_quintile"]
    return [kind for kind in CLASSES if held.get(kind)]


def _table(subject: ComparisonSubject, name: str) -> np.ndarray:
    """Median, lower and upper end: [3, classes, fifths]."""
    held = subject.of(name)["by_class_and_quintile"]
    return np.array(
        [
            [[held[kind][fifth][key] for fifth in FIFTHS] for kind in _present(subject, name)]
            for key in ("median", "p05", "p95")
        ]
    )


def _tiles(
    axes: Axes, table: np.ndarray, norm: TwoSlopeNorm, classes: list[str], language: str
) -> None:
    axes.imshow(table[0], cmap=LOSS_AND_GAIN, norm=norm, aspect="auto")
    for row in range(table.shape[1]):
        for column in range(table.shape[2]):
            median, low, high = table[:, row, column]
            ink = ink_on(LOSS_AND_GAIN(norm(median)))
            axes.text(
                column, row - 0.14, signed(round(median)), ha="center", va="center", fontsize=9,
                color=ink,
            )  # fmt: skip
            axes.text(
                column, row + 0.24, f"{signed(round(low))} … {signed(round(high))}", ha="center",
                va="center", fontsize=6.5, color=ink,
            )  # fmt: skip
    axes.set_xticks(range(len(FIFTHS)), [word(f"fifth_{fifth}", language) for fifth in FIFTHS])
    axes.set_yticks(range(len(classes)), [word(f"class_{kind}", language) for kind in classes])
    axes.grid(False)
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
