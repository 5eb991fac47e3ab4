"""The lock: versions that install on every Python the project says it needs."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from pathlib import Path

from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).parents[1]
PINNED = dict(
    re.findall(r"^([\w.-]+)==(\S+)", (ROOT / "requirements.lock").read_text(), flags=re.MULTILINE)
)


def test_locked_versions_install_on_the_oldest_python_that_is_allowed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    oldest = project["requires-python"].removeprefix(">=") + ".0"
    # another version than the locked one says nothing of the lock: the newest are tested, too
    installed = {item.name: item for item in metadata.distributions()}
    held = [installed[name] for name, version in PINNED.items() if _is(installed, name, version)]
    wanted = {item.name: _python_wanted(item) for item in held}
    assert not {name: wants for name, wants in wanted.items() if oldest not in SpecifierSet(wants)}
    assert len(PINNED) > 50  # the lock was read


def _is(installed: dict[str, metadata.Distribution], name: str, version: str) -> bool:
    return name in installed and installed[name].version == version


def _python_wanted(item: metadata.Distribution) -> str:
    """The Pythons a package says it runs on; an empty string where it says nothing."""
    return next(iter(item.metadata.get_all("Requires-Python") or []), "")
