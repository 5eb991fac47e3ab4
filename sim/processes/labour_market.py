"""Step 9. Local jobs are rationed; wages adjust a little to how tight the market is."""

from __future__ import annotations

from sim.declare import Parameter
from sim.elementary import clip, exp, log, whole


class LabourMarket:
    """Separations, hiring odds and tightness, county by county."""

    separation_rate = Parameter(
        value=0.10,
        unit="1/year",
        bounds=(0.0, 0.9),
        fixed="sets turnover, not levels",
        source="assumption",
        label="separations 离职率",
        doc="Share of local wage workers who lose or leave the job in a year.",
    )
    base_hiring_odds = Parameter(
        value=0.6,
        unit="1",
        bounds=(0.05, 0.99),
        fixed="no survey of job seekers is at hand",
        source="assumption",
        label="hiring odds in the base year 基期求职成功率",
        doc="Vacancies per seeker in the base year; the constant of the choice is inverted from "
        "it.",
    )
    tightness_elasticity = Parameter(
        value=0.1,
        unit="1",
        bounds=(0.0, 1.0),
        fixed="design of the model",
        source="assumption",
        label="wages on tightness 工资对紧张度弹性",
        doc="Elasticity of local wages to jobs per active worker over the base year.",
    )
    fallback_self_employed = Parameter(
        value=0.25,
        unit="1",
        bounds=(0.0, 1.0),
        fixed="design of the model",
        source="assumption",
        label="fallback to own business 转为自营比例",
        doc="Share of refused seekers who start on their own instead of farming.",
    )


def odds_of_hiring(jobs: float, employed: float, seekers: float) -> float:
    """(6) Vacancies per seeker, at most 1."""
    if seekers <= 0.0:
        return 1.0
    return clip((jobs - employed) / seekers, 0.0, 1.0)


def layoffs(jobs: float, employed: float) -> float:
    """(6) Share of the employed laid off when there are fewer jobs than employed."""
    if employed <= 0.0:
        return 0.0
    return clip(1.0 - jobs / employed, 0.0, 1.0)


def tightness(jobs: float, employed: float, seekers: float, base: float) -> float:
    """(3) Jobs per active worker over its base-year value, held between .3 and 4."""
    return clip(jobs / max(employed + seekers, 1e-9) / base, 0.3, 4.0)


def tightness_factor(value: float, elasticity: float) -> float:
    """(3) Factor on local wages."""
    return exp(elasticity * log(value))


def hired(sought: float, odds: float, draw: float) -> float:
    """(6) How many of the jobs sought are found, by systematic sampling with one draw."""
    return min(whole(sought * odds + draw), sought)


def fall_back(refused: float, share: float, draw: float) -> float:
    """(6) How many of those refused a job start on their own, by systematic sampling."""
    return min(whole(refused * share + draw), refused)
