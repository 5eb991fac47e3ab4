"""Pages of the handbook as their readers follow them: files are written, commands and code run.

A block of code with a ``title`` is a file of that name. A comment above a block says what to do
with it otherwise: ``<!-- test: norun -->``, ``fails`` (exit code 2), ``append`` (to the file) or
``insert after TEXT`` (below the first statement of the file that holds the text).
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"

_BLOCK = re.compile(
    r"(?:^<!-- test: (?P<order>.+?) -->\n\n)?"
    r'^```(?P<kind>\w+)(?: title="(?P<title>[^"]+)")?\n(?P<text>.*?)^```$',
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Block:
    """A block of code on a page; ``order`` is what its comment says, ``title`` the file it is."""

    kind: str
    text: str
    title: str
    order: str

    def lines(self) -> list[str]:
        """The commands of a shell block, without comments."""
        bare = (re.sub(r"\s{2,}#.*", "", line).strip() for line in self.text.splitlines())
        return [line for line in bare if line]


def blocks_of(page: Path) -> list[Block]:
    """The blocks of code of a page, in order."""
    return [
        Block(found["kind"], found["text"], found["title"] or "", found["order"] or "")
        for found in _BLOCK.finditer(page.read_text(encoding="utf-8"))
    ]


def write(block: Block, folder: Path) -> None:
    """Write the file a block is, append it to that file, or insert it there."""
    path = folder / block.title
    path.parent.mkdir(parents=True, exist_ok=True)
    if block.order == "append":
        path.write_text(f"{path.read_text(encoding='utf-8')}\n\n{block.text}", encoding="utf-8")
    elif block.order.startswith("insert after "):
        path.write_text(_inserted(path, block), encoding="utf-8")
    else:
        path.write_text(block.text, encoding="utf-8")


def _inserted(path: Path, block: Block) -> str:
    wanted = block.order.removeprefix("insert after ")
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    found = [number for number, line in enumerate(lines) if wanted in line]
    assert found, f"{path.name} has no line with {wanted!r}"
    end = found[0] + 1
    while _open_brackets("".join(lines[found[0] : end])) > 0:
        end += 1
    return "".join([*lines[:end], block.text, *lines[end:]])


def _open_brackets(text: str) -> int:
    return sum((char in "([{") - (char in ")]}") for char in text)


def commands(block: Block) -> Iterator[list[str]]:
    """The words of each ``shanhai`` command of a shell block, without the first."""
    for line in block.lines():
        if line.startswith("shanhai "):
            yield shlex.split(line)[1:]


def tiny(arguments: list[str], scale: str) -> list[str]:
    """The same command on a tiny model, for two draws at most and without figures.

    Figures take most of the time, and the README's test draws them.
    """
    if arguments[0] != "run" or "--help" in arguments:
        return arguments
    arguments = [item for item in arguments if item != "--figures"]
    few = [
        "2" if before == "--draws" else item
        for before, item in zip(["", *arguments], arguments, strict=False)
    ]
    return [*few, "--scale", scale, "--quiet"]


def with_scale(text: str, scale: str) -> str:
    """Python code with every scale of a run replaced."""
    return re.sub(r"scale=[\d.]+", f"scale={scale}", text)
