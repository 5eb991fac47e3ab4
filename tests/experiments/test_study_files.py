"""A mistake in a study is told once, with its line, what is allowed and the nearest valid name."""

from __future__ import annotations

from pathlib import Path

import pytest

import scenarios
from experiments.study.outcomes import Outcome, outcome_named
from experiments.study.study_file import checked_study, read_study
from scenarios import BadInput, Findings
from tests.studies import STUDY, write_study

#: A study with one line in place of another of :data:`STUDY`, and the message it gets.
MISTAKES = {
    "an unknown key": (
        ("title:", "titel:"),
        "roads.yaml:1: titel: no such key; did you mean 'title'?",
    ),
    "an unknown scenario": (
        ("short.yaml", "histroy"),
        "roads.yaml:2: scenario: 'histroy': no such scenario; did you mean 'history'?",
    ),
    "a scenario file that is not there": (
        ("short.yaml", "shrt.yaml"),
        "roads.yaml:2: scenario: 'shrt.yaml': no such file; did you mean 'short.yaml'?",
    ),
    "a scale above one": (
        ("0.0002", "2"),
        "roads.yaml:3: scale: 2 found; give a number above 0 and at most 1",
    ),
    "a scale of nothing": (("0.0002", "0"), "roads.yaml:3: scale: 0 found"),
    "a seed twice": (("[1, 2, 3]", "[1, 2, 1]"), "roads.yaml:4: seeds: a seed is there twice"),
    "seeds and draws": (
        ("seeds: [1, 2, 3]", "seeds: [1]\ndraws: 3"),
        "roads.yaml:5: draws: give seeds or draws, not both",
    ),
    "an unknown lever": (
        ("infrastructure.spending", "infrastucture.spending"),
        "roads.yaml:6: design.grid.infrastucture.spending: no such factor; did you mean "
        "'infrastructure.spending'?",
    ),
    "an unknown parameter": (
        ("parameters.network", "parameters.netwrk"),
        "roads.yaml:6: design.grid.parameters.netwrk: no such factor; did you mean "
        "'parameters.network'?",
    ),
    "an unknown lever's intensity": (
        ("infrastructure.spending: [0, 1e9, 2e9, 4e9]", "intensity.infrastucture: [0, 1]"),
        "roads.yaml:6: design.grid.intensity.infrastucture: no such lever; did you mean "
        "'infrastructure'?",
    ),
    "something that is no factor": (
        ("parameters.network", "weather"),
        "roads.yaml:6: design.grid.weather: no such factor; factors are lever.setting, "
        "intensity.lever, parameters.name, scenario and seed",
    ),
    "a value out of bounds": (
        ("[2, 3.2]", "[2, 9]"),
        "roads.yaml:6: design.grid.parameters.network: 9 found; give a number from 0 to 3.99",
    ),
    "not a number in a grid": (
        ("[2, 3.2]", "[2, .nan]"),
        "roads.yaml:6: design.grid.parameters.network.1: '.nan' is not a finite number",
    ),
    "a word for a number": (
        ("[2, 3.2]", "[2, much]"),
        "roads.yaml:6: design.grid.parameters.network: 'much' found; give a number from 0 to 3.99",
    ),
    "a value twice": (
        ("[2, 3.2]", "[2, 2]"),
        "roads.yaml:6: design.grid.parameters.network: 2 is there twice",
    ),
    "no values": (
        ("[2, 3.2]", "[]"),
        "roads.yaml:6: design.grid.parameters.network: [] found; give a list of values",
    ),
    "a year nobody lives": (
        ("[0, 1e9, 2e9, 4e9]", "[{1999: 1e9}]"),
        "roads.yaml:6: design.grid.infrastructure.spending: 1999: no such year; years are 2002 to "
        "2035",
    ),
    "an empty grid": (
        (
            "{infrastructure.spending: [0, 1e9, 2e9, 4e9], parameters.network: [2, 3.2]}",
            "{}",
        ),
        "roads.yaml:6: design.grid: is empty; name a factor and its values",
    ),
    "no such design": (
        ("  grid:", "  gird:"),
        "roads.yaml:6: design.gird: no such design; did you mean 'grid'?",
    ),
    "two designs": (
        ("  grid:", "  morris: {n: 4, ranges: {parameters.network: [2, 3]}}\n  grid:"),
        "roads.yaml:5: design: give one of grid, sobol, morris, csv; 2 found",
    ),
    "an unknown outcome": (
        ("ratio_new]", "ratio_now]"),
        "roads.yaml:7: outcomes: 'ratio_now': no such outcome; did you mean 'ratio_new'?",
    ),
    "an outcome of a region that is not there": (
        ("ratio_new]", "Beichan.rural_income_new]"),
        "roads.yaml:7: outcomes: 'Beichan.rural_income_new': no such region; did you mean "
        "'Beichuan'?",
    ),
    "an outcome that no region has": (
        ("ratio_new]", "Beichuan.gini_rural]"),
        "roads.yaml:7: outcomes: 'Beichuan.gini_rural': no such outcome by region",
    ),
    "an outcome twice": (
        ("ratio_new]", "rural_income_new]"),
        "roads.yaml:7: outcomes: 'rural_income_new' is there twice",
    ),
    "no outcomes": (
        ("[rural_income_new, ratio_new]", "[]"),
        "roads.yaml:7: outcomes: [] found; give a list of indicators",
    ),
    "a year after the last": (
        ("outcomes:", "year: 2030\noutcomes:"),
        "roads.yaml:7: year: 2030 found; runs live 2003 to 2005",
    ),
    "discovery of something else": (
        ("outcomes:", "discovery: {outcome: ratio_old, below: 2}\noutcomes:"),
        "roads.yaml:7: discovery.outcome: 'ratio_old': no such outcome here; did you mean "
        "'ratio_new'?",
    ),
    "discovery on both sides": (
        ("outcomes:", "discovery: {outcome: ratio_new, below: 2, above: 1}\noutcomes:"),
        "roads.yaml:7: discovery: give below or above, one of them",
    ),
    "an answer that is not there": (
        ("outcomes:", "answer: anwser.md\noutcomes:"),
        "roads.yaml:7: answer: 'anwser.md': no such file",
    ),
    "a sobol design of ten": (
        (
            "  grid: {infrastructure.spending: [0, 1e9, 2e9, 4e9], parameters.network: [2, 3.2]}",
            "  sobol: {n: 10, ranges: {parameters.network: [2, 3]}}",
        ),
        "roads.yaml:6: design.sobol.n: 10 found; give a power of 2, such as 8",
    ),
    "a range the wrong way round": (
        (
            "  grid: {infrastructure.spending: [0, 1e9, 2e9, 4e9], parameters.network: [2, 3.2]}",
            "  morris: {n: 4, ranges: {parameters.network: [3, 2]}}",
        ),
        "roads.yaml:6: design.morris.ranges.parameters.network: [3, 2] found; the lowest comes "
        "first",
    ),
    "a range of words": (
        (
            "  grid: {infrastructure.spending: [0, 1e9, 2e9, 4e9], parameters.network: [2, 3.2]}",
            "  morris: {n: 4, ranges: {infrastructure.targeting: [0, 1]}}",
        ),
        "roads.yaml:6: design.morris.ranges.infrastructure.targeting: has no range, only words",
    ),
    "a range out of bounds": (
        (
            "  grid: {infrastructure.spending: [0, 1e9, 2e9, 4e9], parameters.network: [2, 3.2]}",
            "  morris: {n: 4, ranges: {parameters.network: [2, 5]}}",
        ),
        "roads.yaml:6: design.morris.ranges.parameters.network: 5 found; give a number from 0 to "
        "3.99",
    ),
}


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def said_of(text: str) -> list[str]:
    write_study(Path(), text)
    findings = Findings()
    checked_study(Path("roads.yaml"), None, findings)
    return [str(problem) for problem in findings]


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_once_with_its_line(name):
    (old, new), wanted = MISTAKES[name]
    assert old in STUDY
    said = said_of(STUDY.replace(old, new))
    assert len(said) == 1, said
    assert said[0].startswith(wanted)


