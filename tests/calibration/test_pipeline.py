"""The whole pipeline on a tiny sample: killed and resumed, with other workers, on incomes only."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import scenarios
from calibration.calibrated import Calibrated
from calibration.design import Design
from calibration.observations import Observations, Target
from calibration.outputs import Output
from calibration.pipeline import Pipeline, calibrate
from calibration.question import Question, Settings
from calibration.reweighting import Weights
from calibration.sampler import Chains
from calibration.simulator import Simulator
from calibration.stages import Clock, Stages
from calibration.within_reach import check_within_reach
from scenarios import BadInput
from scenarios.stored_posterior import read_posterior
from sim.inputs import Scenario
from sim.parameters import estimated

QUICK = Settings(
    runs=48, narrowed=32, documented=32, draws=12, repeated_points=4, seeds_a_draw=2,
    polishing_steps=1, chains=8, warm_up=30, draws_a_chain=20, waves=3,
)  # fmt: skip


def incomes_only(folder: Path) -> Scenario:
    """A place of whose record there are a few incomes, on one definition, with a gap."""
    lines = ["year,series,value,unit"]
    for year in (2003, 2004, 2006, 2007):
        lines.append(f"{year},rural_income_new,{5000 * 1.1 ** (year - 2003):.0f},yuan/person/year")
        lines.append(f"{year},urban_income_new,{12000 * 1.1 ** (year - 2003):.0f},yuan/person/year")
    folder.mkdir(exist_ok=True)
    (folder / "observed.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    findings = scenarios.Findings()
    return scenarios.load("history", scenarios.load_place(folder, findings), findings)


@pytest.fixture(scope="module")
def question(tmp_path_factory: pytest.TempPathFactory) -> Question:
    scenario = incomes_only(tmp_path_factory.mktemp("place") / "my_province")
    return Question.of(scenario, settings=QUICK, scale=0.005)


@pytest.fixture(scope="module")
def found(question: Question, tmp_path_factory: pytest.TempPathFactory) -> Calibrated:
    return calibrate(question, Stages(tmp_path_factory.mktemp("stages")), workers=1)


class KilledError(Exception):
    """Somebody pulled the plug."""


def test_a_place_with_incomes_only_calibrates(found: Calibrated, tmp_path: Path) -> None:
    assert len(found.posterior) == QUICK.draws
    assert np.isfinite(found.posterior.means).all()
    assert found.posterior.weights.sum() == pytest.approx(1.0)
    assert set(found.central_values()) == set(estimated())


def test_killed_and_resumed_with_other_workers_it_ends_in_the_same_bits(
    question: Question, found: Calibrated, tmp_path: Path
) -> None:
    stages = Stages(tmp_path / "stages")
    for limit in (70, 100):
        left = limit

        def count(runs: int) -> None:
            nonlocal left
            left -= runs
            if left < 0:
                raise KilledError

        with pytest.raises(KilledError):
            calibrate(question, stages, workers=2, on_runs=count)
    again = calibrate(question, stages, workers=2)
    np.testing.assert_array_equal(again.posterior.scores, found.posterior.scores)
    np.testing.assert_array_equal(again.posterior.weights, found.posterior.weights)
    np.testing.assert_array_equal(again.posterior.walks, found.posterior.walks)
    np.testing.assert_array_equal(again.best.scores, found.best.scores)


class FirstAskedError(Exception):
    """Carries the first design that a pipeline asks for."""


def first_design(question: Question, folder: Path) -> Design:
    """What the first wave of a question is, of which nothing is run."""

    class Asking(Simulator):
        def outputs(self, design: Design) -> np.ndarray:
            raise FirstAskedError(design)

    stages = Stages(folder)
    asking = Asking(question.sample, stages)
    with pytest.raises(FirstAskedError) as asked:
        Pipeline(question, asking, stages, lambda _: None).run()
    design: Design = asked.value.args[0]
    return design


def test_another_seed_asks_other_runs(question: Question, tmp_path: Path) -> None:
    other = replace(question, settings=replace(question.settings, seed=2))
    one, again, two = (first_design(asked, tmp_path) for asked in (question, question, other))
    np.testing.assert_array_equal(one.scores, again.scores)
    np.testing.assert_array_equal(one.seeds, again.seeds)
    assert not np.array_equal(one.scores, two.scores)
    assert not set(one.seeds.tolist()) & set(two.seeds.tolist())


def test_the_posterior_is_read_back_as_it_was_written(found: Calibrated, tmp_path: Path) -> None:
    from calibration.report import manifest_of
    from scenarios.stored_posterior import DRAWS_FILE, MANIFEST_FILE

    found.posterior.write(tmp_path / DRAWS_FILE, found.question.scenario.place.name)
    (tmp_path / MANIFEST_FILE).write_text(json.dumps(manifest_of(found)), encoding="utf-8")
    stored = read_posterior(tmp_path)
    assert stored is not None
    assert stored.central == pytest.approx(found.central_values(), rel=1e-9)
    np.testing.assert_array_equal(stored.weights, found.posterior.weights)
    draw = stored.draw(3)
    assert list(draw.values()) == found.posterior.values[3].tolist()
    assert stored.number_of(draw) == 3
    assert stored.number_of({**draw, "network": 0.1}) is None


def test_xarray_opens_the_posterior_with_chains_and_draws(
    found: Calibrated, tmp_path: Path
) -> None:
    xarray = pytest.importorskip("xarray")
    found.posterior.write(tmp_path / "posterior.nc", "my_province")
    with xarray.open_dataset(tmp_path / "posterior.nc", engine="scipy") as opened:
        assert opened["network"].dims == ("chain", "draw")
        assert opened["walk_rural"].dims == ("chain", "draw", "year")
        assert opened["network"].attrs["units"]


def test_a_posterior_of_another_model_is_refused(tmp_path: Path) -> None:
    for text in ("{", "[]", '{"central": {"parameters": {"netwrk": 1}}}'):
        (tmp_path / "manifest.json").write_text(text, encoding="utf-8")
        with pytest.raises(ValueError):
            read_posterior(tmp_path)


def test_a_damaged_stage_is_made_again(tmp_path: Path) -> None:
    stages = Stages(tmp_path)
    stages.keep("thing", "0", {"x": np.arange(3)})
    stages.path("thing", "0").write_bytes(b"PK half a file")
    made = stages.result("thing", "0", lambda: {"x": np.arange(4)})
    assert made["x"].tolist() == [0, 1, 2, 3]


def test_seconds_of_a_killed_sitting_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr("calibration.stages.time.perf_counter", lambda: now)
    stages = Stages(tmp_path / "stages", Clock(tmp_path / "stages"))
    now += 50.0
    stages.keep("thing", "0", {"x": np.arange(3)})
    now += 5.0  # killed before another stage was finished
    again = Clock(tmp_path / "stages")
    now += 7.0
    assert again.seconds() == pytest.approx(57.0)


class Noting(Simulator):
    """Answers designs with nought and remembers their seeds."""

    def __init__(self, question: Question, folder: Path) -> None:
        super().__init__(question.sample, Stages(folder))
        self.seeds: list[int] = []

    def outputs(self, design: Design) -> np.ndarray:
        self.seeds += design.seeds.tolist()
        return np.zeros((len(design), len(self.sample.outputs)))


def test_no_two_draws_share_a_seed(question: Question, tmp_path: Path) -> None:
    noting = Noting(question, tmp_path)
    pipeline = Pipeline(question, noting, Stages(tmp_path), print)
    scores = np.zeros((5, len(estimated())))
    for wave in (2, 3):
        for part in (0, 1):
            assert len(pipeline._means_apart(wave, part, scores)) == 5
    assert len(set(noting.seeds)) == len(noting.seeds) == 4 * 5 * QUICK.seeds_a_draw


def test_draws_go_on_where_few_carry_the_weight(
    question: Question, found: Calibrated, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    noting = Noting(question, tmp_path)
    pipeline = Pipeline(question, noting, Stages(tmp_path), print)
    for one_carries_all, k, draws in (
        (True, 0.3, 2 * QUICK.draws),  # to the end
        (True, 0.9, QUICK.draws),  # the simulator disagrees: more draws are no help
        (False, 0.3, QUICK.draws),  # enough
    ):

        def weighed(points: np.ndarray, *held: object, one=one_carries_all, k=k) -> Weights:
            alike = np.full(len(points), 0.0 if one else 1.0)
            alike[0] = 1.0
            return Weights(alike / alike.sum(), k, alike.sum())

        monkeypatch.setattr("calibration.pipeline.weighed", weighed)
        monkeypatch.setattr("calibration.pipeline.walks_given_other_years", lambda *held: None)
        posterior, _ = pipeline._reweighted(
            2, found.chains, found.measurement, found.density, found.chance
        )
        assert len(posterior) == draws


@pytest.mark.parametrize("moving", [0, 1])
def test_a_record_no_parameters_come_near_is_refused_with_its_largest_step(
    moving: int, history: Scenario
) -> None:
    # chains that start somewhere and never move, as they do far from everything
    random = np.random.default_rng(1)
    draws = np.repeat(random.standard_normal((4, 1, 10)), 50, axis=1)
    draws[:moving, :3] += 0.1
    targets = tuple(
        Target(Output("rural_income_old", 2005 + k), float(np.log(value)), "incomes")
        for k, value in enumerate((3100.0, 900_000.0, 3300.0))
    )
    asked = replace(Question.of(history), observations=Observations(2004, targets))
    with pytest.raises(BadInput) as refused:
        check_within_reach(Chains(draws, draws[..., 0], 0.0), 8, asked)
    told = str(refused.value)
    assert "zhejiang/observed.csv" in told and "no parameters come near this record" in told
    assert "rural_income_old from 3100 in 2005 to 900000 in 2006" in told
    moved = Chains(random.standard_normal((4, 50, 10)), draws[..., 0], 0.8)
    check_within_reach(moved, 8, asked)
