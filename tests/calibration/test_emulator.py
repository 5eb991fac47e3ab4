"""The emulator on functions that are known."""

from __future__ import annotations

import numpy as np
import pytest

from calibration import emulator as emulators
from calibration.design import inputs_of
from calibration.polynomial import at_strengths

PARAMETERS, LEVERS = 4, 2
MATTERS = np.full(3, 0.01)


def world(inputs: np.ndarray) -> np.ndarray:
    """A polynomial of second order with three outputs."""
    a, b, c, d, one, two = inputs.T
    return np.array(
        [1.0 + a - 0.5 * b + 0.2 * a * b, 0.3 * c**2 + one, 0.1 * d + 0.4 * two * a - 2.0]
    ).T


def points(count: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal((count, PARAMETERS + LEVERS))


def test_a_polynomial_without_noise_is_found_again() -> None:
    inputs = points(400, 1)
    found = emulators.fitted(inputs, world(inputs), MATTERS)
    asked = points(50, 2)
    # the smallest penalty shrinks a coefficient by a thousandth
    np.testing.assert_allclose(found(asked), world(asked), atol=0.01)


def test_noise_is_averaged_out_and_told() -> None:
    inputs = points(2000, 3)
    noise = 0.05 * np.random.default_rng(4).standard_normal((2000, 3))
    found = emulators.fitted(inputs, world(inputs) + noise, MATTERS)
    asked = points(200, 5)
    # 28 coefficients from 2,000 runs leave a noise of .05 · sqrt(28 / 2,000) = .006
    assert np.sqrt(((found(asked) - world(asked)) ** 2).mean()) < 0.012
    np.testing.assert_allclose(np.sqrt(np.diag(found.left)), 0.05, rtol=0.1)


def test_the_chance_of_a_run_is_not_the_emulators_error() -> None:
    inputs = points(2000, 3)
    noise = 0.05 * np.random.default_rng(4).standard_normal((2000, 3))
    found = emulators.fitted(inputs, world(inputs) + noise, MATTERS)
    own = np.sqrt(np.diag(found.own_error(0.05**2 * np.eye(3))))
    assert own.max() < 0.02


def test_a_narrowed_wave_mends_what_the_first_missed() -> None:
    def bent(inputs: np.ndarray) -> np.ndarray:
        return np.exp(0.8 * inputs[:, :1]) + inputs[:, 1:2]

    wide = points(600, 6)
    first = emulators.fitted(wide, bent(wide), np.full(1, 0.01))
    centre = np.array([1.0, 0.5, 0.0, 0.0, 0.0, 0.0])
    spread = np.diag([0.3, 0.3, 1.0, 1.0, 1.0, 1.0])
    narrow = centre + points(600, 7) @ spread.T
    second = emulators.refined(first, narrow, bent(narrow), np.full(1, 0.01), centre, spread)
    asked = centre + points(100, 8) @ spread.T

    def error(emulator: emulators.Emulator) -> float:
        return float(np.abs(emulator(asked) - bent(asked)).mean())

    assert error(second) < 0.25 * error(first)


def kinked(inputs: np.ndarray) -> np.ndarray:
    """Something saturates in the first parameter, more so where the second is large."""
    a, b = inputs[:, 0], inputs[:, 1]
    return np.array([np.minimum(a, 0.3) + 0.2 * b, np.minimum(a + 0.5 * b, 0.0)]).T


def with_bumps(count: int) -> tuple[emulators.Emulator, emulators.Emulator, np.ndarray]:
    """An emulator of kinks, the same with bumps, and the chance of a run it was told of."""
    chance = 0.03**2 * np.eye(2)
    random = np.random.default_rng(21)
    wide = points(400, 16)
    first = emulators.fitted(
        wide, kinked(wide) + 0.03 * random.standard_normal((400, 2)), MATTERS[:2]
    )
    inputs = inputs_of(points(count, 17)[:, :PARAMETERS], np.ones(LEVERS))
    outputs = kinked(inputs) + 0.03 * random.standard_normal((count, 2))
    spread = np.eye(PARAMETERS)
    second = emulators.corrected(
        first, inputs, outputs, chance, 10.0 * np.eye(2), np.zeros(PARAMETERS), spread
    )
    return first, second, chance


def test_bumps_follow_a_kink_that_polynomials_miss() -> None:
    first, second, _ = with_bumps(600)
    asked = inputs_of(points(300, 18)[:, :PARAMETERS], np.ones(LEVERS))

    def error(emulator: emulators.Emulator) -> float:
        return float(np.sqrt(((emulator(asked) - kinked(asked)) ** 2).mean()))

    assert error(second) < 0.5 * error(first)
    steepness = second.layers[-1].terms.steepness
    assert set(np.argsort(-steepness)[:2].tolist()) == {0, 1}  # the two that make the kink


def test_bumps_say_how_far_they_can_be_trusted() -> None:
    _, second, chance = with_bumps(600)
    asked = inputs_of(points(2000, 19)[:, :PARAMETERS], np.ones(LEVERS))
    error = np.sqrt(((second(asked) - kinked(asked)) ** 2).mean(axis=0))
    told = np.sqrt(np.diag(second.own_error(chance)))
    # 600 residuals of sd .03 tell a variance to 6 %, and the error's is a fifth of theirs
    np.testing.assert_allclose(told, error, rtol=0.5)


def test_a_bump_does_not_change_what_a_lever_does() -> None:
    first, second, _ = with_bumps(200)
    scores = points(20, 20)[:, :PARAMETERS]
    on, off = (inputs_of(scores, np.array([1.0, level])) for level in (1.0, 0.0))
    np.testing.assert_allclose(second(on) - second(off), first(on) - first(off), atol=1e-12)


def test_chance_that_is_badly_known_makes_no_error_of_the_emulator() -> None:
    # the emulator is perfect and chance is measured by 60 repeats: the differences of two
    # covariances of 40 outputs scatter widely, but their sum is nearly nothing
    random = np.random.default_rng(22)
    left, chance = (np.cov(random.standard_normal((40, count))) for count in (4000, 60))
    found = emulators.Emulator((), left).own_error(chance)
    clipped = np.maximum(np.linalg.eigvalsh(left - chance), 0.0).sum()
    assert np.trace(found) < 0.25 * clipped


def test_fewer_runs_than_terms_still_give_an_emulator() -> None:
    inputs = points(12, 9)
    found = emulators.fitted(inputs, world(inputs), MATTERS)
    assert np.isfinite(found(points(5, 10))).all()


def test_one_function_says_what_layers_and_bumps_say() -> None:
    _, found, _ = with_bumps(200)
    strengths = np.array([1.0, 0.3])
    scores = points(20, 12)[:, :PARAMETERS]
    compiled = at_strengths(found, PARAMETERS, strengths)
    np.testing.assert_allclose(compiled(scores), found(inputs_of(scores, strengths)), atol=1e-9)


@pytest.mark.parametrize("waves", [1, 2])
def test_one_polynomial_says_what_the_layers_say(waves: int) -> None:
    inputs = points(500, 11)
    outputs = world(inputs) + inputs[:, :1] ** 3
    found = emulators.fitted(inputs, outputs, MATTERS)
    if waves == 2:
        centre = np.full(6, 0.2)
        spread = np.linalg.cholesky(0.5 * np.eye(6) + 0.1)
        found = emulators.refined(found, inputs, outputs, MATTERS, centre, spread)
    strengths = np.array([1.0, 0.3])
    polynomial = at_strengths(found, PARAMETERS, strengths)
    scores = points(20, 12)[:, :PARAMETERS]
    np.testing.assert_allclose(polynomial(scores), found(inputs_of(scores, strengths)), atol=1e-9)


def test_wishes_are_pulled_back_by_the_derivatives() -> None:
    # cubic terms of two layers and bumps, whichever of them the fit has chosen
    _, found, _ = with_bumps(200)
    inputs = points(500, 11)
    cubic = emulators.fitted(inputs, world(inputs) + inputs[:, :1] ** 3, MATTERS)
    for held in (found, cubic):
        polynomial = at_strengths(held, PARAMETERS, np.array([1.0, 0.3]))
        scores = points(20, 12)[:, :PARAMETERS]
        outputs, pull = polynomial.with_pull(scores)
        np.testing.assert_allclose(outputs, polynomial(scores), atol=1e-12)
        wished = points(20, 13)[:, : outputs.shape[1]]
        pulled = pull(wished)
        for k, step in enumerate(1e-5 * np.eye(PARAMETERS)):
            slopes = (polynomial(scores + step) - polynomial(scores - step)) / 2e-5
            np.testing.assert_allclose(
                pulled[:, k], (wished * slopes).sum(axis=1), rtol=1e-6, atol=1e-6
            )


def test_repeats_of_the_same_points_measure_chance_alone() -> None:
    random = np.random.default_rng(13)
    level = 10.0 * random.standard_normal((64, 1, 2))
    root = np.array([[0.3, 0.0], [0.1, 0.2]])
    repeats = level + random.standard_normal((64, 8, 2)) @ root.T
    # 448 degrees of freedom: a variance is good to sqrt(2 / 448) = 7 %
    np.testing.assert_allclose(emulators.simulation_noise(repeats), root @ root.T, rtol=0.35)


def test_an_emulator_is_read_back_as_it_was_kept() -> None:
    inputs = points(100, 14)
    found = emulators.fitted(inputs, world(inputs), MATTERS)
    for held in (found, with_bumps(100)[1]):
        again = emulators.from_arrays(emulators.as_arrays(held))
        np.testing.assert_array_equal(again(inputs), held(inputs))
