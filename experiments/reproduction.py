"""Living a stored run again from its manifest, and holding the two against one another."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

import scenarios
from experiments.manifest import manifest
from experiments.request import Request
from experiments.result_files import DRAWS_NC, RESULT_NC, RUN, SCENARIO_YAML
from experiments.results import as_plain
from experiments.runs import Outcome
from experiments.stored_results import StoredResult
from scenarios import BadInput, Findings
from scenarios.problems import LONGEST_VALUE, Problem, one_line, shown, unknown
from sim.declare import Label
from sim.figures import Figures
from sim.inputs import Frozen, Place, Scenario
from sim.parameters import PARAMETERS

#: What has to be the same for the figures to have to be the same.
IDENTIFIES = ("version", "commit", "scenario_hash", "parameters_hash", "data_hash")
MOST_SEED = 2**62
WORDS = {
    "same": Label(
        "{label}: the same to the bit in all {series} series", "{label}：全部{series}条序列逐位相同"
    ),
    "differ": Label(
        "{label}: {count} of {series} series differ", "{label}：{series}条序列中有{count}条不同"
    ),
    "difference": Label(
        "  {item.name}: {item.before:.10g} then, {item.now:.10g} now in {item.year} "
        "({percent:.2g} %); differs in {item.years} places",
        "  {item.name}：{item.year}年原为{item.before:.10g}，现为{item.now:.10g}"
        "（{percent:.2g} %）；共{item.years}处不同",
    ),
    "missing": Label("  {name}: only one of the two has it", "  {name}：两者中只有一个含有"),
    "made_from": Label("  {name}: {before} then, {now} now", "  {name}：原为{before}，现为{now}"),
}


@dataclass(frozen=True)
class Difference:
    """One indicator that is not the same: in how many years, and by how much at most.

    ``largest`` is relative to the larger of the two figures, ``year`` where it is.
    """

    name: str
    years: int
    year: int
    before: float
    now: float

    @property
    def largest(self) -> float:
        most = max(abs(self.before), abs(self.now))
        return abs(self.now - self.before) / most if most else 0.0


@dataclass(frozen=True)
class Reproduction:
    """What came out of living a run again."""

    label: str
    indicators: int
    differences: tuple[Difference, ...]
    missing: tuple[str, ...]
    made_from: tuple[tuple[str, str, str], ...]

    @property
    def is_same(self) -> bool:
        return not (self.differences or self.missing)

    def lines(self, language: str = "en") -> list[str]:
        """For people: the verdict first, then what differs, the largest first."""
        count = len(self.differences) + len(self.missing)
        verdict = WORDS["same" if self.is_same else "differ"][language]
        said = [verdict.format(label=self.label, count=count, series=self.indicators)]
        for item in sorted(self.differences, key=lambda one: -_size(one)):
            said.append(
                WORDS["difference"][language].format(item=item, percent=100.0 * item.largest)
            )
        said += [WORDS["missing"][language].format(name=name) for name in self.missing]
        said += [
            WORDS["made_from"][language].format(name=name, before=before, now=now)
            for name, before, now in self.made_from
        ]
        return said

    def document(self) -> dict[str, Any]:
        """The same as plain data."""
        plain = as_plain(
            {
                "result": self.label,
                "same": self.is_same,
                "series": self.indicators,
                "differences": {
                    item.name: {
                        "year": item.year, "then": item.before, "now": item.now,
                        "relative": item.largest, "places": item.years,
                    }
                    for item in self.differences
                },
                "missing": list(self.missing),
                "made_from": {
                    name: {"then": before, "now": now} for name, before, now in self.made_from
                },
            }
        )  # fmt: skip
        assert isinstance(plain, dict)
        return plain


def _size(item: Difference) -> float:
    return item.largest if math.isfinite(item.largest) else math.inf


def ask_again(
    result: StoredResult, place: str | None, threads: int | None, findings: Findings
) -> Request:
    """The request that a stored run answered.

    Raises :class:`scenarios.BadInput` with everything that is wrong with the manifest, or when the
    scenario or the place cannot be read.
    """
    held = _checked(result)
    at = _place(result, place or held["place"], findings)
    at = replace(at, parameters=Frozen({}))
    path = result.folder / SCENARIO_YAML
    scenario = scenarios.load(path, at, findings)
    scenario = replace(scenario, name=held["scenario"])
    central = _below(scenario, held["parameters"])
    draws = _draws(result) if held["draws"] > 1 else ()
    return Request(central, held["scale"], held["seed"], threads, draws)


def _place(result: StoredResult, name: str, findings: Findings) -> Place:
    try:
        return scenarios.load_place(name, findings)
    except BadInput as mistake:
        told = f"{result.label}: name the place it was made for with --place"
        raise BadInput([*mistake.problems, Problem(told, None, "", "")]) from None


def _below(scenario: Scenario, parameters: Mapping[str, float]) -> Scenario:
    """The manifest's parameter values below what the scenario sets itself."""
    values = Frozen({name: float(value) for name, value in parameters.items()})
    place = replace(scenario.place, parameters=values)
    return replace(scenario, place=place)


