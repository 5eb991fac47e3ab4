"""Who pays more or less in one scenario than in another, and where saved money goes.

All figures are differences, scenario less the one it is held against, in nominal yuan a year:
means over draws and seeds, because money has to add up.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from experiments.comparison.paired import Pair

TABLES = {
    "by_lever": ("money_by_lever", "lever"),
    "by_payer": ("money_by_payer", "payer"),
    "by_recipient": ("money_by_recipient", "recipient"),
    "sources": ("ledger_sources", "source"),
    "uses": ("ledger_uses", "use"),
}
#: Payers whose money passes through county budgets; the others keep what they do not pay.
THROUGH_COUNTIES = ("county", "county_tax", "donor", "debt")
COUNTY_USES = ("services", "upkeep", "interest", "repaid")


def money(pair: Pair, closure: str) -> dict[str, Any]:
    """Differences by lever, payer and recipient, of all sources and uses, and the way of what was
    saved under the scenario's ``closure``."""
    tables = {key: _table(pair, *where) for key, where in TABLES.items()}
    return {**tables, "closure": closure, "saved_goes_to": saved_goes_to(pair, tables)}


def _table(pair: Pair, name: str, group: str) -> dict[str, np.ndarray]:
    mean = pair.difference(name).mean(axis=(0, 1))
    return {item: mean[:, k] for k, item in enumerate(pair.against.names(group))}


def saved_goes_to(pair: Pair, tables: dict[str, dict[str, np.ndarray]]) -> dict[str, np.ndarray]:
    """Where the money goes that levers cost less; below zero where they cost more.

    ``payers_keep`` never reaches a county's budget; ``tax_cut`` is handed back to residents;
    ``services``, ``repaid`` debt, ``interest`` and ``upkeep`` are the county's. A poorer province
    also pays less tax: ``lost_revenue`` is saved money that only fills that hole. The parts add up
    to ``total``.
    """
    total = -sum(tables["by_lever"].values(), np.zeros(len(pair.against.years)))
    kept = [-paid for payer, paid in tables["by_payer"].items() if payer not in THROUGH_COUNTIES]
    not_borrowed = -tables["by_payer"]["debt"]
    tax_cut = -pair.difference("levies").mean(axis=(0, 1))
    uses = {name: tables["uses"][name] for name in COUNTY_USES}
    revenue = tables["sources"]["county_revenue"] + tax_cut
    return {
        "total": total,
        "payers_keep": sum(kept, np.zeros(len(total))),
        "not_borrowed": not_borrowed,
        "tax_cut": tax_cut,
        **uses,
        "lost_revenue": -revenue,
    }
