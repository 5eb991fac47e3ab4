"""The closed list of units. Every number the project declares names one of them.

A yuan always says which prices it is in: ``current`` (nominal, as in the books) or those of one
stated year. ``1`` is the unit of pure numbers.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: its name, its Chinese label and, for money, the prices it is counted in."""

    name: str
    zh: str
    prices: str | None = None

    @property
    def is_money(self) -> bool:
        return self.prices is not None


_LIST = (
    Unit("1", "1"),
    Unit("1/year", "每年"),
    Unit("year", "年"),
    Unit("percent", "百分比"),
    Unit("per thousand", "千分比"),
    Unit("persons", "人"),
    Unit("persons/year", "人/年"),
    Unit("households", "户"),
    Unit("villages", "村"),
    Unit("jobs", "岗位"),
    Unit("jobs/firm", "岗位/企业"),
    Unit("firms", "家"),
    Unit("visits/year", "人次/年"),
    Unit("km", "公里"),
    Unit("yuan", "元（当年价）", "current"),
    Unit("yuan/year", "元/年（当年价）", "current"),
    Unit("yuan/person/year", "元/人·年（当年价）", "current"),
    Unit("yuan/worker/year", "元/劳动力·年（当年价）", "current"),
    Unit("yuan/person", "元/人（当年价）", "current"),
    Unit("yuan/household", "元/户（当年价）", "current"),
    Unit("yuan/visit", "元/人次（当年价）", "current"),
    Unit("yuan of 2004/village", "元/村（2004年价）", "2004"),
    Unit("yuan of 2004/km", "元/公里（2004年价）", "2004"),
    Unit("yuan of 2010/person/year", "元/人·年（2010年价）", "2010"),
    Unit("yuan of 2015", "元（2015年价）", "2015"),
    Unit("yuan of 2015/job", "元/岗位（2015年价）", "2015"),
    Unit("yuan of 2015/firm", "元/家（2015年价）", "2015"),
    Unit("yuan of 2015/year", "元/年（2015年价）", "2015"),
    Unit("yuan of 2015/village", "元/村（2015年价）", "2015"),
)

UNITS: dict[str, Unit] = {unit.name: unit for unit in _LIST}


def unit(name: str) -> Unit:
    """The unit called ``name``; raises ``KeyError`` with the list of units when there is none."""
    try:
        return UNITS[name]
    except KeyError:
        raise KeyError(f"no such unit {name!r}; units are: {', '.join(UNITS)}") from None
