"""Row 1: how closely the central run follows the record, beside benchmarks that know less."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np

from calibration.calibrated import Calibrated
from calibration.card.rows import Case, Row, Verdict
from calibration.design import inputs_of
from calibration.laplace import density_at, starts_of, summit
from calibration.left_out import probabilities_below
from calibration.map_estimate import without_walk
from calibration.predictive import LEVELS, covered
from sim.inputs import Place

LARGEST_MAPE = 1.0
LARGEST_RMSE = {"old": 0.03, "new": 0.02}
DEFINITIONS = ("old", "new")
#: The range in which a 90 % band of the right width covers the 44 incomes of the shipped place,
#: as shares, so that other places have a bar as well.
COVERED = (36 / 44, 43 / 44)
#: Between them lies the 50 % band.
QUARTILES = (0.25, 0.75)


class Fit(Row):
    number = 1
    test = "fit"
    bar = (
        "rural and urban MAPE ≤ 1.0 % per definition; ratio RMSE ≤ .03 old, ≤ .02 new; first and "
        "last year inside the 90 % predictive band"
    )
    is_quick = True

    def measure(self, case: Case) -> Verdict:
        found = case.found
        place = found.question.scenario.place
        central = scores_of(found.central_outputs, found, place)
        inside, ends = covered(found)
        below = probabilities_below(found)
        unseen = _between(below, LEVELS)
        figure: dict[str, Any] = {
            **central,
            "straight_line": straight_line(place, found.question.until),
            "without_levers": without_levers(found, place),
            "inside_90_band": int(inside.sum()),
            "inside_90_band_left_out": unseen,
            "inside_50_band_left_out": _between(below, QUARTILES),
            "incomes": int(inside.size),
            "ends_inside_90_band": bool(ends),
        }
        short = [name for name, value in central.items() if value is not None and value > bar(name)]
        if not ends:
            short.append("first or last year outside the 90 % band")
        share = unseen / inside.size
        width = (
            "the band is wider than its name: errors are inflated"
            if share > COVERED[1]
            else "the band is narrower than its name"
            if share < COVERED[0]
            else "as a 90 % band should"
        )
        seeds = found.question.settings.seeds_a_draw
        why = (
            f"the mean of {seeds} seed{'s' if seeds > 1 else ''} at the most probable "
            f"parameters; the band covers {inside.sum()} of {inside.size}, and {unseen} where the "
            f"parameters do not know the year's numbers either: {width}"
        )
        return Verdict(figure, not short, why + (f"; missed: {', '.join(short)}" if short else ""))


def _between(below: np.ndarray, levels: tuple[float, float]) -> int:
    """How many numbers lie inside a band, from the probabilities of lower ones [incomes]."""
    return int(((below > levels[0]) & (below < levels[1])).sum())


def bar(name: str) -> float:
    """The largest a score may be."""
    return LARGEST_RMSE[name.rsplit("_", 1)[1]] if name.startswith("ratio") else LARGEST_MAPE


def scores_of(outputs: np.ndarray, found: Calibrated, place: Place) -> dict[str, float | None]:
    """MAPE in percent and ratio RMSE by definition of one run's outputs, [outputs].

    Of the years that were fitted; how the others are foreseen is another row's business.
    """
    modelled: dict[str, dict[int, float]] = defaultdict(dict)
    for item, value in zip(found.outputs.items, outputs, strict=True):
        if item.is_log and not item.prefecture and item.year <= found.question.until:
            modelled[item.indicator][item.year] = float(np.exp(value))
    result: dict[str, float | None] = {}
    for kind in ("rural", "urban"):
        for definition in DEFINITIONS:
            name = f"{kind}_income_{definition}"
            known = _known(place, name, modelled[name])
            errors = [abs(modelled[name][year] / value - 1.0) for year, value in known.items()]
            result[f"{kind}_mape_{definition}"] = 100 * float(np.mean(errors)) if errors else None
    for definition in DEFINITIONS:
        rural, urban = f"rural_income_{definition}", f"urban_income_{definition}"
        known, above = _known(place, rural, modelled[rural]), place.series(urban)
        gaps = [
            modelled[urban][year] / modelled[rural][year] - above[year] / value
            for year, value in known.items()
            if year in above
        ]
        root = float(np.sqrt(np.mean(np.square(gaps)))) if gaps else None
        result[f"ratio_rmse_{definition}"] = root
    return {name: None if value is None else round(value, 4) for name, value in result.items()}


def without_levers(found: Calibrated, place: Place) -> dict[str, float | None] | None:
    """The scores of the best path without any lever, refitted on the emulator."""
    if not found.levers:
        return None
    none = np.zeros(len(found.levers))
    refitted = summit(
        density_at(found, none), found.measurement, without_walk(found.best.inferred),
        starts_of(found),
    )  # fmt: skip
    outputs = found.emulator(inputs_of(refitted.scores[None], none))[0]
    return scores_of(outputs, found, place)


def _known(place: Place, name: str, modelled: dict[int, float]) -> dict[int, float]:
    return {year: value for year, value in place.series(name).items() if year in modelled}


def straight_line(place: Place, until: int) -> dict[str, float | None]:
    """MAPE in percent of a straight line through the logs of every series: two numbers each."""
    result: dict[str, float | None] = {}
    for kind in ("rural", "urban"):
        for definition in DEFINITIONS:
            series = place.series(f"{kind}_income_{definition}")
            years = np.array([year for year in series if place.base_year < year <= until], float)
            logs = np.log([series[int(year)] for year in years])
            if len(years) < 3:
                result[f"{kind}_mape_{definition}"] = None
                continue
            line = np.polyval(np.polyfit(years - years[0], logs, 1), years - years[0])
            mape = 100 * float(np.mean(np.abs(np.expm1(line - logs))))
            result[f"{kind}_mape_{definition}"] = round(mape, 4)
    return result
