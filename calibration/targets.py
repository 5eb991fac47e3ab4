"""What a place's record says, as one vector the model's indicators are held against.

Incomes enter as logs, shares and rates as they are. The ratio is never a target beside its parts.
Unverified rows are never targets.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.inputs import Place

#: Errors of log income and their correlation (rural, urban, correlation), by definition. Second
#: differences of the published series give .011, .007, .67 for the old and .008, .011, .97 for the
#: new ones; town and country move together. Kept a little wider and less alike than that, since
#: the model's own errors are not as alike as the survey's.
INCOME_ERRORS = {"old": (0.010, 0.008, 0.67), "new": (0.009, 0.010, 0.90)}
#: Errors of the further targets, in their own units.
FURTHER = {
    "wage_share": 0.015,
    "net_business_share": 0.015,
    "property_share": 0.01,
    "transfer_share": 0.01,
    "urbanisation_rate": 0.004,
}
#: Urbanisation between censuses was published before revision: census years and 2021 on only.
REVISED_FROM = {"urbanisation_rate": (2010, 2020, 2021, 2022, 2023)}


@dataclass(frozen=True)
class Target:
    indicator: str
    year: int
    value: float
    error: float


@dataclass(frozen=True)
class Targets:
    """Income targets in pairs (rural, urban, correlation of their errors) and further ones."""

    incomes: tuple[tuple[Target | None, Target | None, float], ...]
    further: tuple[Target, ...]

    def residuals(self, indicators: dict[str, np.ndarray], first_year: int) -> np.ndarray:
        """Modelled less published in errors, income pairs whitened by their correlation."""

        def gap(target: Target, is_log: bool) -> float:
            value = float(indicators[target.indicator][target.year - first_year])
            if is_log:
                return (np.log(value) - np.log(target.value)) / target.error
            return (value - target.value) / target.error

        out: list[float] = []
        for rural, urban, correlation in self.incomes:
            first = gap(rural, True) if rural else None
            second = gap(urban, True) if urban else None
            if first is not None:
                out.append(first)
            if second is not None:
                out.append(
                    second
                    if first is None
                    else (second - correlation * first) / float(np.sqrt(1.0 - correlation**2))
                )
        out += [gap(target, False) for target in self.further]
        return np.array(out)


def targets_of(place: Place, until: int | None = None, with_further: bool = True) -> Targets:
    """The verified targets of a place to the year ``until``.

    Raises ``ValueError`` when there is no income to fit.
    """
    last = until or place.last_year
    first = place.base_year + 1
    pairs: list[tuple[Target | None, Target | None, float]] = []
    for definition, (rural_error, urban_error, correlation) in INCOME_ERRORS.items():
        rural = place.series(f"rural_income_{definition}")
        urban = place.series(f"urban_income_{definition}")
        for year in sorted(set(rural) | set(urban)):
            if first <= year <= last:
                pairs.append(
                    (
                        Target(f"rural_income_{definition}", year, rural[year], rural_error)
                        if year in rural
                        else None,
                        Target(f"urban_income_{definition}", year, urban[year], urban_error)
                        if year in urban
                        else None,
                        correlation,
                    )
                )
    if not pairs:
        raise ValueError(f"{place.name}: no verified income from {first} to {last}")
    further = []
    if with_further:
        for name, error in FURTHER.items():
            for year, value in place.series(name).items():
                wanted = REVISED_FROM.get(name)
                if first <= year <= last and (wanted is None or year in wanted):
                    further.append(Target(name, year, value, error))
    return Targets(tuple(pairs), tuple(further))
