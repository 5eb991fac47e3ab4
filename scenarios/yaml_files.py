"""Reading YAML 1.2 as plain data, with the line of every key.

Only what settings need is read: words, numbers, lists and mappings. Tags, anchors and aliases,
several documents and numbers without end are refused, and a key may stand only once. Words such as
``yes`` and ``no`` are words, as YAML 1.2 has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scenarios.problems import Findings, cut, one_line, shown
from scenarios.text_files import read_text

DEEPEST = 12
MOST_VALUES = 10_000

_INTEGER = re.compile(r"[-+]?[0-9]+")
_OCTAL = re.compile(r"0o[0-7]+")
_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_ENDLESS = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_UNWANTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_CONSTANTS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_LEFT_OUT = object()

Keys = tuple[str, ...]


@dataclass(frozen=True)
class Document:
    """A YAML file's content: ``data`` as written, and ``lines`` by path.

    A path is the keys and list positions that lead to a value, all as text:
    ``("levers", "infrastructure", "spending", "2003")``. ``holes`` are the paths of mappings and
    lists from which something was left out after its mistake was noted.
    """

    label: str
    data: dict[Any, Any]
    lines: dict[Keys, int]
    holes: frozenset[Keys] = frozenset()

    def line(self, where: Iterable[object]) -> int | None:
        """The line of a path, or of the nearest thing around it; ``None`` without any lines."""
        path = tuple(str(key) for key in where)
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1) if self.lines else None


def read_yaml(path: Path, label: str, findings: Findings) -> Document | None:
    """Read a file whose top level is a mapping; ``None`` after noting what makes it unreadable.

    Mistakes that leave the rest readable (a key given twice, a tag) are noted, their values left
    out, and the document returned, so that every mistake of a file can be told at once.
    """
    text = read_text(path, label, findings)
    return None if text is None else parse_yaml(text, label, findings)


def parse_yaml(text: str, label: str, findings: Findings) -> Document | None:
    """Like :func:`read_yaml`, from text."""
    builder = _build(text, label, findings)
    data = _LEFT_OUT if builder is None else builder.result
    if builder is None or data is _LEFT_OUT:
        return None
    if data is None:
        findings.mistake(label, None, (), "is empty")
        return None
    if not isinstance(data, dict):
        findings.mistake(label, 1, (), f"{shown(data)} found; a mapping (key: value) is needed")
        return None
    return Document(label, data, builder.lines, frozenset(builder.holes))


def parse_value(text: str, label: str, findings: Findings) -> Any:
    """Any single YAML value; it stands for nothing if a mistake was noted."""
    builder = _build(text, label, findings)
    return None if builder is None else builder.result


def _build(text: str, label: str, findings: Findings) -> _Builder | None:
    """What the events of a text add up to, or ``None`` after noting why they do not."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError

    builder = _Builder(label, findings)
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            builder.take(event)
    except _RefusedError:
        return None
    except MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        reason = one_line(" ".join(str(problem.problem or problem.context).split()))
        findings.mistake(label, mark.line + 1 if mark else None, (), f"not YAML: {reason}")
        return None
    except Exception as problem:  # a parser's slip on odd input is still the file's mistake
        reason = cut(str(problem)) or type(problem).__name__
        findings.mistake(label, None, (), f"not YAML: {reason}")
        return None
    return builder


class _RefusedError(Exception):
    """Reading stops here; the reason has been noted."""


@dataclass
class _Open:
    """A mapping or list whose end has not been read yet."""

    path: Keys
    content: dict[Any, Any] | list[Any]
    is_kept: bool = True
    key: Any = _LEFT_OUT
    has_key: bool = False
    first_lines: dict[str, int] = field(default_factory=dict)


