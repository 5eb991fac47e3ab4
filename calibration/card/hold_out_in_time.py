"""Row 3: fitted to 2015, what does it say of 2016–2023, beside a naive forecast told as much?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from calibration.calibrated import Calibrated
from calibration.card.rows import Case, Row, Verdict
from calibration.design import documented
from calibration.forecast import KINDS, LEVELS, Belief, IncomeForecast, forecast_incomes, linked
from calibration.naive import NaiveForecast, naive_forecast
from calibration.predictive import weighted_quantiles
from calibration.scores import (
    scores_of_draws,
    scores_of_normal,
)
from sim.inputs import Place, Scenario
from sim.parameters import estimated

ORIGIN = 2015
LARGEST_RURAL_RMSE, LARGEST_RATIO_RMSE = 0.058, 0.026
#: Runs of every draw where later shocks are unknown; their chance is told apart from the draws'.
BLIND_SEEDS, SEED = 2, 3
LEAST_COVERED = 6 / 8
LARGEST_WIDTH = 0.13
#: Marks a prior whose centre saw the whole record, in the parameter's own words.
RECENTRED = "prototype's fit"


class HoldOutInTime(Row):
    number = 3
    test = "hold-out: fit to 2015, predict 2016–2023"
    bar = (
        "rural RMSE below .058, ratio RMSE below .026 (the naive real drift given the same prices "
        "and shocks); the 90 % band covers at least 6 of 8 and is at most 13 % wide on average"
    )

    def measure(self, case: Case) -> Verdict:
        if not is_published(case.found.question.scenario.place):
            return Verdict(None, None, f"the record does not reach from {ORIGIN} on, year by year")
        found = case.again(until=ORIGIN)
        scenario = found.question.scenario
        place = scenario.place
        years = list(range(ORIGIN + 1, place.last_year + 1))
        known = {kind: list(when) for kind, when in scenario.shocks.items()}
        foreseen = {kind: [y for y in when if y <= ORIGIN] for kind, when in known.items()}
        belief = Belief.of(found)
        blind = replace(
            belief,
            modelled=self._means(found, without_later_shocks(scenario, ORIGIN), case),
            left=found.chance * (1.0 + 1.0 / BLIND_SEEDS),
        )
        seed = found.question.settings.seed
        given = forecast_incomes(belief, place, ORIGIN, years, seed)
        ungiven = forecast_incomes(blind, place, ORIGIN, years, seed)
        naive = naive_forecast(place, ORIGIN, years, known)
        figure: dict[str, Any] = {
            "fitted_until": ORIGIN,
            "years": years,
            "model": scores(given),
            "model_shocks_unknown": scores(ungiven),
            "naive": naive_scores(given, naive),
            "naive_shocks_unknown": naive_scores(
                given, naive_forecast(place, ORIGIN, years, foreseen)
            ),
            "naive_prices_and_shocks_unknown": naive_scores(
                given, naive_forecast(place, ORIGIN, years, {}, knows_prices=False)
            ),
            "fan": fan(given, naive),
            "pareto_k": round(found.weights.k, 3),
            "weight_ess": round(found.weights.ess, 1),
            "recentred_priors": recentred_priors(),
        }
        return judged(figure)

    def _means(self, found: Calibrated, scenario: Scenario, case: Case) -> np.ndarray:
        """The draws' outputs in another scenario, the mean over a few seeds of their own."""
        sample = replace(found.question.sample, scenario=scenario)
        design = documented(found.priors, found.levers, found.posterior.scores, 0)
        first = (SEED + 1000 * found.question.settings.seed) * 1_000_000
        with case.simulator(sample) as simulator:
            return simulator.means_apart(design, first, BLIND_SEEDS)


def is_published(place: Place) -> bool:
    """Whether both incomes are published for every year from the one before the origin on."""
    years = range(ORIGIN - 1, place.last_year + 1)
    return place.last_year > ORIGIN and all(
        year in linked(place, kind) for kind in KINDS for year in years
    )


def without_later_shocks(scenario: Scenario, origin: int) -> Scenario:
    """The scenario in which no shock is known that came after ``origin``."""
    kept = {kind: tuple(y for y in when if y <= origin) for kind, when in scenario.shocks.items()}
    return replace(scenario, shocks={kind: when for kind, when in kept.items() if when})


