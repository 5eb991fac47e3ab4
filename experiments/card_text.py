"""The calibration card, and what further series would be worth, as text in two languages."""

from __future__ import annotations

import textwrap
from typing import Any

from calibration.card.rows import NOT_RUN, PASS, SHORT, not_run
from experiments.answer_words import indicator_word, lever_word, word
from experiments.card_figures import figure_lines
from experiments.card_words import CHINESE, MISSED
from experiments.text_tables import padded, width
from sim.declare import Label

WORDS = {
    "title": Label("calibration card of {place}", "{place}校准检验表"),
    "bar": Label("bar: ", "标准："),
    "found": Label("found: ", "结果："),
    PASS: Label(PASS, "达标"),
    SHORT: Label(SHORT, "未达标"),
    NOT_RUN: Label(NOT_RUN, "未检验"),
    "not_measured": Label(
        "not measured yet: shanhai card --row {row}{asked}",
        "尚未检验：shanhai card --row {row}{asked}",
    ),
    "why": Label("why: ", "说明："),
    "means": Label("means: ", "含义："),
    "as_measured": Label("", "注：各行的说明在检验时以英文写成，按 card.json 所存原样列出。"),
    "effects": Label("{of}: effect ± standard deviation", "{of}：影响 ± 标准差"),
    "further": Label(
        "one series more, with the usual errors: the deviation it takes away most",
        "再多一条序列（按通常误差）：使哪项政策影响的标准差缩小最多",
    ),
    "takes": Label("{share:6.1%}  of {lever}", "{share:6.1%}  {lever}"),
}

#: Where what belongs to a row stands below its verdict.
INDENT = " " * 13
#: Columns of a line; Chinese has no blanks to break a line at, so terminals break it.
COLUMNS = 100


def card_lines(
    document: dict[str, Any], title: str, language: str = "en", asked: str = ""
) -> list[str]:
    """Lines for every row: verdict, bar, figure, why, and what a missed bar means.

    ``asked`` are the options that name the calibration, for what is said of rows not run yet.
    A test or bar that a stored card words differently is printed as it was stored.
    """
    lines = [_word("title", language).format(place=title), ""]
    for row in document["rows"]:
        verdict = padded(_word(row["verdict"], language), 8)
        lines.append(f"{row['row']:>2}  {verdict} {_told(row['test'], language)}")
        lines += _below("bar", [_told(row["bar"], language)], language)
        if row["figure"] is not None:
            lines += _below(
                "found", figure_lines(row["figure"], document["labels"], language), language
            )
        lines += _below("why", [_why(row, language, asked)], language)
        if row["verdict"] == SHORT and row["row"] in MISSED:
            lines += _below("means", [MISSED[row["row"]][language]], language)
    note = _word("as_measured", language)
    return [*lines, "", note] if note else lines


def value_lines(table: dict[str, Any], language: str = "en") -> list[str]:
    """The levers' effects as they are known and what they rest on; a line for every series."""
    lines = [_word("effects", language).format(of=_told(table["effects_on"], language))]
    for lever, one in table["levers"].items():
        name = padded(lever_word(lever, language), 22)
        told = word(one["label"], language) if "label" in one else ""
        lines.append(f"  {name} {one['effect']:+.3f} ± {one['sd']:.3f}  {told}".rstrip())
    lines += ["", _word("further", language)]
    for row in table["series"]:
        name = padded(_told(indicator_word(row["series"], language), language), 22)
        lever = lever_word(row["shrinks_most"], language)
        takes = _word("takes", language).format(share=row["by"], lever=lever)
        lines.append(f"  {name} {takes}")
    return lines


def _word(key: str, language: str) -> str:
    return WORDS[key][language]


def _below(key: str, texts: list[str], language: str) -> list[str]:
    """Lines below a row's verdict, the first one headed; those that are too long are broken."""
    widest = max(width(_word(one, language)) for one in ("bar", "found", "why", "means"))
    head, under = padded(_word(key, language), widest), " " * widest
    lines: list[str] = []
    for text in texts:
        before = INDENT + (under if lines else head)
        if language == "en" and not text.startswith("  "):
            lines += textwrap.wrap(
                before + text, COLUMNS, subsequent_indent=INDENT + under,
                break_long_words=False, break_on_hyphens=False,
            )  # fmt: skip
        else:
            lines.append(before + text)
    return lines


def _told(text: str, language: str) -> str:
    return CHINESE.get(text, text) if language == "zh" else text


def _why(row: dict[str, Any], language: str, asked: str) -> str:
    if row["why"] == not_run(row["row"]).why:
        return _word("not_measured", language).format(row=row["row"], asked=asked)
    return str(row["why"])
