"""Step 7. Ageing, births, deaths, new households, schooling."""

from __future__ import annotations

from sim.declare import Parameter
from sim.elementary import clip


class Demography:
    """People are counted by age group; each year the share 1/width of a group moves on.

    Births and deaths follow the place's published rates: the chance of a birth per young adult
    and of a death per old person are set each year so that expected numbers equal the rates.
    """

    years_as_child = Parameter(
        value=16.0,
        unit="year",
        bounds=(1, 40),
        fixed="width of the age group",
        source="assumption",
        label="years as child 少儿组年数",
        doc="Ages 0 to 15.",
    )
    years_as_young = Parameter(
        value=20.0,
        unit="year",
        bounds=(1, 40),
        fixed="width of the age group",
        source="assumption",
        label="years as young adult 青年组年数",
        doc="Ages 16 to 35.",
    )
    years_as_middle = Parameter(
        value=30.0,
        unit="year",
        bounds=(1, 60),
        fixed="the group is 24 years wide, but those of 2002 were young for it; set so that the "
        "share of 60 and more follows the censuses of 2010 and 2020",
        source="assumption",
        label="years as middle-aged 中年组年数",
        doc="Ages 36 to 59.",
    )
    middle_death_rate = Parameter(
        value=0.003,
        unit="1/year",
        bounds=(0.0, 0.05),
        fixed="deaths by age are not published here; the total follows the published rate",
        source="assumption",
        label="mortality 36–59 中年死亡率",
        doc="Yearly chance of death of a middle-aged person.",
    )
    formation_rate = Parameter(
        value=0.036,
        unit="1/year",
        bounds=(0.0, 0.5),
        fixed="set so that household size falls as published, 2.99 (2000) to 2.54 (2014)",
        source="assumption",
        label="household formation 分户率",
        doc="Yearly chance that a young adult leaves parents to form an own household.",
    )
    entrant_schooling = Parameter(
        value=9.0,
        unit="year",
        bounds=(0.0, 20.0),
        fixed="nine years of compulsory school",
        source="assumption",
        label="schooling of entrants 新增劳动力受教育年限",
        doc="Years of school of those who turn 16 in the base year.",
    )
    entrant_schooling_growth = Parameter(
        value=0.12,
        unit="1",
        bounds=(0.0, 0.5),
        fixed="no yearly series is at hand",
        source="assumption",
        label="growth of entrants' schooling 受教育年限增幅",
        doc="Years of school added per calendar year.",
    )
    school_cost = Parameter(
        value=30e3,
        unit="yuan/person",
        bounds=(1e2, 1e7),
        fixed="no cost study is at hand",
        source="assumption",
        label="cost of a school year 每学年成本",
        doc="Yearly services money per rural child that adds one year of school, six years later.",
    )
    school_lag = Parameter(
        value=6.0,
        unit="year",
        bounds=(1, 12),
        fixed="children reached enter work six years later at the earliest",
        source="assumption",
        label="lag of schooling 教育滞后",
        doc="Years between services money and schooling of entrants.",
    )


def moves_on(count: float, width: float, draw: float) -> float:
    """1 if one of ``count`` persons leaves an age group of ``width`` years this year, else 0."""
    return 1.0 if draw * width < count else 0.0


def happens(count: float, chance: float, draw: float) -> float:
    """1 if one of ``count`` persons meets an event of yearly ``chance`` each, else 0."""
    return 1.0 if draw < count * chance else 0.0


def mean_with(mean: float, count: float, added: float) -> float:
    """Mean of a group of ``count`` after one person with ``added`` joins."""
    return (mean * count + added) / (count + 1.0)


def yearly_chance(expected: float, at_risk: float) -> float:
    """Chance per person at risk that gives the expected number of events, at most one half."""
    if at_risk <= 0.0:
        return 0.0
    return clip(expected / at_risk, 0.0, 0.5)
