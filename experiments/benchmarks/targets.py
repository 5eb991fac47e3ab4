"""What the measurements are held against."""

from __future__ import annotations

from dataclasses import dataclass

from experiments.benchmarks.competitors import ONE_TO_ONE, Sizes
from experiments.benchmarks.results import Results, Spread

MIB_PER_GIB = 1024.0
TWO = 2


@dataclass(frozen=True)
class Target:
    """A figure that must, and one that should, be reached; on two quiet cores."""

    key: str
    what: str
    unit: str
    must: float | None
    aim: float | None
    measured: Spread | None
    is_least: bool = False  # more is better
    remark: str = ""  # in place of a figure

    @property
    def verdict(self) -> str:
        if self.measured is None:
            return self.remark or "not measured"
        if self.must is None or self.aim is None:
            return ""
        if self.reaches(self.aim):
            return "met, and the aim"
        return "met" if self.reaches(self.must) else "missed"

    def reaches(self, bound: float) -> bool:
        assert self.measured is not None
        reached = self.measured.median
        return reached >= bound if self.is_least else reached <= bound


def grown_sizes(sizes: Sizes) -> list[str]:
    """The sizes over which exponents are fitted, as full models on two threads."""
    return [f"full_model.{name}.{TWO}" for name in sizes.households if name != ONE_TO_ONE]


def targets(results: Results, sizes: Sizes) -> list[Target]:
    """Every row of the table of targets."""
    typical = f"full_model.{sizes.typical}.{TWO}"
    whole = f"full_model.{ONE_TO_ONE}.{TWO}"
    memory = results.spread(whole, "peak_mib")
    grown = grown_sizes(sizes)
    run = "calibration_run"
    seconds = results.spread(run, "seconds")
    about = f"a run of {sizes.calibration_households:,} households"

    def in_percent(name: str) -> Spread | None:
        noise = results.spread(run, name)
        return noise and noise.of(lambda value: 100.0 * value)

    return [
        Target(
            "household_year", "full model, two threads, burn-in included", "ns/household-year",
            25.0, 15.0, results.spread(typical, "ns_per_household_year"),
        ),
        Target("one_to_one_time", "one to one, two threads: time", "s", 20.0, 8.0,
               results.spread(whole, "seconds")),
        Target("one_to_one_memory", "one to one, two threads: peak memory", "GiB", 4.0, 2.0,
               memory and memory.of(lambda value: value / MIB_PER_GIB)),
        Target("mesa_twin", "against the Mesa twin, two threads", "×", 200.0, 400.0,
               results.spread("mesa_twin", "ratio"), is_least=True,
               remark=results.missing.get("mesa_twin", "")),
        Target("numpy", "against numpy, one thread each", "×", 5.0, 15.0,
               results.spread("numpy_model.1", "ratio"), is_least=True),
        Target("numpy_two_threads", "against numpy, two threads each", "×", 5.0, 15.0,
               results.spread("numpy_model.2", "ratio"), is_least=True),
        Target("time_exponent", "time against households, exponent", "1", 1.05, 1.0,
               results.exponent(grown, "seconds")),
        Target("memory_exponent", "memory against households, exponent", "1", 1.05, 1.0,
               results.exponent(grown, "peak_mib")),
        Target("calibration_run", f"{about}, one thread", "ms", 25.0, 8.0,
               seconds and seconds.of(lambda value: 1e3 * value)),
        Target("rural_noise", "its noise from seed to seed: rural income", "%", None, None,
               in_percent("rural_noise")),
        Target("urban_noise", "its noise from seed to seed: urban income", "%", None, None,
               in_percent("urban_noise")),
        Target("ratio_noise", "its noise from seed to seed: urban over rural", "1", None, None,
               results.spread(run, "ratio_noise")),
        Target("calibration", "the whole calibration, 500 synthetic data sets included", "min",
               10.0, 4.0, None, remark="`shanhai calibrate`"),
        Target("warm_command", "warm `shanhai run` at the default scale", "s", 3.0, 1.5,
               results.spread("command.warm", "seconds")),
        Target("first_command", "cold start of `shanhai run`, compiling", "s", 60.0, 20.0,
               results.spread("command.first", "seconds")),
    ]  # fmt: skip
