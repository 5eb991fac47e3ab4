"""The calibration card: sixteen tests of a posterior, each with its bar and what was found.

A row is one file in this package with one subclass of :class:`calibration.card.rows.Row`; being
there is enough to be on the card. It says its ``number``, its ``test`` and its ``bar``, and its
``measure`` takes a :class:`calibration.card.rows.Case` (a calibration, the stages where further
results are kept, workers) and returns a :class:`calibration.card.rows.Verdict`: the figure as plain
data, whether the bar is met, and why. ``is_quick`` rows are measured at the end of every
calibration; the others by ``shanhai card --row N``. Verdicts of all rows lie in ``card.json``.
"""
