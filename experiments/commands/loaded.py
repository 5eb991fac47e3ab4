"""Scenarios that a command names, loaded with their place, and what is said of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.commands.options import Notes

if TYPE_CHECKING:
    import scenarios
    from sim.inputs import Scenario


def load_all(
    names: Sequence[str],
    against: str,
    place: str,
    settings: Sequence[str],
    notes: Notes,
    posterior: Path | None = None,
) -> tuple[tuple[Scenario, ...], Scenario]:
    """The scenarios named, each with ``settings`` changed, and the one they are held against.

    They stand in the place with the posterior of a folder, or the one it came with. Raises
    :class:`scenarios.BadInput` with the mistakes of all of them in one pass; a name given twice is
    one scenario.
    """
    import scenarios
    from experiments.central_values import at_central_values
    from experiments.posterior_origin import oddities

    findings = scenarios.Findings()
    at = at_central_values(scenarios.load_place(place, findings), posterior)
    found: dict[str, Scenario] = {}
    mistakes: list[scenarios.Problem] = []
    for name in dict.fromkeys([*names, against]):
        try:
            found[name] = scenarios.load(name, at, findings)
        except scenarios.BadInput as problem:
            mistakes += problem.problems
    changed = {}
    for name in dict.fromkeys(names):
        if name in found:
            try:
                changed[name] = (
                    scenarios.change(found[name], settings, findings) if settings else found[name]
                )
            except scenarios.BadInput as problem:
                mistakes += [item for item in problem.problems if item not in mistakes]
    mistakes += _of_one_name(changed)
    if mistakes:
        raise scenarios.BadInput(mistakes)
    notes.say_warnings(findings.warnings)
    notes.say_warnings(oddities(at))
    return tuple(changed.values()), found[against]


def _of_one_name(found: dict[str, Scenario]) -> list[scenarios.Problem]:
    """Two files that call their scenarios the same cannot be told apart in an answer."""
    import scenarios

    first: dict[str, str] = {}
    mistakes = []
    for given, scenario in found.items():
        other = first.setdefault(scenario.name, given)
        if other != given:
            message = f"is called '{scenario.name}' as '{other}' is; give one of them another name"
            mistakes.append(scenarios.Problem(given, None, "name", message))
    return mistakes


def say_where_draws_come_from(
    notes: Notes, place: str, draws: int, origin: str, language: str = "en"
) -> None:
    """Warn once where a spread is wider than a calibration would leave it."""
    if origin == "priors":
        from experiments.answer_words import word

        notes.say(word("from_priors", language).format(place=place, draws=draws))
