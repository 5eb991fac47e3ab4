"""The worked studies are valid, run, and answer with the numbers of their runs."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from calibration.labels import WORDS
from experiments.studies import shipped_studies
from experiments.study import living
from experiments.study.answers import answer
from experiments.study.by_point import outcome_by_run
from experiments.study.engines import InThisProcess
from experiments.study.factors import SCENARIO
from experiments.study.questions import Draws
from experiments.study.run_files import RunFiles
from experiments.study.study_file import read_study

each = pytest.mark.parametrize("name", shipped_studies())


def tiny(name, count):
    """The study at a tiny scale, under two draws, with its first few scenarios."""
    study = read_study(shipped_studies()[name])
    assert study.draws is not None
    draws = Draws(study.draws.names, study.draws.values[:2], study.draws.origin)
    design = study.design
    cut = replace(design, cells=design.cells[:count], shape=(count,))
    return replace(study, scale=0.0002, draws=draws, design=cut)


@each
def test_a_worked_study_has_a_title_in_chinese(name):
    study = read_study(shipped_studies()[name])
    assert re.search(r"[\u4e00-\u9fff]{4}", study.titled("zh"))
    assert study.titled("zh") != study.titled("en") == study.title


@each
def test_a_worked_study_is_valid_and_says_how_to_run_it(name, shanhai):
    assert shanhai("validate", name).code == 0
    readme = (shipped_studies()[name].parent / "README.md").read_text(encoding="utf-8")
    assert f"shanhai experiment {name} --out" in readme
    study = read_study(shipped_studies()[name])
    assert study.question and study.answer is not None


@each
def test_its_answer_holds_no_number_that_was_typed(name):
    study = read_study(shipped_studies()[name])
    assert study.answer is not None
    text = study.answer.read_text(encoding="utf-8")
    words = re.sub(r"\{[{%].*?[%}]\}", "", text, flags=re.S)
    typed = re.findall(r"\b\d[\d.,]*\b", words)
    # the cohort's year and the yuan of the pairing are what was asked, not what was found
    assert set(typed) <= {"2002", "50"}


@each
def test_its_answer_is_filled_with_what_the_runs_gave(name):
    """Made-up outcomes, since the words do not depend on how they came about."""
    study = read_study(shipped_studies()[name])
    random = np.random.default_rng(1)
    shape = (study.design.points, study.repetitions)
    found = {item.name: random.uniform(1e3, 2e3, shape) for item in study.outcomes}
    text = answer(study, found)
    for scenario in study.scenarios.values():
        assert scenario.title in text or scenario.name in ("history", "beichuan_alone")
    rows = [line for line in text.splitlines() if line.startswith("| ") and "(" in line]
    labels = [line.rsplit("|", 2)[1].strip() for line in rows]
    assert len(rows) == len(study.scenarios) - 1 and set(labels) <= set(WORDS)
    assert "{{" not in text and "not known" not in text
    assert f"of {study.repetitions} pairs" in text


@each
def test_it_runs_and_answers(name, tmp_path):
    study = tiny(name, 2)
    with RunFiles(study, tmp_path / "out") as files:
        living.live_missing(files, InThisProcess(study.recipe()), quiet=True)
        assert files.failed() == []
        found = outcome_by_run(files, study.year)
    for by_run in found.values():
        assert np.isfinite(by_run).all()
    assert study.design.factors[0].name == SCENARIO
    first = study.outcomes[0].name
    assert (found[first][0] != found[first][1]).any(), "two scenarios, one result"
