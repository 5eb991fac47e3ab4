"""Step 2. The money of every lever and where it comes from; county budgets."""

from __future__ import annotations

from sim.declare import Parameter, beta
from sim.elementary import exp


class PublicFinance:
    """Revenue, debt, what is lost on the way, and what a county can absorb."""

    leakage = Parameter(
        value=0.25,
        unit="1",
        bounds=(0.0, 1.0),
        prior=beta(3, 9),
        source="assumption",
        label="loss on the way 资金漏损率",
        doc="Share of public works money that never becomes works.",
    )
    interest_rate = Parameter(
        value=0.04,
        unit="1/year",
        bounds=(0.0, 0.15),
        fixed="debt is a scenario's choice; the record holds none",
        source="assumption",
        label="interest rate 债务利率",
        doc="Paid on county debt each year.",
    )
    debt_cap = Parameter(
        value=1.0,
        unit="1",
        bounds=(0.0, 5.0),
        fixed="a rule of prudence; the record holds none",
        source="assumption",
        label="debt cap 债务上限",
        doc="Highest county debt over its own revenue; beyond it services pay.",
    )
    absorptive_capacity = Parameter(
        value=120e6,
        unit="yuan of 2015/year",
        bounds=(1e6, 1e10),
        fixed="no series of absorbed grants is published",
        source="assumption",
        label="absorptive capacity 资金吸收能力",
        doc="Grant a western county with average governance can usefully take in a year.",
    )
    staff_absorption = Parameter(
        value=0.5,
        unit="1",
        bounds=(0.0, 2.0),
        fixed="no series of absorbed grants is published",
        source="assumption",
        label="absorption by seconded staff 挂职干部提升吸收能力",
        doc="Relative rise of the capacity with full seconded staff.",
    )
    grant_to_capital_share = Parameter(
        value=0.5,
        unit="1",
        bounds=(0.0, 1.0),
        fixed="uses of the grants are not published by kind",
        source="assumption",
        label="share of grants to industry 援助资金产业占比",
        doc="The rest renovates villages of the recipient.",
    )
    produce_margin = Parameter(
        value=0.10,
        unit="1",
        bounds=(0.0, 0.5),
        fixed="no study of the margin is at hand",
        source="assumption",
        label="margin of solidarity purchases 消费帮扶溢价",
        doc="What producers gain of each yuan of produce bought through cooperation.",
    )
    service_job_share = Parameter(
        value=0.10,
        unit="1",
        bounds=(0.0, 0.5),
        fixed="no county series of public jobs is at hand",
        source="assumption",
        label="jobs that hang on services 公共服务岗位占比",
        doc="Share of local jobs paid by county services; they move with them.",
    )


def absorbed(grant: float, capacity: float) -> float:
    """(10) What of a grant a county can use: saturating, never falling.

    Becker, Egger and von Ehrlich (2012). Same money unit in and out, a year.
    """
    if capacity <= 0.0:
        return 0.0
    return capacity * (1.0 - exp(-grant / capacity))


def services_left(
    own_revenue: float,
    grants_in: float,
    new_debt: float,
    lever_spending: float,
    upkeep: float,
    grants_out: float,
    interest: float,
    handed_back: float,
) -> float:
    """(11) A county's services are what is left: every yuan it gives away is missed here."""
    return (
        own_revenue
        + grants_in
        + new_debt
        - lever_spending
        - upkeep
        - grants_out
        - interest
        - handed_back
    )


def jobs_kept_by_services(share: float, service_ratio: float) -> float:
    """(11) Factor on local jobs; ``service_ratio`` is last year's services over own revenue.

    A county that spends all of its own revenue on services keeps all jobs.
    """
    return 1.0 + share * (service_ratio - 1.0)
