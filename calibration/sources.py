"""Names for source code, so that a changed model or method is never mistaken for the one before.

A stage depends on the model and on what of the calibration computes it, and on nothing else: an
edit to the card, to a report or to a figure leaves the chains where they are.
"""

from __future__ import annotations

import ast
import hashlib
from pathlib import Path

import sim
from calibration.stages import key_of

PACKAGE = Path(__file__).parent


def model_key() -> str:
    """Names the model's source."""
    folder = Path(sim.__file__).parent
    return _key_of_files(sorted(folder.rglob("*.py")), folder)


def calibration_key(module: str, package: Path = PACKAGE) -> str:
    """Names a module of the calibration and all of its package that it imports, however far.

    ``module`` is a full name, as in ``__name__``. Imports inside functions count, too. Raises
    ``ValueError`` for a module that is not in ``package``.
    """
    start = _file_of(module, package)
    if start is None:
        raise ValueError(f"{module}: no module of {package.name}")
    found: set[Path] = set()
    waiting = {start}
    while waiting:
        path = waiting.pop()
        found.add(path)
        waiting |= _imported_by(path, package) - found
    return _key_of_files(sorted(found), package)


def _imported_by(path: Path, package: Path) -> set[Path]:
    """Files of the package that a file imports; ``from package import x`` may name a module."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                raise ValueError(f"{path}: a relative import cannot be followed")
            names |= {str(node.module)}
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    # importing a module runs the packages it lies in
    names |= {name.rpartition(".")[0] for name in names}
    files = {_file_of(name, package) for name in names}
    return {file for file in files if file is not None}


def _file_of(module: str, package: Path) -> Path | None:
    """The file of a module's full name; ``None`` where the package has no such module."""
    first, *rest = module.split(".")
    if first != package.name:
        return None
    path = package.joinpath(*rest)
    candidates = (
        (path / "__init__.py", path.with_suffix(".py")) if rest else (path / "__init__.py",)
    )
    return next((file for file in candidates if file.is_file()), None)


def _key_of_files(files: list[Path], folder: Path) -> str:
    return key_of(
        [
            (path.relative_to(folder).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest())
            for path in files
        ]
    )
