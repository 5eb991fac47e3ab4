"""The files of a search for the frontier."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from experiments.frontier.question import Question
from experiments.frontier.result import Aim
from experiments.manifest import digest
from experiments.result_folder import MANIFEST, ResultFolder

FRONTIER_JSON = "frontier.json"
NAMES = (FRONTIER_JSON,)


def hash_of(question: Question, aim: Aim) -> str:
    """Names everything the answer depends on."""
    return digest([question.hash(), aim.indicator, aim.goal, aim.budget])


def default_folder(question: Question, aim: Aim) -> Path:
    return Path("results") / f"frontier-{hash_of(question, aim)[:8]}"


def stored(folder: Path, question: Question, aim: Aim) -> dict[str, Any] | None:
    """The document of this very question, if a finished answer is in ``folder``."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if manifest.get("frontier_hash") != hash_of(question, aim):
            return None
        content = json.loads((folder / FRONTIER_JSON).read_text(encoding="utf-8"))
    except (OSError, ValueError, AttributeError):  # none yet, or not ours
        return None
    return {**content, "manifest": manifest}


def write(content: Mapping[str, Any], folder: ResultFolder) -> None:
    """Write the numbers; the manifest is written last, after figures."""
    numbers = {key: value for key, value in content.items() if key != "manifest"}
    folder.write(FRONTIER_JSON, json.dumps(numbers, ensure_ascii=False, indent=1) + "\n")


def write_manifest(
    content: Mapping[str, Any], question: Question, aim: Aim, folder: ResultFolder
) -> None:
    made = {**content["manifest"], "frontier_hash": hash_of(question, aim)}
    folder.write(MANIFEST, json.dumps(made, ensure_ascii=False, indent=1) + "\n")
