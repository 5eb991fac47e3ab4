"""``python -m experiments.benchmarks``: run time and memory by scale and threads.

Every line is measured in a process of its own, after one run that compiles and warms up, and is
the best of several repetitions. Prints a table and writes ``results/benchmarks.json``.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click

SCALES = (0.001, 0.005, 0.02)
THREADS = (1, 2)
REPETITIONS = 3
OUT = Path("results") / "benchmarks.json"
#: Enough to compile and load every kernel.
WARM_UP_SCALE = 0.0005


@dataclass(frozen=True)
class Measurement:
    """The historical scenario from its start to its last year, burn-in included.

    ``rows`` are the simulated households of the last year, the west's and the towns' too;
    ``ns_per_household_year`` divides the time by them and by the years lived after the burn-in.
    """

    scale: float
    threads: int
    rows: int
    years: int
    seconds: float
    ns_per_household_year: float
    peak_mib: float | None


def measure(scale: float, threads: int, repetitions: int) -> Measurement:
    """Measure in this process. The peak of memory holds the libraries too (some 250 MiB)."""
    import numpy as np

    import scenarios
    from experiments.manifest import peak_rss_mib
    from sim.agents.households import FREE
    from sim.simulation import Simulation

    history = scenarios.load("history", findings=scenarios.Findings())
    Simulation(history, WARM_UP_SCALE, threads=threads).live_to_the_end()
    best, rows, years = float("inf"), 0, 0
    for _ in range(repetitions):
        began = time.perf_counter()
        run = Simulation(history, scale, threads=threads)
        run.live_to_the_end()
        best = min(best, time.perf_counter() - began)
        rows = int(np.count_nonzero(run.world.households.kind != FREE))
        years = run.year - run.place.base_year
        del run
    return Measurement(
        scale, threads, rows, years, best, 1e9 * best / (rows * years), peak_rss_mib()
    )


def measured_apart(scale: float, threads: int, repetitions: int) -> Measurement:
    """The same in a fresh process. Raises ``CalledProcessError`` when that fails."""
    options = [f"--scale={scale}", f"--threads={threads}", f"--repetitions={repetitions}"]
    answer = subprocess.run(
        [sys.executable, "-m", "experiments.benchmarks", *options, "--one"],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return Measurement(**json.loads(answer.stdout.splitlines()[-1]))


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    from experiments.manifest import packages

    return {"machine": platform.machine(), "cores": os.cpu_count(), "packages": packages()}


def as_text(found: list[Measurement]) -> list[str]:
    """The measurements as a table."""
    from experiments.text_tables import table

    head = ("scale", "threads", "household rows", "seconds", "ns/household-year", "peak MiB")
    rows = [
        [
            f"{item.scale:g}", str(item.threads), f"{item.rows:,}", f"{item.seconds:.3f}",
            f"{item.ns_per_household_year:.1f}",
            "-" if item.peak_mib is None else f"{item.peak_mib:.0f}",
        ]
        for item in found
    ]  # fmt: skip
    return table(head, rows, right=range(len(head)))


@click.command()
@click.option("--scale", "scales", type=float, multiple=True, default=SCALES, show_default=True)
@click.option("--threads", type=int, multiple=True, default=THREADS, show_default=True)
@click.option("--repetitions", type=click.IntRange(1), default=REPETITIONS, show_default=True)
@click.option(
    "--one", is_flag=True, hidden=True, help="Measure the first of each, in this process."
)
def main(scales: tuple[float, ...], threads: tuple[int, ...], repetitions: int, one: bool) -> None:
    """Measure run time and memory of the historical scenario."""
    if one:
        click.echo(json.dumps(asdict(measure(scales[0], threads[0], repetitions))))
        return
    found = []
    for scale in scales:
        for count in threads:
            print(f"scale {scale:g}, {count} threads …", file=sys.stderr, flush=True)
            found.append(measured_apart(scale, count, repetitions))
    click.echo("\n".join(as_text(found)))
    OUT.parent.mkdir(exist_ok=True)
    content = {**machine(), "measurements": [asdict(item) for item in found]}
    OUT.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    click.echo(f"written to {OUT}")


if __name__ == "__main__":
    main()
