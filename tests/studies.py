"""Small studies for tests, and an outcome that kills the worker that looks at it.

Worker processes import this module, so it is no test module.
"""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from experiments.study.outcomes import Outcome
from sim.figures import Figures

#: History for three years: a run takes a tenth of a second.
SHORT = "title: Short\nsummary: History for three years.\nextends: history\nlast_year: 2005\n"
STUDY = """\
title: How much road money
scenario: short.yaml
scale: 0.0002
seeds: [1, 2, 3]
design:
  grid: {infrastructure.spending: [0, 1e9, 2e9, 4e9], parameters.network: [2, 3.2]}
outcomes: [rural_income_new, ratio_new]
"""


def write_study(folder: Path, text: str = STUDY, name: str = "roads.yaml") -> Path:
    """A study file and the scenario it names."""
    (folder / "short.yaml").write_text(SHORT, encoding="utf-8")
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@dataclass(frozen=True)
class Deadly(Outcome):
    """Kills its process at the run of a seed: always, or only while ``once`` is not there."""

    seed: int = 0
    once: str = ""

    def of(self, figures: Figures) -> np.ndarray:
        if figures.attrs["seed"] == self.seed and not (self.once and Path(self.once).exists()):
            if self.once:
                Path(self.once).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return super().of(figures)