class _Builder:
    """Turns the parser's events into data, noting what is refused on the way."""

    def __init__(self, label: str, findings: Findings) -> None:
        self.label = label
        self.findings = findings
        self.result: Any = None
        self.lines: dict[Keys, int] = {}
        self.holes: set[Keys] = set()
        self._open: list[_Open] = []
        self._documents = 0
        self._values = 0

    def take(self, event: Any) -> None:
        kind = type(event).__name__
        line = event.start_mark.line + 1
        if kind == "DocumentStartEvent":
            self._start_document(event, line)
        elif kind == "AliasEvent":
            self._refuse(line, f"the alias *{cut(str(event.anchor))} is not read; repeat the value")
            self._place(_LEFT_OUT, line)
        elif kind == "ScalarEvent":
            self._count(line)
            self._place(self._scalar(event, line), line)
        elif kind in ("MappingStartEvent", "SequenceStartEvent"):
            self._start_collection(event, line, {} if kind == "MappingStartEvent" else [])
        elif kind in ("MappingEndEvent", "SequenceEndEvent"):
            done = self._open.pop()
            self._place(done.content if done.is_kept else _LEFT_OUT, line, is_noted=True)

    def _start_document(self, event: Any, line: int) -> None:
        self._documents += 1
        if self._documents > 1:
            self._stop(line, "a second document starts here; a file holds one")
        if event.version not in (None, (1, 2)):
            self._stop(line, "YAML 1.2 is read, not " + ".".join(map(str, event.version)))

    def _start_collection(self, event: Any, line: int, empty: dict[Any, Any] | list[Any]) -> None:
        self._count(line)
        if len(self._open) >= DEEPEST:
            self._stop(line, f"nested more than {DEEPEST} deep")
        is_kept = self._is_plain(event, line)
        if self._wants_key():
            self._refuse(line, "a key must be a word or a year, not a list or mapping")
            self._open.append(_Open(self._here(), empty, is_kept=False))
            return
        self._note_line(line)
        self._open.append(_Open(self._here(), empty, is_kept))

    def _wants_key(self) -> bool:
        if not self._open:
            return False
        around = self._open[-1]
        return isinstance(around.content, dict) and not around.has_key

    def _here(self) -> Keys:
        """The path of the value that comes next."""
        if not self._open:
            return ()
        around = self._open[-1]
        if isinstance(around.content, list):
            return (*around.path, str(len(around.content)))
        return around.path if around.key is _LEFT_OUT else (*around.path, str(around.key))

    def _note_line(self, line: int) -> None:
        """A list's item stands where it starts, a mapping's value where its key does."""
        if self._open and isinstance(self._open[-1].content, list):
            self.lines[self._here()] = line

    def _place(self, value: Any, line: int, is_noted: bool = False) -> None:
        """Put a finished value where it belongs: result, item of a list, key or value of a key."""
        if not self._open:
            self.result = value
            return
        around = self._open[-1]
        if value is _LEFT_OUT:
            self.holes.add(around.path)
        if isinstance(around.content, list):
            if not is_noted:
                self._note_line(line)
            if value is not _LEFT_OUT:
                around.content.append(value)
        elif not around.has_key:
            around.key = self._key(around, value, line)
            around.has_key = True
        else:
            if around.key is not _LEFT_OUT and value is not _LEFT_OUT:
                around.content[around.key] = value
            around.key, around.has_key = _LEFT_OUT, False

    def _key(self, around: _Open, key: Any, line: int) -> Any:
        """The key if it can be used, and its line noted; else ``_LEFT_OUT``."""
        if key is _LEFT_OUT or isinstance(key, (dict, list)):
            return _LEFT_OUT
        if key is None or isinstance(key, (bool, float)):
            found = shown(key)
            self._refuse(line, f"a key must be a word or a year; {found} found", around.path)
            self.holes.add(around.path)
            return _LEFT_OUT
        name = str(key)
        if name in around.first_lines:
            first = around.first_lines[name]
            self._refuse(line, f"given twice, first on line {first}", (*around.path, name))
            return _LEFT_OUT
        around.first_lines[name] = line
        self.lines[(*around.path, name)] = line
        return key

    def _is_plain(self, event: Any, line: int) -> bool:
        """Whether a node has neither tag nor anchor; what it has is noted as a mistake."""
        if event.anchor is not None:
            self._refuse(line, f"the anchor &{cut(str(event.anchor))} is not read; leave it out")
            return False
        if event.tag is not None:
            self._refuse(line, f"the tag {cut(str(event.tag))} is not read; leave it out")
            return False
        return True

    def _scalar(self, event: Any, line: int) -> Any:
        if not self._is_plain(event, line):
            return _LEFT_OUT
        text = event.value
        if _UNWANTED.search(text):
            self._refuse(line, f"{shown(text)} holds a control character or half a character")
            return _LEFT_OUT
        return text if event.style else self._plain_scalar(text, line)

    def _plain_scalar(self, text: str, line: int) -> Any:
        """An unquoted word by the core schema of YAML 1.2: null, boolean, number or text."""
        if text in _CONSTANTS:
            return _CONSTANTS[text]
        number: int | float | None = None
        if len(text) > 300 and (_INTEGER.fullmatch(text) or _FLOAT.fullmatch(text)):
            number = float("inf")
        elif _INTEGER.fullmatch(text):
            number = int(text)
        elif _OCTAL.fullmatch(text) or _HEXADECIMAL.fullmatch(text):
            number = int(text, 0)
        elif _FLOAT.fullmatch(text):
            number = float(text)
        elif _ENDLESS.fullmatch(text):
            number = float("inf")
        if number is None:
            return text
        if abs(number) > 1e300:
            self._refuse(line, f"'{cut(text)}' is not a finite number")
            return _LEFT_OUT
        return number

    def _count(self, line: int) -> None:
        self._values += 1
        if self._values > MOST_VALUES:
            self._stop(line, f"holds more than {MOST_VALUES} values")

    def _refuse(self, line: int, message: str, where: Keys | None = None) -> None:
        self.findings.mistake(self.label, line, self._here() if where is None else where, message)

    def _stop(self, line: int, message: str) -> None:
        self.findings.mistake(self.label, line, (), message)
        raise _RefusedError
