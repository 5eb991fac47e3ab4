"""What lies in a calibration's folder, as figures read it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from calibration.evidence import EVIDENCE_FILE
from experiments.figures import stamps
from scenarios import BadInput
from scenarios.problems import Problem
from scenarios.stored_posterior import CARD_FILE, MANIFEST_FILE
from sim.declare import Label

#: What figures read of the evidence.
EVIDENCE = ("stamp", "paths", "marginals", "pairs", "profiles", "spectrum", "emulator")


@dataclass(frozen=True)
class Material:
    """``evidence`` is as :func:`calibration.evidence.evidence_of` gives it.

    ``rows`` are the figures of the card's rows by number, ``None`` where a row has not been run.
    """

    evidence: Mapping[str, Any]
    rows: Mapping[int, Any]
    manifest: Mapping[str, Any]

    @property
    def stamp(self) -> Label:
        """What a figure was made from, on one line."""
        return self.stamp_to(self.evidence["stamp"]["fitted_until"])

    def stamp_to(self, fitted_until: int) -> Label:
        """The same of a figure of the calibration to an earlier year."""
        return stamp_of({**self.evidence["stamp"], "fitted_until": fitted_until}, self.manifest)


def material_in(folder: Path) -> Material:
    """Read a calibration's folder. Raises :class:`scenarios.BadInput` for what is missing."""
    held = {}
    problems = []
    for name in (MANIFEST_FILE, CARD_FILE, EVIDENCE_FILE):
        path = folder / name
        try:
            held[name] = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as problem:
            reason = getattr(problem, "strerror", None) or str(problem)
            problems.append(Problem(str(path), None, "", f"cannot be read: {reason}"))
    if problems:
        raise BadInput(problems)
    try:
        rows = {int(row["row"]): row["figure"] for row in held[CARD_FILE]["rows"]}
        evidence = {key: held[EVIDENCE_FILE][key] for key in EVIDENCE}
        stamp_of(evidence["stamp"], held[MANIFEST_FILE])  # raises where a part of it is missing
        return Material(evidence, rows, held[MANIFEST_FILE])
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        message = f"damaged, or made by another version ({problem!r}); calibrate again"
        raise BadInput([Problem(str(folder), None, "", message)]) from None


def stamp_of(made: Mapping[str, Any], manifest: Mapping[str, Any]) -> Label:
    """What a figure was made from, on one line."""
    runs, draws, seeds = made["runs"], made["draws"], made["seeds"]
    return stamps.one_line(
        f"shanhai {manifest.get('version', '')}".strip(),
        str(made["place"]),
        Label(f"fitted to {made['fitted_until']}", f"拟合至{made['fitted_until']}年"),
        Label(f"{runs:,} runs", f"{runs:,}次模拟"),
        Label(
            f"{draws} draws × {seeds} seed{'s' if seeds > 1 else ''}",
            f"{draws}组抽样×{seeds}个随机种子",
        ),
        stamps.scale(made["scale"]),
        stamps.seed(made["seed"]),
        *([stamps.data(str(manifest["data_hash"]))] if "data_hash" in manifest else []),
    )
