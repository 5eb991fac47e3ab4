"""What could have been published: a run's draws with the measurement model of the posterior.

The discrepancy of a year is the one each draw has given the record of all other years, so that a
band does not know the numbers it is held against; the errors of measurement are drawn anew. Bands
are of the incomes and of their ratio, which have a measurement model; other indicators have none.
"""

from __future__ import annotations

import numpy as np

from scenarios.stored_posterior import KINDS, WALK, StoredPosterior, posterior_of
from sim.figures import Figures
from sim.inputs import Place

DEFINITIONS = ("old", "new")
QUANTILES = {"p05": 0.05, "p25": 0.25, "p75": 0.75, "p95": 0.95}
#: Publications imagined of every run, so that few draws still give a smooth band.
PUBLICATIONS = 20

Bands = dict[str, dict[str, np.ndarray]]


def bands_of(by_draw: Figures, place: Place, seed: int) -> Bands:
    """Quantiles by year of what could have been published; empty where that is not known.

    It is known where every draw is one of the place's posterior.
    """
    posterior = posterior_of(place)
    if posterior is None:
        return {}
    names = by_draw["parameter"].values.tolist()
    table = by_draw["parameter_value"].values
    numbers = [posterior.number_of(dict(zip(names, row.tolist(), strict=True))) for row in table]
    if any(number is None for number in numbers):
        return {}
    drawn = np.array(numbers, dtype=int)
    published = _published(by_draw, posterior, drawn, seed)
    levels = list(QUANTILES.values())
    return {
        name: dict(zip(QUANTILES, np.quantile(values, levels, axis=0), strict=True))
        for name, values in published.items()
    }


def _published(
    by_draw: Figures, posterior: StoredPosterior, drawn: np.ndarray, seed: int
) -> dict[str, np.ndarray]:
    """Incomes and ratios that could have been published, [draws · publications, years]."""
    random = np.random.default_rng(seed)
    years = by_draw["year"].values.tolist()
    held = posterior.variables
    result: dict[str, np.ndarray] = {}
    for definition in DEFINITIONS:
        errors = _errors(held, drawn, len(years), random)
        for k, kind in enumerate(KINDS):
            name = f"{kind}_income_{definition}"
            walk = _walk(posterior, kind, drawn, years)
            logs = np.log(by_draw[name].values) + walk
            result[name] = np.exp(logs[None] + errors[k]).reshape(-1, len(years))
        rural, urban = (result[f"{kind}_income_{definition}"] for kind in KINDS)
        result[f"ratio_{definition}"] = urban / rural
    return result


def _walk(posterior: StoredPosterior, kind: str, drawn: np.ndarray, years: list[int]) -> np.ndarray:
    """Discrepancy of log incomes by draw and year, [draws, years]; held after its last year."""
    held = posterior.variables["year"].tolist()
    columns = [held.index(min(max(year, held[0]), held[-1])) for year in years]
    return np.asarray(posterior.variables[f"{WALK}_{kind}"][drawn][:, columns])


def _errors(
    held: dict[str, np.ndarray], drawn: np.ndarray, years: int, random: np.random.Generator
) -> np.ndarray:
    """Errors of measurement, [rural and urban, publications, draws, years]."""
    one, other = random.standard_normal((2, PUBLICATIONS, len(drawn), years))
    correlation = held["error_correlation"][drawn][:, None]
    rural = held["error_rural"][drawn][:, None] * one
    urban = held["error_urban"][drawn][:, None] * (
        correlation * one + np.sqrt(1.0 - correlation**2) * other
    )
    return np.array([rural, urban])
