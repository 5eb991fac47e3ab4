"""The forecast to beat: incomes keep their recent real drift, given the same prices and shocks.

It knows what the model is given about the years ahead – consumer prices, and the shocks with the
centre of their priors – and nothing else. Its errors are those of a random walk with a drift that
is itself estimated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from calibration.forecast import KINDS, linked
from sim.external import WAGE_PROFILES
from sim.inputs import Place
from sim.parameters import PARAMETERS

#: Years of growth the drift is the mean of.
WINDOW = 3


@dataclass(frozen=True)
class NaiveForecast:
    """Log incomes and the log ratio of urban to rural: ``mean`` and ``sd`` are [3, years]."""

    mean: np.ndarray
    sd: np.ndarray


def naive_forecast(
    place: Place,
    origin: int,
    years: Sequence[int],
    shocks: Mapping[str, Sequence[int]],
    knows_prices: bool = True,
) -> NaiveForecast:
    """From what was published to ``origin``, for ``years`` after it.

    ``shocks`` are the years of those that are known, by kind. Raises ``ValueError`` when there are
    not two years of growth before the origin.
    """
    prices = {
        year: float(np.log1p(place.drivers["cpi"].over(year, year)[0] / 100.0))
        for year in range(place.base_year + 1, max(years) + 1)
    }
    hits = _shocks_by_year(shocks)
    history = {kind: linked(place, kind) for kind in KINDS}
    means, sds = [], []
    growth: list[dict[int, float]] = []
    for kind in KINDS:
        known = {year: value for year, value in history[kind].items() if year <= origin}
        steps = [year for year in sorted(known) if year - 1 in known]
        if len(steps) < 2:
            raise ValueError(f"{place.name}: fewer than two years of growth before {origin}")
        given = prices if knows_prices else {}
        real = {
            year: known[year] - known[year - 1] - given.get(year, 0.0) - hits.get(year, 0.0)
            for year in steps
        }
        drift = float(np.mean(list(real.values())[-WINDOW:]))
        start = _level(place, kind, origin)
        means.append(
            [
                start
                + sum(
                    drift + given.get(year, 0.0) + hits.get(year, 0.0)
                    for year in range(origin + 1, end + 1)
                )
                for end in years
            ]
        )
        growth.append(real)
        sds.append(_sd(list(real.values()), origin, years))
    rural, urban = means
    ratio = [growth[1][year] - growth[0][year] for year in growth[0] if year in growth[1]]
    means.append([above - below for below, above in zip(rural, urban, strict=True)])
    sds.append(_sd(ratio, origin, years))
    return NaiveForecast(np.array(means), np.array(sds))


def _level(place: Place, kind: str, origin: int) -> float:
    """The income published last: on the new definition where that is known by then."""
    for definition in ("new", "old"):
        series = place.series(f"{kind}_income_{definition}")
        if origin in series:
            return float(np.log(series[origin]))
    raise ValueError(f"{place.name}: no {kind} income in {origin}")


def _sd(growth: Sequence[float], origin: int, years: Sequence[int]) -> np.ndarray:
    """Of a random walk whose drift is the mean of the last few steps."""
    size = np.std(growth, ddof=1)
    ahead = np.array(years) - origin
    return np.asarray(size * np.sqrt(ahead + ahead**2 / min(WINDOW, len(growth))))


def _shocks_by_year(shocks: Mapping[str, Sequence[int]]) -> dict[int, float]:
    """The change of log incomes of known shocks at the centre of the model's own priors."""
    found: dict[int, float] = {}
    for kind, when in shocks.items():
        prior = PARAMETERS[f"shock_{kind}"].prior if f"shock_{kind}" in PARAMETERS else None
        for year in when if prior is not None else ():
            assert prior is not None
            for lag, share in enumerate(WAGE_PROFILES.get(kind, ())):
                found[year + lag] = found.get(year + lag, 0.0) + share * prior.first
    return found
