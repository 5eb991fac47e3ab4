"""``shanhai list``: what there is to set, to read and to cite."""

from __future__ import annotations

import json

import click

from experiments.commands.options import json_option, lang_option, place_option
from experiments.commands.usage import OnePass

WHAT = ("scenarios", "levers", "parameters", "indicators", "sources", "places")


@click.command(
    "list",
    cls=OnePass,
    short_help="List scenarios, levers, parameters, indicators, sources, places.",
)
@click.argument("what", type=click.Choice(WHAT))
@json_option
@place_option("Whose sources are listed.")
@lang_option
def listing(what: str, as_json: bool, place: str, lang: str) -> None:
    """List what the declarations say: WHAT is one of scenarios, levers, parameters, indicators,
    sources, places."""
    from experiments.listings import LISTINGS

    context = click.get_current_context()
    is_given = context.get_parameter_source("place") is click.core.ParameterSource.COMMANDLINE
    if is_given and what != "sources":
        raise click.UsageError("--place is for sources; the other listings know no place", context)
    rows = LISTINGS[what](place)
    if as_json:
        click.echo(json.dumps({what: rows}, ensure_ascii=False, indent=1, allow_nan=False))
    else:
        from experiments.listing_tables import listing_lines

        click.echo("\n".join(listing_lines(what, rows, lang)))
