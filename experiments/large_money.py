"""Large sums of money in the unit that a reader of each language counts in."""

from __future__ import annotations

#: Yuan in the units that words call ``bn yuan`` and 亿元, ``m yuan`` and 万元.
LARGE = {"en": 1e9, "zh": 1e8}
MIDDLING = {"en": 1e6, "zh": 1e4}


def in_large(yuan: float, language: str) -> float:
    """``yuan`` in bn yuan for English, in 亿元 (a tenth of that) for Chinese."""
    return yuan / LARGE[language]
