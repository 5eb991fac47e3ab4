"""Write the golden run again, when a change of the model is meant: ``python -m tests.golden``."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import scenarios
from sim.model import Model

FILE = Path(__file__).with_name("history.json")
SCALE, SEED = 0.001, 1


def golden_figures() -> dict[str, list[float]]:
    """Every indicator of the small run on the priors' centres, so that no posterior changes one."""
    history = scenarios.load("history")
    unfitted = replace(history, place=replace(history.place, parameters={}))
    model = Model(unfitted, SCALE, SEED).run()
    return {name: [float(x) for x in values] for name, values in model.indicators().items()}


if __name__ == "__main__":
    FILE.write_text(json.dumps(golden_figures(), indent=0) + "\n", encoding="utf-8")