def test_a_good_study_has_nothing_to_complain_of(shanhai):
    assert said_of(STUDY) == []
    answer = shanhai("validate", "roads.yaml", "history")
    assert answer.code == 0 and answer.out == "roads.yaml: no mistakes\nhistory: no mistakes\n"


def test_every_mistake_is_told_in_one_pass(shanhai):
    text = STUDY
    for name in ("an unknown scenario", "an unknown lever", "an unknown outcome", "a seed twice"):
        (old, new), _ = MISTAKES[name]
        text = text.replace(old, new)
    write_study(Path(), text)
    for command in ("validate", "experiment"):
        answer = shanhai(command, "roads.yaml")
        assert answer.code == 2 and len(answer.err.splitlines()) == 4
        assert "Traceback" not in answer.err
    assert sorted(path.name for path in Path().iterdir()) == ["roads.yaml", "short.yaml"]


def table(text: str) -> list[str]:
    Path("runs.csv").write_text(text, encoding="utf-8")
    return said_of(
        "scenario: short.yaml\nscale: 0.0002\ndesign: {csv: runs.csv}\noutcomes: [ratio_new]\n"
    )


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "parameters.netwrk\n1\n",
            "runs.csv:1: parameters.netwrk: no such factor; did you mean 'parameters.network'?",
        ),
        ("parameters.network\n1\nnan\n", "runs.csv:3: parameters.network: 'nan' is not a number"),
        ("parameters.network\n1\n\n9\n", "runs.csv:4: parameters.network: 9 found; from 0 to 3.99"),
        ("parameters.network,seed\n1,\n", "runs.csv:2: seed: '' is not a number"),
        ("seed\n1.5\n", "runs.csv:2: seed: 1.5 is not a whole number"),
        (
            "infrastructure.targeting\nlott\n",
            "runs.csv:2: infrastructure.targeting: 'lott': no such value; did you mean 'lot'?",
        ),
        ("seed,parameters.network\n1\n", "runs.csv:2: 1 cells found; there are 2 columns"),
        ("parameters.network\n", "runs.csv: has no runs, only names of columns"),
        ("", "runs.csv:1: the first line names no factor"),
        ("scenario\nhistory\n", "runs.csv:1: scenario: a table cannot vary the scenario"),
    ],
)
def test_a_mistake_in_a_table_of_runs_is_told_with_its_line(text, wanted):
    said = table(text)
    assert len(said) == 1, said
    assert said[0].startswith(wanted)


