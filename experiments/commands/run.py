"""``shanhai run``: one scenario, held against the record."""

from __future__ import annotations

import json
import math
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import sim
from experiments.commands.completion import scenario_names
from experiments.commands.option_types import NamedPath
from experiments.commands.options import (
    Notes,
    json_option,
    lang_option,
    place_option,
    posterior_option,
    quiet_option,
)
from experiments.commands.usage import OnePass

if TYPE_CHECKING:
    from experiments.central_values import CentralValues
    from experiments.dask_partitions import DaskPartitions
    from experiments.request import Request
    from experiments.result_folder import ResultFolder
    from experiments.runs import Outcome

#: What panels are written as: see :mod:`experiments.panels`.
FORMATS = ("netcdf", "parquet")
LARGEST_SEED = 2**62


class Scale(click.ParamType):
    """A share of the real households, above 0 and at most 1."""

    name = "share"

    def convert(self, value: Any, param: Any, ctx: Any) -> float:
        try:
            number = float(value)
        except ValueError:
            number = math.nan
        if not 0.0 < number <= 1.0:
            self.fail(f"{value!r} is not a number above 0 and at most 1", param, ctx)
        return number


@click.command(cls=OnePass, short_help="Run a scenario and hold it against the record.")
@click.argument("scenario", default="history", shell_complete=scenario_names)
@click.option(
    "--scale",
    type=Scale(),
    default=sim.DEFAULT_SCALE,
    show_default=True,
    help="Share of the real households that is simulated; 1 is one to one.",
)
@click.option(
    "--draws",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Parameter vectors to run; 1 is the central one.",
)
@click.option(
    "--seed", type=click.IntRange(0, LARGEST_SEED), default=1, show_default=True, help="Of chance."
)
@click.option(
    "--threads",
    type=click.IntRange(min=1),
    help="Default: one a core. Numbers do not depend on it.",
)
@click.option(
    "--dask",
    metavar="ADDRESS",
    help="Live one very large run in parts on the Dask cluster at tcp://…, or on a new one of this "
    "machine: local.",
)
@click.option(
    "--partitions",
    type=click.IntRange(min=1),
    help="With --dask: ranges of counties, one or more to a worker. Default: as many as workers. "
    "Numbers do not depend on it.",
)
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="LEVER.SETTING=VALUE",
    help="Change a setting; VALUE as in a scenario file: 2e9, a word, or {2003: 1e9, 2005: 0}. "
    "Repeatable.",
)
@place_option("A shipped place or the folder of one.")
@posterior_option
@click.option(
    "--out",
    type=NamedPath(),
    metavar="DIR",
    help="Where the files go.  [default: results/SCENARIO-HASH]",
)
@json_option
@lang_option
@quiet_option
@click.option("--figures", is_flag=True, help="Draw figures too, in English and in Chinese.")
@click.option(
    "--households",
    is_flag=True,
    help="Household rows of the last year as Parquet too (needs pyarrow).",
)
@click.option(
    "--panels",
    type=click.Choice(FORMATS),
    help="Every village and county by year too, as netCDF or as Parquet (needs pyarrow).",
)
def run(
    scenario: str,
    scale: float,
    draws: int,
    seed: int,
    threads: int | None,
    dask: str | None,
    partitions: int | None,
    settings: tuple[str, ...],
    place: str,
    posterior: Path | None,
    out: Path | None,
    as_json: bool,
    lang: str,
    quiet: bool,
    figures: bool,
    households: bool,
    panels: str | None,
) -> int:
    """Run SCENARIO, a shipped name or a file, and print it beside the published record.

    Writes indicators.csv, counties.csv, ledger.csv, iamc.csv, result.nc, scenario.yaml and
    manifest.json.
    """
    notes = Notes(quiet, lang)
    central = _central(scenario, settings, place, posterior, notes)
    request, origin = _request(central, scale, seed, threads, draws, notes)
    if households:
        from experiments.household_rows import require_parquet

        require_parquet()
        request = replace(request, keeps_accounts=True)
    if panels:
        from experiments.panels import require

        require(panels)
        request = replace(request, keeps_villages=True)
    from experiments.result_folder import ResultFolder

    with (
        ResultFolder(out or default_folder(request)) as folder,
        _workers(request, dask, partitions) as workers,
    ):
        outcome = _lived(request, notes, workers)
        content = _written(outcome, folder, origin, figures, households, panels)
        if as_json:
            click.echo(json.dumps(content, ensure_ascii=False, allow_nan=False))
        else:
            from experiments.record_table import as_text, written_to

            click.echo("\n".join(as_text(outcome, content, lang)))
            click.echo(written_to(folder.path, lang))
    return 0


