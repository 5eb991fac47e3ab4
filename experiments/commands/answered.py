"""Answering a question that takes many runs, or finding the answer that was kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.commands.options import Notes

if TYPE_CHECKING:
    from experiments.kept_answers import Asked


def answered(
    asked: Asked, out: Path | None, figures: bool, notes: Notes
) -> tuple[dict[str, Any], Path]:
    """The answer and its folder: from the disk where it was answered before, else lived and kept.

    Runs are kept in ``out``/runs, or in results/runs, so that what is interrupted goes on.
    """
    from experiments.interruption import keeps
    from experiments.kept_runs import DEFAULT_FOLDER
    from experiments.result_folder import ResultFolder
    from sim.declare import Label

    folder = out or asked.default_folder
    content = asked.stored(folder)
    if content is not None and not figures:
        notes.say(Label(f"answered before: {folder}/", f"此前已有答案：{folder}/"))
        return content, folder
    with ResultFolder(folder) as result:
        if content is None:
            runs = out / "runs" if out else DEFAULT_FOLDER
            keeps(f"finished runs are kept in {runs}/")
            content = asked.named(asked.live(runs))
        asked.write(content, result, figures)
    return content, folder
