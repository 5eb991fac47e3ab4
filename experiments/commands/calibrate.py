"""``shanhai calibrate``: from a place's record to a posterior of the parameters."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from experiments.commands.option_types import NamedPath
from experiments.commands.options import Notes, json_option, lang_option, place_option, quiet_option
from experiments.commands.usage import OnePass

if TYPE_CHECKING:
    from calibration.calibrated import Calibrated
    from calibration.question import Question
    from calibration.stages import Stages
    from experiments.result_folder import ResultFolder


@click.command(
    cls=OnePass, short_help="Fit the parameters to a place's record, with their uncertainty."
)
@place_option("A shipped place or the folder of one.")
@click.option(
    "--fit-until",
    type=int,
    metavar="YEAR",
    help="Hold out the record after this year.",
)
@click.option(
    "--targets",
    metavar="GROUP,…",
    help="Groups of targets to fit; incomes always are.  "
    "[default: incomes,sources,urbanisation,mountain,migrants]",
)
@click.option(
    "--runs",
    type=click.IntRange(min=16),
    default=4096,
    show_default=True,
    help="Of the first wave; everything else is in proportion.",
)
@click.option("--seed", type=click.IntRange(0, 2**20), default=1, show_default=True, help="Of all.")
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    help="Runs lived at once.  Default: one a core. Numbers do not depend on it.",
)
@click.option(
    "--resume/--afresh",
    default=True,
    show_default=True,
    help="Go on from what an earlier one has finished, or forget it.",
)
@click.option(
    "--out",
    type=NamedPath(),
    metavar="DIR",
    help="Where the files go.  [default: FOLDER/posterior, or results/calibration-… for a "
    "shipped place and with --fit-until]",
)
@json_option
@lang_option
@quiet_option
def calibrate(
    place: str,
    fit_until: int | None,
    targets: str | None,
    runs: int,
    seed: int,
    workers: int | None,
    resume: bool,
    out: Path | None,
    as_json: bool,
    lang: str,
    quiet: bool,
) -> int:
    """Find the parameters that agree with the record, and how sure one can be of them.

    Writes posterior.nc, card.json, evidence.json (for figures), emulator.npz (for attributions)
    and manifest.json. A killed calibration goes on where it was, with what it finished, and gives
    the same bits as one that was not killed.
    """
    from calibration.card.stored import STAGES
    from calibration.stages import Clock, Stages
    from experiments.folder_lock import alone_in
    from experiments.result_folder import ResultFolder
    from sim.declare import Label

    notes = Notes(quiet, lang)
    question = _question(place, fit_until, targets, runs, seed, notes)
    path = out or _default_folder(place, fit_until, question)
    with alone_in(path), ResultFolder(path) as folder:
        if not resume:
            shutil.rmtree(folder.path / STAGES, ignore_errors=True)
        clock = Clock(folder.path / STAGES)
        found = _found(question, Stages(folder.path / STAGES, clock), workers, notes)
        notes.say(Label("calibration: card and evidence", "校准：校准卡与依据"))
        manifest = _written(found, folder, clock.seconds(), workers)
        if as_json:
            click.echo(json.dumps({"manifest": manifest, "out": str(folder.path)}))
        else:
            from experiments.answer_words import word
            from experiments.calibration_text import calibration_lines

            click.echo("\n".join(calibration_lines(manifest, lang)))
            click.echo(word("written", lang).format(folder=folder.path))
    return 0


def _question(
    place: str, until: int | None, targets: str | None, runs: int, seed: int, notes: Notes
) -> Question:
    import scenarios
    from calibration.observations import USUAL
    from calibration.question import Question, Settings
    from scenarios.problems import Problem

    findings = scenarios.Findings()
    loaded = scenarios.load("history", scenarios.load_place(place, findings), findings)
    notes.say_warnings(findings.warnings)
    at = loaded.place
    problems = []
    if until is not None and not at.base_year < until <= at.last_year:
        allowed = f"a year from {at.base_year + 1} to {at.last_year}"
        problems.append(Problem("--fit-until", None, "", f"{until}; give {allowed}"))
        until = None  # what else is wrong is said in the same pass
    groups = [name.strip() for name in targets.split(",")] if targets is not None else USUAL
    try:
        question = Question.of(loaded, until, groups, Settings.for_runs(runs, seed))
    except scenarios.BadInput as mistakes:
        problems += mistakes.problems
    if problems:
        raise scenarios.BadInput(problems)
    return question


def _default_folder(place: str, until: int | None, question: Question) -> Path:
    from scenarios.place_files import shipped_places

    if place in shipped_places() or until is not None:
        name = question.scenario.place.name
        ending = f"-to-{until}" if until is not None else ""
        return Path("results") / f"calibration-{name}{ending}"
    return Path(place) / "posterior"


def _found(question: Question, stages: Stages, workers: int | None, notes: Notes) -> Calibrated:
    """The calibration, with progress."""
    from calibration.pipeline import calibrate
    from experiments.calibration_text import told
    from experiments.interruption import keeps
    from sim.declare import Label
    from sim.parameters import estimated

    keeps(f"finished stages are kept in {stages.folder}/", option="--resume")
    settings = question.settings
    expected = settings.expected_runs(len(estimated()))

    def say(name: str) -> None:
        notes.say(Label(f"calibration: {name}", f"校准：{told(name, 'zh')}"))

    place = question.scenario.place
    title = Label(f"calibration of {place.name}", f"{place.title.zh}校准")
    with notes.progress(title, expected, "run") as progress:
        left = expected

        def count(done: int) -> None:
            nonlocal left
            for _ in range(min(done, left)):  # a fourth wave is not foreseen
                progress.step()
            left -= min(done, left)

        return calibrate(question, stages, workers, say, count)


def _written(
    found: Calibrated, folder: ResultFolder, seconds: float, workers: int | None
) -> dict[str, Any]:
    """Write and publish the files; returns the manifest."""
    from calibration.card.rows import as_document, rows_after_calibration
    from calibration.evidence import EVIDENCE_FILE, evidence_of
    from calibration.kept_emulator import EMULATOR_FILE, kept_emulator_of
    from calibration.report import manifest_of
    from experiments.manifest import commit, data_hash, packages
    from scenarios.stored_posterior import CARD_FILE, DRAWS_FILE, MANIFEST_FILE

    scenario = found.question.scenario
    manifest = {
        **manifest_of(found),
        "data_hash": data_hash(scenario.place),
        "commit": commit(),
        "packages": packages(),
        "seconds": round(seconds, 1),
    }
    with folder.file(DRAWS_FILE) as path:
        found.posterior.write(path, scenario.place.name)
    rows, labels = rows_after_calibration(found)
    card = as_document(scenario.place.name, rows, manifest, labels)
    folder.write(CARD_FILE, json.dumps(card, indent=1, ensure_ascii=False) + "\n")
    folder.write(EVIDENCE_FILE, json.dumps(evidence_of(found), ensure_ascii=False) + "\n")
    with folder.file(EMULATOR_FILE) as path:
        kept_emulator_of(found).write(path)
    folder.write(MANIFEST_FILE, json.dumps(manifest, indent=1, ensure_ascii=False) + "\n")
    folder.publish([DRAWS_FILE, CARD_FILE, EVIDENCE_FILE, EMULATOR_FILE, MANIFEST_FILE])
    return manifest
