"""The card of a calibration as it lies in its folder, and rows that are measured later."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from threadpoolctl import threadpool_limits

import scenarios
from calibration.calibrated import Calibrated
from calibration.card.rows import (
    NOT_RUN,
    PASS,
    SHORT,
    Case,
    all_rows,
    as_document,
    not_run,
)
from calibration.labels import labels_of
from calibration.pipeline import calibrate
from calibration.question import Question, Settings
from calibration.stages import Stages
from calibration.value_of_data import VALUE_FILE, value_of_data
from scenarios.stored_posterior import CARD_FILE, MANIFEST_FILE, read_posterior
from scenarios.whole_files import write_whole
from sim.inputs import Place

STAGES = "stages"
#: What a row of a stored card has.
ROW_KEYS = ("row", "test", "bar", "figure", "verdict", "why")

Entries = dict[int, dict[str, Any]]


def stored_rows(folder: Path | None) -> tuple[Entries, dict[str, str]]:
    """Every row of a folder's card and its labels; a row that is not there has not been run.

    Raises ``ValueError`` when the card cannot be read.
    """
    rows = {number: row.entry(not_run(number)) for number, row in all_rows().items()}
    if folder is None or not (folder / CARD_FILE).is_file():
        return rows, {}
    try:
        held = json.loads((folder / CARD_FILE).read_text(encoding="utf-8"))
        rows |= {int(row["row"]): _whole(row) for row in held["rows"]}
        return dict(sorted(rows.items())), dict(held["labels"])
    except (ValueError, KeyError, TypeError) as problem:
        raise ValueError(f"{CARD_FILE}: not a card ({problem})") from None


def _whole(row: dict[str, Any]) -> dict[str, Any]:
    """A stored row that has all that a row has. Raises ``ValueError`` otherwise."""
    missing = [key for key in ROW_KEYS if key not in row]
    if missing:
        raise ValueError(f"row {row['row']} has no {missing[0]}")
    if row["verdict"] not in (PASS, SHORT, NOT_RUN):
        raise ValueError(f"row {row['row']} has the verdict {row['verdict']!r}")
    return row


def question_of(place: Place, manifest: dict[str, Any]) -> Question:
    """What a manifest's calibration was asked."""
    scenario = scenarios.load(manifest["scenario"], place, scenarios.Findings())
    return Question.of(
        scenario,
        manifest["fitted_until"],
        manifest["targets"],
        Settings.of(manifest["settings"]),
        manifest["scale"],
    )


def calibration_in(
    folder: Path,
    place: Place,
    workers: int | None = None,
    on_stage: Callable[[str], None] = lambda name: None,
    on_runs: Callable[[int], None] = lambda count: None,
) -> Calibrated:
    """The calibration whose stages lie in a folder; stages that are not there are made again.

    Raises ``ValueError`` where the folder holds no posterior.
    """
    held = read_posterior(folder)
    if held is None:
        raise ValueError(f"{folder}: no {MANIFEST_FILE} in this folder")
    question = question_of(place, dict(held.manifest))
    return calibrate(question, Stages(folder / STAGES), workers, on_stage, on_runs)


def measure_and_store(
    number: int,
    place: Place,
    folder: Path,
    workers: int | None = None,
    on_stage: Callable[[str], None] = lambda name: None,
    on_runs: Callable[[int], None] = lambda count: None,
) -> dict[str, Any]:
    """Measure a row of the calibration in a folder and put it into the folder's card.

    Returns the row's entry. ``on_stage`` is told in words what begins, ``on_runs`` how many runs
    have come in, those that were kept among them. Raises ``KeyError`` for a number no row has and
    ``ValueError`` where the folder holds no posterior, or a card that cannot be read. Linear
    algebra keeps to one thread, as in the calibration itself.
    """
    found = calibration_in(folder, place, workers, on_stage, on_runs)
    row = all_rows()[number]
    rows, labels = stored_rows(folder)
    case = Case(found, Stages(folder / STAGES), workers, labels, on_stage, on_runs)
    with threadpool_limits(1):
        verdict = row.measure(case)
    rows[number] = row.entry(verdict)
    held = read_posterior(folder)
    assert held is not None
    labels |= verdict.labels
    _replace(folder / CARD_FILE, as_document(place.name, rows, held.manifest, labels))
    return rows[number]


def value_and_store(place: Place, folder: Path, workers: int | None = None) -> dict[str, Any]:
    """Work out what further series would be worth and keep it in a calibration's folder.

    Every lever's effect has its label beside it. Raises ``ValueError`` where the folder holds no
    posterior, or a card that cannot be read.
    """
    found = calibration_in(folder, place, workers)
    labels = labels_of(replace(place, posterior_folder=str(folder)))
    with threadpool_limits(1):
        table = value_of_data(found, Stages(folder / STAGES), workers)
    table["levers"] = {
        lever: {**effect, "label": labels[lever]} for lever, effect in table["levers"].items()
    }
    _replace(folder / VALUE_FILE, {"place": place.name, **table})
    return table


def _replace(path: Path, content: dict[str, Any]) -> None:
    """Write JSON whole or not at all."""
    write_whole(path, json.dumps(content, indent=1, ensure_ascii=False) + "\n")
