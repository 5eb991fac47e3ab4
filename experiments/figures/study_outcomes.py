"""What a study found: each outcome by the study's first factor, with its band."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from calibration.labels import ASSUMED
from experiments.effect_labels import label_of, labels_between, weakest
from experiments.figures import stamps
from experiments.figures.difference_fan import signed
from experiments.figures.drawing import save_all
from experiments.figures.style import BLUE, GREY, LIGHT, applied, new_figure, stamp
from experiments.figures.wording import in_brackets, word
from experiments.large_money import LARGE
from experiments.result_folder import ResultFolder
from experiments.study.factors import SCENARIO, allowed_factors
from experiments.study.questions import Study
from experiments.study.sensitivity import sensitivity_rows
from sim.declare import Label
from sim.levers import all_levers
from sim.units import unit as unit_named

BAND = (5, 95)
MOST_SIDE_BY_SIDE = 3
#: Which measure of a sensitivity design is drawn.
TOTAL = {"sobol": "ST", "morris": "mu_star"}


def draw_study(
    study: Study,
    found: Mapping[str, np.ndarray],
    folder: ResultFolder,
    figure: str,
    result_hash: str,
) -> None:
    """The figure of a study in both languages and both formats."""

    def drawn(language: str) -> list[tuple[str, Figure]]:
        with applied():
            return [(figure, study_outcomes(study, found, language, result_hash))]

    save_all(drawn, folder)


def study_outcomes(
    study: Study, found: Mapping[str, np.ndarray], language: str, result_hash: str
) -> Figure:
    """A panel an outcome. ``found`` is float64 [points, repetitions] by outcome.

    Words of the first factor stand below one another, each with its paired difference from the
    first; numbers stand along the axis, the median over everything else drawn through them; of a
    sensitivity design its total indices are drawn, or its mean effects.
    """
    count = len(study.outcomes)
    columns = min(count, MOST_SIDE_BY_SIDE)
    rows = -(-count // columns)
    key, draw, lines = _kind_of(study)
    tall = 1.2 + 0.3 * lines if lines else 2.8
    figure = new_figure(3.0 + 3.0 * columns, 0.9 + tall * rows)
    panels = figure.subplots(rows, columns, squeeze=False, sharey="row" if lines else False)
    for axes, outcome in zip(panels.flat, study.outcomes):
        draw(axes, study, outcome.name, found[outcome.name], language)
        item = unit_named(outcome.unit)
        words = item.zh if language == "zh" else item.name
        unit = "" if item.name == "1" else f"\n{words}"
        axes.set_title(f"{outcome.label(language)}{unit}", fontsize=9, pad=4)
    for axes in panels.flat[count:]:
        axes.set_visible(False)
    above = word(key, language).format(
        year=study.year, title=study.titled(language), first=_first(study, language)
    )
    figure.suptitle(above, fontsize=11, ha="left", x=0.01)
    runs = Label(stamps.counted(study.runs, "run"), f"{study.runs:,}次模拟")
    stamp(figure, stamps.one_line(result_hash, runs, stamps.scale(study.scale))[language])
    return figure


_Draw = Callable[[Axes, Study, str, np.ndarray, str], None]


def _kind_of(study: Study) -> tuple[str, _Draw, int]:
    """The words above the figure, what draws a panel, and how many lines stand in it."""
    factors = study.design.factors
    if study.design.kind in TOTAL:
        return f"study_{study.design.kind}", _indices, len(factors)
    if factors[0].choices is not None:
        return "study_differences", _differences, len(factors[0].choices)
    return "study_levels", _along, 0


def _first(study: Study, language: str) -> str:
    return _label(study, 0, language) if study.design.factors[0].choices is not None else ""


def _label(study: Study, choice: int, language: str) -> str:
    factor = study.design.factors[0]
    plain = str(factor.plain(choice))
    return study.scenarios[plain].titled(language) if factor.name == SCENARIO else plain


def _rests_on(study: Study, choice: int, language: str) -> str:
    """In brackets, what the effect of a choice of the first factor rests on, where it is levers'.

    A scenario's is held against the first scenario's; the first one's own is none. Where a study
    looks at a county beyond the place's border, of which the record says nothing, all is assumed.
    """
    factor = study.design.factors[0]
    lever = factor.name.partition(".")[0]
    if choice == 0:
        return ""
    if factor.name == SCENARIO:
        first, other = (study.scenarios[str(factor.plain(k))] for k in (0, choice))
        labels = list(labels_between(other, first).values())
    else:
        labels = [label_of(study.place, lever)] if lever in all_levers() else []
    if any(outcome.is_beyond_the_border for outcome in study.outcomes):
        labels = [ASSUMED for _ in labels]
    return in_brackets(word(weakest(labels), language), language) if labels else ""


def _indices(axes: Axes, study: Study, outcome: str, by_run: np.ndarray, language: str) -> None:
    """A bar a factor: how much of the outcome depends on it, with its 95 % interval."""
    wanted = TOTAL[study.design.kind]
    rows = sensitivity_rows(study, {outcome: by_run})
    found = {row[3]: (row[5], row[6]) for row in rows if row[2] == wanted}
    names = [factor.name for factor in study.design.factors]
    for k, factor in enumerate(names):
        value, reach = found.get(factor, ("", ""))
        if value != "":
            axes.barh(k, value, xerr=reach or None, color=BLUE, height=0.6, ecolor=GREY)
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.grid(axis="x", color=LIGHT)


def _differences(axes: Axes, study: Study, outcome: str, by_run: np.ndarray, language: str) -> None:
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
    names = [
        _label(study, k, language) + _rests_on(study, k, language) for k in range(len(choices))
    ]
    axes.set_yticks(range(len(choices)), names)
    axes.set_ylim(len(choices) - 0.5, -0.5)
    axes.xaxis.set_major_locator(MaxNLocator(4))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: signed(round(value, 9))))
    axes.grid(axis="x", color=LIGHT)


def _along(axes: Axes, study: Study, outcome: str, by_run: np.ndarray, language: str) -> None:
    """The outcome along the first factor: median and 90 % band over everything else."""
    factor = study.design.factors[0]
    places = study.design.cells[:, 0]
    steps = np.unique(places)
    bands = np.array([_band(by_run[places == step]) for step in steps])
    axes.fill_between(steps, bands[:, 0], bands[:, 2], color=BLUE, alpha=0.2, linewidth=0)
    axes.plot(steps, bands[:, 1], "o-", color=BLUE, markersize=4)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{round(value, 9):,.6g}"))
    large, unit = _unit_along(allowed_factors()[factor.name].unit, steps, language)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value / large:,.6g}"))
    axes.set_xlabel(f"{factor.name}{unit and f', {unit}'}{_rests_on(study, 1, language)}")


def _unit_along(unit: str, steps: np.ndarray, language: str) -> tuple[float, str]:
    """What numbers along the axis are divided by, and the unit they are then in."""
    if unit == "1":
        return 1.0, ""
    words = unit_named(unit).zh if language == "zh" else unit
    if "yuan" not in unit or np.abs(steps).max() < LARGE["en"]:
        return 1.0, words
    return LARGE[language], (
        words.replace("元", "亿元", 1) if language == "zh" else words.replace("yuan", "bn yuan", 1)
    )


def _band(values: np.ndarray) -> np.ndarray:
    known = values[np.isfinite(values)]
    return np.percentile(known, (BAND[0], 50, BAND[1])) if len(known) else np.full(3, np.nan)
