"""Draws of a stored posterior, and bands of what could have been published."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from calibration.measurement import INFERRED
from calibration.posterior import Posterior
from calibration.priors import Priors
from experiments.draws import draws_of, prior_draws, resampled
from experiments.study.study_file import read_study
from scenarios.stored_posterior import read_posterior
from sim.inputs import Place, Scenario
from sim.parameters import estimated

TINY = ("--scale", "0.0005")
#: A place that ships without a posterior.
TWO_COUNTIES = str(Path(__file__).parent.parent / "places" / "two_counties")
WALK = 0.05


@pytest.fixture(scope="session")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a posterior of four draws around the priors' middles; the last weighs most."""
    folder = tmp_path_factory.mktemp("posterior")
    priors = Priors.of_the_model()
    random = np.random.default_rng(1)
    scores = 0.1 * random.standard_normal((4, len(priors.names)))
    walks = np.tile(WALK * np.arange(1, 22) / 21, (4, 2, 1))
    weights = np.array([0.1, 0.1, 0.2, 0.6])
    inferred = np.zeros((4, len(INFERRED)))
    posterior = Posterior(priors, scores, inferred, weights, walks, np.zeros((4, 1)), 2003)
    posterior.write(folder / "posterior.nc", "zhejiang")
    central = priors.named(priors.values(np.zeros(len(priors.names))))
    manifest = {"central": {"is": "map", "parameters": central}}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


@pytest.fixture
def place(history: Scenario, stored: Path) -> Place:
    return replace(history.place, posterior_folder=str(stored))


def test_draws_come_from_the_posterior_where_there_is_one(place: Place, history: Scenario) -> None:
    draws, origin = draws_of(place, 6, seed=1)
    assert origin == "posterior"
    posterior = read_posterior(Path(place.posterior_folder))
    assert posterior is not None
    assert all(posterior.number_of(draw) is not None for draw in draws)
    bare = replace(history.place, posterior_folder="")
    assert draws_of(bare, 6, seed=1) == (prior_draws(6, 1), "priors")


def test_a_draw_comes_up_as_often_as_its_weight_says(stored: Path) -> None:
    posterior = read_posterior(stored)
    assert posterior is not None
    counted = Counter(resampled(posterior, 100, seed=3))
    # an interval of such a sequence holds its share of 100 to within two (by chance: to about five)
    for number, wanted in {0: 10, 1: 10, 2: 20, 3: 60}.items():
        assert abs(counted[number] - wanted) <= 2
    assert resampled(posterior, 100, seed=3) != resampled(posterior, 100, seed=4)


def test_more_draws_of_a_posterior_leave_the_first_ones_as_they_are(stored: Path) -> None:
    posterior = read_posterior(stored)
    assert posterior is not None
    assert resampled(posterior, 7, seed=1) == resampled(posterior, 50, seed=1)[:7]


def test_a_run_of_draws_has_bands_wider_than_its_spread(shanhai, stored: Path) -> None:
    said = shanhai(
        "run", *TINY, "--draws", "4", "--posterior", str(stored), "--json", "--out", "out"
    )
    document = json.loads(said.out)
    assert document["manifest"]["draws_from"] == "posterior"
    bands, spread = document["bands"], document["spread"]
    assert set(bands) == {
        f"{kind}_{definition}"
        for kind in ("rural_income", "urban_income", "ratio")
        for definition in ("old", "new")
    }
    for name, band in bands.items():
        wide = np.array(band["p95"]) - np.array(band["p05"])
        narrow = np.array(spread[name]["p95"]) - np.array(spread[name]["p05"])
        assert np.median(wide / narrow) > 1.0, name
    # the walk of every draw lifts both incomes by 5 % in the last year, and no indicator
    middle = 0.5 * (bands["rural_income_new"]["p25"][-1] + bands["rural_income_new"]["p75"][-1])
    lifted = middle / document["indicators"]["rural_income_new"][-1]
    assert lifted == pytest.approx(np.exp(WALK), abs=0.02)


def test_the_central_vector_is_the_posteriors(shanhai, stored: Path) -> None:
    assert shanhai("run", *TINY, "--posterior", str(stored), "--out", "out", "--quiet").code == 0
    manifest = json.loads(Path("out/manifest.json").read_text(encoding="utf-8"))
    assert manifest["parameters_from"] == f"the posterior in {stored}"
    for name in estimated():
        middle = Priors((name,)).values(np.zeros(1))[0]
        assert manifest["parameters"][name] == pytest.approx(float(middle))


def test_a_study_of_draws_takes_them_from_the_posterior_and_says_so(shanhai, stored: Path) -> None:
    Path("few.yaml").write_text(
        "title: Few\nscenario: history\nscale: 0.0005\ndraws: 3\n"
        "design: {grid: {infrastructure.spending: [0, 1e9]}}\noutcomes: [rural_income_new]\n"
    )
    drawn = {}
    for origin, place, named in (("posterior", None, stored), ("priors", TWO_COUNTIES, None)):
        study = read_study(Path("few.yaml"), place, posterior=named)
        assert study.draws is not None and study.draws_from == origin
        drawn[origin] = [
            dict(zip(study.draws.names, row, strict=True)) for row in study.draws.values.tolist()
        ]
    assert drawn["priors"] == prior_draws(3, 1)
    posterior = read_posterior(stored)
    assert posterior is not None
    assert all(posterior.number_of(draw) is not None for draw in drawn["posterior"])
    said = shanhai(
        "experiment", "few.yaml", "--posterior", stored, "--out", "out", "--workers", "1", "--json"
    )
    assert json.loads(said.out)["draws_from"] == "posterior", said.err
    assert "the 3 draws come from the posterior" in said.err
    assert json.loads(Path("out/manifest.json").read_text())["draws_from"] == "posterior"


@pytest.mark.parametrize("command", ["compare", "attribute", "frontier"])
def test_a_posterior_whose_draws_cannot_be_read_is_refused_in_one_line(
    shanhai, stored: Path, tmp_path: Path, command: str
) -> None:
    spoilt = Path(shutil.copytree(stored, tmp_path / "spoilt"))
    (spoilt / "posterior.nc").write_bytes(b"nothing of the kind")
    said = shanhai(command, "history", "--posterior", spoilt, "--draws", "2", *TINY)
    assert said.code == 2 and said.err.count("\n") == 1
    assert "cannot be read" in said.err and "Traceback" not in said.err
