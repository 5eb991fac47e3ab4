"""The files of an attribution, named by a hash of all it depends on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from experiments.attribution.question import Question
from experiments.result_folder import MANIFEST, ResultFolder

ATTRIBUTION_JSON = "attribution.json"
NAMES = (ATTRIBUTION_JSON,)


def default_folder(question: Question) -> Path:
    return Path("results") / f"attribution-{question.hash()[:8]}"


def stored(folder: Path, question: Question, is_gross_only: bool) -> dict[str, Any] | None:
    """The document of this very question, if a finished answer is in ``folder``."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if manifest.get("attribution_hash") != question.hash():
            return None
        content = json.loads((folder / ATTRIBUTION_JSON).read_text(encoding="utf-8"))
        measures = content["measures"].values()
    except (OSError, ValueError, AttributeError, KeyError):  # none yet, or not ours
        return None
    if not is_gross_only and not all(held["budget_neutral"] for held in measures):
        return None
    return {**content, "manifest": manifest}


def write(content: Mapping[str, Any], folder: ResultFolder) -> None:
    """Write the numbers; the manifest is written last, after figures."""
    numbers = {key: value for key, value in content.items() if key != "manifest"}
    folder.write(ATTRIBUTION_JSON, json.dumps(numbers, ensure_ascii=False, indent=1) + "\n")


def write_manifest(content: Mapping[str, Any], folder: ResultFolder) -> None:
    folder.write(MANIFEST, json.dumps(content["manifest"], ensure_ascii=False, indent=1) + "\n")
