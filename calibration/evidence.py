"""What the figures of a calibration are drawn from: plain data, kept beside the posterior."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.special import ndtri

from calibration.calibrated import Calibrated
from calibration.fisher import covariance_at_best, information, spectrum
from calibration.forecast import KINDS, LEVELS, Belief, linked
from calibration.naive import naive_forecast
from calibration.outputs import Output
from calibration.predictive import weighted_quantiles
from calibration.profiles import GRID, profile
from sim.inputs import Place

EVIDENCE_FILE = "evidence.json"
DEFINITIONS = ("old", "new")
#: The naive path of the figures starts here, as row 3 of the card does.
NAIVE_FROM = 2015
#: Parameters in the pair plot, the most contracted ones, and draws in it.
PAIRED, PAIRED_DRAWS = 6, 300
#: Points of each target in the plot of the emulator beside runs.
COMPARED = 60


def evidence_of(found: Calibrated) -> dict[str, Any]:
    """Everything the figures need, by figure."""
    return {
        "stamp": stamp(found),
        "paths": paths(found),
        "marginals": marginals(found),
        "pairs": pairs(found),
        "profiles": profiles(found),
        "spectrum": spectra(found),
        "emulator": emulator_beside_runs(found),
    }


def stamp(found: Calibrated) -> dict[str, Any]:
    """What the evidence was made from."""
    asked = found.question
    return {
        "place": asked.scenario.place.name,
        "fitted_until": asked.until,
        "runs": asked.settings.runs,
        "draws": len(found.posterior),
        "seeds": asked.settings.seeds_a_draw,
        "seed": asked.settings.seed,
        "scale": asked.scale,
    }


def paths(found: Calibrated) -> dict[str, Any]:
    """Bands of incomes and ratio by definition, the record, and the naive forecast.

    ``bands`` are quantiles of what would be published, ``simulated`` the median of the draws.
    """
    place, belief = found.question.scenario.place, Belief.of(found)
    seed = found.question.settings.seed
    result: dict[str, Any] = {}
    for definition in DEFINITIONS:
        years = published_years(place, definition)
        if not years:
            continue
        items = [Output(f"{kind}_income_{definition}", y) for kind in KINDS for y in years]
        count = len(years)
        drawn = [belief.simulated(items), belief.published_incomes(items, seed)]
        cut = [{"rural": one[:, :count], "urban": one[:, count:]} for one in drawn]
        observed = {
            kind: np.log([place.series(f"{kind}_income_{definition}")[y] for y in years])
            for kind in KINDS
        }
        for held in (*cut, observed):
            held["ratio"] = held["urban"] - held["rural"]
        for name in (*KINDS, "ratio"):
            simulated, published = cut[0][name], cut[1][name]
            digits = 4 if name == "ratio" else 1
            bands = np.exp(weighted_quantiles(published, belief.weights, LEVELS))
            middle = np.exp(weighted_quantiles(simulated, belief.weights, (0.5,))[0])
            result[f"{name}_{definition}"] = {
                "years": years,
                "bands": {
                    f"{level:g}": band.round(digits).tolist()
                    for level, band in zip(LEVELS, bands, strict=True)
                },
                "simulated": middle.round(digits).tolist(),
                "observed": np.exp(observed[name]).round(digits).tolist(),
            }
    return {"series": result, "naive": naive_path(place)}


def published_years(place: Place, definition: str) -> list[int]:
    """The years after the base year in which both incomes were published."""
    both = [set(place.series(f"{kind}_income_{definition}")) for kind in KINDS]
    return sorted(year for year in set.intersection(*both) if year > place.base_year)


def naive_path(place: Place) -> dict[str, Any] | None:
    """The naive forecast from :data:`NAIVE_FROM` on; ``None`` where the record has no such year."""
    years = [year for year in linked(place, "rural") if year > NAIVE_FROM]
    try:
        naive = naive_forecast(place, NAIVE_FROM, years, place.shocks)
    except ValueError:
        return None
    rural, urban, ratio = np.exp(naive.mean)
    return {
        "from": NAIVE_FROM,
        "years": years,
        "rural": rural.round(1).tolist(),
        "urban": urban.round(1).tolist(),
        "ratio": ratio.round(4).tolist(),
    }


def contractions(found: Calibrated) -> np.ndarray:
    """One less posterior over prior standard deviation of every score, [parameters]."""
    return np.asarray(1.0 - np.sqrt(np.diag(found.posterior.covariance())))


def marginals(found: Calibrated) -> dict[str, dict[str, Any]]:
    """By parameter: quantiles of prior and posterior in its own units, and the contraction."""
    levels = np.repeat(ndtri(np.array(LEVELS))[:, None], len(found.priors.names), axis=1)
    prior = found.priors.values(levels)
    posterior = weighted_quantiles(found.posterior.values, found.posterior.weights, LEVELS)
    shrunk = contractions(found)
    return {
        name: {
            "prior": [float(f"{one:.6g}") for one in prior[:, k]],
            "posterior": [float(f"{one:.6g}") for one in posterior[:, k]],
            "contraction": round(float(shrunk[k]), 3),
        }
        for k, name in enumerate(found.priors.names)
    }


def pairs(found: Calibrated) -> dict[str, list[float]]:
    """Equally weighted draws of the parameters the record narrows most, in their own units."""
    held = found.posterior
    random = np.random.default_rng(found.question.settings.seed)
    rows = random.choice(len(held), PAIRED_DRAWS, p=held.weights)
    most = np.argsort(-contractions(found))[:PAIRED]
    values = held.values[rows]
    return {
        found.priors.names[k]: [float(f"{one:.5g}") for one in values[:, k]] for k in most.tolist()
    }


def profiles(found: Calibrated) -> dict[str, Any]:
    """Log likelihood profiles of all parameters on one grid of scores."""
    return {
        "scores": GRID.round(3).tolist(),
        "by_parameter": {
            name: profile(found, k).round(3).tolist() for k, name in enumerate(found.priors.names)
        },
    }


def spectra(found: Calibrated) -> dict[str, list[float]]:
    """Eigenvalues of the information of all targets and of incomes alone."""
    cases = {"all_targets": information(found), "incomes_alone": information(found, ["incomes"])}
    return {name: [float(f"{one:.4g}") for one in spectrum(held)] for name, held in cases.items()}


def emulator_beside_runs(found: Calibrated) -> dict[str, Any]:
    """By target: the emulator and the mean of runs at posterior draws, both less the record.

    In units of the target's whole error; ``chance`` is the error the mean of runs itself has.
    """
    count = len(found.priors.names)
    matrix = found.question.observations.matrix(found.outputs.items)
    rows = np.linspace(0, len(found.posterior) - 1, min(COMPARED, len(found.posterior))).astype(int)
    sizes = np.sqrt(np.diag(covariance_at_best(found.measurement, found.best.inferred)))
    values = found.question.observations.values
    runs = (found.posterior.means[rows] @ matrix.T - values) / sizes
    emulated = (found.density.predictions(found.posterior.scores[rows, :count]) - values) / sizes
    variance = np.diag(found.measurement.chance) / found.question.settings.seeds_a_draw
    chance = np.sqrt(variance) / sizes
    return {
        "series": [item.series for item in found.question.observations.targets],
        "years": [item.output.year for item in found.question.observations.targets],
        "runs": runs.round(3).T.tolist(),
        "emulator": emulated.round(3).T.tolist(),
        "chance": chance.round(4).tolist(),
    }
