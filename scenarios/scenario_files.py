"""Finding a scenario file and those it extends, and reading them into one resolved scenario."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath
from types import MappingProxyType
from typing import Any, NamedTuple

from scenarios.problems import Findings, cut, shown, unknown
from scenarios.resolution import Resolution
from scenarios.scenario_checks import check_scenario
from scenarios.text_files import neighbour
from scenarios.yaml_files import Document, parse_value, parse_yaml, read_yaml
from sim.inputs import Place, Scenario

HERE = FilePath(__file__).parent
SUFFIXES = (".yaml", ".yml")
LONGEST_CHAIN = 20


def shipped_scenarios() -> dict[str, FilePath]:
    """The scenario files that come with the project, by name, in alphabetical order."""
    places = HERE / "places"
    files = [path for path in HERE.rglob("*.yaml") if places not in path.parents]
    return {path.stem: path for path in sorted(files, key=lambda path: path.stem)}


class ScenarioInfo(NamedTuple):
    """What a listing says of a scenario."""

    title: str
    title_zh: str
    summary: str
    extends: str | None

    def titled(self, language: str) -> str:
        """The title in ``en`` or ``zh``; where there is none in Chinese, that in English."""
        return (self.title_zh if language == "zh" else "") or self.title


@functools.cache
def shipped_info() -> Mapping[str, ScenarioInfo]:
    """Title, summary and parent of every shipped scenario, read without checking the rest."""
    found: dict[str, ScenarioInfo] = {}
    for name, path in shipped_scenarios().items():
        document = read_yaml(path, path.name, Findings())
        data = document.data if document else {}
        extends = data.get("extends")
        found[name] = ScenarioInfo(
            str(data.get("title", name)),
            str(data.get("title_zh", "")),
            str(data.get("summary", "")),
            extends,
        )
    return MappingProxyType(found)


@dataclass(frozen=True)
class _File:
    """One file of a chain: its content, its place on disk and the name it gives."""

    document: Document
    path: FilePath | None
    name: str


def is_path(name: str) -> bool:
    """Whether ``name`` is meant as a file: it has a separator or a suffix."""
    return any(char in name for char in "/\\.")


def read_scenario(
    name_or_path: str | FilePath, place: Place, findings: Findings
) -> Scenario | None:
    """The scenario a name or a file stands for, or ``None`` after noting every mistake."""
    before = len(findings.mistakes)
    file = _open(name_or_path, findings)
    return None if file is None else _resolve(file, place, findings, before)


def read_scenario_text(text: str, name: str, place: Place, findings: Findings) -> Scenario | None:
    """Like :func:`read_scenario`, from the text of a file that extends shipped scenarios only."""
    before = len(findings.mistakes)
    document = parse_yaml(text, name, findings)
    if document is None:
        return None
    return _resolve(_File(document, None, name), place, findings, before)


def changed(scenario: Scenario, settings: Iterable[str], findings: Findings) -> Scenario | None:
    """A scenario with settings such as ``infrastructure.spending=2e9``, one after the other."""
    place = scenario.place
    before = len(findings.mistakes)
    documents = [_setting(text, findings) for text in settings]
    for document in documents:
        check_scenario(document, place, findings)
    if len(findings.mistakes) > before:
        return None
    state = Resolution.of(scenario)
    for document in documents:
        state.set_levers(document, place, findings)
    return state.scenario(scenario.name, place)


def _setting(text: str, findings: Findings) -> Document:
    """``lever.setting=value`` (or ``lever=documented``) as what a file would say."""
    name, equals, right = text.partition("=")
    label = f"--set {cut(name.strip())}"
    levers: dict[str, Any] = {}
    if not equals or not name.strip():
        findings.mistake(label.rstrip(), None, (), "write lever.setting=value")
    else:
        lever, dot, key = name.strip().partition(".")
        before = len(findings.mistakes)
        value = parse_value(right, label, findings)
        if len(findings.mistakes) == before:
            levers[lever] = {key: value} if dot else value
    return Document(label, {"levers": levers}, {})


def _open(name_or_path: str | FilePath, findings: Findings) -> _File | None:
    """The file a name or path stands for, read but not yet checked."""
    given = os.fspath(name_or_path)
    label = given or "''"
    if not (isinstance(name_or_path, FilePath) or is_path(given)):
        shipped = shipped_scenarios().get(given)
        if shipped is None:
            findings.mistake(label, None, (), _no_such_scenario(given, FilePath()))
            return None
        path, label = shipped, shipped.name
    else:
        path = FilePath(given)
        if path.suffix.lower() == ".csv":
            findings.mistake(label, None, (), "is a table; give a scenario or a place's folder")
            return None
    document = read_yaml(path, label, findings)
    return None if document is None else _File(document, path, _name_of(path))


def _name_of(path: FilePath) -> str:
    """A file's stem, as far as it can serve as the name of a folder of results."""
    cleaned = re.sub(r'[/\\\x00-\x1f:*?"<>|]', "_", path.stem)
    return re.sub(r"^[-.\s]+", "", cleaned)[:100].rstrip() or "scenario"


