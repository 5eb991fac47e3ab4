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
    return {str(k): effect(pair.difference(f"rural_quintile_{k}")) for k in fifths()}


def fifths() -> range:
    return range(1, QUINTILES + 1)


def by_region(pair: Pair, kind: str) -> dict[str, dict[str, Any]]:
    """Every regional figure of each region of a kind, by year; what a region lacks is left out."""
    found: dict[str, dict[str, Any]] = {name: {} for name in pair.against.names(kind)}
    for name in REGIONAL:
        differences = pair.difference(f"{kind}_{name}")
        for k, region in enumerate(found):
            if np.isfinite(differences[..., k]).all():
                found[region][name] = effect(differences[..., k])
    return found


def by_class_and_quintile(pair: Pair) -> dict[str, dict[str, Any]]:
    """Rural income of each fifth of a class of counties in the last year."""
    differences = pair.difference("class_quintiles")
    return {
        kind: {
            str(k): effect(differences[..., j, k - 1])
            for k in fifths()
            if np.isfinite(differences[..., j, k - 1]).all()
        }
        for j, kind in enumerate(pair.against.names("class"))
    }


def by_county(pair: Pair) -> dict[str, dict[str, Any]]:
    """Regional figures of every county in the last year: median and 90 % band.

    A county without a figure in some runs, because nobody rural is left there, lacks it.
    """
    found: dict[str, dict[str, Any]] = {name: {} for name in pair.against.names("county")}
    for name in REGIONAL:
        differences = pair.difference(f"county_{name}")
        is_known = np.isfinite(differences).all(axis=(0, 1))
        bands = band(differences[..., is_known])
        known = [code for code, known in zip(found, is_known, strict=True) if known]
        for k, code in enumerate(known):
            found[code][name] = {key: bands[key][k] for key in ("median", "p05", "p95")}
    return found


def by_village_status(pair: Pair) -> dict[str, dict[str, Any]]:
    """Income per head of villages in the last year, by their status in the scenario held against.

    The same villages on both sides, each by the real villages it stands for; a status no village
    has is left out.
    """
    status, weight = pair.against["village_status"], pair.against["village_weight"]
    differences = pair.difference("village_income")
    found = {}
    for name, code in STATUSES.items():
        inside = np.where(status == code, weight, 0.0)
        real = inside.sum(axis=-1)
        if (real > 0.0).all():
            found[name] = {
                **effect((differences * inside).sum(axis=-1) / real),
                "villages": float(real.mean()),
            }
    return found
