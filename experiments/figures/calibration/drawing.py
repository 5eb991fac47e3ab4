"""Every figure of a calibration by name, drawn from what lies in its folder."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

from experiments.figures.calibration.checks import emulator_and_runs, rank_ecdf, recovery_scatter
from experiments.figures.calibration.hold_out_fan import hold_out_fan
from experiments.figures.calibration.income_fans import path_fan, ratio_fan
from experiments.figures.calibration.material import Material, material_in
from experiments.figures.calibration.parameters import (
    fisher_spectrum,
    pair_plot,
    priors_and_posteriors,
    profiles,
)
from experiments.figures.style import applied, settled

DRAWN: dict[str, Callable[[Material, str], Figure]] = {
    "path_fan": path_fan,
    "ratio_fan": ratio_fan,
    "hold_out_fan": hold_out_fan,
    "priors_and_posteriors": priors_and_posteriors,
    "pair_plot": pair_plot,
    "profiles": profiles,
    "fisher_spectrum": fisher_spectrum,
    "recovery_scatter": recovery_scatter,
    "rank_ecdf": rank_ecdf,
    "emulator_and_runs": emulator_and_runs,
}


def drawings(result: Any, wanted: object = None) -> dict[str, Callable[[str], Figure]]:
    """Every figure of a stored calibration by name, as functions of the language.

    ``result`` is a folder, or has one as ``folder``. Raises :class:`scenarios.BadInput` where a
    file is missing.
    """
    folder = Path(getattr(result, "folder", result))
    material = material_in(folder)
    return {name: functools.partial(draw, name, material) for name in DRAWN}


def draw(name: str, material: Material, language: str) -> Figure:
    """The figure of this name."""
    with applied():
        return settled(DRAWN[name](material, language))
