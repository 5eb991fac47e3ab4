"""How the population of the base year is drawn from the declared marginals."""

from __future__ import annotations

from sim.declare import Parameter
from sim.elementary import exp, log


class Population:
    """Spreads of what is not observed below the prefecture; all of it synthetic."""

    skill_spread_rural = Parameter(
        value=0.45,
        unit="1",
        bounds=(0.0, 1.5),
        fixed="near the grouped rural Gini of .38 (national)",
        source="assumption",
        label="spread of rural skill 农村技能离散度",
        doc="Standard deviation of log skill in villages.",
    )
    land_spread = Parameter(
        value=0.40,
        unit="1",
        bounds=(0.0, 1.5),
        fixed="no farm survey is at hand",
        source="assumption",
        label="spread of land 承包地离散度",
        doc="Standard deviation of log land.",
    )
    asset_spread = Parameter(
        value=0.60,
        unit="1",
        bounds=(0.0, 2.0),
        fixed="no wealth survey is at hand",
        source="assumption",
        label="spread of assets 资产离散度",
        doc="Standard deviation of log assets.",
    )
    village_spread = Parameter(
        value=0.12,
        unit="1",
        bounds=(0.0, 1.0),
        fixed="no village survey is at hand",
        source="assumption",
        label="spread of villages 村间离散度",
        doc="Standard deviation of log productivity between villages of a group.",
    )
    schooling_spread = Parameter(
        value=2.0,
        unit="year",
        bounds=(0.0, 6.0),
        fixed="no survey is at hand",
        source="assumption",
        label="spread of schooling 受教育年限离散度",
        doc="Standard deviation of a household's mean years of school.",
    )
    taste_spread = Parameter(
        value=0.5,
        unit="1",
        bounds=(0.0, 3.0),
        fixed="no survey is at hand",
        source="assumption",
        label="spread of taste for home 乡土偏好离散度",
        doc="Scale of the logistic taste for home.",
    )
    assets_over_income = Parameter(
        value=1.4,
        unit="year",
        bounds=(0.1, 20.0),
        fixed="stationary at the saving rate and nominal growth of the base year",
        source="assumption",
        label="assets over income 资产收入比",
        doc="Mean assets over yearly income in the base year.",
    )


def standard_normal(u: float) -> float:
    """Approximate inverse of the normal distribution for u in (0, 1), error below .0005.

    Rational approximation 26.2.23 of Abramowitz and Stegun (1964), mirrored at one half.
    """
    tail = min(u, 1.0 - u)
    t = exp(0.5 * log(-2.0 * log(tail)))
    z = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (
        1.0 + t * (1.432788 + t * (0.189269 + t * 0.001308))
    )
    return -z if u < 0.5 else z


def skill_of(spread: float, u: float) -> float:
    """Lognormal with mean one from a number in (0, 1)."""
    return exp(spread * standard_normal(u) - 0.5 * spread * spread)


def logistic(scale: float, u: float) -> float:
    """Logistic deviate with mean zero from a number in (0, 1)."""
    return scale * log(u / (1.0 - u))
