"""How fast memory is, and the least time in which it can deliver a year.

The floor of a year is the bytes of the households' columns that a loop reads and writes, each once
for each time the loop goes over all blocks, over the bandwidth of a copy. A block stays in cache
while it lives through a loop, so that what the loop reads twice is fetched once.
"""

from __future__ import annotations

import ast
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import numpy as np

import sim.kernels
from experiments.benchmarks.apart import Figures
from sim.agents.households import ACCOUNTS, COLUMNS

#: The loops of a year, by file, and which households they visit.
LOOPS = {
    "before_the_market": "villages",
    "after_the_market": "villages",
    "town_year": "towns",
}
SCALE = 3.0


def columns_touched(loop: str) -> tuple[set[str], set[str]]:
    """The columns of ``h`` that a loop of ``sim/kernels`` reads, and those it writes.

    Accounts are left out: nothing is written into their columns unless they are to be kept.
    """
    read: set[str] = set()
    written: set[str] = set()
    for tree in _sources(loop):
        stored: set[ast.AST] = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
                written.add(_column(node.value))
                stored.add(node.value)
        for node in ast.walk(tree):
            if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Subscript):
                read.add(_column(node.target.value))
            elif node not in stored:
                read.add(_column(node))
    return read - {"", *ACCOUNTS}, written - {"", *ACCOUNTS}


def _sources(loop: str) -> list[ast.Module]:
    """The file of a loop, and those of ``sim/kernels`` that it imports, directly or not."""
    folder = Path(sim.kernels.__path__[0])
    waiting = [loop]
    found: dict[str, ast.Module] = {}
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found[name] = ast.parse((folder / f"{name}.py").read_text(encoding="utf-8"))
        for node in ast.walk(found[name]):
            package, _, module = (getattr(node, "module", None) or "").rpartition(".")
            if isinstance(node, ast.ImportFrom) and package == sim.kernels.__name__:
                waiting.append(module)
    return list(found.values())


def _column(node: ast.AST) -> str:
    """``assets`` for ``h.assets``; empty for anything else."""
    if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "h":
        return node.attr if node.attr in COLUMNS else ""
    return ""


def bytes_of(loop: str) -> int:
    """Bytes a household's columns bring in and take out in a loop."""
    names = [name for touched in columns_touched(loop) for name in touched]
    return sum(np.dtype(COLUMNS[name].kind).itemsize for name in names)


def bytes_per_year() -> dict[str, int]:
    """Bytes moved in a year by household, in villages and in towns."""
    moved = dict.fromkeys(LOOPS.values(), 0)
    for loop, where in LOOPS.items():
        moved[where] += bytes_of(loop)
    return moved


def bandwidth(megabytes: int, threads: int) -> Figures:
    """Of arrays of so many MB, far larger than a cache, 10⁹ bytes a second; and bytes a year.

    A copy moves two arrays. The triad a + s·b is two passes in numpy and moves five. The least of
    several turns counts, since others' work can only slow a turn.
    """
    size = megabytes * 10**6 // 4
    a, b, c = (np.full(size, value, np.float32) for value in (1.0, 2.0, 0.0))
    edges = [size * k // threads for k in range(threads + 1)]
    pieces = [slice(low, high) for low, high in pairwise(edges)]

    def copy(piece: slice) -> None:
        np.copyto(c[piece], a[piece])

    def triad(piece: slice) -> None:
        np.multiply(b[piece], np.float32(SCALE), out=c[piece])
        np.add(c[piece], a[piece], out=c[piece])

    found = {f"bytes_per_year_in_{where}": float(n) for where, n in bytes_per_year().items()}
    with ThreadPoolExecutor(threads) as pool:
        for name, work, moved in (("copy", copy, 2), ("triad", triad, 5)):
            best = float("inf")
            for _ in range(5):
                began = time.perf_counter()
                list(pool.map(work, pieces))
                best = min(best, time.perf_counter() - began)
            found[f"{name}_gb_per_second"] = 1e-9 * moved * a.nbytes / best
    if c[0] != 1.0 + SCALE * 2.0 or c[-1] != c[0]:
        raise AssertionError("the triad gave something else")
    return found
