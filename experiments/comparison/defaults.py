"""What a comparison takes where nothing else is said. Nothing heavy is imported here."""

from __future__ import annotations

DEFAULT_DRAWS = 50
DEFAULT_SEEDS = 1
#: With one seed a draw, every so many draws one is lived under a second seed, and at least so many.
ONE_AGAIN_IN = 10
FEWEST_AGAIN = 20
#: Chosen so that chance adds little to the error of the printed effect, most of which is that of
#: having so many draws and no more: see ``docs/comparing.md`` for what was measured.
DEFAULT_SCALE = 0.001
#: The social discount rate, real, that the planning commission prescribes for public projects.
DISCOUNT_RATE = 0.08
DISCOUNT_SOURCE = "ndrc_2006_parameters"
