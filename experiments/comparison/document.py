"""A comparison as one document, as ``shanhai compare --json`` prints it.

Every figure is a scenario less the one it is held against; lists are aligned with ``years``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from experiments.comparison.groups import (
    by_class_and_quintile,
    by_county,
    by_quintile,
    by_region,
    by_village_status,
)  # fmt: skip
from experiments.comparison.money import money
from experiments.comparison.paired import Lived, Pair, effect, per_draw, seed_error, variance
from experiments.comparison.question import Question
from experiments.comparison.ranks import ranks
from experiments.comparison.worth import worth
from experiments.effect_labels import labels_between, weakest
from experiments.manifest import manifest
from experiments.results import as_plain
from sim.indicators import INDICATORS
from sim.inputs import Place, Scenario


def document(
    question: Question, lived: Mapping[str, Lived], against: Lived, workers: int, seconds: float
) -> dict[str, Any]:
    """The comparison as plain data, ready for JSON."""
    place = question.against.place
    pairs = {item.name: Pair(lived[item.name], against) for item in question.scenarios}
    content = {
        "against": question.against.name,
        "against_title_zh": question.against.titled("zh"),
        "place": place.name,
        "place_title": {"en": place.title.en, "zh": place.title.zh},
        "years": against.years,
        "draws": len(question.draws),
        "draws_from": question.draws_from,
        "seeds_per_draw": question.seeds,
        "repeated_draws": question.repeated,
        "seed": question.seed,
        "scale": question.scale,
        "discount": {"rate": question.discount_rate, "source": question.discount_source},
        "scenarios": {
            item.name: _scenario(item, question, pairs[item.name]) for item in question.scenarios
        },
        "ranks": ranks(pairs),
        "counties": counties_of(place),
        "manifest": {
            **manifest(question.against, workers, seconds, question.draws),
            "scenario_hashes": {item.name: item.hash() for item in question.scenarios},
        },
    }
    plain = as_plain(content)
    assert isinstance(plain, dict)
    return plain


def counties_of(place: Place) -> dict[str, dict[str, Any]]:
    """Names of the counties by code, and where each lies on the tile map; -1 where nowhere."""
    return {
        item.code: {
            "name": {"en": item.name.en, "zh": item.name.zh},
            "prefecture": item.prefecture,
            "class": item.county_class,
            "tile": [-1 if at is None else at for at in (item.row, item.col)],
        }
        for item in place.counties
    }


def _scenario(scenario: Scenario, question: Question, pair: Pair) -> dict[str, Any]:
    """Everything that is said of one scenario."""
    differences = {name: pair.differences(name) for name in INDICATORS}
    parts = {name: variance(*values) for name, values in differences.items()}
    labels = labels_between(scenario, question.against)
    years = pair.against.years
    return {
        "title": scenario.titled("en"),
        "title_zh": scenario.titled("zh"),
        "difference": {
            name: {
                "years": years,
                **effect(*values),
                "seed_error": seed_error(*values),
                "per_draw": per_draw(values.runs),
            }
            for name, values in differences.items()
        },
        "variance": {
            part: {name: values[part] for name, values in parts.items()}
            for part in ("parameters", "seed")
        },
        "money": money(pair, scenario.closure),
        "worth": worth(pair, question.against.place, question.discount_rate),
        "by_quintile": by_quintile(pair),
        "by_class": by_region(pair, "class"),
        "by_class_and_quintile": by_class_and_quintile(pair),
        "by_prefecture": by_region(pair, "prefecture"),
        "by_county": by_county(pair),
        "by_village_status": by_village_status(pair),
        "labels": labels,
        "label": weakest(list(labels.values())),
    }
