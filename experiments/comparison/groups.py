"""Who gains: by fifth, class of county, prefecture, county and programme status of the village."""

from __future__ import annotations

from typing import Any

import numpy as np

from experiments.comparison.paired import Pair, band, effect
from sim.agents.villages import DEMONSTRATION, NO_PROGRAMME, RENOVATED
from sim.figures_at_the_end import QUINTILES
from sim.records import REGIONAL

STATUSES = {
    "none": NO_PROGRAMME, "renovated": RENOVATED, "demonstration": DEMONSTRATION,
}  # fmt: skip


def by_quintile(pair: Pair) -> dict[str, Any]:
    """Rural income of each fifth of all rural residents, poorest first, by year."""
    return {str(k): effect(*pair.differences(f"rural_quintile_{k}")) for k in fifths()}


def fifths() -> range:
    return range(1, QUINTILES + 1)


def by_region(pair: Pair, kind: str) -> dict[str, dict[str, Any]]:
    """Every regional figure of each region of a kind, by year; what a region lacks is left out."""
    found: dict[str, dict[str, Any]] = {name: {} for name in pair.against.names(kind)}
    for name in REGIONAL:
        differences = pair.differences(f"{kind}_{name}")
        for k, region in enumerate(found):
            of_region = differences.at((..., k))
            if of_region.are_known().all():
                found[region][name] = effect(*of_region)
    return found


def by_class_and_quintile(pair: Pair) -> dict[str, dict[str, Any]]:
    """Rural income of each fifth of a class of counties in the last year."""
    differences = pair.differences("class_quintiles")
    is_known = differences.are_known()
    return {
        kind: {
            str(k): effect(*differences.at((..., j, k - 1))) for k in fifths() if is_known[j, k - 1]
        }
        for j, kind in enumerate(pair.against.names("class"))
    }


def by_county(pair: Pair) -> dict[str, dict[str, Any]]:
    """Regional figures of every county in the last year: median and 90 % band.

    A county without a figure in some runs, because nobody rural is left there, lacks it.
    """
    found: dict[str, dict[str, Any]] = {name: {} for name in pair.against.names("county")}
    for name in REGIONAL:
        differences = pair.differences(f"county_{name}")
        is_known = differences.are_known()
        bands = band(differences.runs[..., is_known])
        known = [code for code, known in zip(found, is_known, strict=True) if known]
        for k, code in enumerate(known):
            found[code][name] = {key: bands[key][k] for key in ("median", "p05", "p95")}
    return found


def by_village_status(pair: Pair) -> dict[str, dict[str, Any]]:
    """Income per head of villages in the last year, by their status in the scenario held against.

    The same villages on both sides, each by the real villages it stands for; a status no village
    has is left out.
    """
    found = {}
    for name, code in STATUSES.items():
        differences = pair.each(lambda runs, code=code: _of_status(runs, code))  # type: ignore[misc]
        if differences.are_known():
            villages = _villages_of(pair, code).sum(axis=-1).mean()
            found[name] = {**effect(*differences), "villages": float(villages)}
    return found


def _villages_of(pair: Pair, code: int) -> np.ndarray:
    """How many real villages each simulated one of a status stands for: [draws, seeds, villages]"""
    return np.where(pair.against["village_status"] == code, pair.against["village_weight"], 0.0)


def _of_status(pair: Pair, code: int) -> np.ndarray:
    """The mean difference of villages of a status: [draws, seeds]; nan where there is none."""
    villages = _villages_of(pair, code)
    with np.errstate(invalid="ignore"):
        return np.asarray(
            (pair.difference("village_income") * villages).sum(axis=-1) / villages.sum(axis=-1)
        )
