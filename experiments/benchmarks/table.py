"""The results as text, and as ``benchmarks.json``."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from experiments.benchmarks.competitors import MODES, THREADS, Competitor, Sizes
from experiments.benchmarks.results import Results, Spread
from experiments.benchmarks.targets import TWO, Target, grown_sizes, targets
from experiments.text_tables import padded, width

NOT_MEASURED = "not measured"


def number(value: float) -> str:
    """Three digits or all before the point, thousands parted."""
    if value == 0.0 or abs(value) >= 100.0:
        return f"{value:,.0f}"
    digits = 2 if abs(value) < 10.0 else 1
    return f"{value:.{digits}f}" if abs(value) >= 0.1 else f"{value:.3g}"


def shown(spread: Spread | None) -> str:
    """The median, and the least and the most where there is more than one."""
    if spread is None:
        return NOT_MEASURED
    if len(spread.values) == 1:
        return number(spread.median)
    return f"{number(spread.median)} ({number(spread.least)}–{number(spread.most)})"


def lines(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A table in Markdown that is aligned as plain text too; all but the first column right."""
    every = [list(head), *(list(row) for row in rows)]
    columns = [max(3, *(width(row[k]) for row in every)) for k in range(len(head))]
    text = [
        "| " + " | ".join(padded(cell, columns[k], k > 0) for k, cell in enumerate(row)) + " |"
        for row in every
    ]
    rule = [("-" * (columns[k] + 1)) + (":" if k else "-") for k in range(len(head))]
    return [text[0], "|" + "|".join(rule) + "|", *text[1:]]


def as_text(results: Results, sizes: Sizes) -> str:
    """Every table, one below the other."""
    parts = [
        ("Targets", _targets(targets(results, sizes))),
        ("The full model", _full_model(results, sizes)),
        ("Others who live the same years", _others(results)),
        ("What memory allows", _memory(results, sizes)),
        ("Ensembles of runs", _ensembles(results, sizes)),
        ("How time and memory grow with households, two threads", _exponents(results, sizes)),
        ("Where the time of a run goes, one thread", _shares(results, sizes)),
    ]
    return "\n\n".join("\n".join([title, "", *text]) for title, text in parts)


def _targets(found: list[Target]) -> list[str]:
    def bound(value: float | None) -> str:
        return "" if value is None else f"{value:g}"

    return lines(
        ("what", "unit", "must", "aim", "measured", "verdict"),
        [
            (
                item.what, item.unit, bound(item.must), bound(item.aim),
                "" if item.measured is None else shown(item.measured), item.verdict,
            )
            for item in found
        ],
    )  # fmt: skip


def _full_model(results: Results, sizes: Sizes) -> list[str]:
    rows = []
    for name in sizes.households:
        for threads in THREADS:
            key = f"full_model.{name}.{threads}"
            households = results.spread(key, "households")
            wanted = sizes.households[name]
            title = "one to one" if wanted is None else f"{wanted:,}"
            lived = "" if households is None else f"{households.median:,.0f}"
            figures = ("seconds", "start_seconds", "ns_per_household_year",
                       "ns_per_household_year_start_left_out", "peak_mib")  # fmt: skip
            spreads = [shown(results.spread(key, figure)) for figure in figures]
            rows.append((title, lived, str(threads), *spreads))
    head = ("households", "simulated", "threads", "seconds", "of them the start",
            "ns/household-year", "the start left out", "peak MiB")  # fmt: skip
    return lines(head, rows)


def _others(results: Results) -> list[str]:
    rows = []
    notes: list[str] = []
    known = (
        ("a Mesa agent for every household", "mesa_twin", "twin", TWO),
        *(("whole arrays in numpy", f"numpy_model.{n}", "numpy", n) for n in THREADS),
        ("mesa-frames", "mesa_frames", "", TWO),
    )
    for title, key, name, threads in known:
        if not results.found.get(key):
            rows.append((title, "", "", "", "", NOT_MEASURED))
            if key in results.missing:
                notes += [f"{title}: {results.missing[key]}"]
            continue
        households = results.spread(key, "households")
        assert households is not None
        rows.append(
            (
                title,
                f"{households.median:,.0f}",
                str(threads),
                shown(results.spread(key, f"{name}_ns_per_household_year")),
                shown(results.spread(key, "compiled_ns_per_household_year")),
                shown(results.spread(key, "ratio")),
            )
        )
    head = ("rival", "households", "threads", "its ns/household-year",
            "the compiled loop's", "ratio")  # fmt: skip
    return [*lines(head, rows), *(["", *notes] if notes else [])]


