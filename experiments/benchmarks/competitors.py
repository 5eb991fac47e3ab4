"""Everything that is measured: what, how large, how often."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from experiments.benchmarks import mesa_frames, mesa_twin
from experiments.benchmarks.apart import Figures, measured_apart

THREADS = (1, 2)
#: Sizes by the name they have in the results; ``None`` households is one to one.
ONE_TO_ONE = "one_to_one"
MODES = ("one after another", "threads", "processes", "Dask")


@dataclass(frozen=True)
class Sizes:
    """How large everything is."""

    households: dict[str, int | None]
    #: The size whose nanoseconds are held against the target.
    typical: str
    twin_households: int
    twin_years: int
    numpy_households: int
    numpy_years: int
    megabytes: int
    calibration_households: int
    calibration_seeds: int
    ensemble_runs: int
    shares_households: tuple[int, ...]
    #: Options of ``shanhai run``, warm and the first time.
    warm: tuple[str, ...]
    first: tuple[str, ...]


FULL = Sizes(
    households={
        "10000": 10**4,
        "100000": 10**5,
        "1000000": 10**6,
        "10000000": 10**7,
        ONE_TO_ONE: None,
    },
    typical="1000000",
    twin_households=10**5,
    twin_years=2,  # the first of them finds memory untouched
    numpy_households=10**6,
    numpy_years=5,
    megabytes=512,
    calibration_households=30_000,
    calibration_seeds=16,
    ensemble_runs=24,
    shares_households=(30_000, 10**6),
    warm=("--quiet",),
    first=("--quiet",),
)
#: The same rows, all of them too small to say anything: one to one is not, and nothing compiles.
QUICK = Sizes(
    households={"10000": 2_000, "1000000": 3_000, ONE_TO_ONE: 4_000},
    typical="1000000",
    twin_households=400,
    twin_years=1,
    numpy_households=2_000,
    numpy_years=1,
    megabytes=8,
    calibration_households=2_000,
    calibration_seeds=2,
    ensemble_runs=2,
    shares_households=(2_000,),
    warm=("--quiet", "--scale", "0.0005"),
    first=("--help",),
)


@dataclass(frozen=True)
class Competitor:
    """Something that is measured once in every repetition.

    ``group`` is the file that measures it and what ``--only`` takes; ``key`` names it in the
    results. ``at_most`` bounds its repetitions; ``missing`` says why it is not measured.
    """

    group: str
    key: str
    measure: Callable[[], Figures] | None = None
    at_most: int | None = None
    missing: str = ""


def competitors(sizes: Sizes) -> list[Competitor]:
    """All of them, in the order in which a repetition visits them."""
    return [
        *(
            Competitor(
                "full_model",
                f"full_model.{name}.{threads}",
                partial(
                    measured_apart, "full_model", "lived", households=households, threads=threads
                ),
                # no target looks at it, and it takes the longest
                at_most=1 if households is None and threads == 1 else None,
            )
            for name, households in sizes.households.items()
            for threads in THREADS
        ),
        _twin(sizes),
        *(
            Competitor(
                "numpy_model",
                f"numpy_model.{threads}",
                partial(
                    measured_apart, "numpy_model", "side_by_side",
                    households=sizes.numpy_households, threads=threads, years=sizes.numpy_years,
                ),
            )
            for threads in THREADS
        ),
        Competitor("mesa_frames", "mesa_frames", missing=mesa_frames.REASON),
        *(
            Competitor(
                "memory_bandwidth",
                f"memory_bandwidth.{threads}",
                partial(
                    measured_apart, "memory_bandwidth", "bandwidth",
                    megabytes=sizes.megabytes, threads=threads,
                ),
            )
            for threads in THREADS
        ),
        *(_ensemble(mode, sizes) for mode in MODES),
        *(
            Competitor(
                "shares",
                f"shares.{households}",
                partial(measured_apart, "shares", "shares", households=households),
            )
            for households in sizes.shares_households
        ),
        Competitor(
            "calibration_run",
            "calibration_run",
            partial(
                measured_apart, "calibration_run", "lived",
                households=sizes.calibration_households, seeds=sizes.calibration_seeds, threads=1,
            ),
        ),
        Competitor(
            "command",
            "command.warm",
            partial(measured_apart, "command", "answered", options=sizes.warm),
        ),
        Competitor(
            "command",
            "command.first",
            partial(measured_apart, "command", "answered_first", options=sizes.first),
            at_most=1,
        ),
    ]  # fmt: skip


def _twin(sizes: Sizes) -> Competitor:
    if not mesa_twin.is_here():
        return Competitor("mesa_twin", "mesa_twin", missing="the tests, where it lives, are away")
    return Competitor(
        "mesa_twin",
        "mesa_twin",
        partial(
            mesa_twin.side_by_side,
            households=sizes.twin_households,
            threads=max(THREADS),
            years=sizes.twin_years,
        ),
    )


def _ensemble(mode: str, sizes: Sizes) -> Competitor:
    key = f"ensembles.{mode.replace(' ', '_').lower()}"
    if mode == "Dask" and not _has_dask():
        return Competitor("ensembles", key, missing='not installed; pip install "shanhai[dask]"')
    return Competitor(
        "ensembles",
        key,
        partial(
            measured_apart, "ensembles", "throughput",
            mode=mode, households=sizes.calibration_households, runs=sizes.ensemble_runs,
        ),
    )  # fmt: skip


def _has_dask() -> bool:
    from importlib.util import find_spec

    return find_spec("distributed") is not None


def groups() -> list[str]:
    """What ``--only`` takes."""
    return list(dict.fromkeys(item.group for item in competitors(FULL)))
