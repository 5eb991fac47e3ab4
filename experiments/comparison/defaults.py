"""What a comparison takes where nothing else is said. Nothing heavy is imported here."""

from __future__ import annotations

DEFAULT_DRAWS = 50
DEFAULT_SEEDS = 2
#: Chosen so that the seed's part of the printed effect's error stays below a tenth of its
#: posterior standard deviation: see ``docs/comparing.md`` for what was measured.
DEFAULT_SCALE = 0.001
#: The social discount rate, real, that the planning commission prescribes for public projects.
DISCOUNT_RATE = 0.08
DISCOUNT_SOURCE = "ndrc_2006_parameters"