def scores(forecast: IncomeForecast) -> dict[str, dict[str, Any]]:
    """Of rural and urban log income and of the ratio; the point is the median of simulated paths.

    The walk is part of bands and CRPS only. Errors of the ratio are in units of the ratio.
    """
    result = {}
    for name, observed, simulated, published in _measures(forecast):
        point = weighted_quantiles(simulated, forecast.weights, (0.5,))[0]
        result[name] = scores_of_draws(observed, point, published, forecast.weights)
    return result


def naive_scores(forecast: IncomeForecast, naive: NaiveForecast) -> dict[str, dict[str, Any]]:
    """The same of the naive forecast; in units of the ratio as well."""
    result = {}
    rural, urban = forecast.observed
    for k, (name, observed) in enumerate(
        (*zip(KINDS, forecast.observed, strict=True), ("ratio", urban - rural))
    ):
        result[name] = scores_of_normal(observed, naive.mean[k], naive.sd[k])
    middle = np.exp(naive.mean[2])
    result["ratio"] = scores_of_normal(np.exp(urban - rural), middle, middle * naive.sd[2])
    return result


def fan(forecast: IncomeForecast, naive: NaiveForecast) -> dict[str, dict[str, list[float]]]:
    """What the figure shows: quantiles of what would be published, the record, the naive path."""
    result = {}
    means = np.exp(naive.mean)
    for k, (name, observed, simulated, published) in enumerate(_measures(forecast)):
        is_log = name in KINDS
        draws = np.exp(published) if is_log else published
        bands = weighted_quantiles(draws, forecast.weights, LEVELS)
        middle = weighted_quantiles(simulated, forecast.weights, (0.5,))[0]
        held = {f"{level:g}": band for level, band in zip(LEVELS, bands, strict=True)}
        held["observed"] = np.exp(observed) if is_log else observed
        held["simulated"] = np.exp(middle) if is_log else middle
        held["naive"] = means[k]
        digits = 1 if is_log else 4
        result[name] = {key: value.round(digits).tolist() for key, value in held.items()}
    return result


def _measures(
    forecast: IncomeForecast,
) -> list[tuple[str, np.ndarray, np.ndarray, np.ndarray]]:
    """Name, observed [years], simulated and published draws [draws, years]; the ratio last."""
    observed, simulated, published = forecast.observed, forecast.simulated, forecast.published
    found = [(kind, observed[k], simulated[:, k], published[:, k]) for k, kind in enumerate(KINDS)]
    ratio = [np.exp(held[..., 1, :] - held[..., 0, :]) for held in (observed, simulated, published)]
    return [*found, ("ratio", ratio[0], ratio[1], ratio[2])]


def judged(figure: Mapping[str, Any]) -> Verdict:
    """The verdict on what was measured."""
    model, naive = figure["model"], figure["naive"]
    rural, ratio = model["rural"], model["ratio"]
    short = []
    if not rural["rmse"] < LARGEST_RURAL_RMSE:
        short.append(f"rural RMSE {rural['rmse']:.3f}")
    if not ratio["rmse"] < LARGEST_RATIO_RMSE:
        short.append(f"ratio RMSE {ratio['rmse']:.3f}")
    if rural["covered"] < LEAST_COVERED * rural["of"]:
        short.append(f"the rural band covers {rural['covered']} of {rural['of']}")
    if rural["mean_width"] > LARGEST_WIDTH:
        short.append(f"the rural band is {rural['mean_width']:.1%} wide")
    why = (
        f"rural CRPS {rural['crps']:.4f} beside the naive forecast's "
        f"{naive['rural']['crps']:.4f}, which is given the same prices and shocks; rural RMSE "
        f"{figure['model_shocks_unknown']['rural']['rmse']:.3f} when the shocks after "
        f"{figure['fitted_until']} are unknown. Conditional on priors of which "
        f"{len(figure['recentred_priors'])} were centred on a fit to the whole record, at twice "
        "their width, and on drivers and lever paths of the years predicted"
    )
    return Verdict(
        dict(figure), not short, why + (f"; missed: {', '.join(short)}" if short else "")
    )


def recentred_priors() -> list[str]:
    """Parameters whose own words say that the centre of their prior has seen the record."""
    return sorted(
        name for name, item in estimated().items() if RECENTRED in " ".join(item.doc.split())
    )
