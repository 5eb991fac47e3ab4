"""Worked studies: a folder each, with its question, what answers it and its answer's template."""

from __future__ import annotations

from pathlib import Path

STUDY_FILE = "study.yaml"


def shipped_studies() -> dict[str, Path]:
    """The study files that come with the project, by name, in alphabetical order."""
    folder = Path(__file__).parent
    return {path.parent.name: path for path in sorted(folder.glob(f"*/{STUDY_FILE}"))}
