"""Living a scenario once, or once for every draw of its parameters."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import xarray

from experiments.request import Request
from sim.inputs import Frozen, Scenario
from sim.model import Model
from sim.records import dataset

#: Money adds up, so that its mean over draws still balances; everything else is a median.
MONEY_TABLES = (
    "money_by_lever",
    "money_by_payer",
    "money_by_recipient",
    "money_paid",
    "money_received",
    "ledger_sources",
    "ledger_uses",
)


@dataclass(frozen=True)
class Outcome:
    """What a request gave.

    ``central`` is the run itself, or medians over draws (means for money); ``by_draw`` holds the
    indicators draw × year and the parameters drawn; ``model`` is the first run's, at its end.
    """

    request: Request
    central: xarray.Dataset
    by_draw: xarray.Dataset | None
    model: Model
    seconds: float


def answer(request: Request, on_year: Callable[[], None] = lambda: None) -> Outcome:
    """Run what was asked; ``on_year`` is called after every year lived."""
    began = time.perf_counter()
    first: Model | None = None
    figures = []
    for number, scenario in enumerate(_scenarios(request)):
        model = Model(scenario, request.scale, request.seed + number, request.threads)
        for _ in request.years:
            model.step()
            on_year()
        figures.append(dataset(model))
        first = first or model
    assert first is not None
    central = figures[0] if not request.draws else middle_of(figures)
    by_draw = together(figures, request.draws) if request.draws else None
    return Outcome(request, central, by_draw, first, time.perf_counter() - began)


def _scenarios(request: Request) -> Sequence[Scenario]:
    """One scenario a run: a draw stands in the place of the stored fit's values."""
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


def middle_of(figures: Sequence[xarray.Dataset]) -> xarray.Dataset:
    """Medians over draws, means for money; attributes are the first draw's."""
    middle = figures[0].copy()
    for name in figures[0].data_vars:
        stacked = np.stack([one[name].values for one in figures])
        reduce = np.mean if name in MONEY_TABLES else np.median
        middle[name] = (figures[0][name].dims, reduce(stacked, axis=0), figures[0][name].attrs)
    middle.attrs["largest_imbalance"] = max(one.attrs["largest_imbalance"] for one in figures)
    return middle


def together(
    figures: Sequence[xarray.Dataset], draws: Sequence[Mapping[str, float]]
) -> xarray.Dataset:
    """Indicators draw × year and the estimated parameters by draw, in one Dataset."""
    variables = {
        name: (("draw", "year"), np.stack([one[name].values for one in figures]), held.attrs)
        for name, held in figures[0].data_vars.items()
        if held.dims == ("year",)
    }
    names = list(draws[0])
    variables["parameter_value"] = (
        ("draw", "parameter"),
        np.array([[draw[name] for name in names] for draw in draws]),
        {"long_name": "parameter values drawn"},
    )
    return xarray.Dataset(
        variables,
        coords={
            "draw": np.arange(len(draws)),
            "year": figures[0]["year"].values,
            "parameter": names,
            "seed": ("draw", [one.attrs["seed"] for one in figures]),
        },
        attrs=figures[0].attrs,
    )
