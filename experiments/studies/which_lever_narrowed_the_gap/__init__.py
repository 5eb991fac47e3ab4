"""Which lever narrowed the gap between town and country, and how sure are we?

``python -m experiments.studies.which_lever_narrowed_the_gap`` runs the two commands below, draws
the figures and writes ``answer.md``; no number in it is typed by hand.
"""

from __future__ import annotations

#: The commands that answer the question; removal scenarios of every lever take NO_LEVERS' place.
COMMANDS = (
    ("attribute", "history", "--indicator", "ratio"),
    ("compare", "NO_LEVERS", "--against", "history"),
)
