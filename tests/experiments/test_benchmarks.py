"""The benchmarks: every promised row is there, and the rival in numpy lives the same years.

No test looks at a time.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import scenarios
from experiments.benchmarks.competitors import FULL, MODES, QUICK, THREADS, competitors
from experiments.benchmarks.in_numpy import households_live_in_numpy
from experiments.benchmarks.memory_bandwidth import LOOPS, bytes_of, columns_touched
from experiments.benchmarks.results import Results, Spread
from experiments.benchmarks.scaling import exponent
from experiments.benchmarks.shares import THE_YEAR, called_by
from experiments.benchmarks.table import lines, number
from experiments.benchmarks.targets import Target
from sim import schedule
from sim.agents.counties import CI
from sim.agents.households import COLUMNS, FREE
from sim.inputs import Scenario
from sim.simulation import Simulation
from sim.tallies import VILLAGE_TALLIES, WARD_TALLIES
from sim.world import LANES
from tests.twin.places import SCENARIOS

ROOT = Path(__file__).parent.parent.parent
#: Nothing compiles where all is small, and no memory is taken beyond a small run's.
MAY_BE_NOTHING = {"says_that_it_compiles", "mib_beyond_a_small_run"}


# ---- the whole, once


@pytest.mark.slow
def test_every_promised_row_is_there(tmp_path: Path) -> None:
    out = tmp_path / "benchmarks.json"
    done = subprocess.run(
        [sys.executable, "-m", "experiments.benchmarks", "--quick", "--out", str(out)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    document = json.loads(out.read_text(encoding="utf-8"))
    assert document["quick"] is True
    assert {"processor", "cores", "packages", "commit", "repetitions", "seconds"} <= set(document)
    assert {"python", "numba", "numpy"} <= set(document["packages"])
    assert set(document["measurements"]) == {item.key for item in competitors(QUICK)}
    for key, figures in document["measurements"].items():
        if "missing" in figures:
            assert key in {"mesa_frames", "ensembles.dask"} and figures["missing"]
            assert figures["missing"] in done.stdout
            continue
        assert figures
        for name, spread in figures.items():
            assert set(spread) == {"median", "least", "most", "values"}
            assert spread["median"] > 0.0 or name in MAY_BE_NOTHING, (key, name)
    for key, target in document["targets"].items():
        assert target["what"] in done.stdout
        measured = target["measured"]
        if key == "calibration":
            assert measured is None and target["verdict"] == "`shanhai calibrate`"
        else:
            assert measured is not None and (measured["median"] > 0.0 or "exponent" in key)
    assert set(document["exponents"]) == {"seconds", "peak_mib"}
    assert set(document["floor_ns_per_household_year"]) == {str(n) for n in THREADS}
    for mode in MODES:
        assert f"| {mode} " in done.stdout
    (size,) = QUICK.shares_households
    shares = document["measurements"][f"shares.{size}"]
    assert sum(spread["values"][0] for spread in shares.values()) == pytest.approx(1.0)
    assert {"before the market", "after the market", "town year"} <= set(shares)


def test_every_size_of_the_full_run_is_promised() -> None:
    keys = {item.key for item in competitors(FULL)}
    for size in ("10000", "100000", "1000000", "10000000", "one_to_one"):
        assert {f"full_model.{size}.{threads}" for threads in THREADS} <= keys
    assert all(item.missing or item.measure for item in competitors(FULL))


# ---- the rival in numpy


def beginnings() -> dict[str, Callable[[], Simulation]]:
    """Places just burnt in, or a few years on, whose next year is lived many times."""

    def history() -> Simulation:
        return Simulation(scenarios.load("history"), 0.001, threads=1)

    def lively(name: str, years: int) -> Callable[[], Simulation]:
        def begin() -> Simulation:
            run = Simulation(SCENARIOS[name], 1.0, threads=1)
            for _ in range(years):
                run.live_a_year()
            return run

        return begin

    return {
        "history": history,
        "levies": lively("a_county_tax_for_the_best", 5),
        "entitlements": lively("documented", 9),
    }


def lived_again(run: Simulation, seeds: range) -> np.ndarray:
    """Totals over villages and over wards of a run's next year, [seeds, totals]; it stays."""
    kept = [column.copy() for column in arrays_of(run)]
    schooling = run._schooling.copy()
    totals = []
    for seed in seeds:
        for column, before in zip(arrays_of(run), kept, strict=True):
            column[...] = before
        run._schooling[:] = schooling
        index = run.index + 1
        schedule.live_a_year(
            run.world, run.parameters, run.plan, run.external, index,
            run.place.base_year + index, seed, run.blocks, run._schooling,
        )  # fmt: skip
        w = run.world
        incomes = w.bins.sum(axis=0)
        middles = (incomes * np.arange(incomes.shape[1])).sum(axis=1) / incomes.sum(axis=1)
        totals.append(np.concatenate([w.tallies.sum(axis=0), w.ward_tallies.sum(axis=0), middles]))
    for column, before in zip(arrays_of(run), kept, strict=True):
        column[...] = before
    return np.array(totals)


def arrays_of(run: Simulation) -> list[np.ndarray]:
    w = run.world
    return list(w.arrays())


