"""Step 6. Local jobs: base growth, relocated plants less what they displace, returnees' firms."""

from __future__ import annotations

from sim.declare import Parameter, beta, lognormal, normal
from sim.elementary import exp


class Jobs:
    """How many local off-farm jobs there are for the residents of a county's villages."""

    job_growth = Parameter(
        value=0.012,
        unit="1/year",
        bounds=(-0.05, 0.08),
        prior=normal(0.012, 0.016),
        source="assumption",
        label="job growth 岗位增速",
        doc="Growth of base jobs per rural worker at home. Recentred on a prototype's fit, so "
        "the standard deviation is doubled.",
    )
    job_loss_financial_crisis = Parameter(
        value=-0.02,
        unit="1",
        bounds=(-0.2, 0.1),
        prior=normal(-0.02, 0.02),
        source="assumption",
        label="jobs lost 2009 金融危机岗位损失",
        doc="Change of local jobs in the year after the crisis.",
    )
    job_loss_covid = Parameter(
        value=-0.03,
        unit="1",
        bounds=(-0.2, 0.1),
        fixed="one year, taken with the wage shock of that year",
        source="assumption",
        label="jobs lost 2020 疫情岗位损失",
        doc="Change of local jobs in the pandemic's year.",
    )
    job_multiplier = Parameter(
        value=0.34,
        unit="1",
        bounds=(0.0, 2.0),
        fixed="from the literature",
        source="wang_chanda",
        label="local job multiplier 本地就业乘数",
        doc="Further local jobs per job at a plant; near 0 in low technology.",
    )
    displacement = Parameter(
        value=0.3,
        unit="1",
        bounds=(0.0, 1.0),
        fixed="no survey of moved plants is at hand; see compare --constants",
        source="assumption",
        label="displacement 岗位替代率",
        doc="Jobs lost at the origin, and crowded out at the destination, per plant job.",
    )
    resident_share = Parameter(
        value=0.5,
        unit="1",
        bounds=(0.0, 1.0),
        prior=beta(4, 4),
        source="li_et_al_2025",
        label="residents' share of plant jobs 本地人占比",
        doc="Share of plant jobs that go to the county's residents.",
    )
    profit_outflow = Parameter(
        value=0.7,
        unit="1",
        bounds=(0.0, 1.0),
        fixed="no accounts of moved plants are published",
        source="assumption",
        label="profits that leave 利润外流比例",
        doc="Share of relocated capital's profits that goes back to the owners.",
    )
    plant_return = Parameter(
        value=0.15,
        unit="1/year",
        bounds=(0.0, 1.0),
        fixed="no accounts of moved plants are published",
        source="assumption",
        label="value added of plants 转移产业增加值率",
        doc="Value added over capital of relocated plants, beyond wages; the county taxes it.",
    )
    firm_jobs = Parameter(
        value=4.0,
        unit="jobs/firm",
        bounds=(0.1, 100.0),
        prior=lognormal(4.0, 0.5),
        source="assumption",
        label="jobs per firm 每家企业岗位",
        doc="Local workers a returnee's firm pays.",
    )
    crowding = Parameter(
        value=0.1,
        unit="1",
        bounds=(0.0, 1.0),
        fixed="no match of jobs and origin is published",
        source="assumption",
        label="outsiders' competition 外来劳动力竞争",
        doc="Local jobs lost to residents per additional outsider living in villages.",
    )


def base_jobs(per_worker: float, workers: float, growth: float, years: float, loss: float) -> float:
    """(6) Base jobs of a county: per worker at home, growing, less a shock's loss."""
    return per_worker * workers * exp(growth * years) * (1.0 + loss)


def plant_jobs(
    capital: float,
    capital_per_job: float,
    multiplier: float,
    displacement: float,
    resident_share: float,
) -> float:
    """(6) Jobs that relocated capital (yuan of 2015) brings to a county's residents."""
    return capital / capital_per_job * (1.0 + multiplier) * (1.0 - displacement) * resident_share


def jobs_displaced(
    capital: float, capital_per_job: float, displacement: float, resident_share: float
) -> float:
    """(6) Jobs lost by the residents of the county the plants left."""
    return capital / capital_per_job * displacement * resident_share
