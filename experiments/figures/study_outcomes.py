"""What a study found: each outcome by the study's first factor, with its band."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.figures import FORMATS, LANGUAGES, name
from experiments.figures.drawing import save
from experiments.figures.style import BLUE, GREY, LIGHT, applied, new_figure, stamp
from experiments.figures.wording import word
from experiments.result_folder import ResultFolder
from experiments.study.factors import SCENARIO
from experiments.study.questions import Study

BAND = (5, 95)
MOST_SIDE_BY_SIDE = 3


def draw_study(
    study: Study,
    found: Mapping[str, np.ndarray],
    folder: ResultFolder,
    figure: str,
    result_hash: str,
) -> None:
    """The figure of a study in both languages and both formats."""
    for language in LANGUAGES:
        with applied():
            drawing = study_outcomes(study, found, language, result_hash)
        for format_ in FORMATS:
            with folder.file(name(figure, language, format_)) as path:
                save(drawing, path, format_)


def study_outcomes(
    study: Study, found: Mapping[str, np.ndarray], language: str, result_hash: str
) -> Figure:
    """A panel an outcome. ``found`` is float64 [points, repetitions] by outcome.

    Words of the first factor stand below one another, each with its paired difference from the
    first; numbers stand along the axis, the median over everything else drawn through them.
    """
    count = len(study.outcomes)
    columns = min(count, MOST_SIDE_BY_SIDE)
    rows = -(-count // columns)
    first = study.design.factors[0]
    are_words = first.choices is not None
    tall = 1.2 + 0.3 * len(first.choices or ()) if are_words else 2.8
    figure = new_figure(3.0 + 3.0 * columns, 0.9 + tall * rows)
    panels = figure.subplots(rows, columns, squeeze=False, sharey="row" if are_words else False)
    for axes, outcome in zip(panels.flat, study.outcomes):
        draw = _differences if are_words else _along
        draw(axes, study, found[outcome.name])
        unit = "" if outcome.unit == "1" else f"\n{outcome.unit}"
        axes.set_title(f"{outcome.label(language)}{unit}", fontsize=9, pad=4)
    for axes in panels.flat[count:]:
        axes.set_visible(False)
    key = "study_differences" if are_words else "study_levels"
    words = word(key, language).format(year=study.year, title=study.title, first=_first(study))
    figure.suptitle(words, fontsize=11, ha="left", x=0.01)
    stamp(figure, f"{result_hash}, {study.runs:,} runs, scale {study.scale:g}")
    return figure


def _first(study: Study) -> str:
    return _label(study, 0) if study.design.factors[0].choices is not None else ""


def _label(study: Study, choice: int) -> str:
    factor = study.design.factors[0]
    plain = str(factor.plain(choice))
    return study.scenarios[plain].title if factor.name == SCENARIO else plain


def _differences(axes: Axes, study: Study, by_run: np.ndarray) -> None:
    """Each word's paired differences from the first word: median and 90 % band."""
    choices = study.design.factors[0].choices or ()
    cells = study.design.cells[:, 0]
    base = by_run[cells == 0].ravel()
    for k in range(len(choices)):
        pairs = by_run[cells == k].ravel() - base
        known = pairs[np.isfinite(pairs)]
        if not len(known):
            continue
        low, middle, high = np.percentile(known, (BAND[0], 50, BAND[1]))
        axes.plot([low, high], [k, k], color=LIGHT, linewidth=5, zorder=1)
        axes.plot([middle], [k], "o", color=BLUE, markersize=5, zorder=2)
    axes.axvline(0.0, color=GREY, linewidth=0.8, zorder=0)
    axes.set_yticks(range(len(choices)), [_label(study, k) for k in range(len(choices))])
    axes.set_ylim(len(choices) - 0.5, -0.5)
    axes.grid(axis="x", color=LIGHT)


def _along(axes: Axes, study: Study, by_run: np.ndarray) -> None:
    """The outcome along the first factor: median and 90 % band over everything else."""
    factor = study.design.factors[0]
    places = study.design.cells[:, 0]
    steps = np.unique(places)
    bands = np.array([_band(by_run[places == step]) for step in steps])
    axes.fill_between(steps, bands[:, 0], bands[:, 2], color=BLUE, alpha=0.2, linewidth=0)
    axes.plot(steps, bands[:, 1], "o-", color=BLUE, markersize=4)
    axes.set_xlabel(factor.name)


def _band(values: np.ndarray) -> np.ndarray:
    known = values[np.isfinite(values)]
    return np.percentile(known, (BAND[0], 50, BAND[1])) if len(known) else np.full(3, np.nan)
