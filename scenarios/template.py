"""The file that a new scenario starts as: every key there is, commented out, from the declarations.

A line that starts with ``##`` is a remark; one that starts with ``#`` alone is a key that acts once
the sign is taken away.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from scenarios.problems import number_shown
from sim.declare import Setting
from sim.inputs import SHOCKS, Path, Place
from sim.levers import Lever, all_levers
from sim.policy import CLOSURES

WIDTH = 100
START = "history"


def template(name: str, place: Place) -> str:
    """The text of a scenario file called ``name`` that does what history did until it is edited.

    Documented paths and their years are those of ``place``.
    """
    return "\n".join([*_head(name), *_levers(place), *_rest(place)]) + "\n"


def _head(name: str) -> Iterator[str]:
    yield from _remark(
        f"A scenario: how it differs from the one it extends. Take the single # away from the keys "
        f"that are to act, and from those above them. Check it: shanhai validate {name}.yaml. "
        f"Run it: shanhai run {name}.yaml."
    )
    yield f"title: {name.replace('_', ' ').capitalize()}"
    yield "#title_zh: 中文标题"
    yield 'summary: ""'
    yield from _remark("The name of a shipped scenario (shanhai list scenarios) or a file beside.")
    yield f"extends: {START}"
    yield ""
    first, second = list(all_levers())[:2]
    yield from _remark("Levers that are taken away; the word all takes every one.")
    yield f"#without: [{first}]"
    yield ""
    able = [key for key, lever in all_levers().items() if _has_yearly_money(lever)]
    yield from _remark("The money of one lever given to another: {old: new}.")
    yield f"#replace: {{{able[0]}: {able[1] if len(able) > 1 else second}}}"
    yield ""


def _has_yearly_money(lever: type[Lever]) -> bool:
    return any(item.unit == "yuan/year" for item in lever.money().values())


def _levers(place: Place) -> Iterator[str]:
    yield from _remark(
        "What each lever does. A number holds in every year; {2003: 1e9, 2006: 0} makes straight "
        "lines between the years named and is flat outside; documented takes the place's record. "
        "Settings that are not named stay as in the scenario extended."
    )
    yield "#levers:"
    for key, lever in all_levers().items():
        label = lever.label()
        yield from _remark(f"{label.en}. {label.zh}", indent=2)
        yield f"#  {key}:"
        documented = place.documented.get(key, {})
        for name, item in lever.settings().items():
            yield from _setting(name, item, documented.get(name))
    yield ""


def _setting(name: str, item: Setting, documented: Path | None) -> Iterator[str]:
    unit = "" if item.unit == "1" else f" {item.unit}"
    if item.choices is not None:
        allowed = f"One of {', '.join(item.choices)}."
    else:
        assert item.bounds is not None
        low, high = item.bounds
        allowed = f"From {number_shown(low)} to {number_shown(high)}{unit}."
    record = ""
    if documented is not None:
        years = [year for year in documented.points if year]
        values = list(documented.points.values())
        span = f", {years[0]} to {years[-1]}" if years else ""
        record = f" Documented: {number_shown(min(values))} to {number_shown(max(values))}{span}."
    yield from _remark(f"{item.labels.zh}. {item.doc} {allowed}{record}", indent=4)
    yield f"#    {name}: {'documented' if documented is not None else _written(item.off)}"


def _written(off: float | str) -> str:
    return off if isinstance(off, str) else number_shown(off)


def _rest(place: Place) -> Iterator[str]:
    yield from _remark("The years of shocks: a year, [years] or none; the place's if not named.")
    yield "#shocks:"
    for kind, label in SHOCKS.items():
        years = ", ".join(str(year) for year in place.shocks.get(kind, ()))
        yield from _remark(f"{label.en}. {label.zh}", indent=2)
        yield f"#  {kind}: {f'[{years}]' if years else 'none'}"
    yield ""
    yield from _remark(f"Where money goes that no lever spends: {', '.join(CLOSURES)}.")
    yield f"#closure: {CLOSURES[0]}"


def _remark(text: str, indent: int = 0) -> Iterator[str]:
    """Lines of words, each with its sign before it."""
    blanks = " " * indent
    for line in textwrap.wrap(text, WIDTH - 3 - indent, break_on_hyphens=False):
        yield f"## {blanks}{line}"
