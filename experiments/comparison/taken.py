"""What a comparison takes of each run."""

from __future__ import annotations

import numpy as np

from sim.figures import Figures

BY_YEAR = ("year",)
REGIONS = ("prefecture", "class")
MONEY = (
    "money_by_lever", "money_by_payer", "money_by_recipient", "ledger_sources", "ledger_uses",
)  # fmt: skip
LAST_YEAR = ("village_income", "village_status", "village_weight", "class_quintiles")
GROUPS = ("lever", "payer", "recipient", "source", "use", *REGIONS, "county")


def taken(figures: Figures) -> dict[str, np.ndarray]:
    """Every indicator and regional figure by year, money, and counties and villages of the last
    year; the names along their dimensions as ``names_…``."""
    found = {"years": figures["year"].values}
    for name, item in figures.data_vars.items():
        if item.dims == BY_YEAR or item.dims[-1] in REGIONS or name in (*MONEY, *LAST_YEAR):
            found[name] = item.values
        elif item.dims == ("year", "county"):
            found[name] = item.values[-1]
    for group in GROUPS:
        found[f"names_{group}"] = figures[group].values.astype(str)
    return found
