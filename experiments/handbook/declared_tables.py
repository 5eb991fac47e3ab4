"""Tables of what :mod:`sim` declares: parameters, levers, instruments, columns, indicators."""

from __future__ import annotations

from experiments.handbook.markdown import (
    anchor,
    cited,
    code,
    join,
    labelled,
    number,
    span,
    table,
)
from sim.agents.counties import County
from sim.agents.households import KINDS, Household
from sim.agents.villages import Village
from sim.declare import Column, Parameter, Setting, bilingual, declared
from sim.indicators import INDICATORS
from sim.levers import REGIONS, Lever, all_levers
from sim.parameters import PARAMETERS
from sim.policy import CLOSURES, FINANCING, INSTRUMENTS, PAYERS, TARGETING
from sim.units import UNITS
from sim.world import RECIPIENTS, S

AGENTS = {"Households": Household, "Villages": Village, "Counties": County}


# ---- parameters


def parameters() -> str:
    """Every parameter, under the process or lever that uses it."""
    owners: dict[str, list[Parameter]] = {}
    for item in PARAMETERS.values():
        owners.setdefault(item.owner, []).append(item)
    sections = [join(f"## {owner}", _parameters(items)) for owner, items in owners.items()]
    return join(
        "# Parameters",
        "The value is the centre of the prior of an estimated parameter, or what a fixed one is "
        "held at; what the posterior of a place moved an estimated one to is in the manifest of "
        "every run. Bounds are what a parameter may ever be. A source called "
        "[assumption](bibliography.md#assumption) is a guess of the modellers, treated as "
        "uncertain. On the command line: `shanhai list parameters`.",
        *sections,
    )


def _parameters(items: list[Parameter]) -> str:
    return table(
        ("parameter", "value", "bounds", "prior, or why it is fixed", "meaning and source"),
        [
            (
                anchor(item.name) + code(item.name),
                amount(item),
                span(item.bounds),
                prior_or_reason(item),
                f"{labelled(item.labels)}. {item.doc} Source: {cited(item.source)}.",
            )
            for item in items
        ],
    )


def amount(item: Parameter) -> str:
    """The value with its unit, as one would say it."""
    said = {"1": "", "1/year": "a year"}.get(item.unit, item.unit)
    return f"{number(item.value)} {said}".rstrip()


def prior_or_reason(item: Parameter) -> str:
    """The prior in a line, or in italics why the parameter is held fixed."""
    if item.prior is None:
        return f"*fixed: {item.fixed}*"
    held = item.prior.as_dict()
    numbers = ", ".join(f"{name} {number(x)}" for name, x in held.items() if name != "distribution")
    return f"{held['distribution']}, {numbers}"


# ---- levers and what they move


def levers() -> str:
    """Every lever with its settings, and what several of them share."""
    return join(
        "# Levers and their settings",
        "A lever is a policy that a scenario can set, year by year. A setting in yuan is money: 0 "
        "is legal, and a lever whose money is all 0 does nothing, whatever else is set. *Off* is a "
        "setting's value when the lever does not act. *Moves* is the "
        "[instrument](instruments.md) that receives the value. On the command line: "
        "`shanhai list levers`.",
        *(_lever(name, lever) for name, lever in all_levers().items()),
    )


def _lever(name: str, lever: type[Lever]) -> str:
    return join(
        f"## {name} {{ #{name} }}",
        f"**{labelled(lever.label())}.**",
        f"*How it can fail:* {lever.failure}",
        f"*Who pays, as documented:* {_payers(lever)} *Source:* {cited(lever.source)}",
        table(
            ("setting", "unit", "allowed", "off", "moves", "meaning"),
            [_setting(item) for item in lever.settings().values()],
        ),
    )


def _payers(lever: type[Lever]) -> str:
    if not lever.payers:
        return "nobody; the lever has no money."
    shares = (f"{payer} {number(100 * share)} %" for payer, share in lever.payers.items())
    return f"{', '.join(shares)}."


def _setting(item: Setting) -> tuple[str, ...]:
    allowed = ", ".join(map(code, item.choices)) if item.choices else span(item.bounds or (0, 0))
    moves = f"[{code(item.moves.name)}](instruments.md#{item.moves.name})" if item.moves else ""
    return (
        code(item.name),
        "a word" if item.choices else item.unit,
        allowed,
        number(item.off),
        moves,
        f"{labelled(item.labels)}. {item.doc}",
    )


