"""Reading a user's text file without surprises: its size, its encoding, its characters."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from scenarios.problems import Findings, nearest

MEBIBYTE = 1 << 20
_UNPRINTABLE = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def read_text(path: Path, label: str, findings: Findings, largest: int = MEBIBYTE) -> str | None:
    """The text of a file, or ``None`` after noting why it cannot be had.

    ``label`` is what messages call the file; ``largest`` is in bytes. A byte order mark is dropped.
    """
    raw = _read_bytes(path, label, findings, largest)
    if raw is None:
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = raw.count(b"\n", 0, problem.start) + 1
        findings.mistake(label, line, (), "not UTF-8; save the file with that encoding")
        return None
    odd = _UNPRINTABLE.search(text)
    if odd is not None:
        line = text.count("\n", 0, odd.start()) + 1
        findings.mistake(
            label, line, (), f"not plain text: it holds the control character U+{ord(odd[0]):04X}"
        )
        return None
    return text


def _read_bytes(path: Path, label: str, findings: Findings, largest: int) -> bytes | None:
    """The bytes of an ordinary file; a pipe or a device is refused, since it may never end."""
    try:
        mode = os.stat(path).st_mode
        if stat.S_ISDIR(mode):
            findings.mistake(label, None, (), "is a folder, not a file")
            return None
        if not stat.S_ISREG(mode):
            findings.mistake(label, None, (), "is not an ordinary file")
            return None
        with open(path, "rb") as file:
            raw = file.read(largest + 1)
    except FileNotFoundError:
        findings.mistake(label, None, (), f"no such file{neighbour(path)}")
        return None
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or str(problem)
        findings.mistake(label, None, (), f"cannot be read: {reason}")
        return None
    if len(raw) > largest:
        findings.mistake(label, None, (), f"larger than {largest // MEBIBYTE} MiB")
        return None
    return raw


def neighbour(path: Path) -> str:
    """``; did you mean 'roads_first.yaml'?`` when a file beside it has such a name."""
    try:
        beside = [item.name for item in path.parent.iterdir()]
    except (OSError, ValueError):
        return ""
    close = nearest(path.name, beside)
    return f"; did you mean '{close}'?" if close else ""
