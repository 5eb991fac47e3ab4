"""A result as one document, as ``shanhai run --json`` prints it. Lists are aligned with years."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from experiments.bands import QUANTILES, bands_of
from experiments.documented import published, scores
from experiments.draws import POSTERIOR, PRIORS
from experiments.manifest import manifest
from experiments.runs import Outcome
from sim.figures import Figures
from sim.indicators import INDICATORS
from sim.records import REGIONAL

NO_BANDS = (
    "bands are empty: what could have been published takes the measurement model, which comes with "
    "a posterior; this run has draws from the priors"
)
BANDS = (
    "what could have been published: parameters, seed, discrepancy given the record of the other "
    "years, and errors of measurement"
)


def document(outcome: Outcome) -> dict[str, Any]:
    """The result as plain data, ready for JSON: no NaN, no array."""
    figures, request = outcome.central, outcome.request
    place = request.scenario.place
    content = {
        "scenario": request.scenario.name,
        "place": place.name,
        "scale": request.scale,
        "villages": figures.attrs["villages"],
        "households": figures.attrs["households"],
        "draws": request.runs,
        "seed": request.seed,
        "years": figures["year"].values,
        "indicators": {name: figures[name].values for name in INDICATORS},
        "prefectures": regional(figures, "prefecture"),
        "classes": regional(figures, "class"),
        "bands": bands(outcome),
        "spread": spread(outcome.by_draw),
        "observed": published(place),
        "fit": scores(figures, place),
        "ledger": ledger(figures),
        "manifest": manifest_of(outcome),
    }
    plain = as_plain(content)
    assert isinstance(plain, dict)
    return plain


def regional(figures: Figures, kind: str) -> dict[str, dict[str, np.ndarray]]:
    """Figures of every region of a kind, by region and indicator."""
    return {
        str(region): {name: figures[f"{kind}_{name}"].values[:, k] for name in REGIONAL}
        for k, region in enumerate(figures[kind].values)
    }


def bands(outcome: Outcome) -> dict[str, dict[str, np.ndarray]]:
    """Quantiles of what could have been published; empty without draws of a posterior."""
    if outcome.by_draw is None:
        return {}
    return bands_of(outcome.by_draw, outcome.request.scenario.place, outcome.request.seed)


def spread(by_draw: Figures | None) -> dict[str, dict[str, np.ndarray]]:
    """Quantiles over draws of every indicator: parameters and seed, no error of measurement."""
    if by_draw is None:
        return {}
    levels = list(QUANTILES.values())
    return {
        name: dict(zip(QUANTILES, np.quantile(by_draw[name].values, levels, axis=0), strict=True))
        for name in INDICATORS
    }


def ledger(figures: Figures) -> dict[str, Any]:
    """Public money by where it comes from and where it goes, yuan a year."""

    def by(name: str, group: str) -> dict[str, np.ndarray]:
        values = figures[name].values
        return {str(item): values[:, k] for k, item in enumerate(figures[group].values)}

    return {
        "sources": by("ledger_sources", "source"),
        "uses": by("ledger_uses", "use"),
        "by_lever": by("money_by_lever", "lever"),
        "largest_imbalance": figures.attrs["largest_imbalance"],
    }


def manifest_of(outcome: Outcome) -> dict[str, Any]:
    """What the result was made from; with draws, also where they came from.

    Memory is this process's own: where households were in partitions, also how many there were.
    """
    request = outcome.request
    content = manifest(request.scenario, request.threads, outcome.seconds, request.draws)
    if outcome.partitions > 1:
        content["partitions"] = outcome.partitions
    if request.draws:
        origin = POSTERIOR if request.scenario.place.posterior_folder else PRIORS
        content |= {"draws_from": origin, "bands": BANDS if origin == POSTERIOR else NO_BANDS}
    return content


def as_plain(value: Any) -> Any:
    """``value`` with arrays as lists, keys as text and numbers that are none as ``None``."""
    if isinstance(value, np.ndarray):
        is_plain = value.dtype.kind != "f" or bool(np.isfinite(value).all())
        return value.tolist() if is_plain else as_plain(value.tolist())
    if isinstance(value, np.generic):
        return as_plain(value.item())
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): as_plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [as_plain(item) for item in value]
    return value
