"""``python -m experiments.handbook``: write the handbook's tables anew where they are stale."""

from __future__ import annotations

import sys
from pathlib import Path

import experiments
from experiments.handbook.pages import write

DOCS = Path(experiments.__file__).parent.parent / "docs"


def main() -> int:
    """Write what is stale and say so; 2 where the sources of the handbook are not there."""
    if not (DOCS.parent / "mkdocs.yml").exists():
        print(f"{DOCS}: the handbook is written in a clone of the project", file=sys.stderr)
        return 2
    changed = write(DOCS)
    for path in changed:
        print(f"written: {path.relative_to(DOCS.parent)}")
    if not changed:
        print("the handbook's tables say what the declarations say")
    return 0


if __name__ == "__main__":
    sys.exit(main())
