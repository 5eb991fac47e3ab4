"""The measurement model against worlds in which its walks and errors are thrown by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from calibration.measurement import INFERRED, Measurement, inferred_values
from calibration.observations import Observations, Target
from calibration.outputs import Output
from calibration.posterior import walks_given_the_record

SIZES = np.array([0.012, 0.008, 0.6, 0.011, 0.014, 0.5])


def record(first: int = 2003, last: int = 2008, turn: int = 2006) -> Observations:
    """Both definitions, the year of the break twice, and some shares."""
    targets = [
        Target(Output(f"{kind}_income_{definition}", year), 0.0, "incomes")
        for kind in ("rural", "urban")
        for definition, years in (("old", (first, turn + 1)), ("new", (turn, last + 1)))
        for year in range(*years)
    ]
    targets += [Target(Output("wage_share", year), 0.0, "sources") for year in (2004, 2005, 2007)]
    return Observations(first - 1, tuple(targets))


def thrown_by_hand(observations: Observations, worlds: int, seed: int) -> np.ndarray:
    """Errors of incomes: walks year by year and surveys one by one; [worlds, incomes]."""
    random = np.random.default_rng(seed)
    incomes = observations.targets[: observations.incomes]
    years = sorted({item.output.year for item in incomes})

    def pairs(rural: float, urban: float, correlation: float) -> np.ndarray:
        one, other = random.standard_normal((2, worlds))
        alike = correlation * one + np.sqrt(1 - correlation**2) * other
        return np.array([rural * one, urban * alike])

    walks, level = {}, np.zeros((2, worlds))
    for year in years:
        level = level + pairs(*SIZES[3:])
        walks[year] = level
    surveys = {(year, d): pairs(*SIZES[:3]) for year in years for d in ("old", "new")}
    found = []
    for item in incomes:
        kind, _, definition = item.output.indicator.split("_")
        k = int(kind == "urban")
        year = item.output.year
        found.append(walks[year][k] + surveys[year, definition][k])
    return np.array(found).T


def test_the_covariance_is_that_of_walks_and_surveys_thrown_by_hand() -> None:
    observations = record()
    model = Measurement.without_simulation_errors(observations)
    count = observations.incomes
    by_hand = np.cov(thrown_by_hand(observations, 200_000, 1).T)
    stated = model.covariance(SIZES)[:count, :count]
    # the sampling error of a covariance from 200,000 worlds is at most sqrt(2 / 200,000) of it
    scale = np.sqrt(np.multiply.outer(np.diag(stated), np.diag(stated)))
    assert np.abs(by_hand - stated).max() < 0.02 * scale.max()


def test_the_likelihood_is_that_of_one_gaussian() -> None:
    observations = record()
    size = len(observations)
    random = np.random.default_rng(2)
    root = 0.004 * random.standard_normal((size, size))
    model = Measurement(observations, root @ root.T, 1e-5 * np.eye(size))
    predictions = 0.02 * random.standard_normal((5, size))
    scores = random.standard_normal((5, len(INFERRED)))
    expected = [
        multivariate_normal(np.zeros(size), model.covariance(sizes)).logpdf(-one)
        for one, sizes in zip(predictions, inferred_values(scores), strict=True)
    ]
    np.testing.assert_allclose(model.likelihood()(predictions, scores), expected, rtol=1e-9)


def test_the_slopes_of_the_likelihood_are_its_difference_quotients() -> None:
    observations = record()
    size = len(observations)
    random = np.random.default_rng(12)
    root = 0.004 * random.standard_normal((size, size))
    likelihood = Measurement(observations, root @ root.T, 1e-5 * np.eye(size)).likelihood()
    predictions = 0.02 * random.standard_normal((4, size))
    scores = random.standard_normal((4, len(INFERRED)))
    logs, by_predictions, by_scores = likelihood.with_slopes(predictions, scores)
    np.testing.assert_allclose(logs, likelihood(predictions, scores), rtol=1e-12)
    for k, step in enumerate(1e-6 * np.eye(size)):
        both = [likelihood(predictions + way * step, scores) for way in (1.0, -1.0)]
        # logs of some 100 are good to 1e-14 of themselves, over a step of 2e-6
        np.testing.assert_allclose(by_predictions[:, k], (both[0] - both[1]) / 2e-6, atol=1e-4)
    for k, step in enumerate(1e-5 * np.eye(len(INFERRED))):
        both = [likelihood(predictions, scores + way * step) for way in (1.0, -1.0)]
        np.testing.assert_allclose(by_scores[:, k], (both[0] - both[1]) / 2e-5, atol=1e-6)


def test_every_point_may_have_data_of_its_own() -> None:
    model = Measurement.without_simulation_errors(record())
    random = np.random.default_rng(3)
    data = 0.02 * random.standard_normal((4, len(model.observations)))
    scores = random.standard_normal((4, len(INFERRED)))
    together = model.likelihood()(np.zeros_like(data), scores, data)
    alone = [
        Measurement.without_simulation_errors(record().with_values(one)).likelihood()(
            np.zeros((1, one.size)), score[None]
        )[0]
        for one, score in zip(data, scores, strict=True)
    ]
    np.testing.assert_allclose(together, alone, rtol=1e-12)


def test_a_record_without_further_targets_has_a_likelihood() -> None:
    whole = record()
    bare = Observations(whole.base_year, whole.targets[: whole.incomes])
    model = Measurement.without_simulation_errors(bare)
    found = model.likelihood()(np.zeros((1, len(bare))), np.zeros((1, len(INFERRED))))
    assert np.isfinite(found).all()


def test_the_parts_of_the_variance_add_up() -> None:
    observations = record()
    size = len(observations)
    model = Measurement(observations, 1e-5 * np.eye(size), 2e-5 * np.eye(size))
    shares = model.shares(SIZES)
    assert sum(shares.values()) == pytest.approx(1.0)
    assert shares["emulator"] == pytest.approx(2.0 * shares["chance"])


def test_the_walk_given_the_record_is_the_gap_where_surveys_are_exact() -> None:
    observations = record()
    model = Measurement.without_simulation_errors(observations)
    count = observations.incomes
    exact = np.array([-9.0 / 0.35, -9.0 / 0.35, 0.0, 0.0, 0.0, 0.0]) * 0.5
    gaps = 0.01 * np.arange(1, 7)
    means = np.zeros((1, len(observations)))
    means[0, :count] = -gaps[model.years - 1]
    walks = walks_given_the_record(model, means, exact[None], 8, seed=1)
    # what is left is the survey's error, a hundredth of its usual size: about .0001
    np.testing.assert_allclose(walks[0, :, :6], np.tile(gaps, (2, 1)), atol=0.001)


def test_a_forecasts_walk_widens_by_its_own_law() -> None:
    observations = record()
    model = Measurement.without_simulation_errors(observations)
    draws = 4000
    means = np.zeros((draws, len(observations)))
    walks = walks_given_the_record(model, means, np.zeros((draws, 6)), 16, seed=1)
    later = walks[:, 0, 15] - walks[:, 0, 5]
    # ten years at .010 a year; a standard deviation of 4,000 draws is good to some 1 %
    assert later.std() == pytest.approx(0.010 * np.sqrt(10), rel=0.05)
