"""``shanhai run``: one scenario, held against the record."""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import sim
from experiments.commands.options import json_option, place_option

if TYPE_CHECKING:
    import scenarios
    from experiments.central_values import CentralValues
    from experiments.request import Request
    from experiments.result_folder import ResultFolder
    from experiments.runs import Outcome

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


@click.command(short_help="Run a scenario and hold it against the record.")
@click.argument("scenario", default="history")
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
    "--set",
    "settings",
    multiple=True,
    metavar="LEVER.SETTING=VALUE",
    help="Change a setting; VALUE as in a scenario file: 2e9, a word, or {2003: 1e9, 2005: 0}. "
    "Repeatable.",
)
@place_option("A shipped place or the folder of one.")
@click.option(
    "--posterior",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="A folder with a posterior of the place's parameters.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Where the files go.  [default: results/SCENARIO-HASH]",
)
@json_option
@click.option("--quiet", is_flag=True, help="No progress and no notes.")
@click.option("--figures", is_flag=True, help="Draw figures too, in English and in Chinese.")
@click.option(
    "--households",
    is_flag=True,
    help="Household rows of the last year as Parquet too (needs pyarrow).",
)
def run(
    scenario: str,
    scale: float,
    draws: int,
    seed: int,
    threads: int | None,
    settings: tuple[str, ...],
    place: str,
    posterior: Path | None,
    out: Path | None,
    as_json: bool,
    quiet: bool,
    figures: bool,
    households: bool,
) -> int:
    """Run SCENARIO, a shipped name or a file, and print it beside the published record.

    Writes indicators.csv, counties.csv, ledger.csv, result.nc, scenario.yaml and manifest.json.
    """
    notes = _Notes(quiet)
    central = _central(scenario, settings, place, posterior, notes)
    request, origin = _request(central, scale, seed, threads, draws, notes)
    if households:
        from experiments.household_rows import require_parquet

        require_parquet()
    from experiments.result_folder import ResultFolder

    with ResultFolder(out or default_folder(request)) as folder:
        outcome = _lived(request, quiet)
        content = _written(outcome, folder, origin, figures, households)
        if as_json:
            click.echo(json.dumps(content, ensure_ascii=False, allow_nan=False))
        else:
            click.echo("\n".join(as_text(outcome, content)))
            click.echo(f"written to {folder.path}/")
    return 0


class _Notes:
    """Lines for standard error, unless quiet."""

    def __init__(self, is_quiet: bool) -> None:
        self._is_quiet = is_quiet

    def say(self, text: str) -> None:
        if not self._is_quiet:
            print(text, file=sys.stderr, flush=True)

    def say_warnings(self, findings: scenarios.Findings) -> None:
        for problem in findings.warnings:
            self.say(str(problem))


def _central(
    scenario: str, settings: tuple[str, ...], place: str, posterior: Path | None, notes: _Notes
) -> CentralValues:
    """The scenario as the command line says it, with the central parameter values of its place."""
    import scenarios
    from experiments.central_values import with_central_values

    findings = scenarios.Findings()
    loaded = scenarios.load(scenario, scenarios.load_place(place, findings), findings)
    if settings:
        loaded = scenarios.change(loaded, settings, findings)
    notes.say_warnings(findings)
    return with_central_values(loaded, posterior)


def _request(
    central: CentralValues,
    scale: float,
    seed: int,
    threads: int | None,
    draws: int,
    notes: _Notes,
) -> tuple[Request, str]:
    """What to run, and in words where its parameter values come from."""
    from experiments.draws import POSTERIOR, draws_of
    from experiments.request import Request

    if draws > 1:
        drawn, origin = draws_of(central.scenario.place, draws, seed)
        if origin != POSTERIOR:
            notes.say(
                f"{central.scenario.place.name}: no posterior, so the {draws} draws come from the "
                "priors; predictive bands stay empty"
            )
        request = Request(central.scenario, scale, seed, threads, tuple(drawn))
        return request, f"draws from the {origin}"
    if not central.is_fitted:
        notes.say(
            f"{central.scenario.place.name}: no stored fit, so this runs on the priors' centres; "
            "expect it to miss the record"
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


def _lived(request: Request, quiet: bool) -> Outcome:
    from experiments.progress import Progress
    from experiments.runs import answer

    title = f"{request.scenario.name}, scale {request.scale:g}"
    with Progress(title, request.runs * len(request.years), "year", quiet) as progress:
        return answer(request, progress.step)


def _written(
    outcome: Outcome, folder: ResultFolder, origin: str, figures: bool, households: bool
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
    if figures:
        from experiments.figures.drawing import draw_all

        draw_all(outcome, folder)
    write_manifest(outcome, folder, content, origin)
    folder.publish([*NAMES, *drawings.names()])
    return content


def as_text(outcome: Outcome, content: dict[str, Any]) -> list[str]:
    """The table "year, modelled, documented, error", and the scores below it."""
    from experiments.documented import lines
    from experiments.text_tables import GAP, padded, table, width

    place = outcome.request.scenario.place
    head = ["year", "def.", *("modelled", "documented", "error") * 3]
    rows = [
        [
            str(line.year),
            line.definition,
            *(cell for item in line.measures for cell in _cells(item)),
        ]
        for line in lines(outcome.central, place)
    ]
    body = table(head, rows, right=range(2, len(head)))
    spans = _spans(head, rows)
    groups = ("rural income, yuan", "urban income, yuan", "urban over rural")
    above = GAP.join(
        [
            " " * spans[0],
            *(padded(name, span) for name, span in zip(groups, spans[1:], strict=True)),
        ]
    )
    rule = "-" * max(width(line) for line in body)
    title = (
        f"{outcome.request.scenario.title or content['scenario']}, {place.title.en}: "
        f"{content['villages']:,} villages and {content['households']:,} households simulated, "
        f"seed {content['seed']}"
    )
    return [title, "", above.rstrip(), body[0], rule, *body[1:], "", *_scores(content["fit"])]


def _spans(head: list[str], rows: list[list[str]]) -> list[int]:
    """Widths of the table's four groups of columns: the year, then the three measures."""
    columns = [max(len(row[k]) for row in [head, *rows]) for k in range(len(head))]
    groups = (columns[:2], columns[2:5], columns[5:8], columns[8:11])
    return [sum(group) + 2 * (len(group) - 1) for group in groups]


def _cells(item: Any) -> tuple[str, str, str]:
    """A comparison as three cells; a dash where nothing was published."""
    number = "{:,.0f}" if item.is_income else "{:.3f}"
    known = "-" if item.documented is None else number.format(item.documented)
    if item.error is None:
        error = "-"
    else:
        error = f"{_rounded(item.error, 1)} %" if item.is_income else _rounded(item.error, 3)
    return number.format(item.modelled), known, error


def _rounded(value: float, digits: int) -> str:
    """A signed number; what rounds to nothing has no sign."""
    rounded = round(value, digits)
    return f"{rounded:+.{digits}f}" if rounded else f"{0.0:.{digits}f}"


def _scores(fit: dict[str, float | None]) -> list[str]:
    """Mean errors by definition, in words."""

    def shown(name: str, form: str) -> str:
        value = fit[name]
        return "nothing observed" if value is None else form.format(value)

    return [
        f"mean error, {definition} definition: "
        f"rural {shown(f'rural_mape_{definition}', '{:.2f} %')}, "
        f"urban {shown(f'urban_mape_{definition}', '{:.2f} %')}, "
        f"ratio {shown(f'ratio_rmse_{definition}', '{:.3f}')} (root mean square)"
        for definition in ("old", "new")
    ]
