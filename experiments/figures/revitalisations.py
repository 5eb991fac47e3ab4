"""The five revitalisations of the countryside: one index each, by year."""

from __future__ import annotations

from matplotlib.figure import Figure

from experiments.figures.style import (
    BLUE,
    GREEN,
    ORANGE,
    PURPLE,
    VERMILION,
    label_ends,
    new_figure,
    stamp,
    year_axis,
)  # fmt: skip
from experiments.figures.subject import Subject
from experiments.figures.wording import word

COLOURS = {
    "revitalisation_industry": BLUE,
    "revitalisation_talent": ORANGE,
    "revitalisation_culture": PURPLE,
    "revitalisation_ecology": GREEN,
    "revitalisation_organisation": VERMILION,
}


def revitalisations(subject: Subject, language: str) -> Figure:
    """Five lines from 0 to 1, named at their ends; bands hold nine draws in ten."""
    figure = new_figure(8.2, 4.6)
    axes = figure.subplots()
    ends = {}
    for name, colour in COLOURS.items():
        values = subject.modelled(name, subject.years)
        axes.plot(subject.years, values, color=colour)
        band = subject.band(name, subject.years)
        if band is not None:
            axes.fill_between(subject.years, *band, color=colour, alpha=0.15, linewidth=0)
        ends[word(name, language)] = (float(values[-1]), colour)
    axes.set_ylim(0.0, 1.0)
    axes.set_title(word("revitalisations", language))
    axes.set_ylabel(word("index_axis", language))
    year_axis(axes, subject.years)
    label_ends(axes, ends, 0.062)
    stamp(figure, subject.stamp[language])
    return figure