NAMES = (*VILLAGE_TALLIES, *WARD_TALLIES, "rural incomes", "urban incomes")


@pytest.mark.parametrize("name", beginnings())
def test_a_year_in_numpy_agrees_with_the_compiled_loops_within_sampling_error(name: str) -> None:
    run = beginnings()[name]()
    compiled = lived_again(run, range(1, 25))
    with households_live_in_numpy():
        in_numpy = lived_again(run, range(101, 113))
    assert in_numpy.shape[1] == len(NAMES)
    # the spread of single years, at least that of so rare a count or of rounding to single
    spread = np.sqrt((compiled.var(axis=0, ddof=1) + in_numpy.var(axis=0, ddof=1)) / 2.0)
    spread = np.maximum(spread, 1e-6 * np.abs(compiled).max(axis=0))
    gap = in_numpy.mean(axis=0) - compiled.mean(axis=0)
    error = spread * np.sqrt(1.0 / len(compiled) + 1.0 / len(in_numpy))
    for one, other in ((compiled, in_numpy), (in_numpy, compiled)):
        lacking = one.all(axis=0) & ~other.any(axis=0)
        assert not [NAMES[k] for k in np.flatnonzero(lacking)]
    away = {
        name: (float(a), float(b), round(float(g / e), 1))
        for name, a, b, g, e in zip(NAMES, compiled.mean(axis=0), in_numpy.mean(axis=0), gap, error)
        if abs(g) > 4.5 * e
    }
    assert not away


def test_a_run_in_numpy_keeps_its_books_and_its_places_for_any_pieces(history: Scenario) -> None:
    for threads in (1, 2):
        with households_live_in_numpy():
            run = Simulation(history, 0.0005, threads=threads, last_year=2006)
            run.live_to_the_end()
        w = run.world
        assert run.ledger.largest_imbalance < 1e-9
        for block, (first, end) in enumerate(zip(w.first_row, w.first_row[1:])):
            used = w.rows_in_use[block]
            assert used % LANES == 0
            assert (w.households.kind[first + used : end] == FREE).all()
        villages = w.villages.shape[1]
        last = w.first_row[villages]
        h = w.households
        workers = h.farm[:last] + h.local[:last] + h.self_employed[:last] + h.away[:last]
        able = h.young[:last] + h.middle[:last] - (h.ill_years[:last] > 0)
        settled = w.county_codes[CI.settler_rows].sum()
        assert (workers == np.maximum(able.astype(np.int8), 0)).mean() > 0.9
        assert settled > 0


def test_the_compiled_loops_are_back_afterwards() -> None:
    before = schedule.town_year
    with households_live_in_numpy():
        assert schedule.town_year is not before
    assert schedule.town_year is before


# ---- small parts


def test_the_exponent_of_a_power_is_that_power() -> None:
    assert exponent([1e4, 1e5, 1e7], [2.0 * size**1.3 for size in (1e4, 1e5, 1e7)]) == (
        pytest.approx(1.3)
    )


def test_columns_are_found_in_the_loops_and_weighed() -> None:
    for loop in LOOPS:
        read, written = columns_touched(loop)
        assert {"kind", "young"} <= read and read | written <= set(COLUMNS)
        assert 0 < bytes_of(loop) < 8 * len(COLUMNS)
    read, written = columns_touched("after_the_market")
    assert "taste" not in read and "skill" not in written
    assert {"local", "assets"} <= written
    assert "wage" not in read | written  # accounts are not kept unless they are asked for


def test_a_clock_stands_around_every_loop_of_the_year() -> None:
    called = [name for function in THE_YEAR for name in called_by(function)]
    assert {*LOOPS, "prepare_the_year", "meet_in_the_market", "close_the_year"} <= set(called)


def test_a_target_is_met_missed_or_not_measured() -> None:
    def target(measured: float | None, is_least: bool = False) -> str:
        spread = None if measured is None else Spread((measured,))
        bounds = (5.0, 15.0) if is_least else (15.0, 5.0)
        return Target("", "", "s", *bounds, spread, is_least).verdict

    assert [target(x) for x in (4.0, 10.0, 20.0, None)] == [
        "met, and the aim", "met", "missed", "not measured",
    ]  # fmt: skip
    assert [target(x, True) for x in (4.0, 10.0, 20.0)] == ["missed", "met", "met, and the aim"]


def test_what_failed_later_shows_no_figure() -> None:
    item = competitors(QUICK)[0]
    results = Results()
    results.note(item, {"seconds": 1.0})
    results.give_up(item, "out of memory")
    assert results.spread(item.key, "seconds") is None
    assert results.missing == {item.key: "out of memory"}


def test_tables_are_markdown_and_aligned() -> None:
    assert lines(("what", "s"), [("a", "1"), ("longer", "22,000")]) == [
        "| what   |      s |",
        "|--------|-------:|",
        "| a      |      1 |",
        "| longer | 22,000 |",
    ]
    assert [number(x) for x in (12345.6, 45.67, 1.234, 0.01234)] == [
        "12,346", "45.7", "1.23", "0.0123",
    ]  # fmt: skip
