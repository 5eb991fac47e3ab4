"""What the shell offers for names of scenarios and places: the shipped ones, or else files."""

from __future__ import annotations

from collections.abc import Iterable

import click
from click.shell_completion import CompletionItem


def scenario_names(
    context: click.Context, parameter: click.Parameter, begun: str
) -> list[CompletionItem]:
    """Shipped scenarios that begin like this; without any, the shell's own file names."""
    import scenarios

    return _offered(scenarios.available(), begun, "file")


def place_names(
    context: click.Context, parameter: click.Parameter, begun: str
) -> list[CompletionItem]:
    """Shipped places that begin like this; without any, the shell's own folder names."""
    import scenarios

    return _offered(scenarios.places(), begun, "dir")


def _offered(names: Iterable[str], begun: str, else_: str) -> list[CompletionItem]:
    found = [CompletionItem(name) for name in names if name.startswith(begun)]
    return found or [CompletionItem(begun, type=else_)]
