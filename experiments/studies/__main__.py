"""Answer every worked study anew and put the answers beside the questions.

``python -m experiments.studies`` is what has to be run when a posterior ships or the model changes;
``python -m experiments.studies NAME…`` answers some of them. Runs are kept in ``results/``, so that
an interrupted answer goes on.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from experiments.studies import shipped_studies
from experiments.study.outputs import ANSWER_MD, FIGURE

#: The study that asks two commands instead of living a design.
ASKS_COMMANDS = "which_lever_narrowed_the_gap"
RESULTS = Path("results")


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME…]")
@click.option("--workers", type=click.IntRange(min=1), help="Processes. Default: one a core.")
@click.option(
    "--into", type=click.Path(path_type=Path, file_okay=False), default=Path(__file__).parent,
    help="Where the studies' folders are.  [default: where they ship]",
)  # fmt: skip
def main(names: tuple[str, ...], workers: int | None, into: Path) -> None:
    """Write the answers and figures of the worked studies into their folders."""
    known = (*shipped_studies(), ASKS_COMMANDS)
    if unknown := [name for name in names if name not in known]:
        raise click.UsageError(f"no such study: {', '.join(unknown)}; there are {', '.join(known)}")
    for name in names or known:
        click.echo(f"{name} …")
        if name == ASKS_COMMANDS:
            _ask_commands(into / name, workers)
        else:
            _live(name, into / name, workers)


def _ask_commands(folder: Path, workers: int | None) -> None:
    from experiments.attribution import defaults as attributing
    from experiments.comparison import defaults as comparing
    from experiments.studies.which_lever_narrowed_the_gap.answer import write_answer

    write_answer(
        folder, RESULTS / "runs", None, comparing.DEFAULT_DRAWS, attributing.DEFAULT_DRAWS,
        attributing.DEFAULT_PERMUTATIONS, workers, click.echo,
    )  # fmt: skip


def _live(name: str, folder: Path, workers: int | None) -> None:
    """Live the study as ``shanhai experiment`` does, and copy its answer and its figures."""
    from experiments.commands.experiment import experiment

    out = RESULTS / name
    given = [name, "--out", str(out), "--figures", "--quiet"]
    given += ["--workers", str(workers)] if workers is not None else []
    if experiment.main(given, standalone_mode=False):
        raise click.ClickException(f"{name}: some runs failed; see {out}/runs.csv")
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(out / ANSWER_MD, folder / ANSWER_MD)
    for language in ("en", "zh"):
        figure = f"{FIGURE}.{language}.png"
        shutil.copyfile(out / "figures" / figure, folder / figure)


if __name__ == "__main__":
    main()
