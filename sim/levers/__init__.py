"""Levers: what a scenario can set. One policy a file; a new lever is one new file here.

A lever declares its settings, who pays for it by default, how it can fail and its source. Nothing
else lists levers: this package finds them.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Mapping

from sim.declare import Instrument, Label, Setting, bilingual, declared, modules_of
from sim.policy import FINANCING, TARGETING

REGIONS = ("everywhere", "nationwide", "mountain", "plain", "west")


def nationwide() -> Setting:
    """The ``region`` setting of a lever that acts beyond the place's border by default."""
    return Setting(
        off="nationwide",
        unit="1",
        label="region 实施范围",
        choices=REGIONS,
        doc="Where the lever acts; nationwide includes the paired western counties.",
    )


class Lever:
    """A policy. Its docstring is its label, in English and then in Chinese.

    ``payers`` gives the documented shares of who pays, which must add up to one; a lever without
    money has none. ``failure`` says how the lever can fail; ``source`` is a bibliography key.
    """

    payers: Mapping[str, float] = {}
    failure: str = ""
    source: str = ""

    region = Setting(
        off="everywhere",
        unit="1",
        label="region 实施范围",
        choices=REGIONS,
        doc="Where the lever acts: everywhere in the place, nationwide (the paired western "
        "counties too), one class of counties, or a list of prefectures or counties.",
    )

    @classmethod
    def key(cls) -> str:
        """The lever's name in scenario files: that of its module."""
        return cls.__module__.rsplit(".", 1)[-1]

    @classmethod
    def label(cls) -> Label:
        return bilingual(" ".join((cls.__doc__ or "").split()))

    @classmethod
    def settings(cls) -> dict[str, Setting]:
        return declared(cls, Setting)

    @classmethod
    def money(cls) -> dict[str, Setting]:
        """The settings that are money; all of them at 0 silence the whole lever."""
        return {name: item for name, item in cls.settings().items() if item.is_money}

    @classmethod
    def instruments(cls, values: Mapping[str, float]) -> dict[Instrument, float]:
        """What the lever does to the instruments in a year, given its settings of that year.

        By default each setting moves the instrument it names. Override to compute.
        """
        return {
            item.moves: values[name]
            for name, item in cls.settings().items()
            if item.moves is not None
        }


class SpendingLever(Lever):
    """A lever with public money: it can be targeted and financed in several ways. 财政类政策"""

    targeting = Setting(
        off="formula",
        unit="1",
        label="targeting rule 瞄准规则",
        choices=TARGETING,
        doc="In which order villages are served: need formula, review score, poorest or best "
        "first, or by lot.",
    )
    financing = Setting(
        off="documented",
        unit="1",
        label="financing rule 筹资方式",
        choices=FINANCING,
        doc="Who pays: the documented mix, donors, the province, a county tax, villagers or debt.",
    )


@functools.cache
def all_levers() -> dict[str, type[Lever]]:
    """Every lever by name, in alphabetical order."""
    found: dict[str, type[Lever]] = {}
    for module in modules_of(sys.modules[__name__]):
        for item in vars(module).values():
            if (
                isinstance(item, type)
                and issubclass(item, Lever)
                and item.__module__ == module.__name__
            ):
                found[item.key()] = item
    return found
