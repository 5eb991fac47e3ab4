"""What a row of the card found, as lines and small tables in two languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from experiments.answer_words import WORDS as ANSWER_WORDS
from experiments.answer_words import lever_word
from experiments.card_words import FIGURE_WORDS, SHORT_NAMES
from experiments.text_tables import table
from sim.declare import Label
from sim.indicators import INDICATORS
from sim.levers import all_levers
from sim.parameters import PARAMETERS

#: Lists and tables longer than this are not printed, and neither are more numbers together.
LONGEST, MOST_NUMBERS = 16, 100

WORDS = {
    "stored": Label("({count} in card.json)", "（共{count}项，见 card.json）"),
    "none": Label("none", "无"),
    "unknown": Label("\u2013", "\u2013"),
    "yes": Label("yes", "是"),
    "no": Label("no", "否"),
    "comma": Label(", ", "，"),
    "between": Label("; ", "；"),
    "of_count": Label(" of {of}", "（共{of}）"),
    "of_name": Label(" of {of}", "（{of}）"),
    "colon": Label(": ", "："),
}

Plain = dict[str, Any]


def figure_lines(figure: Any, labels: Mapping[str, str], language: str = "en") -> list[str]:
    """Single numbers on the first line, then a line or a table for every part.

    A table with a row for every lever has the levers' ``labels`` beside it.
    """
    if not isinstance(figure, dict):
        return [_value(figure, language)]
    return _lines((), _labelled(figure, labels), language)


def _labelled(held: Plain, labels: Mapping[str, str]) -> Plain:
    """The same figure with the label in every row about a lever's effect that has none."""
    return {
        key: {lever: {"label": labels[lever], **row} for lever, row in part.items()}
        if _is_of_levers(part) and all(lever in labels for lever in part)
        else part
        for key, part in held.items()
    }


def _is_of_levers(part: Any) -> bool:
    is_table = isinstance(part, dict) and all(isinstance(row, dict) for row in part.values())
    return is_table and bool(part) and set(part) <= set(all_levers())


def _lines(path: tuple[str, ...], held: Plain, language: str) -> list[str]:
    """Of a part that lies at ``path`` of the figure."""
    single = {key: value for key, value in held.items() if not _is_part(value)}
    lines = [_titled(path, _together(path, single, language), language)] if single else []
    for key, part in held.items():
        if key in single:
            continue
        here = (*path, key)
        numbers = _numbers(part)
        rows = _rows_of(here, part, language)
        if len(part) > LONGEST or (numbers > MOST_NUMBERS and not _has_single(part)):
            stored = _word("stored", language).format(count=numbers)
            lines.append(_beside(_called(here, language), stored))
        elif rows is not None:
            head, cells = rows
            shown = table(head, cells, right=range(isinstance(part, dict), len(head)))
            lines += [_called(here, language), *(f"  {line}" for line in shown)]
        else:
            lines += _lines(here, part, language)
    return lines


def _is_part(value: Any) -> bool:
    """Whether a value has a line of its own."""
    if not isinstance(value, (dict, list)) or not value:
        return False
    return isinstance(value, dict) or isinstance(value[0], dict)


def _has_single(part: Any) -> bool:
    """Whether something in a part stands for itself."""
    held = part.values() if isinstance(part, dict) else part
    return any(not isinstance(one, (dict, list)) for one in held)


def _numbers(value: Any) -> int:
    if isinstance(value, (dict, list)):
        return sum(_numbers(one) for one in (value.values() if isinstance(value, dict) else value))
    return 1


def _rows_of(
    path: tuple[str, ...], part: Any, language: str
) -> tuple[list[str], list[list[str]]] | None:
    """Head and rows where every entry says the same things in single words; else ``None``."""
    entries = list(part) if isinstance(part, list) else list(part.values())
    if not all(isinstance(one, dict) and list(one) == list(entries[0]) for one in entries):
        return None
    if any(isinstance(value, (dict, list)) for one in entries for value in one.values()):
        return None
    head = [name_of(key, language, path[-1]) for key in entries[0]]
    rows = [[_value(value, language) for value in one.values()] for one in entries]
    if isinstance(part, list):
        return head, rows
    names = [name_of(key, language, path[-1]) for key in part]
    return ["", *head], [[name, *row] for name, row in zip(names, rows, strict=True)]


def _together(path: tuple[str, ...], held: Plain, language: str) -> str:
    """Names and values on one line; ``of`` belongs to what stands before it."""
    parts: list[str] = []
    for key, value in held.items():
        shown = _value(value, language)
        if key == "of":
            kind = "of_count" if isinstance(value, int) else "of_name"
            last = _word(kind, language).format(of=shown)
            parts[-1:] = [parts[-1] + last] if parts else [shown]
        else:
            parts.append(_beside(name_of(key, language, path[-1] if path else ""), shown))
    return _word("between", language).join(parts)


def _titled(path: tuple[str, ...], text: str, language: str) -> str:
    return f"{_called(path, language)}{_word('colon', language)}{text}" if path else text


def _beside(name: str, value: str) -> str:
    """A name and its value; Chinese brackets bring their own room."""
    return f"{name}{value}" if value.startswith("（") else f"{name} {value}"


def _called(path: Sequence[str], language: str) -> str:
    """The names on the way to a part."""
    return _word("comma", language).join(name_of(key, language) for key in path)


def _value(value: Any, language: str) -> str:
    if isinstance(value, bool):
        return _word("yes" if value else "no", language)
    if isinstance(value, float):
        return np.format_float_positional(
            value or 0.0, precision=4, unique=False, fractional=False, trim="-"
        )
    if isinstance(value, list):
        if len(value) > LONGEST:
            return _word("stored", language).format(count=len(value))
        comma = ", " if language == "en" else "、"
        return comma.join(_value(one, language) for one in value) or _word("none", language)
    if isinstance(value, str):
        return name_of(value, language) if language == "zh" else value
    if value is None:
        return _word("unknown", language)
    return _word("none", language) if value == {} else str(value)


def name_of(key: str, language: str, inside: str = "") -> str:
    """What a number, parameter or lever is called; ``inside`` is the part it stands in."""
    if language == "en":
        return SHORT_NAMES.get(f"{inside}.{key}", key.replace("_", " "))
    for held in (f"{inside}.{key}", key):
        if held in FIGURE_WORDS:
            return FIGURE_WORDS[held]
    if key.startswith("seed_"):
        return f"随机种子{key.removeprefix('seed_')}"
    if key in PARAMETERS:
        return PARAMETERS[key].labels.zh
    if key in INDICATORS:
        return INDICATORS[key].labels.zh
    lever, _, effect = key.partition(".")
    if effect:
        return f"{lever_word(lever, 'zh')}·{name_of(effect, 'zh')}"
    return ANSWER_WORDS[key].zh if key in ANSWER_WORDS else lever_word(key, "zh")


def _word(key: str, language: str) -> str:
    return WORDS[key][language]
