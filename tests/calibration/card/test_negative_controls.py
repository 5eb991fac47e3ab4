"""Row 9: what the controls leave out, and that nothing else is left out with it."""

from __future__ import annotations

import numpy as np

from calibration.card.negative_controls import WithoutWalks
from calibration.measurement import INFERRED, Measurement, inferred_values
from calibration.observations import Observations, Target
from calibration.outputs import Output

YEARS = (2003, 2004, 2005)


def record() -> Observations:
    """Rural and urban incomes of three years."""
    kinds = ("rural_income_old", "urban_income_old")
    targets = [Target(Output(name, year), 0.0, "incomes") for name in kinds for year in YEARS]
    return Observations(YEARS[0] - 1, tuple(targets))


def test_without_walks_one_years_error_says_nothing_of_anothers() -> None:
    observations = record()
    nothing = np.zeros((len(observations), len(observations)))
    sizes = inferred_values(np.zeros(len(INFERRED)))
    whole = Measurement(observations, nothing, nothing).income_covariance(sizes)
    left = WithoutWalks(observations, nothing, nothing).income_covariance(sizes)
    of_one_year = np.equal.outer(np.tile(YEARS, 2), np.tile(YEARS, 2))
    assert (whole[~of_one_year] > 0.0).all()
    assert (left[~of_one_year] == 0.0).all()
    # rural and urban errors of a year stay as they were
    model = Measurement(observations, nothing, nothing)
    assert np.array_equal(left[of_one_year], model.error_covariance(sizes)[of_one_year])


def test_the_likelihood_of_a_record_without_walks_is_that_of_independent_years() -> None:
    observations = record()
    nothing = np.zeros((len(observations), len(observations)))
    control = WithoutWalks(observations, nothing, nothing)
    scores = np.zeros((1, len(INFERRED)))
    residuals = np.array([0.01, -0.02, 0.005, 0.0, 0.015, -0.01])
    found = control.likelihood()(residuals[None], scores)[0]
    covariance = control.income_covariance(inferred_values(scores[0]))
    by_year = 0.0
    for k in range(len(YEARS)):
        pair = [k, k + len(YEARS)]
        own = covariance[np.ix_(pair, pair)]
        by_year += -0.5 * residuals[pair] @ np.linalg.solve(own, residuals[pair])
        by_year -= 0.5 * np.log(np.linalg.det(2.0 * np.pi * own))
    assert np.isclose(found, by_year, rtol=1e-10)  # the same sum in another order
