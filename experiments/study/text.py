"""What is said of a study and of its runs, in English and in Chinese."""

from __future__ import annotations

from typing import Any

from experiments.answer_words import word as answer_word
from experiments.study.questions import Study
from sim.declare import Label

MOST_TOLD = 5
WORDS = {
    "drawn": Label(
        "{place}: the {draws} draws come from the {origin}",
        "{place}：{draws}组参数抽样取自{origin}",
    ),
    "done": Label(
        "{title}: {done:,} of {runs:,} runs done{before}",
        "{title}：{runs:,}次模拟完成{done:,}次{before}",
    ),
    "before": Label(", {before:,} of them before", "，其中{before:,}次此前已完成"),
    "failed": Label("run {run} failed: {reason}", "第{run}次模拟失败：{reason}"),
    "more_failed": Label(
        "and {more} more failed; runs.csv names them", "另有{more}次失败，见 runs.csv"
    ),
    "result": Label("result {result_hash}, written to {out}/", "结果 {result_hash} 已写入 {out}/"),
}


def where_draws_come_from(study: Study, language: str) -> str:
    """Of a study of draws: from the posterior or from the priors."""
    origin = answer_word(study.draws_from, language)
    return WORDS["drawn"][language].format(
        place=study.place.name, draws=study.repetitions, origin=origin
    )


def study_lines(study: Study, document: dict[str, Any], before: int, language: str) -> list[str]:
    """How many runs are done, ``before`` of them in an earlier sitting, and which ones failed."""

    def word(key: str, **more: Any) -> str:
        return WORDS[key][language].format(**document | more)

    failed = document["failed"]
    was_done = word("before", before=before) if before else ""
    lines = [word("done", title=study.titled(language), before=was_done)]
    lines += [word("failed", **item) for item in failed[:MOST_TOLD]]
    if len(failed) > MOST_TOLD:
        lines.append(word("more_failed", more=len(failed) - MOST_TOLD))
    return [*lines, word("result")]