def _central(
    scenario: str, settings: tuple[str, ...], place: str, posterior: Path | None, notes: Notes
) -> CentralValues:
    """The scenario as the command line says it, with the central parameter values of its place."""
    import scenarios
    from experiments.central_values import with_central_values
    from experiments.posterior_origin import oddities

    findings = scenarios.Findings()
    loaded = scenarios.load(scenario, scenarios.load_place(place, findings), findings)
    if settings:
        loaded = scenarios.change(loaded, settings, findings)
    notes.say_warnings(findings.warnings)
    central = with_central_values(loaded, posterior)
    notes.say_warnings(oddities(central.scenario.place))
    return central


def _request(
    central: CentralValues,
    scale: float,
    seed: int,
    threads: int | None,
    draws: int,
    notes: Notes,
) -> tuple[Request, str]:
    """What to run, and in words where its parameter values come from."""
    from experiments.draws import POSTERIOR, draws_of
    from experiments.request import Request
    from sim.declare import Label

    place = central.scenario.place.name
    if draws > 1:
        drawn, origin = draws_of(central.scenario.place, draws, seed)
        if origin != POSTERIOR:
            notes.say(
                Label(
                    f"{place}: no posterior, so the {draws} draws come from the priors; "
                    "predictive bands stay empty",
                    f"{place}：没有后验，{draws}组参数抽自先验；预测区间留空",
                )
            )
        request = Request(central.scenario, scale, seed, threads, tuple(drawn))
        return request, f"draws from the {origin}"
    if not central.is_fitted:
        notes.say(
            Label(
                f"{place}: no posterior, so this runs on the priors' centres; "
                "expect it to miss the record",
                f"{place}：没有后验，因此用先验的中心值运行；结果会偏离统计记录",
            )
        )
    return Request(central.scenario, scale, seed, threads), central.origin


def default_folder(request: Request) -> Path:
    """``results/<scenario>-<hash>``; the hash is of everything the numbers depend on."""
    from experiments.manifest import data_hash, digest, parameters_hash

    scenario = request.scenario
    held = [
        sim.__version__, scenario.hash(), data_hash(scenario.place),
        parameters_hash(scenario, request.draws), request.scale, request.seed, request.runs,
    ]  # fmt: skip
    return Path("results") / f"{scenario.name}-{digest(held)[:8]}"


def _workers(
    request: Request, dask: str | None, partitions: int | None
) -> AbstractContextManager[DaskPartitions | None]:
    """The workers that keep the households, or ``None`` where this process does."""
    if dask is None and partitions is None:
        return nullcontext()
    from experiments.dask_partitions import DaskPartitions, refuse_what_cannot_be_divided

    refuse_what_cannot_be_divided(request, dask, partitions)
    assert dask is not None
    return DaskPartitions(dask, partitions, most=len(request.scenario.place.counties))


def _lived(request: Request, notes: Notes, workers: DaskPartitions | None) -> Outcome:
    from experiments.runs import answer
    from sim.declare import Label

    scenario = request.scenario
    title = Label(
        f"{scenario.name}, scale {request.scale:g}",
        f"{scenario.titled('zh')}，规模{request.scale:g}",
    )
    with notes.progress(title, request.runs * len(request.years), "year") as progress:
        return answer(request, progress.step, workers)


def _written(
    outcome: Outcome,
    folder: ResultFolder,
    origin: str,
    figures: bool,
    households: bool,
    panels: str | None,
) -> dict[str, Any]:
    """Write and publish every file; returns the result as one document."""
    from experiments import figures as drawings
    from experiments.result_files import HOUSEHOLDS_PARQUET, NAMES, write_manifest, write_result
    from experiments.results import document

    content = document(outcome)
    write_result(outcome, folder, content)
    if households:
        from experiments.household_rows import write_households

        with folder.file(HOUSEHOLDS_PARQUET) as path:
            write_households(outcome.first, path)
    if panels:
        from experiments.panels import write_panels

        write_panels(outcome.first, panels, folder)
    if figures:
        from experiments.figures.drawing import draw_all, subject_of

        draw_all(subject_of(outcome, content["manifest"]), folder)
    write_manifest(outcome, folder, content, origin)
    folder.publish([*NAMES, *drawings.names()])
    return content
