"""What a stage's name depends on: the code that computes it, and nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import calibration
from calibration.sources import calibration_key

PIPELINE = "calibration.pipeline"


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The calibration's source, to be edited."""
    package = Path(calibration.__file__).parent
    return Path(shutil.copytree(package, tmp_path / "calibration"))


def edit(file: Path) -> None:
    assert file.is_file()
    file.write_text(file.read_text(encoding="utf-8") + "\nEDITED = True\n", encoding="utf-8")


def test_the_name_does_not_depend_on_where_the_source_lies(copied: Path) -> None:
    assert calibration_key(PIPELINE, copied) == calibration_key(PIPELINE)


@pytest.mark.parametrize(
    "module",
    [
        "pipeline", "question", "emulator", "bumps", "polynomial", "gaussian", "measurement",
        "sampler", "convergence", "reweighting", "design", "map_estimate", "simulator",
        "observations", "outputs", "priors", "posterior", "log_posterior", "stages",
    ],
)  # fmt: skip
def test_an_edit_of_what_the_posterior_is_made_with_names_another_posterior(
    copied: Path, module: str
) -> None:
    before = calibration_key(PIPELINE, copied)
    edit(copied / f"{module}.py")
    assert calibration_key(PIPELINE, copied) != before


@pytest.mark.parametrize(
    "module", ["card/rows", "card/fit", "report", "labels", "value_of_data", "evidence"]
)
def test_an_edit_of_what_is_made_of_the_posterior_leaves_its_name(
    copied: Path, module: str
) -> None:
    before = calibration_key(PIPELINE, copied)
    edit(copied / f"{module}.py")
    assert calibration_key(PIPELINE, copied) == before


def test_a_module_imported_inside_a_function_counts(copied: Path) -> None:
    (copied / "hidden.py").write_text("ANSWER = 41\n", encoding="utf-8")
    pipeline = copied / "pipeline.py"
    later = "\n\ndef late():\n    from calibration import hidden\n    return hidden\n"
    pipeline.write_text(pipeline.read_text(encoding="utf-8") + later, encoding="utf-8")
    before = calibration_key(PIPELINE, copied)
    edit(copied / "hidden.py")
    assert calibration_key(PIPELINE, copied) != before


def test_a_refit_has_a_name_of_its_own(copied: Path) -> None:
    before = [calibration_key(name, copied) for name in (PIPELINE, "calibration.refit")]
    edit(copied / "refit.py")
    after = [calibration_key(name, copied) for name in (PIPELINE, "calibration.refit")]
    assert after[0] == before[0] and after[1] != before[1]


def test_a_module_that_is_not_there_is_refused(copied: Path) -> None:
    with pytest.raises(ValueError, match="nowhere"):
        calibration_key("calibration.nowhere", copied)
