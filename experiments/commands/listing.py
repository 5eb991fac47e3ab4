"""``shanhai list``: what there is to set, to read and to cite."""

from __future__ import annotations

import json
from typing import Any

import click

from experiments.commands.options import json_option, lang_option, place_option
from experiments.commands.usage import OnePass

WHAT = ("scenarios", "levers", "parameters", "indicators", "sources", "places")
WIDEST = 72


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

    rows = LISTINGS[what](place)
    if as_json:
        click.echo(json.dumps({what: rows}, ensure_ascii=False, indent=1, allow_nan=False))
    else:
        click.echo("\n".join(_as_text(what, rows, lang)))


def _as_text(what: str, rows: list[dict[str, Any]], lang: str) -> list[str]:
    """The lines of an aligned table."""
    from experiments.text_tables import cut_to, table

    if what == "scenarios":
        titles = _scenario_titles(lang)
        cells = [
            [row["name"], cut_to(titles[row["name"]], WIDEST), row["extends"] or ""] for row in rows
        ]
        return table(("scenario", "title", "extends"), cells)
    if what == "levers":
        return _levers_as_text(rows, lang)
    if what == "parameters":
        return table(
            ("parameter", "of", "value", "unit", "bounds", "prior", "source"),
            [_parameter_cells(row) for row in rows],
            right=(2,),
        )
    if what == "indicators":
        labels = _indicator_labels(lang)
        cells = [[row["name"], labels[row["name"]], row["unit"]] for row in rows]
        return table(("indicator", "meaning", "unit"), cells)
    if what == "sources":
        return table(("key", "citation"), [[row["key"], row["citation"]] for row in rows])
    titles = _place_titles(lang)
    return table(
        ("place", "title", "years"),
        [[row["name"], titles[row["name"]], "–".join(map(str, row["years"]))] for row in rows],
    )


def _levers_as_text(rows: list[dict[str, Any]], lang: str) -> list[str]:
    """Each lever with its label, and its settings below it."""
    from experiments.text_tables import table

    cells = []
    for row in rows:
        cells.append([row["name"], "", "", "", row["label"][lang]])
        labels = _setting_labels(row["name"], lang)
        for item in row["settings"]:
            allowed = " ".join(item.get("choices") or ()) or _span(item["bounds"])
            unit = "" if item["unit"] == "1" and "choices" in item else item["unit"]
            cells.append(
                [f"  .{item['name']}", allowed, _plain(item["off"]), unit, labels[item["name"]]]
            )
    return table(("lever and setting", "allowed", "off", "unit", "meaning"), cells)


def _parameter_cells(row: dict[str, Any]) -> list[str]:
    prior = row["prior"]
    shown = "fixed" if prior is None else _prior(prior)
    return [
        row["name"], row["owner"], _plain(row["value"]), row["unit"], _span(row["bounds"]), shown,
        row["source"],
    ]  # fmt: skip


def _prior(prior: dict[str, Any]) -> str:
    numbers = [_plain(value) for key, value in prior.items() if key != "distribution"]
    return f"{prior['distribution']}({', '.join(numbers)})"


def _plain(value: Any) -> str:
    return f"{value:g}" if isinstance(value, (int, float)) else str(value)


def _span(bounds: list[float]) -> str:
    return f"{bounds[0]:g} to {bounds[1]:g}"


def _setting_labels(lever: str, lang: str) -> dict[str, str]:
    from sim.levers import all_levers

    return {name: item.labels[lang] for name, item in all_levers()[lever].settings().items()}


def _indicator_labels(lang: str) -> dict[str, str]:
    from sim.indicators import INDICATORS

    return {name: item.labels[lang] for name, item in INDICATORS.items()}


def _place_titles(lang: str) -> dict[str, str]:
    import scenarios

    return {name: info.title[lang] for name, info in scenarios.places().items()}


def _scenario_titles(lang: str) -> dict[str, str]:
    import scenarios

    found = scenarios.available().items()
    return {name: (info.title_zh if lang == "zh" else "") or info.title for name, info in found}
