"""What is kept of an emulator says what the emulator says, and nothing else is needed."""

from __future__ import annotations

import numpy as np
import pytest

import scenarios
from calibration.design import acting_levers, inputs_of
from calibration.emulator import Emulator, Layer, Terms
from calibration.kept_emulator import EMULATOR_FILE, keep, read, years_asked
from calibration.outputs import INCOMES, Output, Outputs
from calibration.priors import Priors


@pytest.fixture(scope="module")
def history():
    return scenarios.load("history")


@pytest.fixture(scope="module")
def whole(history) -> Emulator:
    """An emulator of first order whose numbers are of no meaning."""
    random = np.random.default_rng(1)
    size, outputs = (
        len(Priors.of_the_model().names) + len(acting_levers(history)),
        Outputs.of(history.place),
    )
    terms = Terms(1, np.zeros(size), np.eye(size), np.zeros((size, 0)))
    layer = Layer(
        terms, random.normal(9.0, 1.0, len(outputs)), random.normal(0.0, 0.1, (size, len(outputs)))
    )
    return Emulator((layer,), np.eye(len(outputs)))


@pytest.fixture(scope="module")
def kept(history, whole):
    priors = Priors.of_the_model()
    return keep(whole, Outputs.of(history.place), priors.names, acting_levers(history), history)


def test_the_years_kept_are_the_ends_and_the_break(history):
    assert years_asked(history.place) == [2003, 2013, 2023]


def test_a_kept_emulator_says_what_the_whole_one_says(history, whole, kept):
    priors, outputs = Priors.of_the_model(), Outputs.of(history.place)
    draw = dict(history.place.parameters)
    strengths = np.array([np.zeros(len(kept.levers)), np.ones(len(kept.levers))])
    scores = np.tile(priors.scores(priors.vector(draw)), (2, 1))
    expected = whole(inputs_of(scores, strengths))
    found = kept.incomes(draw, strengths)
    assert len(found) == 3 * len(INCOMES)
    for (name, year), values in found.items():
        at = outputs.positions([Output(name, year)])[0]
        np.testing.assert_allclose(np.log(values), expected[:, at], rtol=1e-12)


def test_it_is_the_same_read_from_its_file(kept, history, tmp_path):
    assert read(tmp_path) is None
    kept.write(tmp_path / EMULATOR_FILE)
    again = read(tmp_path)
    assert (again.parameters, again.levers, again.items) == (
        kept.parameters, kept.levers, kept.items,
    )  # fmt: skip
    assert again.scenario_hash == history.hash()
    strengths = np.ones((1, len(kept.levers)))
    one, other = (held.incomes({}, strengths) for held in (kept, again))
    assert all(one[item] == other[item] for item in one)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"nothing of the kind"])
def test_a_file_that_is_none_is_refused_with_its_name(tmp_path, content):
    (tmp_path / EMULATOR_FILE).write_bytes(content)
    with pytest.raises(ValueError, match=r"emulator\.npz: cannot be read"):
        read(tmp_path)
