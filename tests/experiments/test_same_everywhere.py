"""The figures of a run do not depend on threads, on numba's threading layer or on the processor."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent.parent
RUN = ("run", "history", "--scale", "0.0005", "--json", "--quiet")


def figures(out: Path, *options: str, **environment: str) -> dict[str, Any]:
    """What the command prints, without what says how and where it was made."""
    arguments = [*RUN, "--out", str(out), *options]
    program = f"import sys; from experiments.cli import main; sys.exit(main({arguments!r}))"
    said = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert said.returncode == 0, said.stderr
    document: dict[str, Any] = json.loads(said.stdout)
    assert document.pop("manifest")
    return document


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return figures(tmp_path_factory.mktemp("expected") / "out", "--threads", "1")


@pytest.mark.slow
def test_threads_change_no_figure(expected: dict[str, Any], tmp_path: Path) -> None:
    assert figures(tmp_path / "out", "--threads", "2") == expected


@pytest.mark.slow
@pytest.mark.parametrize("layer", ["omp", "workqueue"])
def test_the_threading_layer_changes_no_figure(
    layer: str, expected: dict[str, Any], tmp_path: Path
) -> None:
    found = figures(tmp_path / "out", "--threads", "2", NUMBA_THREADING_LAYER=layer)
    assert found == expected


@pytest.mark.slow
def test_a_processor_without_wide_registers_gives_the_same_figures(
    expected: dict[str, Any], tmp_path: Path
) -> None:
    """Compiled anew for the least processor of this kind: no AVX, no fused multiply-add."""
    found = figures(
        tmp_path / "out", NUMBA_CPU_NAME="generic", SHANHAI_CACHE=str(tmp_path / "cache")
    )
    assert found == expected
