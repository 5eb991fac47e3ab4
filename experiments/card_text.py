"""The calibration card, and what further series would be worth, as text in two languages."""

from __future__ import annotations

from typing import Any

from calibration.card.rows import NOT_RUN, PASS, SHORT, not_run
from experiments.answer_words import indicator_word, lever_word
from experiments.card_words import CHINESE
from experiments.text_tables import padded
from sim.declare import Label

WORDS = {
    "title": Label("calibration card of {place}", "{place}校准检验表"),
    "bar": Label("bar: ", "标准："),
    "found": Label("found: ", "结果："),
    PASS: Label(PASS, "达标"),
    SHORT: Label(SHORT, "未达标"),
    NOT_RUN: Label(NOT_RUN, "未检验"),
    "not_measured": Label(
        "not measured yet: shanhai card --row {row}", "尚未检验：shanhai card --row {row}"
    ),
    "stored": Label("({count} in card.json)", "（共{count}项，见 card.json）"),
    "nothing": Label("nothing", "无"),
    "as_measured": Label(
        "", "注：结果中的名称与各行说明在检验时以英文写成，按 card.json 所存原样列出。"
    ),
    "effects": Label("{of}: effect ± standard deviation", "{of}：影响 ± 标准差"),
    "further": Label(
        "one series more, with the usual errors: the deviation it takes away most",
        "再多一条序列（按通常误差）：使哪项政策影响的标准差缩小最多",
    ),
    "takes": Label("{share:6.1%}  of {lever}", "{share:6.1%}  {lever}"),
}

#: Where what belongs to a row stands below its verdict.
INDENT = " " * 13
#: Lists and tables longer than this are not printed.
LONGEST = 16


def card_lines(document: dict[str, Any], title: str, language: str = "en") -> list[str]:
    """A line or more for every row: verdict, figure, and why.

    A test or bar that a stored card words differently is printed as it was stored.
    """
    lines = [_word("title", language).format(place=title), ""]
    for row in document["rows"]:
        verdict = padded(_word(row["verdict"], language), 8)
        lines.append(f"{row['row']:>2}  {verdict} {_told(row['test'], language)}")
        lines.append(f"{INDENT}{_word('bar', language)}{_told(row['bar'], language)}")
        if row["figure"] is not None:
            lines.append(f"{INDENT}{_word('found', language)}{_shown(row['figure'], language)}")
        lines.append(f"{INDENT}{_why(row, language)}")
    note = _word("as_measured", language)
    return [*lines, "", note] if note else lines


def value_lines(table: dict[str, Any], language: str = "en") -> list[str]:
    """The levers' effects as they are known, and a line for every series."""
    lines = [_word("effects", language).format(of=_told(table["effects_on"], language))]
    for lever, one in table["levers"].items():
        name = padded(lever_word(lever, language), 22)
        lines.append(f"  {name} {one['effect']:+.3f} ± {one['sd']:.3f}")
    lines += ["", _word("further", language)]
    for row in table["series"]:
        name = padded(_told(indicator_word(row["series"], language), language), 22)
        lever = lever_word(row["shrinks_most"], language)
        takes = _word("takes", language).format(share=row["by"], lever=lever)
        lines.append(f"  {name} {takes}")
    return lines


def _word(key: str, language: str) -> str:
    return WORDS[key][language]


def _told(text: str, language: str) -> str:
    return CHINESE.get(text, text) if language == "zh" else text


def _why(row: dict[str, Any], language: str) -> str:
    if row["why"] == not_run(row["row"]).why:
        return _word("not_measured", language).format(row=row["row"])
    return str(row["why"])


def _shown(figure: Any, language: str) -> str:
    """A figure on one line."""
    if isinstance(figure, (dict, list)) and len(figure) > LONGEST:
        return _word("stored", language).format(count=len(figure))
    if isinstance(figure, dict):
        return ", ".join(
            f"{name.replace('_', ' ')} {_shown(one, language)}" for name, one in figure.items()
        )
    if isinstance(figure, float):
        return f"{figure:.4g}"
    if isinstance(figure, list):
        return "[" + ", ".join(_shown(one, language) for one in figure) + "]"
    return _word("nothing", language) if figure is None else str(figure)
