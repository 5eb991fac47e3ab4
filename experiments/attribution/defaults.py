"""What an attribution takes where nothing else is said. Nothing heavy is imported here."""

from __future__ import annotations

#: Draws and permutations share the runs there is time for. Draws differ far more than permutations
#: do (``docs/comparing.md``), so there are many of them with few permutations each.
DEFAULT_DRAWS = 100
#: Permutations of the levers in each draw, in antithetic pairs: one and the same backwards.
DEFAULT_PERMUTATIONS = 4
DEFAULT_SCALE = 0.0005
#: What a change can be taken apart of; the ratio first, as it is the default.
MEASURES = ("ratio", "rural_income", "log_rural_income")
#: Saved money is handed back to those who live in the county.
BUDGET_NEUTRAL_CLOSURE = "tax_cut"
