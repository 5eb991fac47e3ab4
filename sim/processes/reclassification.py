"""Step 12. Villages become urban; settlers change their household register."""

from __future__ import annotations

from sim.declare import Parameter, normal
from sim.elementary import exp, log


class Reclassification:
    """Plain villages become urban, richer ones first; a new statistical code added a step."""

    reclassification_rate = Parameter(
        value=0.007,
        unit="1/year",
        bounds=(0.0, 0.05),
        prior=normal(0.007, 0.004),
        source="assumption",
        label="reclassification 村改居比例",
        doc="Share of plain villages that become urban in a year. Recentred on a prototype's "
        "fit, so the standard deviation is doubled.",
    )
    code_step = Parameter(
        value=0.02,
        unit="1",
        bounds=(0.0, 0.3),
        fixed="the code changed in 2008; its effect is not published by province",
        source="assumption",
        label="step of the statistical code 城乡划分调整",
        doc="Share of plain villages that the new statistical code made urban at once.",
    )
    registration_rate = Parameter(
        value=0.10,
        unit="1/year",
        bounds=(0.0, 1.0),
        fixed="no series of conversions is at hand",
        source="assumption",
        label="register conversion 落户转籍率",
        doc="Yearly chance that a settled household changes its register, times openness.",
    )


def urban_hazard(cumulated: float, productivity: float) -> float:
    """(13b) Chance that a plain village has become urban by now; richer villages earlier.

    ``cumulated`` is the sum of yearly rates and steps so far.
    """
    x = 4.0 * log(productivity)
    lean = 1.0 - 2.0 / (exp(2.0 * x) + 1.0)
    return 1.0 - exp(-cumulated * (1.2 + 0.8 * lean))
