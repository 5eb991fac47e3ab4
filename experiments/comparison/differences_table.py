"""The tidy table of a comparison."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from experiments.result_files import write_table
from experiments.result_folder import ResultFolder
from sim.indicators import INDICATORS

DIFFERENCES_CSV = "differences.csv"
COLUMNS = (
    "scenario", "against", "indicator", "year", "unit", "median", "p05", "p25", "p75", "p95",
    "monte_carlo_error", "posterior_sd", "label",
)  # fmt: skip


def write_differences(content: Mapping[str, Any], folder: ResultFolder) -> None:
    """Write every difference by scenario, indicator and year."""
    write_table(folder, DIFFERENCES_CSV, COLUMNS, _rows(content))


def _rows(content: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    """One row a scenario, indicator and year, with what the scenario's effects rest on."""
    for name, held in content["scenarios"].items():
        for indicator, effect in held["difference"].items():
            for t, year in enumerate(content["years"]):
                yield (
                    name, content["against"], indicator, year, INDICATORS[indicator].unit,
                    *(effect[key][t] for key in COLUMNS[5:-1]), held["label"],
                )  # fmt: skip
