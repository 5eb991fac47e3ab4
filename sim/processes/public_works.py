"""Step 4. Roads, broadband, village quality and relocated capital are built and wear out."""

from __future__ import annotations

from sim.declare import Parameter, beta, lognormal


class PublicWorks:
    """How money becomes roads and quality, and how both decay."""

    road_decay = Parameter(
        value=0.05,
        unit="1/year",
        bounds=(0.0, 0.3),
        fixed="engineering convention; not in this record",
        source="assumption",
        label="wear of roads 道路折旧",
        doc="Share of a paved road lost in a year in which it is not kept up.",
    )
    road_upkeep_rate = Parameter(
        value=0.02,
        unit="1/year",
        bounds=(0.0, 0.3),
        fixed="engineering convention; not in this record",
        source="assumption",
        label="upkeep of roads 道路养护费率",
        doc="Yearly upkeep over building cost that holds a paved road; counties pay it from "
        "services once the road is built.",
    )
    quality_decay = Parameter(
        value=0.06,
        unit="1/year",
        bounds=(0.0, 0.5),
        fixed="no panel of village quality is published",
        source="assumption",
        label="decay of quality 环境质量衰减",
        doc="Share of quality lost in a year without upkeep.",
    )
    quality_ceiling = Parameter(
        value=0.95,
        unit="1",
        bounds=(0.5, 1.0),
        fixed="scale of the index",
        source="assumption",
        label="highest quality 环境质量上限",
        doc="What works can reach.",
    )
    plain_effort = Parameter(
        value=0.6,
        unit="1",
        bounds=(0.0, 1.0),
        fixed="scale of the effort index",
        source="assumption",
        label="effort without supervision 无督导时的努力",
        doc="Effort where nobody looks; full supervision makes it 1.",
    )
    overstatement = Parameter(
        value=0.15,
        unit="1",
        bounds=(0.0, 1.0),
        fixed="reported and inspected quality are not published side by side",
        source="assumption",
        label="overstatement 上报虚高",
        doc="By how much supervision raises reported over real quality, of what is missing.",
    )
    capital_decay = Parameter(
        value=0.08,
        unit="1/year",
        bounds=(0.0, 0.5),
        fixed="convention",
        source="assumption",
        label="depreciation of plants 资本折旧",
        doc="Of relocated capital.",
    )
    spread = Parameter(
        value=0.25,
        unit="1/year",
        bounds=(0.0, 1.0),
        prior=beta(2, 6),
        source="assumption",
        label="imitation 邻村模仿",
        doc="Share of the gap to better neighbours that a funded village closes in a year.",
    )
    capital_per_job = Parameter(
        value=450e3,
        unit="yuan of 2015/job",
        bounds=(5e4, 5e6),
        prior=lognormal(450e3, 0.6),
        source="zj_daily_2014_mountain_sea",
        label="capital per job 每岗位资本",
        doc="Investment per job at relocated plants; 330,000–570,000 come from dividing "
        "investment by workers transferred or trained, which is no count of jobs.",
    )


def effort(plain: float, supervision: float) -> float:
    """Effort of those who carry programmes out, from ``plain`` to 1 as supervision goes 0 to 1."""
    return plain + (1.0 - plain) * supervision


def quality_next(
    quality: float,
    money_share: float,
    leakage: float,
    effort: float,
    ceiling: float,
    neighbours: float,
    spread: float,
    is_funded: float,
    upkeep_share: float,
    decay: float,
) -> float:
    """(7) Quality of next year: works on what is missing, neighbours' example, decay.

    ``money_share`` is last year's building money over the cost of a renovation, since works take a
    year; ``upkeep_share`` is upkeep money over upkeep need: a village that is kept up does not
    decay.
    """
    missing = max(ceiling - quality, 0.0)
    built = (1.0 - leakage) * effort * min(money_share, 1.0) * missing
    copied = spread * max(neighbours - quality, 0.0) * is_funded
    lost = decay * quality * (1.0 - min(1.0, upkeep_share))
    return min(max(quality + built + min(copied, missing) - lost, 0.0), 1.0)


def reported_quality(quality: float, overstatement: float, supervision: float) -> float:
    """What is reported: real quality plus a share of what is missing, more under supervision."""
    return quality + overstatement * supervision * (1.0 - quality)


def road_next(paved: float, built: float, decay: float, upkeep_paid: float) -> float:
    """Paved share of a village's road next year, all shares of its length."""
    return min(1.0, paved * (1.0 - decay * (1.0 - min(max(upkeep_paid, 0.0), 1.0))) + built)


def capital_next(capital: float, investment: float, decay: float) -> float:
    """(6) Relocated capital next year, in prices of 2015."""
    return (1.0 - decay) * capital + investment
