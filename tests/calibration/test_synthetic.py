"""Records whose truth is known: intervals that hold it as often as they say, and others."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from calibration import synthetic
from calibration.laplace import summit
from calibration.log_posterior import LogPosterior
from calibration.measurement import INFERRED, Measurement
from calibration.observations import Observations, Target
from calibration.outputs import Output
from calibration.polynomial import Polynomial

RECORDS = 100
PARAMETERS = 3
#: Sd of a run's chance: its own in every number, and one that moves all numbers together, which
#: no error of a single year can be mistaken for.
CHANCE, TOGETHER = 0.02, 0.05


def observations() -> Observations:
    targets = [
        Target(Output(f"{kind}_income_new", year), 0.0, "incomes")
        for kind in ("rural", "urban")
        for year in range(2003, 2009)
    ]
    return Observations(2002, tuple(targets))


def straight(size: int) -> Polynomial:
    """Log incomes that rise with one score, drift with another, and hardly know the third."""
    years = np.tile(np.arange(1, 7), 2)
    slopes = np.array([0.05 * np.ones(size), 0.02 * years, 0.001 * years])
    pairs = PARAMETERS * (PARAMETERS + 1) // 2
    coefficients = np.concatenate([slopes, np.zeros((pairs, size))])
    nothing = np.zeros((0, PARAMETERS, 0)), np.zeros((0, 0))
    return Polynomial(np.zeros(size), coefficients, *nothing)


@pytest.fixture(scope="module")
def checks() -> dict[str, synthetic.Coverage]:
    """Coverage with the right errors, and with what moves all numbers together forgotten."""
    record = observations()
    size = len(record)
    chance = CHANCE**2 * np.eye(size) + TOGETHER**2
    right = Measurement(record, chance, np.zeros_like(chance))
    forgetful = Measurement(record, CHANCE**2 * np.eye(size), np.zeros_like(chance))
    random = np.random.default_rng(11)
    scores = random.standard_normal((RECORDS, PARAMETERS))
    noise = random.multivariate_normal(np.zeros(size), chance, RECORDS)
    modelled = straight(size)(scores) + noise
    truths = synthetic.records_of(modelled, scores, right, seed=2)
    found = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(synthetic, "ENOUGH", 60.0)
        for name, model in (("right", right), ("forgetful", forgetful)):
            density = LogPosterior(straight(size), model.likelihood(), PARAMETERS)
            draws, ess = synthetic.posteriors_of(truths, density, model, seed=3)
            # where noise is forgotten the sizes of errors are pushed to the end of what they may be
            assert name == "forgetful" or (ess >= synthetic.ENOUGH).mean() > 0.95
            found[name] = synthetic.coverage_of(
                ("level", "drift", "hidden"), scores, lambda k, d=draws: d[k, :, :PARAMETERS]
            )
    return found


def test_intervals_hold_the_truth_as_often_as_they_say(checks) -> None:
    # 100 records: a share of .9 is good to .03, so three of them for the worst of three
    assert np.all(checks["right"].covered_90 > 0.81)
    assert checks["right"].uneven() == []


def test_errors_that_are_forgotten_are_found_out(checks) -> None:
    # the level is pushed about by as much as its prior is wide, and the interval knows a third
    assert checks["forgetful"].covered_90[0] < 0.8
    assert checks["right"].covered_90[0] - checks["forgetful"].covered_90[0] > 0.08


def test_draws_do_not_depend_on_how_many_work_at_once() -> None:
    record = observations()
    model = Measurement.without_simulation_errors(record)
    density = LogPosterior(straight(len(record)), model.likelihood(), PARAMETERS)
    scores = np.random.default_rng(4).standard_normal((synthetic.GROUP + 3, PARAMETERS))
    truths = synthetic.records_of(straight(len(record))(scores), scores, model, seed=5)
    alone, together = (synthetic.posteriors_of(truths, density, model, 6, n)[0] for n in (1, 2))
    np.testing.assert_array_equal(alone, together)


def test_the_slope_of_the_posterior_is_its_difference_quotient() -> None:
    record = observations()
    chance = 0.02**2 * (np.eye(len(record)) + 0.3)
    model = Measurement(record, chance, np.zeros_like(chance))
    random = np.random.default_rng(7)
    data = 0.1 * random.standard_normal((3, len(record)))
    density = LogPosterior(straight(len(record)), model.likelihood(), PARAMETERS, values=data)
    density = density.with_prior(np.diag([1.0, 0.5, 2.0]) + 0.1, np.array([0.1, -0.2, 0.3]))
    points = 0.5 * random.standard_normal((2, 4, density.size))
    of_sets = np.array([2, 0])
    logs, slopes = density.with_slopes(points, of_sets)
    some = replace(density, values=data[of_sets])
    np.testing.assert_allclose(logs, some(points), rtol=1e-12)
    for k, step in enumerate(1e-5 * np.eye(density.size)):
        quotient = (some(points + step) - some(points - step)) / 2e-5
        # half-steps of 1e-5 leave 1e-10 of curvature and 1e-10 of rounding
        np.testing.assert_allclose(slopes[..., k], quotient, rtol=1e-5, atol=1e-5)


def test_the_summit_of_a_straight_world_is_the_ridge_solution() -> None:
    record = observations()
    data = 0.01 * np.arange(len(record))
    model = Measurement.without_simulation_errors(record.with_values(data))
    polynomial = straight(len(record))
    density = LogPosterior(polynomial, model.likelihood(), PARAMETERS)
    inferred = np.zeros(len(INFERRED))
    found = summit(density, model, inferred, np.zeros((1, PARAMETERS)))
    slopes = polynomial.coefficients[:PARAMETERS].T
    inverse = np.linalg.inv(model.covariance(synthetic.inferred_values(inferred)))
    precision = slopes.T @ inverse @ slopes + np.eye(PARAMETERS)
    expected = np.linalg.solve(precision, slopes.T @ inverse @ data)
    np.testing.assert_allclose(found.scores, expected, atol=1e-5)
    np.testing.assert_allclose(found.covariance, np.linalg.inv(precision), rtol=1e-4)


def test_a_parameter_nobody_sees_keeps_its_evidence() -> None:
    # twice as wide a prior of an unseen score changes no evidence; of a seen one it costs log 2
    record = observations()
    model = Measurement.without_simulation_errors(record)
    density = LogPosterior(straight(len(record)), model.likelihood(), PARAMETERS)

    def evidence(widths: list[float]) -> float:
        wide = density.with_prior(np.diag(np.square(widths)))
        return summit(wide, model, np.zeros(6), np.zeros((1, PARAMETERS))).log_evidence

    stated = evidence([1.0, 1.0, 1.0])
    assert evidence([1.0, 1.0, 2.0]) == pytest.approx(stated, abs=0.2)
    assert stated - evidence([2.0, 1.0, 1.0]) == pytest.approx(np.log(2.0), abs=0.1)
