"""The record as vectors: what was published, of which output of a run, in which group of targets.

Gaps, a single series, and no break of definition are all legal. Unverified rows are never targets,
and the ratio never stands beside its parts.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from calibration.outputs import INCOMES, Output
from scenarios.problems import Findings, number_shown
from sim.inputs import Observation, Place

#: Indicators of each group of further targets.
GROUPS: dict[str, tuple[str, ...]] = {
    "incomes": INCOMES,
    "sources": ("wage_share", "net_business_share", "property_share", "transfer_share"),
    "urbanisation": ("urbanisation_rate",),
    "mountain": ("mountain_plain_ratio",),
    "migrants": ("migrant_share", "off_farm_share"),
    "prefectures": INCOMES,
}
#: What is fitted unless something else is asked for. Prefectures are not: their starting incomes
#: come from the record of 2020, so that most of what the panel says has been used already.
USUAL = ("incomes", "sources", "urbanisation", "mountain", "migrants")
#: Urbanisation between censuses was published before revision: census years and 2021 on only.
REVISED = {"urbanisation_rate": (2010, 2020, 2021, 2022, 2023)}
#: How far a published ratio may be from that of the published incomes, as a share of it.
SAME_RATIO = 0.02
#: How far the four sources of income may add up to something else than one.
SAME_WHOLE = 0.05


@dataclass(frozen=True)
class Target:
    """A published number: the output it is held against and its group.

    ``value`` is in the units outputs are kept in: logs for incomes. A prefecture's is relative to
    the whole place's in the same year, so ``beside`` is what its output is taken relative to.
    """

    output: Output
    value: float
    group: str
    beside: Output | None = None

    @property
    def series(self) -> str:
        """Names the targets that share one error of concept."""
        return f"{self.output.prefecture}.{self.output.indicator}".lstrip(".")


@dataclass(frozen=True)
class Observations:
    """Targets in a fixed order: incomes first, by series and year, then the further ones."""

    base_year: int
    targets: tuple[Target, ...]

    def __len__(self) -> int:
        return len(self.targets)

    @property
    def incomes(self) -> int:
        """How many targets are incomes of the whole place; they come first."""
        return sum(target.group == "incomes" for target in self.targets)

    @property
    def values(self) -> np.ndarray:
        """Shape [targets], float64."""
        return np.array([target.value for target in self.targets])

    def matrix(self, outputs: tuple[Output, ...]) -> np.ndarray:
        """Shape [targets, outputs]: takes a run's outputs to what the targets are held against."""
        where = {item: k for k, item in enumerate(outputs)}
        matrix = np.zeros((len(self.targets), len(outputs)))
        for row, target in enumerate(self.targets):
            matrix[row, where[target.output]] = 1.0
            if target.beside is not None:
                matrix[row, where[target.beside]] = -1.0
        return matrix

    def with_values(self, values: np.ndarray) -> Observations:
        """The same targets with other values: synthetic data. Shape [targets]."""
        moved = tuple(
            Target(old.output, float(value), old.group, old.beside)
            for old, value in zip(self.targets, values, strict=True)
        )
        return Observations(self.base_year, moved)

    def plain(self) -> list[list[object]]:
        """As plain data, for hashes and manifests."""
        return [[str(item.output), item.value, item.group] for item in self.targets]


def observations_of(
    place: Place, until: int | None = None, groups: Collection[str] = USUAL
) -> Observations:
    """The verified targets of a place to the year ``until``.

    Raises :class:`scenarios.BadInput` with every mistake: no income, a single year of it, incomes
    below zero, numbers that contradict each other, an unknown group.
    """
    findings = Findings()
    label = f"{place.name}/observed.csv"
    for group in sorted(set(groups) - set(GROUPS)):
        message = f"'{group}': no such group of targets; they are: {', '.join(GROUPS)}"
        findings.mistake("--targets", None, (), message)
    first, last = place.base_year + 1, until or place.last_year
    rows = [row for row in place.observed if row.verified and first <= row.year <= last]
    _find_contradictions(rows, place, label, findings)
    findings.raise_mistakes()
    targets = [item for name in INCOMES for item in _series(place, name, first, last, "incomes")]
    _check_incomes(targets, place, label, (first, last), findings)
    findings.raise_mistakes()
    for group in GROUPS:
        if group not in groups or group == "incomes":
            continue
        if group == "prefectures":
            targets += _panel(place, rows)
        else:
            for name in GROUPS[group]:
                targets += _series(place, name, first, last, group)
    return Observations(place.base_year, tuple(targets))


