"""The files that tell what a study found, written from the runs' own files, one run at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

import sim
from experiments import figures as drawings
from experiments.manifest import commit, packages
from experiments.result_files import write_table
from experiments.result_folder import MANIFEST, ResultFolder
from experiments.study import discovery, sensitivity
from experiments.study.by_point import outcome_by_run
from experiments.study.factors import Factor
from experiments.study.record_netcdf import Record, names_along, write_records
from experiments.study.run_files import RunFiles
from sim.figures import Variable

RUNS_CSV = "runs.csv"
RESULTS_CSV = "results.csv"
RESULTS_NC = "results.nc"
SENSITIVITY_CSV = "sensitivity.csv"
DISCOVERY_CSV = "discovery.csv"
ANSWER_MD = "answer.md"
FIGURE = "study"
#: Every name a study's result may have beside its runs and its manifest.
NAMES = (
    RUNS_CSV, RESULTS_CSV, RESULTS_NC, SENSITIVITY_CSV, DISCOVERY_CSV, ANSWER_MD,
    *drawings.names([FIGURE]),
)  # fmt: skip


def write_outputs(files: RunFiles, document: dict[str, Any], with_figures: bool) -> None:
    """Write tables, netCDF, indices, the answer and, if wanted, the figure; then the manifest."""
    study = files.study
    with ResultFolder(files.path) as folder:
        write_table(folder, RUNS_CSV, [*study.columns(), "status", "reason"], _run_rows(files))
        write_table(
            folder, RESULTS_CSV, [*study.columns(), "outcome", "year", "value", "unit"],
            _result_rows(files),
        )  # fmt: skip
        with folder.file(RESULTS_NC) as path:
            _write_netcdf(files, path)
        found = outcome_by_run(files, study.year)
        if study.design.kind in ("sobol", "morris"):
            rows = sensitivity.sensitivity_rows(study, found)
            write_table(folder, SENSITIVITY_CSV, sensitivity.COLUMNS, rows)
        if study.discovery is not None:
            by_run = outcome_by_run(files, study.discovery.year)[study.discovery.outcome]
            boxes = discovery.discovery_rows(study, study.discovery, by_run)
            write_table(folder, DISCOVERY_CSV, discovery.COLUMNS, boxes)
        if study.answer is not None:
            from experiments.study.answers import answer

            folder.write(ANSWER_MD, answer(study, found))
        if with_figures:
            from experiments.figures.study_outcomes import draw_study

            draw_study(study, found, folder, FIGURE, document["result_hash"])
        folder.write(MANIFEST, json.dumps(_manifest(files, document), indent=1) + "\n")
        folder.publish(NAMES)


def _manifest(files: RunFiles, document: dict[str, Any]) -> dict[str, Any]:
    told = ("study", "runs", "done", "failed", "result_hash", "draws_from")
    return {
        **{key: document[key] for key in told},
        "version": sim.__version__,
        "commit": commit(),
        "study_key": files.key,
        "depends_on": files.study.parts(),
        "packages": packages(),
    }


def _run_rows(files: RunFiles) -> Iterator[list[Any]]:
    for lived in files.results():
        status = "failed" if lived.outcomes is None else "done"
        yield [*files.study.plain(lived.run).values(), status, lived.reason or ""]


def _result_rows(files: RunFiles) -> Iterator[list[Any]]:
    """The long form: a line a run, outcome and year."""
    units = {item.name: item.unit for item in files.study.outcomes}
    for lived in files.results():
        run = list(files.study.plain(lived.run).values())
        for name, values in (lived.outcomes or {}).items():
            for year, value in zip(files.study.years, values, strict=True):
                yield [*run, name, year, "" if value is None else value, units[name]]


def _write_netcdf(files: RunFiles, path: Path) -> None:
    """``value`` by run, outcome and year, and beside it what each run was."""
    study = files.study
    factors = study.design.factors
    others = {
        "outcome": names_along("outcome", (item.name for item in study.outcomes)),
        "outcome_unit": names_along("outcome", (item.unit for item in study.outcomes)),
        "year": Variable(("year",), np.array(study.years)),
    }
    attributes: dict[str, dict[str, Any]] = {
        "run_number": {"long_name": "number of the run in the study"},
        "repetition": {"long_name": "which seed or draw of its point the run is"},
        **{factor.name: _about(factor) for factor in factors},
        "value": {"long_name": "outcomes; their units are in outcome_unit"},
        "": {
            "title": study.title,
            "title_zh": study.titled("zh"),
            "study": study.name,
            "scale": study.scale,
        },
    }
    dims: dict[str, tuple[str, ...]] = {name: () for name in attributes if name}
    dims["value"] = ("outcome", "year")

    def records() -> Iterator[Record]:
        for lived in files.results():
            if lived.outcomes is None:
                continue
            point, repetition = divmod(lived.run, study.repetitions)
            cells = study.design.cells[point]
            yield {
                "run_number": np.array(lived.run, float),
                "repetition": np.array(repetition, float),
                **{factor.name: cell for factor, cell in zip(factors, cells)},
                "value": np.array([lived.outcomes[item.name] for item in study.outcomes], float),
            }

    write_records(path, records(), dims, others, attributes)


def _about(factor: Factor) -> dict[str, str]:
    if factor.choices is None:
        return {"long_name": factor.name}
    words = "; ".join(f"{k} = {factor.plain(k)}" for k in range(len(factor.choices)))
    return {"long_name": factor.name, "flag_meanings": words}
