"""What ``docs/adapters.md`` shows is run as it stands, in the order it is shown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from experiments.cli import main
from sim.parameters import estimated

TEXT = (Path(__file__).parent.parent / "docs" / "adapters.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", TEXT, flags=re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def names(tmp_path_factory) -> dict:
    """Everything the page's Python defines after all of it has run."""
    folder = tmp_path_factory.mktemp("adapters")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert main(["run", "--scale", "0.0005", "--out", "result", "--quiet"]) == 0
        defined: dict = {}
        for kind, text in BLOCKS:
            if kind == "python":
                exec(compile(text, "adapters.md", "exec"), defined)
    return defined


def test_every_block_of_python_runs(names):
    assert {"shanhai", "incomes", "result", "effects", "collector"} <= set(names)


def test_the_function_for_workbenches_answers_parameters_levers_and_seeds(names):
    shanhai = names["shanhai"]
    history = shanhai()
    assert shanhai()["ratio"] == history["ratio"]
    assert shanhai(infrastructure=0.0)["ratio"] != history["ratio"]
    assert shanhai(seed=2)["ratio"] != history["ratio"]
    name, item = next(iter(estimated().items()))
    assert shanhai(**{name: item.bounds[1]})["ratio"] != history["ratio"]
    assert len(history["rural_income"]) == 21


def test_the_lines_for_the_ema_workbench_name_what_the_function_takes(names):
    """The workbench calls the function with every uncertainty, lever and constant by name."""
    (text,) = (text for kind, text in BLOCKS if "ema_workbench" in text)
    assert len(text.strip().splitlines()) <= 10

    class Stand:
        """Stands for the workbench's classes: it keeps what it is given."""

        def __init__(self, name: str, *numbers: float, function=None) -> None:
            self.name, self.numbers, self.function = name, numbers, function

    kinds = ("Constant", "Model", "RealParameter", "ScalarOutcome", "TimeSeriesOutcome")
    defined = {**names, **dict.fromkeys(kinds, Stand)}
    exec(text.replace("from ema_workbench import", "# "), defined)
    model = defined["model"]
    asked = {item.name: item.numbers[0] for item in (*model.levers, *model.constants)}
    asked |= {item.name: estimated()[item.name].value for item in model.uncertainties}
    found = model.function(**{**asked, "scale": 0.0005})
    assert {item.name for item in model.outcomes} == set(found)
