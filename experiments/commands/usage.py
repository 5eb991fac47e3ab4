"""Command lines that are wrong: every mistake in one pass, one line each, with the nearest name."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click
from click.core import iter_params_for_processing


class Mistakes(click.UsageError):
    """All mistakes of one command line."""

    def __init__(self, mistakes: list[click.UsageError], context: click.Context) -> None:
        super().__init__("; ".join(item.format_message() for item in mistakes), context)
        self.mistakes = mistakes


class OnePass(click.Command):
    """A command that looks at all of its options before it complains."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click has it, but a mistake makes it look for the others."""
        given = list(args)
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as first:
            raise Mistakes(self._mistakes(ctx, given) or [first], ctx) from None

    def _mistakes(self, ctx: click.Context, args: list[str]) -> list[click.UsageError]:
        try:
            options, rest, order = self.make_parser(ctx).parse_args(args=args)
        except click.UsageError as mistake:  # an option that does not exist hides the rest
            return [mistake]
        found: list[click.UsageError] = []
        for param in iter_params_for_processing(order, self.get_params(ctx)):
            try:
                _, rest = param.handle_parse_result(ctx, options, rest)
            except click.UsageError as mistake:
                found.append(mistake)
        if rest:
            words = " ".join(map(str, rest))
            found.append(click.UsageError(f"Nothing more was expected, but {words!r} found", ctx))
        return found


def _nearest_choice(mistake: click.ClickException) -> str:
    """The choice that was meant, where a word is none and like one; options name theirs."""
    from scenarios.problems import nearest

    param = getattr(mistake, "param", None)
    if not isinstance(mistake, click.BadParameter) or not isinstance(param, click.Parameter):
        return ""
    found = re.match(r"'(.*)' is not one of ", mistake.message)
    if found is None or not isinstance(param.type, click.Choice):
        return ""
    close = nearest(found[1], map(str, param.type.choices))
    return "" if close is None else f"; did you mean '{close}'?"


def as_lines(mistake: click.ClickException) -> Iterator[str]:
    """One line a mistake: the command, what is wrong, and for a slip in use where help is."""
    from scenarios.problems import one_line

    context = getattr(mistake, "ctx", None)
    path = context.command_path if context is not None else "shanhai"
    for item in getattr(mistake, "mistakes", [mistake]):
        words = one_line(" ".join(item.format_message().split())).rstrip(".") + _nearest_choice(
            item
        )
        hint = f"; see {path} --help" if isinstance(item, click.UsageError) else ""
        yield f"{path}: {words}{hint}"
