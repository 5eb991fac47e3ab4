"""Rural income by fifths of the people, and how far the highest is above the lowest."""

from __future__ import annotations

from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from experiments.figures.style import (
    BLACK,
    QUINTILES,
    label_ends,
    log_ticks,
    new_figure,
    stamp,
    year_axis,
)  # fmt: skip
from experiments.figures.subject import Subject
from experiments.figures.wording import word

NAMES = tuple(f"rural_quintile_{rank}" for rank in range(1, 6))


def quintiles(subject: Subject, language: str) -> Figure:
    """Mean income of each fifth on a logarithmic axis; below, the highest over the lowest."""
    figure = new_figure(8.2, 6.2)
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=[3.0, 1.0])
    above.set_yscale("log")
    ends = {}
    for name, colour in zip(NAMES, QUINTILES, strict=True):
        values = subject.modelled(name, subject.years)
        above.plot(subject.years, values, color=colour)
        band = subject.band(name, subject.years)
        if band is not None:
            above.fill_between(subject.years, *band, color=colour, alpha=0.15, linewidth=0)
        ends[word(name, language)] = (float(values[-1]), colour)
    log_ticks(above)
    above.set_title(word("quintiles", language))
    above.set_ylabel(word("income_axis", language))
    label_ends(above, ends, 0.062)
    highest, lowest = (subject.modelled(name, subject.years) for name in (NAMES[-1], NAMES[0]))
    below.plot(subject.years, highest / lowest, color=BLACK)
    below.set_ylabel(word("highest_over_lowest", language))
    below.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.1f}"))
    year_axis(below, subject.years)
    stamp(figure, subject.stamp[language])
    return figure
