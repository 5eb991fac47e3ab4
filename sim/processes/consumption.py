"""Step 11. Saving, assets, and what illness and contributions take."""

from __future__ import annotations

from sim.declare import Parameter


class Consumption:
    """A household saves a share of its income."""

    saving_rate = Parameter(
        value=0.25,
        unit="1",
        bounds=(0.0, 0.8),
        fixed="no panel of assets is at hand",
        source="assumption",
        label="saving rate 储蓄率",
        doc="Share of income saved.",
    )
    asset_decay = Parameter(
        value=0.08,
        unit="1/year",
        bounds=(0.0, 0.5),
        fixed="convention",
        source="assumption",
        label="wear of assets 资产折旧",
        doc="Share of assets used up in a year.",
    )


def assets_next(
    assets: float, income: float, saving_rate: float, decay: float, losses: float
) -> float:
    """Assets at the end of the year, nominal yuan, never below 0."""
    return max(assets * (1.0 - decay) + saving_rate * income - losses, 0.0)
