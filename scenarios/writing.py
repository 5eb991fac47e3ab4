"""Writing a resolved scenario as the text of a scenario file."""

from __future__ import annotations

from collections.abc import Mapping

from sim.inputs import SHOCKS, Path, Scenario


def dump(scenario: Scenario) -> str:
    """A fully resolved scenario as the text of a scenario file that extends nothing.

    Loaded again for the same place it gives the same scenario.
    """
    lines = [
        f"name: {_quoted(scenario.name)}",
        f"title: {_quoted(scenario.title)}",
        *([f"title_zh: {_quoted(scenario.title_zh)}"] if scenario.title_zh else []),
        f"summary: {_quoted(scenario.summary)}",
        f"closure: {scenario.closure}",
        "shocks:",
    ]
    for kind in SHOCKS:
        years = ", ".join(str(year) for year in scenario.shocks.get(kind, ()))
        lines.append(f"  {kind}: {f'[{years}]' if years else 'none'}")
    lines.append("levers:" if scenario.levers else "levers: {}")
    for lever, settings in sorted(scenario.levers.items()):
        lines.append(f"  {lever}:" if settings else f"  {lever}: {{}}")
        for key, held in sorted(settings.items()):
            lines.append(f"    {key}: {_flow(held)}")
    if scenario.last_year is not None:
        lines.append(f"last_year: {scenario.last_year}")
    if scenario.drivers:
        lines.append("drivers:")
        lines += [f"  {name}: {_flow(path)}" for name, path in sorted(scenario.drivers.items())]
    if scenario.goals:
        lines.append("goals:")
        lines += [
            f"  {name}: {_years(dict(sorted(goal.items())))}"
            for name, goal in sorted(scenario.goals.items())
        ]
    if scenario.parameters:
        lines.append("parameters:")
        for name, value in sorted(scenario.parameters.items()):
            lines.append(f"  {name}: {_number(value)}")
    return "\n".join(lines) + "\n"


def _flow(held: Path | str | tuple[str, ...]) -> str:
    if isinstance(held, str):
        return held
    if isinstance(held, tuple):
        return "[" + ", ".join(_quoted(name) for name in held) + "]"
    plain = held.plain()
    if isinstance(plain, dict):
        return _years(plain)
    return _number(plain)


def _years(values: Mapping[int, float]) -> str:
    return "{" + ", ".join(f"{year}: {_number(x)}" for year, x in values.items()) + "}"


def _number(value: float) -> str:
    """The shortest text that reads as exactly this number."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(float(value))


def _quoted(text: str) -> str:
    """Text in double quotes, anything unprintable escaped as YAML has it."""
    out = []
    for char in text:
        code = ord(char)
        if char in '"\\':
            out.append("\\" + char)
        elif char == "\n":
            out.append("\\n")
        elif char == "\t":
            out.append("\\t")
        elif char.isprintable():
            out.append(char)
        elif code < 0x100:
            out.append(f"\\x{code:02x}")
        elif code < 0x10000:
            out.append(f"\\u{code:04x}")
        else:
            out.append(f"\\U{code:08x}")
    return '"' + "".join(out) + '"'
