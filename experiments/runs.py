"""Living a scenario once, or once for every draw of its parameters."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from experiments.request import Request
from sim.figures import Figures, Variable
from sim.inputs import Frozen, Scenario
from sim.partitions import Workers
from sim.records import MONEY, figures_of
from sim.simulation import Simulation


@dataclass(frozen=True)
class Outcome:
    """What a request gave.

    ``central`` is the run itself, or medians over draws (means for money); ``by_draw`` holds the
    indicators draw × year and the parameters drawn; ``first`` is the first run at its end.
    Its households were in so many ``partitions``.
    """

    request: Request
    central: Figures
    by_draw: Figures | None
    first: Simulation
    seconds: float
    partitions: int = 1

    def _repr_html_(self) -> str:
        """The run beside the published record, as a notebook shows it."""
        from experiments.documented import lines
        from sim.html import html_table

        scenario = self.request.scenario
        rows = []
        for line in lines(self.central, scenario.place):
            cells = [str(line.year), line.definition]
            for item in line.measures:
                form = "{:,.0f}" if item.is_income else "{:.3f}"
                known = "" if item.documented is None else form.format(item.documented)
                cells += [form.format(item.modelled), known]
            rows.append(cells)
        head = ("year", "definition", "rural, modelled", "published", "urban, modelled",
                "published", "ratio, modelled", "published")  # fmt: skip
        return html_table(
            f"{scenario.title or scenario.name}, {scenario.place.title.en}",
            head,
            rows,
            f"scale {self.request.scale:g}, seed {self.request.seed}, {self.request.runs} "
            f"{'run' if self.request.runs == 1 else 'draws'}; incomes in yuan per person and year",
        )


def answer(
    request: Request,
    on_year: Callable[[], None] = lambda: None,
    workers: Workers | None = None,
) -> Outcome:
    """Run what was asked; ``on_year`` is called after every year lived.

    With ``workers`` these keep the households, see :mod:`sim.partitions`: of one run at a time.
    """
    began = time.perf_counter()
    first: Simulation | None = None
    figures = []
    for number, scenario in enumerate(_scenarios(request)):
        run = Simulation(
            scenario,
            request.scale,
            request.seed + number,
            request.threads,
            keep_villages=request.keeps_villages and first is None,
            keep_accounts=request.keeps_accounts and first is None,
            workers=workers,
        )
        for _ in request.years:
            run.live_a_year()
            on_year()
        figures.append(figures_of(run))
        first = first or run
    assert first is not None
    central = figures[0] if not request.draws else middle_of(figures)
    by_draw = together(figures, request.draws) if request.draws else None
    seconds = time.perf_counter() - began
    partitions = workers.partitions if workers else 1
    return Outcome(request, central, by_draw, first, seconds, partitions)


def _scenarios(request: Request) -> Sequence[Scenario]:
    """One scenario a run: a draw stands in the place of the posterior's central values."""
    place = request.scenario.place
    if not request.draws:
        return [request.scenario]
    return [
        replace(
            request.scenario,
            place=replace(place, parameters=Frozen({**place.parameters, **draw})),
        )
        for draw in request.draws
    ]


def middle_of(figures: Sequence[Figures]) -> Figures:
    """Medians over draws, means for money; attributes are the first draw's.

    Villages are left out: under another seed they are others.
    """
    middle = {}
    for name, item in figures[0].data_vars.items():
        if item.dims == ("village",):
            continue
        # money adds up, so that its mean over draws still balances
        reduce = np.mean if name in MONEY else np.median
        middle[name] = item._replace(values=reduce(_stacked(figures, name), axis=0))
    worst = max(one.attrs["largest_imbalance"] for one in figures)
    coordinates = {name: item for name, item in figures[0].coords.items() if name != "village"}
    return Figures(middle, coordinates, {**figures[0].attrs, "largest_imbalance": worst})


def together(figures: Sequence[Figures], draws: Sequence[Mapping[str, float]]) -> Figures:
    """Indicators draw × year and the estimated parameters by draw."""
    variables = {
        name: Variable(("draw", "year"), _stacked(figures, name), item.attrs)
        for name, item in figures[0].data_vars.items()
        if item.dims == ("year",)
    }
    names = list(draws[0])
    variables["parameter_value"] = Variable(
        ("draw", "parameter"),
        np.array([[draw[name] for name in names] for draw in draws]),
        {"long_name": "parameter values drawn"},
    )
    coordinates = {
        "draw": Variable(("draw",), np.arange(len(draws))),
        "year": figures[0]["year"],
        "parameter": Variable(("parameter",), np.array(names)),
        "seed": Variable(("draw",), np.array([one.attrs["seed"] for one in figures])),
    }
    return Figures(variables, coordinates, figures[0].attrs)


def _stacked(figures: Sequence[Figures], name: str) -> np.ndarray:
    """A variable of every draw, the draws along the first axis."""
    return np.stack([one[name].values for one in figures])