def levers_in_brief() -> str:
    """One line for each lever."""
    return table(
        ("lever", "", "money settings", "how it can fail"),
        [
            (
                f"[{code(name)}](reference/levers.md#{name})",
                labelled(lever.label()),
                ", ".join(map(code, lever.money())) or "none",
                lever.failure,
            )
            for name, lever in all_levers().items()
        ],
    )


def instruments() -> str:
    """What levers move and processes read, and the rules that money follows."""
    return join(
        "# Instruments and rules",
        "Levers know no agents and processes know no levers: they meet in the instruments of "
        "`sim/policy.py`. *Neutral* is the value when no lever acts; *combine* is what becomes of "
        "the values of several levers.",
        table(
            ("instrument", "neutral", "combine", "unit", "meaning"),
            [
                (
                    anchor(name) + code(name),
                    number(item.neutral),
                    item.combine,
                    item.unit,
                    f"{labelled(item.labels)}. {item.doc}",
                )
                for name, item in INSTRUMENTS.items()
            ],
        ),
        "## Who can pay",
        _words(PAYERS),
        "## Who can receive",
        _words(RECIPIENTS),
        "## Rules a scenario can choose",
        table(
            ("rule", "words"),
            [
                (name, ", ".join(map(code, words)))
                for name, words in (
                    ("region", REGIONS),
                    ("targeting", TARGETING),
                    ("financing", FINANCING),
                    ("closure", CLOSURES),
                )
            ],
        ),
    )


def _words(named: dict[str, str]) -> str:
    rows = [(code(name), labelled(bilingual(words))) for name, words in named.items()]
    return table(("name", "meaning"), rows)


# ---- state


def state() -> str:
    """Every column of every kind of agent, and the numbers of the place as a whole."""
    place_wide = [name for name in vars(S) if not name.startswith("_") and name != "len_"]
    return join(
        "# State variables",
        "One array a column, one entry an agent. *At the start* says what a column holds before "
        "the first year is lived.",
        *(join(f"## {title}", _columns(owner)) for title, owner in AGENTS.items()),
        "## Kinds of households",
        table(
            ("code", "kind"),
            [(number_, labelled(bilingual(words))) for number_, words in KINDS.items()],
        ),
        "## The place as a whole",
        "Numbers of the year that are the same everywhere: "
        f"{', '.join(map(code, place_wide))}. Comments in `sim/world.py` say what needs saying.",
    )


def _columns(owner: type) -> str:
    return table(
        ("column", "storage", "unit", "meaning", "at the start"),
        [
            (
                code(name),
                item.kind,
                item.unit,
                f"{labelled(item.labels)}. {item.doc}",
                item.start,
            )
            for name, item in declared(owner, Column).items()
        ],
    )


# ---- indicators and units


def indicators() -> str:
    """Every published figure and the series it is held against."""
    return join(
        "# Indicators",
        "What a run publishes each year. *Held against* is the series of a place's `observed.csv` "
        "that the indicator answers to, where there is one. On the command line: "
        "`shanhai list indicators`.",
        table(
            ("indicator", "unit", "held against", "meaning"),
            [
                (
                    anchor(name) + code(name),
                    item.unit,
                    code(item.observed) if item.observed else "",
                    f"{labelled(item.labels)}. {item.doc}",
                )
                for name, item in INDICATORS.items()
            ],
        ),
        "## Units",
        "Every number that is declared names one of these. Money says which prices it is in: "
        "those of the year (*current*) or of one stated year.",
        table(
            ("unit", "中文", "prices"),
            [(code(name), item.zh, item.prices or "") for name, item in UNITS.items()],
        ),
    )


# ---- how much there is


def declared_counts() -> str:
    """How many there are of each, in a sentence."""
    estimated = [item for item in PARAMETERS.values() if item.prior is not None]
    fixed = [item for item in PARAMETERS.values() if item.prior is None]
    guessed = [item for item in PARAMETERS.values() if item.source == "assumption"]
    settings = sum(len(lever.settings()) for lever in all_levers().values())
    return (
        f"The model declares {len(PARAMETERS)} parameters: {len(estimated)} are estimated and have "
        f"a prior, {len(fixed)} are fixed and say why. {len(guessed)} of them name no source but "
        f"`assumption`, among them {sum(item.prior is not None for item in guessed)} of those "
        f"estimated. {len(all_levers())} levers have {settings} settings and move "
        f"{len(INSTRUMENTS)} instruments; {len(INDICATORS)} indicators are published, "
        f"{sum(item.observed is not None for item in INDICATORS.values())} of them under the name "
        f"of a series that a place may have observed.\n"
    )