def test_a_table_that_is_not_there_is_told():
    said = said_of(
        "scenario: short.yaml\nscale: 0.0002\ndesign: {csv: rnus.csv}\noutcomes: [ratio_new]\n"
    )
    assert said == ["roads.yaml:3: design.csv: 'rnus.csv': no such file"]


def test_a_study_of_a_million_runs_and_more_is_refused(monkeypatch):
    from experiments.study import study_file

    monkeypatch.setattr(study_file, "MOST_RUNS", 20)
    said = said_of(STUDY)
    assert said == ["roads.yaml:5: design: 24 runs asked for; at most 20 are possible"]


def test_numbers_may_be_dated_and_words_may_vary():
    write_study(
        Path(),
        STUDY.replace("[0, 1e9, 2e9, 4e9]", "[0, {2003: 1e9, 2004: 0}]").replace(
            "parameters.network: [2, 3.2]", "infrastructure.targeting: [lot, formula]"
        ),
    )
    study = read_study(Path("roads.yaml"))
    assert study.design.values(3) == {
        "infrastructure.spending": {2003: 1e9, 2004: 0},
        "infrastructure.targeting": "formula",
    }
    recipe = study.recipe()
    scenario, _ = recipe.ingredients(study.task(3 * study.repetitions))
    spending = scenario.levers["infrastructure"]["spending"]
    assert spending.at(2003) == 1e9 and spending.at(2010) == 0.0  # type: ignore[union-attr]
    assert scenario.levers["infrastructure"]["targeting"] == "formula"


def test_a_scenarios_own_parameters_stand_above_a_draw_and_below_the_design():
    write_study(
        Path(),
        STUDY.replace("seeds: [1, 2, 3]", "draws: 2")
        .replace("scenario: short.yaml", "scenario: still.yaml")
        .replace("infrastructure.spending: [0, 1e9, 2e9, 4e9], ", ""),
    )
    Path("still.yaml").write_text(
        "extends: history\nlast_year: 2005\nparameters: {network: 0, spread: 0}\n"
    )
    study = read_study(Path("roads.yaml"))
    recipe = study.recipe()
    _, parameters = recipe.ingredients(study.task(0))
    assert parameters["network"] == 2.0 and parameters["spread"] == 0.0
    _, other = recipe.ingredients(study.task(1))
    assert parameters["wage_response"] != other["wage_response"]
    assert [study.seed(run) for run in range(4)] == [1, 2, 1, 2]


def test_a_bad_study_raises_in_python_too():
    write_study(Path(), STUDY.replace("ratio_new", "ratio_now"))
    with pytest.raises(BadInput, match="did you mean 'ratio_new'"):
        read_study(Path("roads.yaml"))


def test_an_outcome_of_a_county_is_called_by_its_name_in_either_language():
    place = scenarios.load_place("zhejiang", scenarios.Findings())
    outcome = outcome_named("Kecheng.rural_income_new", place)
    assert isinstance(outcome, Outcome)
    assert outcome.label("en").startswith("Kecheng: ")
    assert outcome.label("zh").startswith("柯城") and "Kecheng" not in outcome.label("zh")