def _no_such_scenario(name: str, folder: FilePath) -> str:
    """Names the nearest shipped scenario, or the file that was meant."""
    for suffix in SUFFIXES:
        try:
            if name and (folder / f"{name}{suffix}").is_file():
                return f"no such scenario; did you mean the file '{cut(name)}{suffix}'?"
        except (OSError, ValueError):
            break
    return unknown("scenario", name, shipped_scenarios())


def _resolve(file: _File, place: Place, findings: Findings, before: int) -> Scenario | None:
    """Check a file and everything it extends, then apply them from the oldest to the youngest.

    Nothing is applied if there are more mistakes than ``before`` the file was opened.
    """
    chain = [file]
    check_scenario(file.document, place, findings)
    while (parent := _parent(chain, findings)) is not None:
        chain.append(parent)
        check_scenario(parent.document, place, findings)
    if len(findings.mistakes) > before:
        return None
    state = Resolution(shocks=dict(place.shocks))
    for ancestor in reversed(chain):
        state.apply(ancestor.document, place, findings)
    if len(findings.mistakes) > before:
        return None
    return state.scenario(file.document.data.get("name", file.name), place)


def _parent(chain: list[_File], findings: Findings) -> _File | None:
    """The file that the last of the chain extends, or ``None``; a circle is a mistake."""
    child = chain[-1]
    extends = child.document.data.get("extends")
    if not isinstance(extends, str) or not extends:
        return None

    def refuse(message: str) -> None:
        label, line = child.document.label, child.document.line(("extends",))
        findings.mistake(label, line, ("extends",), f"{shown(extends)}: {message}")

    path, reason = _parent_path(extends, child)
    if path is None:
        refuse(reason)
        return None
    opened = [_identity(file.path) for file in chain if file.path is not None]
    if _identity(path) in opened:
        circle = [*(file.document.label for file in chain), path.name]
        refuse(f"extends itself in a circle: {' → '.join(circle)}")
        return None
    if len(chain) >= LONGEST_CHAIN:
        refuse(f"more than {LONGEST_CHAIN} scenarios extend one another")
        return None
    label = path.name
    if is_path(extends) and child.path is not None:
        label = os.path.join(os.path.dirname(child.document.label), extends)
    document = read_yaml(path, label, findings)
    return None if document is None else _File(document, path, _name_of(path))


def _identity(path: FilePath) -> str:
    return os.path.realpath(path)


def _parent_path(extends: str, child: _File) -> tuple[FilePath | None, str]:
    """Where an extended scenario is, or ``None`` and the reason why it is not taken."""
    if not is_path(extends):
        shipped = shipped_scenarios().get(extends)
        beside = child.path.parent if child.path is not None else FilePath()
        return shipped, "" if shipped else _no_such_scenario(extends, beside)
    if child.path is None:
        return None, "text without a file can only extend a shipped scenario"
    if extends.startswith(("/", "\\", "~")) or extends[1:2] == ":":
        return None, "give the name of a shipped scenario or a path beside this file"
    folder = os.path.realpath(child.path.parent)
    try:
        path = FilePath(os.path.realpath(os.path.join(folder, extends)))
        is_beside = os.path.commonpath((folder, path)) == folder
    except (OSError, ValueError):
        return None, "is no path"
    if not is_beside or "\\" in extends:
        return None, "leads out of this file's folder"
    if not path.is_file():
        return None, f"no such file{neighbour(path)}"
    return path, ""
