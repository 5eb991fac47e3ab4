"""Answers that many runs were lived for, as they lie in a folder and are found again.

``KIND.json`` holds numbers alone, so that the same question gives the same bytes; how long it took
and on how many workers is in ``manifest.json``, which names the kind and the question's hash.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.result_folder import MANIFEST, ResultFolder

Content = Mapping[str, Any]
#: The only names that are ever removed on the word of a manifest.
FIGURE = re.compile(r"figures/[^/\\]+\.(en|zh)\.(png|svg)")


def _no_tables(content: Content, folder: ResultFolder) -> None:
    """Most answers are their document alone."""


def _any(content: Content) -> bool:
    return True


@dataclass(frozen=True)
class Asked:
    """A question whose answer is kept.

    ``kind`` is one of :data:`experiments.figures.DRAWN_BY` and ``hash`` names all that the answer
    depends on. ``live`` finds the answer; it is told where runs are kept. ``write_tables`` writes
    the files in ``tables`` beside the document. An answer that ``suffices`` says no to is found
    anew.
    """

    kind: str
    hash: str
    live: Callable[[Path], dict[str, Any]]
    tables: tuple[str, ...] = ()
    write_tables: Callable[[Content, ResultFolder], None] = _no_tables
    suffices: Callable[[Content], bool] = _any

    @property
    def default_folder(self) -> Path:
        return Path("results") / f"{self.kind}-{self.hash[:8]}"

    def stored(self, folder: Path) -> dict[str, Any] | None:
        """The answer to this very question, if it lies finished in ``folder``."""
        try:
            manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
            if manifest.get("kind") != self.kind or manifest.get(_hash_key(self.kind)) != self.hash:
                return None
            content = json.loads((folder / document_of(self.kind)).read_text(encoding="utf-8"))
            found = {**content, "manifest": {k: v for k, v in manifest.items() if k != "files"}}
        except (OSError, ValueError, AttributeError, TypeError):  # none yet, or not ours
            return None
        return found if self.suffices(found) else None

    def named(self, content: Content) -> dict[str, Any]:
        """The answer with its kind and its question's hash in its manifest."""
        made = {"kind": self.kind, **content["manifest"], _hash_key(self.kind): self.hash}
        return {**content, "manifest": made}

    def write(self, content: Content, folder: ResultFolder, figures: bool) -> None:
        """Put an answer into a folder in place of an earlier one, with every figure if wanted."""
        numbers = {key: value for key, value in content.items() if key != "manifest"}
        text = json.dumps(numbers, ensure_ascii=False, allow_nan=False)
        folder.write(document_of(self.kind), text + "\n")
        self.write_tables(content, folder)
        if figures:
            from experiments.figures.kept import draw_all

            draw_all(self.kind, content, folder)
        made = {**content["manifest"], "files": folder.hashes()}
        folder.write(MANIFEST, json.dumps(made, ensure_ascii=False, indent=1) + "\n")
        folder.publish([document_of(self.kind), *self.tables, *_figures_in(folder.path)])


def _figures_in(folder: Path) -> list[str]:
    """The figures of an earlier answer, as its manifest names them."""
    try:
        files = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
        return [name for name in files if FIGURE.fullmatch(name)]
    except (OSError, ValueError, KeyError, TypeError):  # none yet, or not ours
        return []


def document_of(kind: str) -> str:
    """The file that holds the numbers of an answer of this kind."""
    return f"{kind}.json"


def _hash_key(kind: str) -> str:
    return f"{kind}_hash"
