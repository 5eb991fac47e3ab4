"""The word for every parameter and every lever's effect."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from calibration.card.identified import narrowed_by
from calibration.labels import PRIOR, WORDS, label, labels_of, rests_on_priors
from sim.inputs import Scenario
from sim.levers import all_levers
from sim.parameters import PARAMETERS, estimated
from sim.policy import INSTRUMENTS


def test_without_a_card_nothing_is_called_informed(history: Scenario) -> None:
    found = labels_of(replace(history.place, posterior_folder=""))
    assert set(found) == set(PARAMETERS) | set(all_levers())
    assert {found[name] for name in estimated()} == {"prior-driven"}
    assert found["agricultural_tax"] == "assumed"
    assert set(found.values()) <= {"prior-driven", "assumed"}


def test_the_card_has_the_last_word(history: Scenario, tmp_path: Path) -> None:
    card = {"labels": {"network": "mixed", "infrastructure": "data-informed", "gone": "mixed"}}
    (tmp_path / "card.json").write_text(json.dumps(card), encoding="utf-8")
    found = labels_of(replace(history.place, posterior_folder=str(tmp_path)))
    assert (found["network"], found["infrastructure"]) == ("mixed", "data-informed")
    assert "gone" not in found


def test_a_card_that_is_none_is_refused(history: Scenario, tmp_path: Path) -> None:
    (tmp_path / "card.json").write_text("[]", encoding="utf-8")
    with pytest.raises(ValueError, match="not a card"):
        labels_of(replace(history.place, posterior_folder=str(tmp_path)))


def test_a_lever_rests_on_priors_where_it_acts_through_an_estimated_parameter() -> None:
    assert rests_on_priors("infrastructure") and "road_elasticity" in estimated()
    assert not rests_on_priors("agricultural_tax")
    assert 0 < sum(map(rests_on_priors, all_levers())) < len(all_levers())


def test_instruments_act_through_parameters_that_exist() -> None:
    named = {name for item in INSTRUMENTS.values() for name in item.through}
    assert named and named <= set(PARAMETERS)


@pytest.mark.parametrize(
    ("one", "wide", "rises", "word"),
    [
        (0.8, 0.9, True, "data-informed"),
        (0.8, 0.9, False, "mixed"),
        (0.3, 0.6, True, "mixed"),
        (0.05, 0.1, True, "prior-driven"),
    ],
)
def test_the_word_follows_the_contraction(one, wide, rises, word) -> None:
    assert label(one, wide, rises) == word
    assert word in WORDS


def test_an_effect_that_has_no_spread_under_the_prior_is_narrowed_by_nothing() -> None:
    """An emulator of a handful of runs may be a constant; the record then says nothing of it."""
    assert narrowed_by(0.0, 0.0) == 0.0
    assert narrowed_by(0.3, 0.0) == 0.0
    assert label(narrowed_by(0.3, 0.0), narrowed_by(0.0, 0.0), True) == PRIOR
    assert narrowed_by(0.25, 1.0) == pytest.approx(0.75)
