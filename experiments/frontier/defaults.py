"""What a search for the frontier takes where nothing else is said. Nothing heavy here."""

from __future__ import annotations

DEFAULT_DRAWS = 12
#: Mixes the response surface is fitted to, under every draw; a power of two suits Sobol points.
DEFAULT_POINTS = 64
DEFAULT_SCALE = 0.0005
#: How often the winners are lived and join the mixes the surface is fitted to.
REFINEMENTS = 2
#: How often then the mix for a goal or a budget alone is corrected by direct runs of it.
CORRECTIONS = 4
#: A lever at most this much stronger than documented.
MOST_INTENSITY = 1.5
#: Half the change of intensity that marginal yuan are worked out from.
HALF_STEP = 0.25
#: Budgets of the curve, as shares of what the scenario's own mix costs.
BUDGET_SHARES = (0.1, 0.25, 0.5, 0.75, 1.0, 1.25)
#: What can be a goal, and whether less of it is better.
GOALS = {
    "ratio_new": True,
    "rural_income_new": False,
    "poverty_rate": True,
    "mountain_plain_ratio": False,
}