def _series(place: Place, name: str, first: int, last: int, group: str) -> list[Target]:
    wanted = REVISED.get(name)
    found = []
    for year, value in place.series(name).items():
        if first <= year <= last and (wanted is None or year in wanted):
            output = Output(name, year)
            is_log = output.is_log and value > 0.0
            found.append(Target(output, float(np.log(value)) if is_log else value, group))
    return found


def _panel(place: Place, rows: list[Observation]) -> list[Target]:
    """Prefectures' incomes relative to the place's, where both were published."""
    found = {}
    whole = {name: place.series(name) for name in INCOMES}
    inside = {county.prefecture for county in place.counties if county.is_home}
    for row in rows:
        if row.series not in INCOMES or row.region == place.name or row.region not in inside:
            continue
        if row.year in whole[row.series]:
            output = Output(row.series, row.year, row.region)
            value = float(np.log(row.value / whole[row.series][row.year]))
            beside = Output(row.series, row.year)
            found[output] = Target(output, value, "prefectures", beside)
    return [found[output] for output in sorted(found)]


def _check_incomes(
    targets: list[Target], place: Place, label: str, span: tuple[int, int], findings: Findings
) -> None:
    years = sorted({item.output.year for item in targets})
    if not years:
        message = f"no verified rural or urban income from {span[0]} to {span[1]}: nothing to fit"
    elif len(years) == 1:
        message = f"incomes of a single year, {years[0]}: a path cannot be fitted to one point"
    else:
        return
    wanted = f"give at least two years after {place.base_year}, which is where runs start"
    findings.mistake(label, None, (), f"{message}; {wanted}")


def _find_contradictions(
    rows: list[Observation], place: Place, label: str, findings: Findings
) -> None:
    seen: dict[tuple[str, str, int], float] = {}
    for row in rows:
        key = (row.region, row.series, row.year)
        if row.series in INCOMES and not row.value > 0.0:
            message = f"{number_shown(row.value)} in {row.year}; an income is above 0"
            findings.mistake(label, None, (row.region, row.series), message)
        elif key in seen and not np.isclose(seen[key], row.value, rtol=1e-6):
            message = (
                f"{row.year} is given as {number_shown(seen[key])} and as "
                f"{number_shown(row.value)}; keep one of them, or mark one verified=no"
            )
            findings.mistake(label, None, (row.region, row.series), message)
        seen.setdefault(key, row.value)
    whole = {
        (name, year): value for (where, name, year), value in seen.items() if where == place.name
    }
    for year in sorted({year for _, year in whole}):
        _compare_ratios(whole, year, label, findings)
        _compare_sources(whole, year, label, findings)


def _compare_ratios(
    whole: dict[tuple[str, int], float], year: int, label: str, findings: Findings
) -> None:
    for definition in ("old", "new"):
        rural = whole.get((f"rural_income_{definition}", year))
        urban = whole.get((f"urban_income_{definition}", year))
        ratio = whole.get((f"ratio_{definition}", year))
        if rural and urban and ratio and abs(urban / rural / ratio - 1.0) > SAME_RATIO:
            message = (
                f"{number_shown(ratio)} in {year}, but the incomes of that year give "
                f"{number_shown(round(urban / rural, 4))}"
            )
            findings.mistake(label, None, (f"ratio_{definition}",), message)


def _compare_sources(
    whole: dict[tuple[str, int], float], year: int, label: str, findings: Findings
) -> None:
    shares = [whole.get((name, year)) for name in GROUPS["sources"]]
    known = [share for share in shares if share is not None]
    total = sum(known)
    is_whole = len(known) == len(shares)
    if total > 1.0 + SAME_WHOLE or (is_whole and total < 1.0 - SAME_WHOLE):
        message = (
            f"the sources of income of {year} add up to {number_shown(round(total, 4))}, not 1"
        )
        findings.mistake(label, None, ("sources",), message)
