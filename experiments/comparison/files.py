"""The files of a comparison: its document, a tidy table, and what both were made from.

``comparison.json`` holds numbers alone, so that the same question gives the same bytes; how long
it took and on how many workers is in ``manifest.json``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from experiments.comparison.question import Question
from experiments.result_files import write_table
from experiments.result_folder import MANIFEST, ResultFolder
from sim.indicators import INDICATORS

COMPARISON_JSON = "comparison.json"
DIFFERENCES_CSV = "differences.csv"
NAMES = (COMPARISON_JSON, DIFFERENCES_CSV)
COLUMNS = (
    "scenario", "against", "indicator", "year", "unit", "median", "p05", "p25", "p75", "p95",
    "monte_carlo_error", "posterior_sd",
)  # fmt: skip


def default_folder(question: Question) -> Path:
    """``results/comparison-<hash>``; the hash is of everything the numbers depend on."""
    return Path("results") / f"comparison-{question.hash()[:8]}"


def stored(folder: Path, question: Question) -> dict[str, Any] | None:
    """The document of this very question, if a finished answer is in ``folder``."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if manifest.get("comparison_hash") != question.hash():
            return None
        content = json.loads((folder / COMPARISON_JSON).read_text(encoding="utf-8"))
    except (OSError, ValueError, AttributeError):  # none yet, or not ours
        return None
    return {**content, "manifest": manifest}


def write_comparison(content: Mapping[str, Any], folder: ResultFolder) -> None:
    """Write the document and the table into a folder that is not yet published."""
    numbers = {key: value for key, value in content.items() if key != "manifest"}
    folder.write(COMPARISON_JSON, json.dumps(numbers, ensure_ascii=False, allow_nan=False) + "\n")
    write_table(folder, DIFFERENCES_CSV, COLUMNS, _rows(content))


def write_manifest(content: Mapping[str, Any], folder: ResultFolder) -> None:
    folder.write(MANIFEST, json.dumps(content["manifest"], ensure_ascii=False, indent=1) + "\n")


def _rows(content: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    """One row a scenario, indicator and year."""
    for name, held in content["scenarios"].items():
        for indicator, effect in held["difference"].items():
            for t, year in enumerate(content["years"]):
                yield (
                    name, content["against"], indicator, year, INDICATORS[indicator].unit,
                    *(effect[key][t] for key in COLUMNS[5:]),
                )  # fmt: skip