def _checked(result: StoredResult) -> dict[str, Any]:
    """What a run is made from, out of a manifest; every mistake of it at once."""
    held, label = result.manifest, f"{result.label}/manifest.json"
    problems: list[Problem] = []

    def refuse(key: str, message: str) -> None:
        problems.append(Problem(label, None, key, message))

    if result.kind != RUN:
        refuse("kind", f"{shown(result.kind)} found; results of shanhai run can be lived again")
        raise BadInput(problems)
    for key in ("scenario", "place"):
        if not isinstance(held.get(key), str) or not held.get(key):
            refuse(key, f"{shown(held.get(key))} found; give a name")
    scale = held.get("scale")
    if not isinstance(scale, (int, float)) or isinstance(scale, bool) or not 0.0 < scale <= 1.0:
        refuse("scale", f"{shown(scale)} found; give a number above 0 and at most 1")
    for key, least in (("seed", 0), ("draws", 1)):
        value = held.get(key)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= MOST_SEED:
            refuse(key, f"{shown(value)} found; give a whole number from {least}")
    _check_parameters(held.get("parameters"), refuse)
    if not (result.folder / SCENARIO_YAML).is_file():
        refuse("", f"there is no {SCENARIO_YAML} beside it, the resolved scenario")
    if problems:
        raise BadInput(problems)
    return held


def _check_parameters(values: Any, refuse: Any) -> None:
    if not isinstance(values, dict):
        refuse("parameters", f"{shown(values)} found; give a mapping {{parameter: number}}")
        return
    for name, value in values.items():
        if name not in PARAMETERS:
            message = unknown("parameter", name, list(PARAMETERS))
            refuse(f"parameters.{_cut(name)}", f"{message} Another version made this result")
            continue
        low, high = PARAMETERS[name].bounds
        if not _is_number(value) or not low <= value <= high:
            refuse(f"parameters.{name}", f"{shown(value)} found; from {low:g} to {high:g}")
    for name in PARAMETERS:
        if name not in values:
            refuse(f"parameters.{name}", "is missing; another version made this result")


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _cut(value: Any) -> str:
    return one_line(str(value))[:LONGEST_VALUE]


def _draws(result: StoredResult) -> tuple[dict[str, float], ...]:
    """The parameter vectors that ``draws.nc`` holds."""
    figures = result.figures(DRAWS_NC, may_differ=True)
    names = [str(name) for name in figures["parameter"].values]
    strange = [name for name in names if name not in PARAMETERS]
    if strange:
        message = f"no parameter is called {strange[0]!r}; another version made this result"
        raise BadInput([Problem(str(result.folder / DRAWS_NC), None, "", message)])
    return tuple(
        dict(zip(names, row, strict=True)) for row in figures["parameter_value"].values.tolist()
    )


def compared(result: StoredResult, outcome: Outcome) -> Reproduction:
    """The stored figures against those of the run that has been lived again."""
    before, now = result.figures(RESULT_NC, may_differ=True), outcome.central
    names = [name for name in before.data_vars if not name.startswith("observed_")]
    missing = sorted(set(names) ^ set(now.data_vars))
    differences = tuple(_differences(before, now, [n for n in names if n in now.data_vars]))
    series = len(set(names) | set(now.data_vars))
    return Reproduction(
        result.label, series, differences, tuple(missing), tuple(_made_from(result, outcome))
    )


def _differences(before: Figures, now: Figures, names: list[str]) -> Iterator[Difference]:
    years = now["year"].values.tolist()
    for name in names:
        one, other = before[name].values, now[name].values
        if one.shape != other.shape:
            yield Difference(name, max(one.size, other.size), years[-1], math.nan, math.nan)
            continue
        dated = "year" in now[name].dims
        differs = ~((one == other) | (np.isnan(one) & np.isnan(other)))
        if differs.any():
            gaps = np.where(differs, np.nan_to_num(np.abs(one - other), nan=np.inf), -1.0)
            at = np.unravel_index(int(np.argmax(gaps)), gaps.shape)
            yield Difference(
                name,
                int(differs.sum()),
                years[at[now[name].dims.index("year")] if dated else -1],
                float(one[at]),
                float(other[at]),
            )


def _made_from(result: StoredResult, outcome: Outcome) -> Iterator[tuple[str, str, str]]:
    """Versions and hashes that are not the same: why figures may differ."""
    request = outcome.request
    now = manifest(request.scenario, request.threads, outcome.seconds, request.draws)
    for name in IDENTIFIES:
        if result.manifest.get(name) != now[name]:
            yield name, _cut(result.manifest.get(name)), _cut(now[name])
    packages = result.manifest.get("packages")
    held = packages if isinstance(packages, dict) else {}
    for name, version in now["packages"].items():
        if held.get(name) != version:
            yield name, _cut(held.get(name)), _cut(version)
