"""``shanhai experiment``: a study of many runs, one file a run, gone on with when run again."""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from experiments.commands.option_types import NamedPath
from experiments.commands.options import (
    Notes,
    json_option,
    lang_option,
    posterior_option,
    quiet_option,
)
from experiments.commands.usage import OnePass

if TYPE_CHECKING:
    from experiments.study.engines import Engine
    from experiments.study.questions import Study
    from experiments.study.run_files import RunFiles

FAILED, SOME_FAILED = 1, 3


@click.command(
    cls=OnePass, short_help="Live a study: a grid, a Sobol or Morris design, or a table of runs."
)
@click.argument("study", type=NamedPath(), metavar="STUDY")
@click.option(
    "--out",
    type=NamedPath(),
    metavar="DIR",
    help="Where the files go.  [default: results/STUDY-HASH]",
)
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    help="Processes that live runs. Default: one a core. Numbers do not depend on it.",
)
@click.option(
    "--dask",
    metavar="ADDRESS",
    help="Live runs on the Dask cluster at tcp://…, or on a new one of this machine: local.",
)
@click.option(
    "--place", metavar="NAME|FOLDER", help="Another place than the study names or the shipped one."
)
@posterior_option
@json_option
@lang_option
@quiet_option
@click.option("--figures", is_flag=True, help="Draw the study's figure too, in both languages.")
def experiment(
    study: Path,
    out: Path | None,
    workers: int | None,
    dask: str | None,
    place: str | None,
    posterior: Path | None,
    as_json: bool,
    lang: str,
    quiet: bool,
    figures: bool,
) -> int:
    """Live every run of STUDY, a file or a worked study's name, and write what was found as tables.

    Each run is a file of its own as soon as it is done. Run again with the same folder, the study
    goes on where it stopped, whatever stopped it; runs that failed are tried again.
    """
    from experiments.interruption import keeps
    from experiments.study.outputs import write_outputs
    from experiments.study.run_files import RunFiles
    from experiments.study.text import study_lines

    notes = Notes(quiet, lang)
    asked = _read(study, place, posterior, notes)
    with RunFiles(asked, out or _default_folder(asked)) as files:
        keeps(f"finished runs are kept in {files.path}/")
        before = int((files.state == 1).sum())
        again = _again(study, files.path, workers, dask, place, posterior)
        try:
            _live(files, workers, dask, notes)
            document = _document(files)
            write_outputs(files, document, figures)
        except KeyboardInterrupt:
            keeps(_kept(files))
            raise
        except Exception as problem:
            if not _is_told(problem):
                raise
            print(f"failed: {problem}", file=sys.stderr)
            print(f"{_kept(files)}. To go on: {again}", file=sys.stderr)
            return FAILED
        if as_json:
            click.echo(json.dumps(document, ensure_ascii=False, allow_nan=False))
        else:
            click.echo("\n".join(study_lines(asked, document, before, lang)))
        return SOME_FAILED if document["failed"] else 0


def _read(path: Path, place: str | None, posterior: Path | None, notes: Notes) -> Study:
    import scenarios
    from experiments.study.study_file import read_study, study_path
    from experiments.study.text import where_draws_come_from

    findings = scenarios.Findings()
    study = read_study(study_path(path), place, findings, posterior)
    if study.discovery is not None:
        from experiments.study.discovery import require_scikit_learn

        require_scikit_learn()
    notes.say_warnings(findings.warnings)
    if study.draws is not None:
        notes.say(where_draws_come_from(study, notes.language))
    return study


def _default_folder(study: Study) -> Path:
    return Path("results") / f"{study.name}-{study.key()[:8]}"


def _live(files: RunFiles, workers: int | None, dask: str | None, notes: Notes) -> None:
    from experiments.study.living import live_missing

    missing = len(files.missing())
    if missing:
        engine = _engine(files.study, missing, workers, dask)
        live_missing(files, engine, notes.is_quiet, notes.language)


def _engine(study: Study, missing: int, workers: int | None, dask: str | None) -> Engine:
    """The workers that were asked for, no more of them than runs."""
    import os

    count = min(workers or os.cpu_count() or 1, missing)
    if dask is not None:
        from experiments.study.dask_engine import DaskCluster

        return DaskCluster(study.recipe(), dask, count)
    from experiments.study.engines import InThisProcess, Processes

    return InThisProcess(study.recipe()) if count == 1 else Processes(study.recipe(), count)


def _is_told(problem: Exception) -> bool:
    """Whether what happened is the machine's and not a defect: it needs words, no traceback."""
    from experiments.study.engines import EngineLostError

    return isinstance(problem, (EngineLostError, OSError))


def _document(files: RunFiles) -> dict[str, Any]:
    failed = files.failed()
    return {
        "study": files.study.name,
        "runs": files.study.runs,
        "done": files.study.runs - len(failed),
        "failed": failed,
        "result_hash": files.result_hash(),
        "draws_from": files.study.draws_from,
        "out": str(files.path),
    }


def _again(
    study: Path,
    out: Path,
    workers: int | None,
    dask: str | None,
    place: str | None,
    posterior: Path | None,
) -> str:
    """The command that goes on."""
    words = ["shanhai", "experiment", str(study), "--out", str(out)]
    words += ["--workers", str(workers)] if workers is not None else []
    words += ["--dask", dask] if dask is not None else []
    words += ["--place", place] if place is not None else []
    words += ["--posterior", str(posterior)] if posterior is not None else []
    return shlex.join(words)


def _kept(files: RunFiles) -> str:
    """What is safe."""
    kept = int((files.state != 0).sum())
    return f"{kept} of {files.study.runs} runs are kept in {files.path}/"
