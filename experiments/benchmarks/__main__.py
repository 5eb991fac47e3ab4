"""``python -m experiments.benchmarks``: measure everything, print the tables, write the JSON."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import click

from experiments.benchmarks.apart import MeasurementError, measured_apart
from experiments.benchmarks.competitors import FULL, QUICK, THREADS, competitors, groups
from experiments.benchmarks.results import Results
from experiments.benchmarks.table import as_document, as_text, machine

OUT = Path("results") / "benchmarks.json"

WHAT_IS_COUNTED = """\
Medians over the repetitions, with the least and the most in brackets. A household-year is a
household that lived a year of the record, in a village or a town; the time is that of all years
and of the start, whose burn-in takes twelve more years that are not counted as lived."""
QUICK_SAYS = "--quick: everything is too small for its figures to mean anything."


@click.command()
@click.option("--quick", is_flag=True, help="Everything small: to see whether it works.")
@click.option("--only", multiple=True, type=click.Choice(groups()), help="Measure these alone.")
@click.option("--repeat", type=click.IntRange(1), default=3, show_default=True)
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), default=OUT, show_default=True
)
def main(quick: bool, only: tuple[str, ...], repeat: int, out: Path) -> None:
    """Measure the model and its rivals side by side."""
    sizes = QUICK if quick else FULL
    repeat = 1 if quick else repeat
    measured = [item for item in competitors(sizes) if not only or item.group in only]
    results = Results(missing={item.key: item.missing for item in measured if item.missing})
    facts = machine()
    began = time.perf_counter()
    say("compiling, where it has not been done yet …")
    failed = []
    try:
        measured_apart("full_model", "lived", households=500, threads=max(THREADS))
    except MeasurementError as error:
        raise click.ClickException(str(error)) from None
    for turn in range(repeat):
        for item in measured:
            if item.measure is None or turn >= (item.at_most or repeat) or item.key in failed:
                continue
            say(f"repetition {turn + 1} of {repeat}: {item.key} …")
            try:
                results.note(item, item.measure())
            except MeasurementError as error:
                say(str(error))
                failed.append(item.key)
                results.give_up(item, str(error))
    seconds = time.perf_counter() - began
    said = f"{QUICK_SAYS}\n{WHAT_IS_COUNTED}" if quick else WHAT_IS_COUNTED
    packages = facts["packages"]
    click.echo(
        f"{facts['processor']}, {facts['cores']} cores; Python {packages['python']}, "
        f"numba {packages['numba']}, numpy {packages['numpy']}; commit {facts['commit']}"
    )
    click.echo(f"{said}\n\n{as_text(results, sizes)}\n")
    facts |= {"quick": quick, "repetitions": repeat, "seconds": seconds}
    out.parent.mkdir(parents=True, exist_ok=True)
    document = json.dumps(as_document(results, sizes, measured, facts), indent=1)
    out.write_text(document + "\n", encoding="utf-8")
    click.echo(f"measured in {seconds / 60.0:.1f} minutes; written to {out}")
    if failed:
        raise click.ClickException(f"not everything could be measured: {', '.join(failed)}")


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
