"""Answer the study's question and write it down: ``--out DIR`` says where, the study's own folder
by default; ``--scale``, ``--draws`` and ``--permutations`` make a smaller or larger sample."""

from __future__ import annotations

from pathlib import Path

import click

from experiments.attribution import defaults as attributing
from experiments.comparison import defaults as comparing
from experiments.studies.which_lever_narrowed_the_gap.answer import write_answer


@click.command()
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), default=Path(__file__).parent
)
@click.option("--runs", type=click.Path(path_type=Path), default=Path("results") / "runs")
@click.option("--scale", type=float, help="One scale for both commands.")
@click.option("--draws", type=click.IntRange(min=2), default=comparing.DEFAULT_DRAWS)
@click.option("--attribution-draws", type=click.IntRange(min=2), default=attributing.DEFAULT_DRAWS)
@click.option(
    "--permutations", type=click.IntRange(min=2), default=attributing.DEFAULT_PERMUTATIONS
)
@click.option("--workers", type=click.IntRange(min=1))
def main(
    out: Path, runs: Path, scale: float | None, draws: int, attribution_draws: int,
    permutations: int, workers: int | None,
) -> None:  # fmt: skip
    """Write answer.md, numbers.json and the figures."""
    write_answer(out, runs, scale, draws, attribution_draws, permutations, workers, say=click.echo)


if __name__ == "__main__":
    main()
