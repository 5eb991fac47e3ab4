"""Listings as aligned tables, in English and in Chinese; names of things are the same in both."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from experiments.text_tables import cut_to, table
from sim.declare import Label

WIDEST = 72
WORDS = {
    "scenario": Label("scenario", "情景"),
    "title": Label("title", "名称"),
    "extends": Label("extends", "基于"),
    "parameter": Label("parameter", "参数"),
    "of": Label("of", "所属"),
    "value": Label("value", "取值"),
    "unit": Label("unit", "单位"),
    "bounds": Label("bounds", "范围"),
    "prior": Label("prior", "先验"),
    "source": Label("source", "来源"),
    "indicator": Label("indicator", "指标"),
    "meaning": Label("meaning", "含义"),
    "key": Label("key", "编号"),
    "citation": Label("citation", "文献"),
    "place": Label("place", "地区"),
    "years": Label("years", "年份"),
    "lever_setting": Label("lever and setting", "政策与设置"),
    "allowed": Label("allowed", "允许值"),
    "off": Label("off", "关闭时"),
    "span": Label("{low:g} to {high:g}", "{low:g} 至 {high:g}"),
    "fixed": Label("fixed", "固定"),
    "normal": Label("normal", "正态"),
    "lognormal": Label("lognormal", "对数正态"),
    "beta": Label("beta", "贝塔"),
}


def listing_lines(what: str, rows: list[dict[str, Any]], language: str) -> list[str]:
    """The lines of one of the listings of :mod:`experiments.listings`."""
    return _TABLES[what](rows, language)


def _word(key: str, language: str) -> str:
    return WORDS[key][language]


def _head(keys: Iterable[str], language: str) -> list[str]:
    return [_word(key, language) for key in keys]


def _scenarios(rows: list[dict[str, Any]], language: str) -> list[str]:
    import scenarios

    titles = {name: info.titled(language) for name, info in scenarios.available().items()}
    cells = [
        [row["name"], cut_to(titles[row["name"]], WIDEST), row["extends"] or ""] for row in rows
    ]
    return table(_head(("scenario", "title", "extends"), language), cells)


def _levers(rows: list[dict[str, Any]], language: str) -> list[str]:
    """Each lever with its label, and its settings below it."""
    from sim.levers import all_levers

    cells = []
    for row in rows:
        cells.append([row["name"], "", "", "", row["label"][language]])
        settings = all_levers()[row["name"]].settings()
        for item in row["settings"]:
            allowed = " ".join(item.get("choices") or ()) or _span(item["bounds"], language)
            is_word = item["unit"] == "1" and "choices" in item
            unit = "" if is_word else _unit(item["unit"], language)
            label = settings[item["name"]].labels[language]
            cells.append([f"  .{item['name']}", allowed, _plain(item["off"]), unit, label])
    return table(_head(("lever_setting", "allowed", "off", "unit", "meaning"), language), cells)


def _parameters(rows: list[dict[str, Any]], language: str) -> list[str]:
    cells = [
        [
            row["name"], row["owner"], _plain(row["value"]), _unit(row["unit"], language),
            _span(row["bounds"], language), _prior(row["prior"], language), row["source"],
        ]
        for row in rows
    ]  # fmt: skip
    head = ("parameter", "of", "value", "unit", "bounds", "prior", "source")
    return table(_head(head, language), cells, right=(2,))


def _indicators(rows: list[dict[str, Any]], language: str) -> list[str]:
    from sim.indicators import INDICATORS

    cells = [
        [row["name"], INDICATORS[row["name"]].labels[language], _unit(row["unit"], language)]
        for row in rows
    ]
    return table(_head(("indicator", "meaning", "unit"), language), cells)


def _sources(rows: list[dict[str, Any]], language: str) -> list[str]:
    cells = [[row["key"], row["citation"]] for row in rows]
    return table(_head(("key", "citation"), language), cells)


def _places(rows: list[dict[str, Any]], language: str) -> list[str]:
    import scenarios

    titles = {name: info.title[language] for name, info in scenarios.places().items()}
    cells = [[row["name"], titles[row["name"]], "–".join(map(str, row["years"]))] for row in rows]
    return table(_head(("place", "title", "years"), language), cells)


_TABLES = {
    "scenarios": _scenarios,
    "levers": _levers,
    "parameters": _parameters,
    "indicators": _indicators,
    "sources": _sources,
    "places": _places,
}


def _prior(prior: dict[str, Any] | None, language: str) -> str:
    if prior is None:
        return _word("fixed", language)
    numbers = [_plain(value) for key, value in prior.items() if key != "distribution"]
    return f"{_word(prior['distribution'], language)}({', '.join(numbers)})"


def _plain(value: Any) -> str:
    return f"{value:g}" if isinstance(value, (int, float)) else str(value)


def _span(bounds: list[float], language: str) -> str:
    return _word("span", language).format(low=bounds[0], high=bounds[1])


def _unit(name: str, language: str) -> str:
    from sim.units import unit

    return unit(name).zh if language == "zh" else name