def floor(results: Results, sizes: Sizes, threads: int) -> Spread | None:
    """The least nanoseconds in which memory delivers the columns of a household's year."""
    copy = results.spread(f"memory_bandwidth.{threads}", "copy_gb_per_second")
    share = results.spread(f"full_model.{sizes.typical}.{threads}", "village_share")
    if copy is None or share is None:
        return None
    moved = [
        results.found[f"memory_bandwidth.{threads}"][0][f"bytes_per_year_in_{where}"]
        for where in ("villages", "towns")
    ]
    of_a_year = share.median * moved[0] + (1.0 - share.median) * moved[1]
    return copy.of(lambda bandwidth: of_a_year / bandwidth)


def _memory(results: Results, sizes: Sizes) -> list[str]:
    rows = []
    for threads in THREADS:
        key = f"memory_bandwidth.{threads}"
        model = f"full_model.{sizes.typical}.{threads}"
        rows.append(
            (
                str(threads),
                shown(results.spread(key, "copy_gb_per_second")),
                shown(results.spread(key, "triad_gb_per_second")),
                shown(floor(results, sizes, threads)),
                shown(results.spread(model, "ns_per_household_year_start_left_out")),
            )
        )
    head = ("threads", "copy, GB/s", "triad, GB/s", "floor of a year, ns/household",
            "the model's year")  # fmt: skip
    return lines(head, rows)


def _ensembles(results: Results, sizes: Sizes) -> list[str]:
    rows = []
    for mode in MODES:
        key = f"ensembles.{mode.replace(' ', '_').lower()}"
        workers = results.spread(key, "workers")
        rows.append(
            (
                mode,
                "" if workers is None else f"{workers.median:.0f}",
                results.missing.get(key, shown(results.spread(key, "runs_per_second"))),
            )
        )
    head = (f"runs of {sizes.calibration_households:,} households", "workers", "runs a second")
    return lines(head, rows)


def _exponents(results: Results, sizes: Sizes) -> list[str]:
    grown = grown_sizes(sizes)
    figures = ("seconds", "peak_mib", "mib_beyond_a_small_run")
    rows = [
        (title, *(shown(results.exponent(keys, figure)) for figure in figures))
        for title, keys in (("all sizes but one to one", grown), ("the two largest", grown[-2:]))
    ]
    return lines(("fitted over", "time", "peak memory", "memory beyond a small run's"), rows)


def _shares(results: Results, sizes: Sizes) -> list[str]:
    keys = [f"shares.{households}" for households in sizes.shares_households]
    names = dict.fromkeys(name for key in reversed(keys) for name in results.names(key))

    def share(key: str, name: str) -> Spread | None:
        found = results.spread(key, name)
        return found and found.of(lambda value: 100.0 * value)

    def of_the_largest(name: str) -> float:
        found = share(keys[-1], name)
        return found.median if found else 0.0

    rows = [
        (name, *(shown(share(key, name)) for key in keys))
        for name in sorted(names, key=of_the_largest, reverse=True)
    ]
    head = ("process", *(f"%, {households:,} households" for households in sizes.shares_households))
    return lines(head, rows or [(NOT_MEASURED, *("" for _ in keys))])


# ---- JSON


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    from experiments.manifest import commit, packages

    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "system": platform.system(),
        "packages": packages(),
        "commit": commit(),
        "load": list(os.getloadavg()) if hasattr(os, "getloadavg") else None,
    }


def _processor() -> str:
    known = Path("/proc/cpuinfo")
    if known.exists():
        for line in known.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def as_document(
    results: Results, sizes: Sizes, measured: list[Competitor], facts: dict[str, Any]
) -> dict[str, Any]:
    """Everything that was found, as plain data; ``facts`` come first."""
    exponents = {
        figure: _plain(results.exponent(grown_sizes(sizes), figure))
        for figure in ("seconds", "peak_mib")
    }
    return {
        **facts,
        "targets": {
            item.key: {
                "what": item.what, "unit": item.unit, "must": item.must, "aim": item.aim,
                "measured": _plain(item.measured), "verdict": item.verdict,
            }
            for item in targets(results, sizes)
        },
        "exponents": exponents,
        "floor_ns_per_household_year": {
            str(threads): _plain(floor(results, sizes, threads)) for threads in THREADS
        },
        "measurements": {
            item.key: (
                {"missing": results.missing[item.key]}
                if item.key in results.missing
                else {
                    name: _plain(results.spread(item.key, name))
                    for name in results.names(item.key)
                }
            )
            for item in measured
        },
    }  # fmt: skip


def _plain(spread: Spread | None) -> dict[str, Any] | None:
    if spread is None:
        return None
    return {
        "median": spread.median,
        "least": spread.least,
        "most": spread.most,
        "values": list(spread.values),
    }
