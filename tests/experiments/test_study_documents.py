"""The page on studies names every key, and its example is a legal study."""

from __future__ import annotations

import re
from pathlib import Path

from experiments.studies import shipped_studies
from experiments.study.schema import study_schema
from experiments.study.study_file import read_study

PAGE = (Path(__file__).parent.parent.parent / "docs" / "studies.md").read_text(encoding="utf-8")


def test_the_example_is_a_legal_study(tmp_path):
    example = re.search(r"```yaml[^\n]*\n(.*?)```", PAGE, re.S)
    assert example is not None
    path = tmp_path / "roads.yaml"
    path.write_text(example[1], encoding="utf-8")
    assert read_study(path).runs == 9


def test_every_key_and_design_is_explained():
    keys = study_schema()["properties"]
    for name in [*keys, *keys["design"]["properties"]]:
        assert f"`{name}" in PAGE, name


def test_every_worked_study_is_named():
    for name in shipped_studies():
        assert f"shanhai experiment {name}" in PAGE
