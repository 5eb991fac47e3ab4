"""Which factors an outcome depends on: Sobol indices or Morris measures, computed by SALib."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np

from experiments.study.by_point import means, wholly_known
from experiments.study.designs import Design, block_of
from experiments.study.questions import Study

COLUMNS = ("outcome", "year", "measure", "factor", "with", "value", "confidence_95", "points_used")
RESAMPLES = 200
#: Fewer blocks than this give no interval worth the name.
LEAST_BLOCKS = 4


def sensitivity_rows(study: Study, found: dict[str, np.ndarray]) -> Iterator[tuple[Any, ...]]:
    """One row an outcome, measure and factor. Blocks of points with a failed run are left out.

    ``found`` is float64 [points, repetitions] by outcome. An outcome that never changes, or with
    too few whole blocks, has none.
    """
    design = study.design
    if design.kind not in ("sobol", "morris"):
        return
    for name, by_run in found.items():
        values = means(by_run)
        used = wholly_known(values, block_of(design))
        is_enough = used.sum() >= LEAST_BLOCKS * block_of(design)
        if not is_enough or np.ptp(values[used]) == 0.0:
            continue
        measures = _sobol if design.kind == "sobol" else _morris
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # SALib divides by variances that may be nil
            rows = list(measures(design, values[used], used))
        for measure, factor, other, value, confidence in rows:
            yield name, study.year, measure, factor, other, value, confidence, int(used.sum())


def _sobol(design: Design, values: np.ndarray, used: np.ndarray) -> Iterator[tuple[Any, ...]]:
    from SALib.analyze import sobol

    answer = sobol.analyze(
        design.problem(), values, calc_second_order=design.second_order, num_resamples=RESAMPLES,
        seed=1,
    )  # fmt: skip
    names = [factor.name for factor in design.factors]
    for measure in ("S1", "ST"):
        for k, factor in enumerate(names):
            yield (
                measure,
                factor,
                "",
                _cell(answer[measure][k]),
                _cell(answer[f"{measure}_conf"][k]),
            )
    if design.second_order:
        for i, one in enumerate(names):
            for j in range(i + 1, len(names)):
                value, confidence = answer["S2"][i][j], answer["S2_conf"][i][j]
                yield "S2", one, names[j], _cell(value), _cell(confidence)


def _morris(design: Design, values: np.ndarray, used: np.ndarray) -> Iterator[tuple[Any, ...]]:
    from SALib.analyze import morris

    answer = morris.analyze(
        design.problem(), design.cells[used], values, num_resamples=RESAMPLES,
        num_levels=design.levels, seed=1,
    )  # fmt: skip
    for measure in ("mu", "mu_star", "sigma"):
        for k, factor in enumerate(design.factors):
            confidence = answer["mu_star_conf"][k] if measure == "mu_star" else np.nan
            yield measure, factor.name, "", _cell(answer[measure][k]), _cell(confidence)


def _cell(value: float) -> float | str:
    return float(value) if np.isfinite(value) else ""
