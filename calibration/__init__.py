"""Calibration: observed series, the point fit, and (in time) the posterior and its card.

``load_fit`` reads the stored point fit of a place; ``python -m calibration.fit`` makes it again.
"""

from __future__ import annotations

from scenarios.stored_fit import StoredFit, load_fit

__all__ = ["StoredFit", "load_fit"]
