"""Step 7. Illness and disaster; who is poor and why."""

from __future__ import annotations

from sim.declare import Parameter


class Hardship:
    """Illness costs money and two years of one worker; disaster costs a harvest."""

    illness_rate = Parameter(
        value=0.04,
        unit="1/year",
        bounds=(0.0, 0.5),
        fixed="from the literature",
        source="assumption",
        label="illness 大病发生率",
        doc="Yearly chance that a household is struck by serious illness.",
    )
    illness_years = Parameter(
        value=2.0,
        unit="year",
        bounds=(0, 20),
        fixed="one worker is idle for two years",
        source="assumption",
        label="years of illness 患病年数",
        doc="Years in which one worker is idle.",
    )
    illness_cost = Parameter(
        value=0.5,
        unit="1",
        bounds=(0.0, 10.0),
        fixed="no cost study is at hand",
        source="assumption",
        label="cost of illness 大病费用",
        doc="Cost in the year it strikes, over the mean income of a rural household.",
    )
    insured_share = Parameter(
        value=0.6,
        unit="1",
        bounds=(0.0, 1.0),
        fixed="reimbursement rates vary by scheme and year",
        source="assumption",
        label="share reimbursed 报销比例",
        doc="Share of the cost that insurance pays.",
    )
    disaster_rate = Parameter(
        value=0.03,
        unit="1/year",
        bounds=(0.0, 0.5),
        fixed="from the literature",
        source="assumption",
        label="disaster 灾害发生率",
        doc="Yearly chance that a village loses part of a harvest.",
    )
    disaster_loss = Parameter(
        value=0.3,
        unit="1",
        bounds=(0.0, 1.0),
        fixed="20–40 % of farm income",
        source="assumption",
        label="disaster loss 灾害损失率",
        doc="Mean share of farm income lost; a third more or less by chance.",
    )
    dibao_exclusion = Parameter(
        value=0.3,
        unit="1",
        bounds=(0.0, 1.0),
        fixed="audits differ widely",
        source="assumption",
        label="exclusion error 漏保率",
        doc="Share of households under the line that the guarantee does not reach.",
    )


def harvest_lost(mean_loss: float, draw: float) -> float:
    """(13) Share of farm income lost in a disaster: 2/3 to 4/3 of the mean loss."""
    return mean_loss * (2.0 + 2.0 * draw) / 3.0


def uncovered(cost: float, is_insured: float, insured_share: float) -> float:
    """(13) What of the cost of illness the household pays itself."""
    return cost * (1.0 - is_insured * insured_share)


def dibao(income: float, persons: float, line: float, is_reached: float) -> float:
    """(13) Top-up of a household's income to the line, where the guarantee reaches it."""
    return max(line * persons - income, 0.0) * is_reached
