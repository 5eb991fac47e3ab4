"""The published indicators: one function each, with unit, label, meaning and observed counterpart.

A function takes the years of a run and gives an array by year, or a single year and gives a number.

A file holds the indicators of a theme; they are listed theme by theme, in the order below.

Incomes are nominal yuan per head and year. New-definition incomes carry the one constant offset
of the 2013 change of definition and nothing else.
"""

# isort: off
from sim.indicators.registry import INDICATORS, LAST_OLD_YEAR
from sim.indicators import incomes as _incomes  # noqa: F401
from sim.indicators import people as _people  # noqa: F401
from sim.indicators import regions as _regions  # noqa: F401
from sim.indicators import villages as _villages  # noqa: F401
from sim.indicators import risks_and_money as _risks_and_money  # noqa: F401

# isort: on

__all__ = ["INDICATORS", "LAST_OLD_YEAR"]
